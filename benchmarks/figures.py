"""What a measurement gives: one row of the table, with what it aims at."""

from dataclasses import dataclass, replace
from typing import Any

from sim.errors import CasusError


class Unequal(CasusError):  # noqa: N818  (named for what it is)
    """Two ways of doing the same work gave different results, so that their times cannot be compared."""


@dataclass(frozen=True)
class Figure:
    """Our way, the other way, and their ratio; `aim` is at least or at most so much."""

    figure: str
    ours: float
    other: float
    ratio: float
    aim: str
    note: str


def left_out(figure: str, why: str) -> Figure:
    """A row for what could not be measured here."""
    return Figure(figure, float("nan"), float("nan"), float("nan"), "", why)


@dataclass(frozen=True)
class Sizes:
    """How much work is measured; more of it drowns the noise of a shared machine."""

    times: int
    """How often both ways are timed, one after the other; the median counts."""
    ours: int
    """Runs of the ensemble."""
    mesa: int
    """Runs of the Mesa model."""
    processes: tuple[int, int] | None
    """Runs of the Mesa model in two processes, few and many; none: not measured."""
    memory: tuple[int, int]
    """Runs of a sweep, few and many."""
    points: tuple[int, int]
    """Points of a design, few and many."""
    jobs: tuple[int, int]
    """Jobs of Hydra's multirun, few and many."""
    dask: int
    """Runs of a sweep on a cluster of this machine."""


TOY = Sizes(1, ours=400, mesa=4, processes=None, memory=(2_000, 4_000), points=(2, 6), jobs=(1, 3), dask=2_000)
USUAL = Sizes(
    times=5,
    ours=2_000_000,
    mesa=200,
    processes=(40, 3_000),
    memory=(100_000, 10_000_000),
    points=(200, 2_000),
    jobs=(2, 12),
    dask=40_000_000,
)
FULL = replace(USUAL, memory=(1_000_000, 100_000_000))


def must_equal(ours: Any, other: Any, what: str) -> None:
    """Raise Unequal, saying what was compared, unless both are the same."""
    if ours != other:
        raise Unequal(f"{what}: ours {str(ours)[:200]}, the other {str(other)[:200]}")
