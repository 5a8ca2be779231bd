"""A sweep of an invented size: the crisis under as many values of one weight as there are points."""

from pathlib import Path
from typing import Any

from benchmarks.crises import CRISIS
from experiments.composition.compose import compose
from experiments.sweep.groups import Job
from experiments.sweep.sweep import prepare, run_sweep
from experiments.sweep.tables import write_sweep

PATH = "theory.synthesis.benefit.pressure"
LOW, HIGH = 0.0, 0.3333


class _Silence:
    """A bar that shows nothing."""

    def __call__(self, steps: int = 1) -> None:
        """So many more steps are done."""

    def shorten(self, steps: int) -> None:
        """So many steps need not be done."""


def job(points: int | list[float], draws: int, replications: int, *words: str) -> Job:
    """A sweep over so many values, or over these."""
    if isinstance(points, int):
        design = ["design.kind=latin_hypercube", f"design.size={points}"]
        values = f"range: [{LOW}, {HIGH}]"
    else:
        design, values = [], f"levels: {points}"
    factor = f"+factors.pressure={{path: {PATH}, {values}}}"
    chosen = ["kind=sweep", f"crisis=[{CRISIS}]", "organization=[csto]", *design, factor]
    return prepare(compose([*chosen, f"coding_draws={draws}", f"replications={replications}", *words]))


def run(work: Job, folder: Path) -> None:
    """Run the sweep into a folder, with its tables."""
    failed = run_sweep(work, folder, _Silence())
    write_sweep(folder, list(work.points.columns))
    if failed:
        raise RuntimeError(f"points failed: {dict(failed)}")


def table(folder: Path) -> Any:
    """The table of the sweep."""
    import pandas as pd

    return pd.read_csv(folder / "sweep.csv")
