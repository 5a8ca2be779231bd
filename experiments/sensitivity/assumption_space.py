"""The assumptions of a headline cell as dimensions that can be searched.

Numbers over their coded ranges, theories' weights among them if they are drawn; counts of a theory at half, as they
are and double; switches and decision rules over all that they could be. A value that the user sets stays as it is,
and so does all that only other organizations read: these are in play, as coded.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.composition.compose import Composed
from experiments.composition.template import MODELS, slot_at
from experiments.design.points import Column, Points
from experiments.design.sampling import sampled
from sim.arrays import Case
from sim.draws import stable_id
from sim.lowering import lower
from sim.schema import DecisionRule, Design, Factor

if TYPE_CHECKING:
    import pandas as pd

LEVELS = 8
"""Levels of the grid that a Morris trajectory walks on: as many as decision rules, so that it meets each of them."""

_CHARTERS = ("theory", "organization")
"""Groups whose switches and rules are choices; those of a crisis are facts."""

_DIGITS = 4
"""Digits of a sampled number behind the first of its range, so that a table of draws holds what was run."""


@dataclass(frozen=True)
class Cell:
    """A crisis, the organization whose members were there, and a theory."""

    crisis: str
    organization: str
    theory: str


def headline_cells(composed: Composed) -> list[Cell]:
    """The headline cells, theory by theory."""
    return [
        Cell(crisis, organization, theory)
        for theory in composed.theories
        for crisis, organization in composed.experiment.headline.items()
    ]


def cell_case(composed: Composed, cell: Cell) -> Case:
    """The cell by itself, lowered: what its crisis, its organization and its theory read."""
    mode = composed.experiment.request
    return lower(composed.world, cell.crisis, cell.theory, [cell.organization], mode=mode)


def dimensions(composed: Composed, case: Case) -> dict[str, Factor]:
    """What each assumption that a case reads could be, by path, in the order in which they are read."""
    found = {path: _dimension(composed, path, leaf.value) for path, leaf in case.used.items()}
    return {path: factor for path, factor in found.items() if factor is not None}


def drawn(factors: Mapping[str, Factor], design: Design, seed: int) -> Points:
    """A sample of the dimensions; the same seed gives the same points."""
    taken = sampled(list(factors.values()), design, 1 + stable_id(f"assumptions {seed}"), LEVELS)
    columns = {
        path: Column([path], values if factor.levels is not None else _rounded(np.asarray(values), factor), index)
        for (path, factor), (values, index) in zip(factors.items(), taken, strict=True)
    }
    return Points(columns, len(next(iter(columns.values())).index))


def _dimension(composed: Composed, path: str, value: Any) -> Factor | None:
    """The levels or the range of the value at a path; None for a fact and for what the user set."""
    group, _, *below = path.split(".")
    if group not in MODELS or path in composed.fixed:
        return None
    if path in composed.ranges:
        return Factor(path=path, range=composed.ranges[path])
    if group not in _CHARTERS:
        return None
    if isinstance(value, bool):
        return Factor(path=path, levels=[False, True])
    if isinstance(value, DecisionRule):
        return Factor(path=path, levels=[rule.value for rule in DecisionRule])
    if group == "theory" and isinstance(value, int):
        slot = slot_at(MODELS[group], tuple(below))
        levels = {bounded for count in (value // 2, value, 2 * value) if (bounded := _bounded(count, slot))}
        return Factor(path=path, levels=sorted(levels))
    return None


def _bounded(count: int, slot: Any) -> int:
    """A count as the schema allows it; at least one."""
    return max(1, int(slot.low or 1), min(count, int(slot.high or count)))


def _rounded(values: Any, factor: Factor) -> Any:
    low, high = factor.range or (0.0, 1.0)
    rounded = np.round(values, _DIGITS - int(np.floor(np.log10(high - low))))
    return np.clip(rounded, low, high)


def of_cell(cell: Cell, table: "pd.DataFrame") -> "pd.DataFrame":
    """The table with the cell's names in front."""
    for place, name in enumerate(("crisis", "organization", "theory")):
        table.insert(place, name, getattr(cell, name))
    return table
