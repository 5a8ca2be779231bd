"""Shapley values: a difference shared out among factors, fairly and without remainder.

A game gives a value v(S) to every set S of n factors. Factor i gets the mean of what it adds, v(S + i) - v(S), over
all orders in which factors can come (Shapley 1953). The values are the only ones that add up to v(all) - v(none),
treat equal factors alike, give nothing to a factor that adds nothing, and are additive in games; as a decomposition
of any figure, see Shorrocks 2013. Where factors interact they share the interaction equally; they are then no effects
that could be had one by one.

Sets are numbers: bit i of S is set if factor i is in it.
"""

from math import factorial

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def shapley(values: Floats) -> Floats:
    """Values of the factors, (n, ...), from the game's, (2**n, ...); ValueError for another number of sets."""
    n = factors_of(len(values))
    sizes = np.bitwise_count(np.arange(2 ** (n - 1)))
    orders = np.array([factorial(s) * factorial(n - s - 1) / factorial(n) for s in range(n)])[sizes]
    return np.stack([np.tensordot(orders, added(values, i), axes=1) for i in range(n)])


def alone_first(values: Floats) -> Floats:
    """v(i) - v(none), (n, ...): what each factor adds where no other is there."""
    return np.stack([added(values, i)[0] for i in range(factors_of(len(values)))])


def alone_last(values: Floats) -> Floats:
    """v(all) - v(all but i), (n, ...): what each factor adds where all others are there."""
    return np.stack([added(values, i)[-1] for i in range(factors_of(len(values)))])


def added(values: Floats, i: int) -> Floats:
    """v(S + i) - v(S) over the sets S of the others, (2**(n - 1), ...), numbered as if i did not exist."""
    sets = np.arange(len(values))
    without = sets[(sets >> i) & 1 == 0]
    return values[without | (1 << i)] - values[without]


def factors_of(sets: int) -> int:
    """The number n of factors of a game with so many sets, ValueError unless they are 2**n, n at least 1."""
    n = sets.bit_length() - 1
    if n < 1 or sets != 2**n:
        raise ValueError(f"a game of n factors has 2**n sets, n at least 1; got {sets}")
    return n
