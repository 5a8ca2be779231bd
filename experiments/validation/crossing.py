"""Where along a line of changes a chance crosses one half: a coarse look first, then bisection."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
type Chances = Callable[[Ints, Floats], Floats]
"""Chances at parts of lines: numbers of the lines (N,), part of the way on each (N,), in [0, 1]; gives (N,)."""

HALF = 0.5
LOOKS = (0.25, 0.5, 0.75, 1.0)
"""Parts of the way that are looked at first, so that a chance that comes back to its side is seen all the same."""

HALVINGS = 5
"""Halvings of the quarter in which a chance crosses: the place is known to 1/128 of the way."""


class Crossings(NamedTuple):
    """What was found along K lines."""

    at: Floats
    """(K,) smallest part of the way at which the chance is on the other side; NaN where it never is."""
    there: Floats
    """(K,) the chance at that part; NaN where there is none."""
    end: Floats
    """(K,) the chance at the end of the line."""


def crossings(chances: Chances, lines: int, above: bool) -> Crossings:
    """Where each of `lines` lines crosses one half, if it starts at or above it (`above`) or below it."""
    numbers = np.arange(lines, dtype=np.int64)
    looked = np.stack([chances(numbers, np.full(lines, part)) for part in LOOKS])  # (4, K)
    crossed = _over(looked, above)
    found = crossed.any(axis=0)
    first = crossed.argmax(axis=0)
    high = np.asarray(LOOKS)[first]
    low, there = high - LOOKS[0], looked[first, numbers]
    some = np.flatnonzero(found)
    for _ in range(HALVINGS if len(some) else 0):
        middle = (low[some] + high[some]) / 2.0
        chance = chances(some, middle)
        over = _over(chance, above)
        high[some] = np.where(over, middle, high[some])
        there[some] = np.where(over, chance, there[some])
        low[some] = np.where(over, low[some], middle)
    nothing = np.full(lines, np.nan)
    return Crossings(np.where(found, high, nothing), np.where(found, there, nothing), looked[-1])


def _over(chance: Floats, above: bool) -> NDArray[np.bool_]:
    """Whether a chance lies on the other side."""
    found: NDArray[np.bool_] = chance < HALF if above else chance >= HALF
    return found
