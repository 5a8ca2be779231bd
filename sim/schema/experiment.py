"""An experiment: which question is asked of the world, with how many runs."""

from typing import Any

from sim.schema.attribution import Attribution
from sim.schema.enums import DesignKind, Engine, Executor, Kind, RequestMode
from sim.schema.fields import Name, Part, named, part, quantity, text
from sim.schema.screening import Discovery, Sensitivity
from sim.schema.validation import Validation


class Factor(Part):
    """One dimension of a design: a parameter path, or several that move together, and its levels or range."""

    path: str | list[str] = text(
        "Path of the parameter, such as theory.synthesis.benefit.pressure; a list moves together, and * "
        "stands for any one name. "
        "Also crisis, organization or theory (what of it runs), request and seed."
    )
    levels: list[Any] | None = text("The values it takes; in a table design the file gives them.", default=None)
    range: tuple[float, float] | None = text("Lowest and highest value, for designs that sample.", default=None)
    integer: bool = text("Whether only whole numbers of the range are taken.", default=False)


class Design(Part):
    """How the points of a sweep are chosen from its factors."""

    kind: DesignKind = text(
        "grid (every combination), zip (first levels, second levels, ...), table (rows of a file), latin_hypercube, "
        "sobol (Saltelli's scheme) or morris (trajectories).",
        default=DesignKind.GRID,
    )
    size: int | None = quantity(
        "Points of a latin_hypercube; base samples of sobol, a power of 2, each giving as many points as there are "
        "factors + 2; trajectories of morris, each giving factors + 1 points.",
        "number",
        1,
        10_000_000,
        default=None,
    )
    file: str | None = text("A CSV file with a column for each factor, for a table.", default=None)
    second_order: bool = text(
        "Whether sobol also samples for pairs of factors: 2 x factors + 2 points for each base sample.", default=False
    )


class Invented(Part):
    """Invented members that join an organization in a sweep, to see what its size and its variety cost."""

    organization: Name = text("The organization that they join.")
    members: int = quantity("How many join.", "number", 0, 200, default=0)
    heterogeneity: float = quantity(
        "How far an invented member may lie from the mean of the sitting ordinary members: on scales from 0 to 1 "
        "this much up or down, quantities by this part of themselves.",
        "scale 0-1",
        0.0,
        1.0,
        default=0.0,
    )
    sample: int = quantity(
        "Which members are invented: another number gives others, drawn in the same way.",
        "number",
        0,
        1_000_000,
        default=0,
    )


class Experiment(Part):
    """How a question is run."""

    name: Name = text("Which experiment this is; its file's name.")
    kind: Kind = text("How the question is answered: a replay, one run told, a comparison, a sweep.")
    title: str = text("The question, as printed above the results.")
    seed: int = quantity("Seed of all draws; 0 is a seed.", "integer", 0, 2**63 - 1, default=1)
    coding_draws: int = quantity("Draws of the coded values within their ranges.", "draws", 1, 1_000_000, default=64)
    replications: int = quantity("Runs per coding draw.", "runs", 1, 100_000_000, default=256)
    draw_weights: bool = text(
        "Whether the theories' weights are drawn within their ranges too (the prior predictive); else they stay as "
        "fixed ex ante.",
        default=False,
    )
    request: RequestMode = text("Where requests come from.", default=RequestMode.MODELLED)
    engine: Engine = text(
        "ensemble (compiled) or mesa (the readable model; the same numbers, slowly).", default=Engine.ENSEMBLE
    )
    headline: dict[Name, Name] = named("Headline crises, each with the organization whose members were there.")
    variants: dict[Name, dict[Name, Name]] = named(
        "Organizations that take another's place in an arm of their own, by crisis and by whose place they take."
    )
    without: list[str] = text(
        "Paths of named entries, such as organization.my_organization.record.case_2010, that are left out in a "
        "second arm, to see what they add.",
        default=[],
    )
    draw: int = quantity(
        "Coding draw of the one run that is told or drawn day by day.", "index", 0, 999_999, default=0
    )
    replication: int = quantity("Replication of that run.", "index", 0, 99_999_999, default=0)
    factors: dict[Name, Factor] = named("Factors of a sweep, by a name for each.")
    invented: Invented | None = part("Invented members that join an organization in a sweep.", lambda: None)
    design: Design = part("How the points of a sweep are chosen.", Design)
    attribution: Attribution = part("What is compared, and what a difference is shared out among.", Attribution)
    sensitivity: Sensitivity = part("Sizes of a screening of assumptions.", Sensitivity)
    discovery: Discovery = part("How boxes of assumptions are searched.", Discovery)
    validation: Validation = part("How theories are held to the record.", Validation)
    precision: float | None = quantity(
        "A point of a sweep stops when the 90 % half-width (Wilson, over replications) of each of its p_force is "
        "below this; replications is then the most.",
        "probability",
        0.0001,
        0.5,
        default=None,
    )
    executor: Executor = text(
        "Where the chunks of a sweep run: local (threads of this process) or dask.", default=Executor.LOCAL
    )
    workers: int | None = quantity(
        "Chunks that run at once; empty: one for each processor.", "number", 1, 1_000, default=None
    )
    scheduler: str | None = text(
        "Address of a Dask scheduler, such as tcp://host:8786; empty: a cluster on this machine.", default=None
    )
    chunk: int = quantity(
        "Runs that a chunk of a sweep holds, about: what is lost at most when a worker is killed.",
        "runs",
        1,
        1_000_000_000,
        default=250_000,
    )
    resume: str | None = text("Results folder of an interrupted sweep to go on with.", default=None)
