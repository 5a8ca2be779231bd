"""Two threads over one, on the same runs."""

from collections.abc import Iterator

from benchmarks.batch_run import ensemble_run, ensemble_runs
from benchmarks.figures import Figure, Sizes, must_equal
from benchmarks.timing import median_ratio, medians, side_by_side


def measure(sizes: Sizes) -> Iterator[Figure]:
    """Runs per second of both."""
    tallies = [ensemble_run(sizes, "csto", threads) for threads in (1, 2)]
    one, two = ([part.tolist() for part in tally] for tally in tallies)
    must_equal(two, one, "tallies of two threads and of one")
    runs = ensemble_runs(sizes)
    pairs = side_by_side(
        lambda: ensemble_run(sizes, "csto", 2), lambda: ensemble_run(sizes, "csto", 1), 2 * sizes.times
    )
    ours, other = medians(pairs)
    note = f"{runs:,} runs; the counts of all are the same"
    yield Figure("runs/s with 2 threads over 1", runs / ours, runs / other, 1 / median_ratio(pairs), ">= 1.9", note)
