"""The ensemble: the same day as in `sim.model`, compiled, a million times.

Given the same keys both drivers fill the same record to the last bit.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from sim.arrays import Case
from sim.ensemble.day import simulate, simulate_many
from sim.ensemble.memory import empty_memory
from sim.record import Record, empty_record
from sim.tally import Tally, empty_tally

__all__ = ["run", "trace"]


def run(
    case: Case,
    *,
    seed: int,
    replications: int,
    threads: int = 2,
    on_draw: Callable[[], object] = lambda: None,
) -> Tally:
    """Run every coding draw of a case `replications` times and count what happened.

    The work is shared among threads by coding draw; neither their number nor their order changes a bit.
    `on_draw` is called after each finished draw, for a progress bar.
    """
    arrays = case.arrays
    tally = empty_tally(arrays)

    def one(d: int) -> None:
        record, memory = empty_record(arrays, trace=False), empty_memory(arrays)
        simulate_many(arrays, d, seed, 0, replications, record, memory, tally)
        on_draw()

    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(one, range(len(arrays.draws))):
            pass
    return tally


def trace(case: Case, *, seed: int, draw: int, replication: int) -> Record:
    """The record of one run, day by day; `draw` is a place in the case's coding draws."""
    record = empty_record(case.arrays, trace=True)
    simulate(case.arrays, draw, seed, replication, record, empty_memory(case.arrays))
    return record
