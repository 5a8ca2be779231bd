"""A live cell with single assumptions moved away from their codes, all else as coded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.composition.compose import Composed
from experiments.composition.settings import setting
from experiments.replay.execute import processors, tally_of
from experiments.sensitivity.assumption_space import Cell, cell_case, dimensions
from sim.arrays import Case
from sim.lowering import lower
from sim.schema import Factor, World

type Floats = NDArray[np.float64]
type Moves = Sequence[Mapping[str, float]]
"""For each row, what is not as coded, by path."""

_ROWS = 1_024


@dataclass(frozen=True)
class Moving:
    """A cell whose numbers can be moved row by row; every organization stays in play."""

    composed: Composed
    cell: Cell
    numbers: Mapping[str, tuple[float, float, float]]
    """Coded value and range of each number of the cell, by path."""
    choices: Mapping[str, tuple[Any, list[Any]]]
    """Coded value and the others, of each switch, rule and count, by path."""

    def chances(self, moves: Moves) -> Floats:
        """p_force of each row, (rows,); rows share all random draws."""
        parts = [moves[start : start + _ROWS] for start in range(0, len(moves), _ROWS)]
        return np.concatenate([self._of(self._case(self.composed.world, part)) for part in parts])

    def chosen(self, path: str, level: Any) -> float:
        """p_force with another choice."""
        world = setting(self.composed, {path: level}).world
        return float(self._of(self._case(world, [{}]))[0])

    def drawn(self, draws: int) -> float:
        """Mean p_force over draws of the cell's codes and weights, as in the prior predictive."""
        case = self._lower(self.composed.world, np.arange(draws, dtype=np.int64), {}, dict(self.composed.ranges))
        return float(self._of(case).mean())

    def _case(self, world: World, moves: Moves) -> Case:
        moved = dict.fromkeys(path for row in moves for path in row)
        pinned = {path: np.array([row.get(path, self.numbers[path][0]) for row in moves]) for path in moved}
        return self._lower(world, np.zeros(len(moves), dtype=np.int64), pinned, {})

    def _lower(self, world: World, draws: Any, pinned: Mapping[str, Floats], ranges: Mapping[str, Any]) -> Case:
        experiment = self.composed.experiment
        return lower(
            world,
            self.cell.crisis,
            self.cell.theory,
            list(self.composed.organizations),
            ranges=ranges,
            seed=experiment.seed,
            draws=draws,
            mode=experiment.request,
            pinned=pinned,
        )

    def _of(self, case: Case) -> Floats:
        experiment = self.composed.experiment
        place, runs = case.organizations.index(self.cell.organization), experiment.replications
        tally = tally_of(case, experiment.engine, experiment.seed, 0, runs, threads=processors())
        found: Floats = tally.force[:, place] / runs
        return found


def moving(composed: Composed, cell: Cell) -> Moving:
    """The assumptions that the cell itself reads: its crisis, its organization and the members, its theory."""
    case = cell_case(composed, cell)
    found = dimensions(composed, case)
    everyone = Moving(composed, cell, {}, {})._case(composed.world, [{}])
    numbers = {
        path: (float(case.used[path].value), *factor.range)
        for path, factor in found.items()
        if factor.range is not None and path in everyone.numeric
    }
    choices = {path: _choice(case.used[path].value, one) for path, one in found.items() if one.levels is not None}
    return replace(Moving(composed, cell, {}, {}), numbers=numbers, choices=choices)


def _choice(coded: Any, factor: Factor) -> tuple[Any, list[Any]]:
    return coded, [level for level in factor.levels or [] if level != coded]
