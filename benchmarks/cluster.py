"""A sweep on a Dask cluster of this machine over the same sweep on threads."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import sweeps
from benchmarks.figures import Figure, Sizes, must_equal
from benchmarks.timing import seconds

_POINTS, _DRAWS = 20, 16


def measure(sizes: Sizes) -> Iterator[Figure]:
    """Seconds of both, the start of the cluster included; all tables and parts are the same, byte by byte."""
    replications = max(1, sizes.dask // (_POINTS * _DRAWS))
    with tempfile.TemporaryDirectory() as place:
        sweeps.run(sweeps.job(2, 2, 2), Path(place, "first"))  # compiles
        ours, made = _timed(replications, "dask", Path(place, "dask"))
        other, same = _timed(replications, "local", Path(place, "local"))
    must_equal(made, same, "tables and parts of both executors")
    note = f"seconds; {_POINTS * _DRAWS * replications:.0e} runs, 2 workers, start of the cluster included"
    yield Figure("Dask on this machine over threads", ours, other, ours / other, "<= 1.15", note)


def _timed(replications: int, executor: str, folder: Path) -> tuple[float, dict[str, bytes]]:
    """Seconds of the sweep, and what it wrote."""
    work = sweeps.job(_POINTS, _DRAWS, replications, f"executor={executor}", "workers=2")
    took = seconds(lambda: sweeps.run(work, folder))
    files = sorted([*folder.glob("*.csv"), *folder.glob("**/*.parquet")])
    return took, {str(file.relative_to(folder)): file.read_bytes() for file in files}
