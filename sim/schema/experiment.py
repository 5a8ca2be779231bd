"""An experiment: which question is asked of the world, with how many runs."""

from typing import Any

from sim.schema.enums import Engine, Kind, RequestMode
from sim.schema.fields import Name, Part, named, quantity, text


class Factor(Part):
    """One dimension of a design: a parameter path, or several that move together, and its levels."""

    path: str | list[str] = text(
        "Path of the parameter, such as theory.synthesis.benefit.pressure; a list moves together."
    )
    levels: list[Any] = text("The values it takes.")


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
    draw: int = quantity(
        "Coding draw of the one run that is told or drawn day by day.", "index", 0, 999_999, default=0
    )
    replication: int = quantity("Replication of that run.", "index", 0, 99_999_999, default=0)
    factors: dict[Name, Factor] = named("Factors of a sweep, by a name for each.")
