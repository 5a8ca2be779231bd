"""The kinds of experiment that are answered at once: each turns a composition into tables. See also `sweep`."""

import importlib
from collections.abc import Mapping
from types import ModuleType
from typing import TYPE_CHECKING

from experiments.composition.compose import Composed
from experiments.replay.execute import OnDraw
from sim.dating import Sourced
from sim.schema import Kind

if TYPE_CHECKING:
    import pandas as pd

_MODULES = {
    Kind.REPLAY: "replay.replay",
    Kind.TRACE: "replay.trace",
    Kind.COMPARE: "comparison.compare",
    Kind.TRANSPLANT: "comparison.transplant",
    Kind.VOTING_POWER: "comparison.voting_power",
    Kind.PROSPECTIVE: "comparison.prospective",
    Kind.WHY_NOT: "attribution.answer",
    Kind.WHAT_CHANGED: "attribution.answer",
    Kind.SENSITIVITY: "sensitivity.screening",
    Kind.DISCOVERY: "sensitivity.discovery",
    Kind.WHICH_PATTERNS: "validation.which_patterns",
    Kind.WHICH_THEORY: "validation.which_theory",
    Kind.OUT_OF_SAMPLE: "validation.out_of_sample",
    Kind.FLIP: "validation.flip",
}
"""The module of each kind, imported when asked for; each has `steps` and `answer`, and `check` if not all that
composes can be run."""


def steps(composed: Composed) -> int:
    """Coding draws that the experiment runs in all, for the progress bar."""
    return int(_module(composed).steps(composed))


def check(composed: Composed) -> None:
    """Raise WorldError for what composes but cannot be run."""
    if hasattr(_module(composed), "check"):
        _module(composed).check(composed)


def answer(composed: Composed, on_draw: OnDraw) -> "tuple[dict[str, pd.DataFrame], Mapping[str, Sourced]]":
    """The tables of an experiment by name, and every value that was read to make them."""
    tables, used = _module(composed).answer(composed, on_draw)
    return tables, used


def _module(composed: Composed) -> ModuleType:
    return importlib.import_module(f"experiments.{_MODULES[composed.experiment.kind]}")
