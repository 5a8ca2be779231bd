"""Peak memory of a sweep with many runs over one with few, each in a process of its own.

`python -m benchmarks.memory RUNS FOLDER` is that process.
"""

import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import sweeps
from benchmarks.figures import Figure, Sizes, must_equal

DRAWS = 10


def measure(sizes: Sizes) -> Iterator[Figure]:
    """Megabytes of both; the larger sweep also says how long it took."""
    few, many = sizes.memory
    other, _, made = _child(few)
    must_equal(made, few, "runs of the smaller sweep")
    ours, seconds, made = _child(many)
    must_equal(made, many, "runs of the larger sweep")
    note = f"MB; the sweep of {many:.0e} runs took {seconds:,.0f} s, {many / seconds:,.0f} runs/s, tables included"
    yield Figure(f"peak memory of {many:.0e} runs over {few:.0e}", ours, other, ours / other, "<= 1.2", note)


def _child(runs: int) -> tuple[float, float, int]:
    """Peak megabytes, seconds, and the runs that its table counts, of a sweep in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.memory", str(runs), folder]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(told[0]), float(told[1]), int(told[2])


def _shape(runs: int) -> tuple[int, int]:
    """Points (a power of ten) and replications: both grow with the square root of the runs, about."""
    points = 10 ** (int(math.log10(runs / DRAWS)) // 2)
    return points, runs // (DRAWS * points)


def _main(runs: int, folder: Path) -> None:
    points, replications = _shape(runs)
    begun = time.perf_counter()
    sweeps.run(sweeps.job(points, DRAWS, replications), folder)
    took = time.perf_counter() - begun
    table = sweeps.table(folder)
    made = int((table["n_draws"] * table["n_reps"]).sum())
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(kilobytes / 1024 if sys.platform != "darwin" else kilobytes / 1024**2, took, made)


if __name__ == "__main__":
    _main(int(sys.argv[1]), Path(sys.argv[2]))
