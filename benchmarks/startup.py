"""The default command, warm, over the bare import of the libraries that it uses."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure, Sizes, must_equal
from benchmarks.timing import median_ratio, medians, side_by_side

LIBRARIES = ("hydra", "matplotlib.figure", "numba", "numpy", "omegaconf", "pandas", "platformdirs", "pydantic",
             "rich.console", "rich.progress", "rich.table", "yaml")  # fmt: skip
"""What `casus` imports of others on its way from the command line to the last figure."""

_TOY = ("crisis=[kazakhstan_2022]", "organization=[csto]", "coding_draws=1", "replications=1")


def measure(sizes: Sizes) -> Iterator[Figure]:
    """Seconds of both, each in a process of its own; two runs of the command write the same tables."""
    words = _TOY if sizes.times == 1 else ()
    with tempfile.TemporaryDirectory() as place:
        runs = [Path(place, f"run_{k}") for k in range(2)]
        for folder in runs:
            _command(words, folder)
        must_equal(_tables(runs[0]), _tables(runs[1]), "tables of two runs of the command")
        pairs = side_by_side(lambda: _command(words, Path(place, "timed")), _imports, sizes.times)
    ours, other = medians(pairs)
    note = "seconds; the whole replay with its tables and figures" if not words else "seconds; a toy replay"
    yield Figure("default command over bare imports", ours, other, median_ratio(pairs), "<= 2.5", note)


def _command(words: tuple[str, ...], folder: Path) -> None:
    code = "from experiments.cli import main; main()"
    command = [sys.executable, "-c", code, *words, f"hydra.run.dir={folder}"]
    subprocess.run(command, check=True, capture_output=True)


def _imports() -> None:
    code = "import " + ", ".join(LIBRARIES)
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def _tables(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.glob("*.csv"))}
