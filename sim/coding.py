"""Coded values: each value of the world as an array over coding draws.

A value with a range is drawn uniformly within it, independently of all others, keyed by (seed, draw, what
it is a value of); a value without one (a fact, or one that the user fixed) is the same in all draws; a
pinned one (a point of a design) is given for each draw, or not a number where it is to be drawn after all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.dating import Sourced
from sim.draws import coded_uniforms, stable_id
from sim.schema import World

type Draws = NDArray[np.float64]
type Ranges = Mapping[str, tuple[float, float]]

_PERIODS = ("conditions", "charter")


@dataclass
class CodedValues:
    """Reads values as arrays over the coding draws, and remembers which were read, and how."""

    world: World
    seed: int
    draws: NDArray[np.int64]
    ranges: Ranges
    pinned: Mapping[str, Draws] = field(default_factory=dict)
    used: dict[str, Sourced] = field(default_factory=dict)
    structural: dict[str, None] = field(default_factory=dict)
    """Paths whose value is the same in all draws, because it decides what the arrays look like."""

    def read(self, leaf: Sourced) -> Draws:
        """The value in every draw; shape (draws,)."""
        self.used[leaf.path] = leaf
        if leaf.path not in self.pinned:
            return self._drawn(leaf)
        given = np.asarray(self.pinned[leaf.path], dtype=np.float64)
        free = np.isnan(given)
        return np.where(free, self._drawn(leaf), given) if free.any() else given

    def _drawn(self, leaf: Sourced) -> Draws:
        if leaf.path not in self.ranges:
            return np.full(len(self.draws), float(leaf.value))
        low, high = self.ranges[leaf.path]
        return low + (high - low) * coded_uniforms(self.seed, draw_key(self.world, leaf.path), self.draws)

    def ends(self, leaf: Sourced) -> tuple[float, float]:
        """The lowest and the highest number that the value can be in any draw."""
        if leaf.path in self.pinned:
            given = self.read(leaf)
            return float(given.min()), float(given.max())
        return self.ranges.get(leaf.path, (float(leaf.value), float(leaf.value)))

    def fact(self, leaf: Sourced) -> object:
        """A choice, a switch or a date, or a number that decides who is who: never drawn."""
        self.used[leaf.path] = leaf
        self.structural[leaf.path] = None
        return leaf.value


def draw_key(world: World, path: str) -> str:
    """What a value is a value of: its path with `draw_id`s for names, and without what may change its name.

    A state or organization keeps its draws when it is renamed; two crises, two theories and two periods of
    one thing never meet in one run, so they share theirs (common random numbers).
    """
    group, name, *rest = path.split(".")
    name = _identity(getattr(world, group), name) if group in ("state", "organization") else ""
    if len(rest) > 2 and rest[0] in _PERIODS:
        del rest[1]
    return ".".join([group, name, *(_identity(world.state, part) for part in rest)])


def _identity(things: Mapping[str, object], name: str) -> str:
    if name not in things:
        return name
    given = getattr(things[name], "draw_id", None)
    return str(stable_id(name) if given is None else given)
