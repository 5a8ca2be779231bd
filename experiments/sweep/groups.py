"""Groups of points that share all that decides the shape of the arrays, so that each is lowered once for many rows.

Within a group, points differ in numbers only, and these are pinned row by row. Which numbers can be is known
once a case has been lowered: that of the first point tells.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.composition.compose import Composed
from experiments.composition.settings import Setting, setting
from experiments.design.points import Column, Points
from experiments.design.refusals import CHOICES, SETTINGS
from sim.arrays import Case
from sim.draws import stable_id
from sim.lowering import lower

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]

_REMEMBERED = 256
_PERIODS = ("conditions", "charter")


@dataclass(frozen=True)
class Job:
    """All that a chunk of a sweep needs to know, in any process."""

    composed: Composed
    points: Points
    known: dict[tuple[Any, ...], tuple[Setting, Case]] = field(default_factory=dict, compare=False)
    """Settings and first cases of groups met before in this process."""

    @property
    def organizations(self) -> list[str]:
        """Every organization in question, in the order of cases."""
        world = self.composed.world

        def identity(name: str) -> int:
            given = world.organization[name].draw_id
            return stable_id(name) if given is None else given

        return sorted(self.composed.organizations, key=identity)

    def __getstate__(self) -> dict[str, Any]:
        return {"composed": self.composed, "points": self.points, "known": {}}


@dataclass(frozen=True)
class Group:
    """One crisis under one theory at points that differ in numbers only."""

    crisis: str
    theory: str
    setting: Setting
    points: Ints
    pinned: Sequence[Column]

    def lower(self, points: Ints, draws: Ints) -> Case:
        """A row for each of `points` and, within it, each of `draws`."""
        pinned = {
            path: np.repeat(np.asarray(column.values, dtype=np.float64)[column.index[points]], len(draws))
            for column in self.pinned
            for path in column.paths
        }
        return _lower(self.setting, self.crisis, self.theory, np.tile(draws, len(points)), pinned)


def groups(job: Job, points: Ints) -> Iterator[Group]:
    """The groups of `points`, theory by theory and crisis by crisis as far as one choice of these goes."""
    columns = list(job.points.columns.values())
    choosing = [column for column in columns if set(column.paths) & {*CHOICES, *SETTINGS}]
    for together in parted(points, choosing):
        chosen = _setting(job, int(together[0]))
        for theory in chosen.theories:
            for crisis in chosen.crises:
                moving = [column for column in columns if column not in choosing and _touches(column, crisis, theory)]
                fixed = [column for column in moving if not column.is_numeric]
                free = [column for column in moving if column.is_numeric]
                yield from _split(job, crisis, theory, together, [*choosing, *fixed], free)


def _split(
    job: Job, crisis: str, theory: str, points: Ints, fixed: list[Column], free: list[Column]
) -> Iterator[Group]:
    """Part `points` by the fixed columns, and by those of the free ones that turn out to decide a shape."""
    for together in parted(points, fixed):
        chosen, case = _first_case(job, crisis, theory, together, fixed)
        deciding = [column for column in free if not all(_is_number(path, case) for path in column.paths)]
        others = [column for column in free if column not in deciding]
        if deciding:
            yield from _split(job, crisis, theory, together, [*fixed, *deciding], others)
        else:
            yield Group(crisis, theory, chosen, together, others)


def parted(points: Ints, columns: Sequence[Column]) -> Iterator[Ints]:
    """Points by their levels of some columns, in the order of the first point of each part."""
    if not columns:
        yield points
        return
    levels = np.stack([column.index[points] for column in columns], axis=1)
    _, first, part = np.unique(levels, axis=0, return_index=True, return_inverse=True)
    for place in np.argsort(first):
        yield points[part.ravel() == place]


def _touches(column: Column, crisis: str, theory: str) -> bool:
    """Whether any path of the column can matter to this crisis under this theory."""
    for path in column.paths:
        group, name, *_ = path.split(".")
        if {"crisis": crisis, "theory": theory}.get(group, name) == name:
            return True
    return False


def _is_number(path: str, case: Case) -> bool:
    """Whether a number at `path` was read as such, or belongs to what takes no part."""
    group, name, *rest = path.split(".")
    if path in case.used:
        return path in case.numeric
    there = {"state": case.states, "organization": case.organizations}.get(group, (case.crisis, case.theory))
    return name not in there or rest[0] in _PERIODS


def _first_case(job: Job, crisis: str, theory: str, points: Ints, fixed: Sequence[Column]) -> tuple[Setting, Case]:
    """The setting of a group, with the other numbers of its first point, and a case of one row."""
    levels = tuple((tuple(column.paths), int(column.index[points[0]])) for column in fixed)
    key = (crisis, theory, levels)
    if key not in job.known:
        if len(job.known) >= _REMEMBERED:
            job.known.clear()
        chosen = _setting(job, int(points[0]))
        job.known[key] = chosen, _lower(chosen, crisis, theory, np.zeros(1, dtype=np.int64), {})
    return job.known[key]


def _setting(job: Job, point: int) -> Setting:
    columns = job.points.columns.values()
    return setting(job.composed, {path: column.at(point) for column in columns for path in column.paths})


def _lower(chosen: Setting, crisis: str, theory: str, draws: Ints, pinned: Mapping[str, Floats]) -> Case:
    return lower(
        chosen.world_of(crisis),
        crisis,
        theory,
        list(chosen.organizations),
        ranges=chosen.ranges,
        seed=chosen.seed,
        draws=draws,
        mode=chosen.request,
        pinned=pinned,
    )
