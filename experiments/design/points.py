"""A design: the points of a sweep, each one level for every factor; a swept value is fixed in all coding draws.

A factor names the path of a parameter (or several that move together). Points are rows of a table, not worlds:
`experiments.composition.settings` says what of the world a point sets.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.composition.compose import Composed
from experiments.design.levels import bad_levels
from experiments.design.refusals import bad_columns, bad_shape, paths
from experiments.design.sampling import combined, sampled
from experiments.design.table import read_columns
from sim.draws import stable_id
from sim.errors import WorldError
from sim.schema.enums import DesignKind
from sim.schema.experiment import Factor

type Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Column:
    """One factor over the points: at point p it takes `values[index[p]]` at each of its `paths`."""

    paths: Sequence[str]
    values: Sequence[Any] | NDArray[Any]
    """Distinct levels, or a number for each point."""
    index: Ints

    @property
    def is_numeric(self) -> bool:
        """Whether every level is a number; a switch is none."""
        if isinstance(self.values, np.ndarray):
            return True
        return all(isinstance(value, int | float) and not isinstance(value, bool) for value in self.values)

    def at(self, point: int) -> Any:
        """The level at a point, as plain data."""
        value = self.values[int(self.index[point])]
        return value.item() if isinstance(value, np.generic) else value


@dataclass(frozen=True)
class Points:
    """All points of a design, numbered from 0, with a column for each factor."""

    columns: Mapping[str, Column]
    count: int

    def levels(self, point: int) -> dict[str, Any]:
        """The level of each factor at a point."""
        return {name: column.at(point) for name, column in self.columns.items()}


def points(composed: Composed) -> Points:
    """The points of the experiment's design, in order: of a grid, the first factor slowest.

    Raises WorldError with all that is wrong with the factors, their levels or the file of a table.
    """
    experiment = composed.experiment
    factors, design = experiment.factors, experiment.design
    problems = bad_shape(composed, factors, design)
    table: dict[str, Any] = {}
    if design.kind is DesignKind.TABLE and design.file is not None and Path(design.file).is_file():
        table = read_columns(Path(design.file))
        problems += bad_columns(table, factors, design.file)
    if not problems:
        problems = bad_levels(composed, factors, table)
    if problems:
        raise WorldError(dict.fromkeys(problems))
    return _points(factors, _levels(composed, factors, table))


def _levels(
    composed: Composed, factors: Mapping[str, Factor], table: Mapping[str, Any]
) -> list[tuple[Sequence[Any] | NDArray[Any], Ints]]:
    """For each factor its values, and which of them each point takes."""
    experiment = composed.experiment
    if table:
        return [(list(table[name].values), table[name].index) for name in factors]
    if experiment.design.kind.samples:
        return sampled(list(factors.values()), experiment.design, 1 + stable_id(f"design {experiment.seed}"))
    return combined([factor.levels or [] for factor in factors.values()], experiment.design.kind)


def _points(factors: Mapping[str, Factor], levels: Sequence[tuple[Any, Ints]]) -> Points:
    columns = {
        name: Column(paths(factor), values, index)
        for (name, factor), (values, index) in zip(factors.items(), levels, strict=True)
    }
    return Points(columns, len(next(iter(columns.values())).index))
