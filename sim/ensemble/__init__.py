"""The ensemble: the same day as in `sim.model`, compiled, a million times.

Given the same keys both drivers fill the same record to the last bit.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from sim.arrays import Case
from sim.ensemble.day import simulate_many
from sim.ensemble.memory import empty_memory
from sim.record import Record, empty_record
from sim.tally import Tally, empty_tally

__all__ = ["run", "trace"]

BLOCKS = 16
"""Blocks of work for each thread."""


def run(
    case: Case,
    *,
    seed: int,
    replications: int,
    first: int = 0,
    threads: int = 2,
    on_draw: Callable[[], object] = lambda: None,
    days: bool = True,
) -> Tally:
    """Run every coding draw of a case `replications` times, from replication `first` on, and count what happened.

    The work is shared among threads by coding draw; neither their number nor their order changes a bit.
    `on_draw` is called after each finished draw, for a progress bar. Without `days` no histograms of days are
    kept, so that the tally of many draws stays small.
    """
    arrays = case.arrays
    tally = empty_tally(arrays, days=days)

    def block(draws: range) -> None:
        record, memory = empty_record(arrays, trace=False), empty_memory(arrays)
        last = first + replications
        simulate_many(arrays, draws.start, draws.stop, seed, first, last, record, memory, tally)
        for _ in draws:
            on_draw()

    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(block, _blocks(len(arrays.draws), threads)):
            pass
    return tally


def _blocks(draws: int, threads: int) -> list[range]:
    """Draws in equal blocks, several for each thread, so that none waits long for the last."""
    size = max(1, draws // (BLOCKS * threads))
    return [range(start, min(start + size, draws)) for start in range(0, draws, size)]


def trace(case: Case, *, seed: int, draw: int, replication: int) -> Record:
    """The record of one run, day by day; `draw` is a place in the case's coding draws."""
    arrays, record = case.arrays, empty_record(case.arrays, trace=True)
    memory, tally = empty_memory(arrays), empty_tally(arrays, days=False)
    simulate_many(arrays, draw, draw + 1, seed, replication, replication + 1, record, memory, tally)
    return record
