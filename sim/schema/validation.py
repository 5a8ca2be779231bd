"""How a theory is judged against the record: what is drawn, what it is compared with, what would flip a decision."""

from typing import Annotated, Any

from pydantic import AfterValidator

from sim.schema.fields import Name, Part, named, quantity, text


def _rising_factors(pair: tuple[float, float]) -> tuple[float, float]:
    if not 0.0 < pair[0] < pair[1]:
        raise ValueError("must be two factors above 0, the lower one first, such as [0.5, 2.0]")
    return pair


def _some_cutoffs(cutoffs: list[float]) -> list[float]:
    if not cutoffs or min(cutoffs) <= 0.0:
        raise ValueError("must name at least one difference above 0, such as [2.0, 1.0, 4.0]")
    return cutoffs


class Rate(Part):
    """A published rate at which alliances are honoured."""

    probability: float = quantity("Share of the commitments that were honoured.", "probability", 0.0, 1.0)
    source: Name = text("Where it is published, a key of evidence/sources.yaml.")


class Change(Part):
    """One value of the world set anew."""

    path: str = text("Path of the value, such as theory.synthesis.benefit.pressure.")
    value: Any = text("What it is set to.")


class Validation(Part):
    """Sizes and terms of comparison of the experiments that hold the theories to the record."""

    scale: Annotated[tuple[float, float], AfterValidator(_rising_factors)] = text(
        "Each theory's scale of threat is drawn from its value times the first factor to its value times the second, "
        "evenly on a scale of ratios.",
        default=(0.5, 2.0),
    )
    rates: dict[Name, Rate] = named("Published rates that serve as forecasts, by a name for each.")
    without: dict[Name, list[Change]] = named("Mechanisms taken out of the first theory, each by what is set.")
    cutoffs: Annotated[list[float], AfterValidator(_some_cutoffs)] = text(
        "Sets are kept whose log-likelihood is within this of the best; the first is the one that figures show.",
        default=[2.0, 1.0, 4.0],
    )
    blind_sets: int = quantity(
        "Sets of the blind coding, at most those of the coding.", "sets", 1, 1_000_000, default=10_000
    )
    blind_spread: float = quantity(
        "Half-width of the range of a value that is coded by rule.", "scale 0-1", 0.0, 1.0, default=0.2
    )
    placebos: int = quantity("Placebos: times that the codes are shuffled.", "number", 0, 1_000, default=20)
    placebo_sets: int = quantity(
        "Sets of each placebo, at most those of the coding.", "sets", 1, 1_000_000, default=1_000
    )
    shuffled: list[str] = text(
        "What of a crisis a placebo moves to another crisis: paths below a crisis, with all that lies below them.",
        default=[],
    )
    checked_sets: int = quantity(
        "Sets that are run again with every organization in play, at most those of the coding.",
        "sets",
        1,
        1_000_000,
        default=256,
    )
    strongest: int = quantity(
        "Assumptions of a cell, the strongest ones, whose pairs are tried together.", "number", 2, 100, default=8
    )
