"""Coded values: each value of the world as an array over coding draws.

A value with a range is drawn uniformly within it, independently of all others, keyed by (seed, draw,
path); a value without one (a fact, or one that the user fixed) is the same in all draws.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.dating import Sourced
from sim.draws import coded_uniforms

type Draws = NDArray[np.float64]
type Ranges = Mapping[str, tuple[float, float]]


@dataclass
class CodedValues:
    """Reads values as arrays over the coding draws, and remembers which were read."""

    seed: int
    draws: NDArray[np.int64]
    ranges: Ranges
    used: dict[str, Sourced] = field(default_factory=dict)

    def read(self, leaf: Sourced) -> Draws:
        """The value in every draw; shape (draws,)."""
        self.used[leaf.path] = leaf
        if leaf.path not in self.ranges:
            return np.full(len(self.draws), float(leaf.value))
        low, high = self.ranges[leaf.path]
        return low + (high - low) * coded_uniforms(self.seed, leaf.path, self.draws)

    def fact(self, leaf: Sourced) -> object:
        """A choice, a switch or a date: never drawn."""
        self.used[leaf.path] = leaf
        return leaf.value
