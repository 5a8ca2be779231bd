"""Cells: what was counted at each point, for each crisis, organization and theory.

Whole numbers only, so that sums do not depend on order, chunks or workers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.record import GATES
from sim.schema import Rung
from sim.tally import Tally

type Ints = NDArray[np.int64]

KEYS = ("point", "theory", "crisis", "organization", "host_is_member")
"""What a cell is: a point, indices into the names of a composition, and whether the host is a member (0 or 1).

Cells are ordered by them, so that results come in this order."""

_PLAIN = ("force", "coalition", "alone", "requested", "raised", "first_asked")
_BY_GATE = ("passed", "shut", "first_shut", "lifted", "absent")
_DAYS = {"decision": "decided_after", "arrival": "arrived_after"}

COUNTS = (
    "runs",
    *_PLAIN,
    *(f"{kind}_{gate}" for kind in _BY_GATE for gate in GATES),
    *(f"rung_{rung.value}" for rung in Rung),
    *(name for event in _DAYS for name in (f"{event}_runs", f"{event}_days")),
)
"""Columns of counts: runs with this outcome; at the end, runs with the event and the sum of their days until it."""


@dataclass(frozen=True)
class Cells:
    """Counts of N cells of D coding draws."""

    keys: Ints  # (N, 5) KEYS
    counts: Ints  # (N, counts) COUNTS, summed over coding draws
    force_by_draw: Ints  # (N, D) runs with force
    failed: Mapping[int, str] = field(default_factory=dict)
    """Points that have no result, each with the reason."""

    def column(self, name: str) -> Ints:
        """A key or a count of every cell; shape (N,)."""
        return self.keys[:, KEYS.index(name)] if name in KEYS else self.counts[:, COUNTS.index(name)]

    @property
    def runs(self) -> int:
        """Runs of all points and crises; organizations share theirs."""
        crises = self.keys[:, :3]
        _, first = np.unique(crises, axis=0, return_index=True)
        return int(self.column("runs")[first].sum())


def no_cells(draws: int) -> Cells:
    """Nothing counted yet."""
    shapes = (0, len(KEYS)), (0, len(COUNTS)), (0, draws)
    keys, counts, by_draw = (np.zeros(shape, dtype=np.int64) for shape in shapes)
    return Cells(keys, counts, by_draw)


def counted(tally: Tally) -> Ints:
    """The counts of a tally by row D and organization O; shape (D, O, counts)."""
    shape = tally.force.shape
    columns: list[Any] = [np.broadcast_to(tally.runs[:, None], shape)]
    columns += [getattr(tally, name) for name in _PLAIN]
    columns += [getattr(tally, kind)[:, :, gate] for kind in _BY_GATE for gate in range(len(GATES))]
    columns += [tally.rungs[:, :, rung] for rung in range(len(Rung))]
    for name in _DAYS.values():
        by_day = getattr(tally, name)
        columns += [by_day.sum(axis=2), by_day @ np.arange(by_day.shape[2])]
    return np.stack(columns, axis=2)


def added(parts: Sequence[Cells]) -> Cells:
    """The sum of cells, in the order of their keys; a point that failed in any part is in none."""
    failed = {point: why for part in reversed(parts) for point, why in part.failed.items()}
    keys = np.concatenate([part.keys for part in parts])
    sound = ~np.isin(keys[:, 0], list(failed))
    unique, place = np.unique(keys[sound], axis=0, return_inverse=True)

    def summed(columns: Sequence[Ints]) -> Ints:
        together = np.concatenate(columns)[sound]
        total = np.zeros((len(unique), together.shape[1]), dtype=np.int64)
        np.add.at(total, place.ravel(), together)
        return total

    counts, by_draw = summed([part.counts for part in parts]), summed([part.force_by_draw for part in parts])
    return Cells(unique, counts, by_draw, dict(sorted(failed.items())))
