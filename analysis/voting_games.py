"""Voting power on paper: Shapley-Shubik and Banzhaf indices of weighted games with veto players, exactly.

A coalition of ayes wins if its weight reaches the quota and it holds every veto player. Members are counted as ayes
or noes; who abstains helps nobody's power here, so that consensus and unanimity are one game. Coalitions are counted
by generating functions (Mann and Shapley 1962; Brams and Affuso 1976), in whole numbers, so that no rounding enters.
"""

import math
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

type Counts = NDArray[np.object_]
"""(sizes, weights) whole numbers of coalitions, unbounded."""


class Game(NamedTuple):
    """A simple game of n players; weights and quota are whole numbers."""

    weights: tuple[int, ...]
    quota: int
    veto: frozenset[int] = frozenset()
    """Players without whom nothing passes."""


class Power(NamedTuple):
    """What each of n players can do in a game; all in [0, 1], NaN in a game that nobody can decide."""

    shapley_shubik: tuple[float, ...]
    """Chance of being the one who turns losing into winning in a random order of joining; they sum to 1."""
    banzhaf: tuple[float, ...]
    """Share of all swings; they sum to 1."""
    penrose: tuple[float, ...]
    """Chance that the others split so that this vote decides, if each says aye by a fair coin."""
    prevent: tuple[float, ...]
    """Share of winning coalitions that this player can break up (Coleman 1971)."""


def power(game: Game) -> Power:
    """The indices of every player; players alike in weight and veto are alike in power."""
    players = len(game.weights)
    kinds = [(weight, place in game.veto) for place, weight in enumerate(game.weights)]
    swings = {kind: _swings(game, kinds.index(kind)) for kind in dict.fromkeys(kinds)}
    by_size = [swings[kind] for kind in kinds]
    counted = [sum(sizes) for sizes in by_size]
    if not any(counted):
        nothing = (float("nan"),) * players
        return Power(nothing, nothing, nothing, nothing)
    return Power(
        shapley_shubik=tuple(_in_orders(sizes) for sizes in by_size),
        banzhaf=tuple(float(Fraction(one, sum(counted))) for one in counted),
        penrose=tuple(float(Fraction(one, 2 ** (players - 1))) for one in counted),
        prevent=tuple(float(Fraction(one, _won(game))) for one in counted),
    )


def _in_orders(swings: list[int]) -> float:
    """The share of orders of joining in which a player swings; `swings[s]` coalitions of s others let it."""
    players = len(swings)
    orders = sum(n * math.factorial(s) * math.factorial(players - s - 1) for s, n in enumerate(swings))
    return float(Fraction(orders, math.factorial(players)))


def _swings(game: Game, player: int) -> list[int]:
    """Coalitions of others that lose without the player and win with it, by their size 0 to n - 1."""
    others = [place for place in range(len(game.weights)) if place != player and place not in game.veto]
    held = game.veto - {player}
    counts = coalitions([game.weights[place] for place in others])
    own, base = game.weights[player], sum(game.weights[place] for place in held)
    missing = max(0, game.quota - base - own)
    # Without a veto player every coalition loses; without another only one that falls short of the quota.
    enough = counts.shape[1] if player in game.veto else max(0, game.quota - base)
    by_size = counts[:, missing:enough].sum(axis=1)
    return [0] * len(held) + [int(number) for number in by_size]


def _won(game: Game) -> int:
    """Winning coalitions."""
    free = [weight for place, weight in enumerate(game.weights) if place not in game.veto]
    base = sum(game.weights[place] for place in game.veto)
    return int(coalitions(free)[:, max(0, game.quota - base) :].sum())


def coalitions(weights: list[int]) -> Counts:
    """Coalitions by size and weight, (n + 1, sum of weights + 1): the coefficients of the product of 1 + x y^w."""
    counts: Counts = np.zeros((len(weights) + 1, sum(weights) + 1), dtype=object)
    counts[0, 0] = 1
    for weight in weights:
        joined = np.zeros_like(counts)
        joined[1:, weight:] = counts[:-1, : counts.shape[1] - weight]
        counts = counts + joined
    return counts
