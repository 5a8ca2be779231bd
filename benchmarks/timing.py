"""Timing two ways of doing the same work, one after the other, several times: the machine's moods hit both."""

import statistics
import time
from collections.abc import Callable

type Work = Callable[[], object]


def seconds(work: Work) -> float:
    """Wall time of doing the work once."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def side_by_side(ours: Work, other: Work, times: int) -> list[tuple[float, float]]:
    """Seconds of both, `times` times, each after a first time that does not count (caches, compilation)."""
    ours()
    other()
    return [(seconds(ours), seconds(other)) for _ in range(times)]


def medians(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    """The median of each way."""
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def median_ratio(pairs: list[tuple[float, float]]) -> float:
    """The median of our time over the other's, pair by pair: what slows both hardly moves it."""
    return statistics.median(a / b for a, b in pairs)


def each(work: Callable[[int], object], few: int, many: int) -> float:
    """Seconds that one more item costs: what a beginning costs falls out."""
    return (seconds(lambda: work(many)) - seconds(lambda: work(few))) / (many - few)
