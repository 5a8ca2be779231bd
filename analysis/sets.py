"""What sets of assumptions said of each cell: whole numbers of runs, kept so that every score can be made again.

A set is one draw of all assumptions; a cell is a crisis met by an organization. The same array is a table with a
row for each set and a column `<crisis>.<organization>.<count>` for each count.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.cells import require
from analysis.scores import clipped, log_likelihood
from analysis.vocabulary import RUNGS

Floats = NDArray[np.float64]
Counts = NDArray[np.uint16]

COUNTS = (*RUNGS, "arrived", "willing")
"""Runs whose highest rung was this one; in which the force was there in time; in which no leading state was
unwilling."""

CELLS = ["crisis", "organization", "type", "host_is_member", "asked", "recorded_rung", "outcome", "status"]
"""Columns of a table of documented cells: outcome is 1 where a force came in time; status see `LIVE`."""

LIVE, BY_STRUCTURE, OUTSIDE = "live", "by structure", "outside"
"""Scored; decided by structure (the organization can order no force); the host neither sits there nor asked."""


@dataclass(frozen=True)
class Sets:
    """Counts of S sets in C cells."""

    cells: pd.DataFrame
    """(C) CELLS."""
    counts: Counts
    """(S, C, 7) COUNTS."""
    runs: int
    """Runs of each set in each cell."""

    def __post_init__(self) -> None:
        require(self.cells, CELLS, "cells")
        wanted = (len(self.cells), len(COUNTS))
        if self.counts.shape[1:] != wanted:
            raise ValueError(f"counts: must have the shape (sets, {wanted[0]}, {wanted[1]}), got {self.counts.shape}")

    @cached_property
    def p_force(self) -> Floats:
        """Chance of force by set and cell, (S, C)."""
        return self._share("arrived")

    @cached_property
    def willing(self) -> Floats:
        """Chance that no leading state is unwilling, by set and cell, (S, C)."""
        return self._share("willing")

    @cached_property
    def ladder(self) -> Floats:
        """Chance of each highest rung, by set and cell, (S, C, 5)."""
        found: Floats = self.counts[:, :, : len(RUNGS)] / self.runs
        return found

    @cached_property
    def log_likelihood(self) -> Floats:
        """Of the recorded outcome of each cell under each set, (S, C), clipped by the number of runs."""
        return log_likelihood(clipped(self.p_force, self.runs), self.outcome)

    @property
    def outcome(self) -> NDArray[np.int64]:
        """1 where a force came in time, (C,)."""
        return self.cells["outcome"].to_numpy(dtype=np.int64)

    @property
    def rung(self) -> NDArray[np.int64]:
        """Recorded rung, counted from 0, (C,)."""
        return np.array([RUNGS.index(rung) for rung in self.cells["recorded_rung"]], dtype=np.int64)

    def where(self, chosen: NDArray[np.bool_]) -> Self:
        """Some of the cells."""
        return type(self)(self.cells[chosen].reset_index(drop=True), self.counts[:, chosen], self.runs)

    @property
    def live(self) -> Self:
        """The cells that are scored."""
        return self.where((self.cells["status"] == LIVE).to_numpy())

    def frame(self) -> pd.DataFrame:
        """The table: `runs`, then a column for each cell and count, whole numbers."""
        columns = {"runs": np.full(len(self.counts), self.runs, dtype=np.uint16)}
        for c, name in enumerate(_names(self.cells)):
            columns |= {f"{name}.{count}": self.counts[:, c, k] for k, count in enumerate(COUNTS)}
        return pd.DataFrame(columns)

    @classmethod
    def of_frame(cls, frame: pd.DataFrame, cells: pd.DataFrame) -> Self:
        """The sets of a table, for the cells that it has."""
        columns = [[f"{name}.{count}" for count in COUNTS] for name in _names(cells)]
        require(frame, ["runs", *(column for of_cell in columns for column in of_cell)], "sets")
        counts = np.stack([frame[of_cell].to_numpy(dtype=np.uint16) for of_cell in columns], axis=1)
        return cls(cells, counts, int(frame["runs"].iloc[0]))

    def _share(self, count: str) -> Floats:
        found: Floats = self.counts[:, :, COUNTS.index(count)] / self.runs
        return found


def _names(cells: pd.DataFrame) -> list[str]:
    return [f"{crisis}.{one}" for crisis, one in zip(cells["crisis"], cells["organization"], strict=True)]
