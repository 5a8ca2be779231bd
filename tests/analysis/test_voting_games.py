"""Voting power on paper: textbook games, closed forms, and counting by hand."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.voting_games import Game, Power, coalitions, power

TEXTBOOK = {
    "two shareholders and a third who can help either": (
        Game((50, 49, 1), 51),
        (4 / 6, 1 / 6, 1 / 6),
        (3 / 5, 1 / 5, 1 / 5),
    ),
    "four weights in steps": (
        Game((4, 3, 2, 1), 6),
        (10 / 24, 6 / 24, 6 / 24, 2 / 24),
        (5 / 12, 3 / 12, 3 / 12, 1 / 12),
    ),
    "the Six of 1958, one of them a dummy": (
        Game((4, 4, 4, 2, 2, 1), 12),
        (14 / 60, 14 / 60, 14 / 60, 9 / 60, 9 / 60, 0),
        (10 / 42, 10 / 42, 10 / 42, 6 / 42, 6 / 42, 0),
    ),
    "the Security Council, five with a veto": (
        Game((1,) * 15, 9, frozenset(range(5))),
        (421 / 2145,) * 5 + (4 / 2145,) * 10,
        (848 / 5080,) * 5 + (84 / 5080,) * 10,
    ),
}


@pytest.mark.parametrize("name", TEXTBOOK)
def test_textbook_games_have_their_known_power(name: str) -> None:
    """Shapley and Shubik 1954; Banzhaf 1965; Straffin 1994."""
    game, shapley_shubik, banzhaf = TEXTBOOK[name]
    found = power(game)
    assert found.shapley_shubik == pytest.approx(shapley_shubik)
    assert found.banzhaf == pytest.approx(banzhaf)


@pytest.mark.parametrize("players", [1, 2, 7, 30, 57])
def test_unanimity_gives_everyone_the_same(players: int) -> None:
    """1 / n each; a vote decides if all others agree; each can break up the only winning coalition."""
    found = power(Game((1,) * players, players))
    assert found.shapley_shubik == pytest.approx((1 / players,) * players)
    assert found.banzhaf == pytest.approx((1 / players,) * players)
    assert found.penrose == pytest.approx((0.5 ** (players - 1),) * players)
    assert found.prevent == pytest.approx((1.0,) * players)


@pytest.mark.parametrize("game", [Game((3, 1, 1), 3), Game((1, 1, 1), 0, frozenset({0}))])
def test_a_dictator_has_all_power(game: Game) -> None:
    """By weight, or because nothing else is asked than that player's consent."""
    assert power(game) == Power((1.0, 0.0, 0.0), (1.0, 0.0, 0.0), (1.0, 0.0, 0.0), (1.0, 0.0, 0.0))


@pytest.mark.parametrize("game", [Game((1, 1), 3), Game((1, 1), 0)])
def test_nobody_decides_a_game_that_is_always_lost_or_won(game: Game) -> None:
    """All indices are missing, since shares of nothing are no numbers."""
    assert all(math.isnan(one) for index in power(game) for one in index)


def test_coalitions_are_counted_by_size_and_weight() -> None:
    """Two of weight 1 and one of weight 2: two ways to weigh 2, with one member or with two."""
    counts = coalitions([1, 1, 2])
    assert counts[:, 2].tolist() == [0, 1, 1, 0]
    assert counts.sum() == 2**3


@given(
    st.lists(st.integers(0, 6), min_size=1, max_size=6),
    st.integers(0, 20),
    st.sets(st.integers(0, 5), max_size=3),
)
def test_power_is_what_counting_one_by_one_gives(weights: list[int], quota: int, veto: set[int]) -> None:
    """Over all orders of joining and all coalitions."""
    game = Game(tuple(weights), quota, frozenset(place for place in veto if place < len(weights)))
    found, slow = power(game), _by_hand(game)
    for one, other in zip(found, slow, strict=True):
        assert one == pytest.approx(other, nan_ok=True)


def _wins(game: Game, coalition: frozenset[int]) -> bool:
    return game.veto <= coalition and sum(game.weights[place] for place in coalition) >= game.quota


def _by_hand(game: Game) -> Power:
    players = range(len(game.weights))
    subsets = [frozenset(some) for size in range(len(players) + 1) for some in itertools.combinations(players, size)]
    swings = [sum(_wins(game, s | {p}) and not _wins(game, s) for s in subsets if p not in s) for p in players]
    if not any(swings):
        nothing = (math.nan,) * len(players)
        return Power(nothing, nothing, nothing, nothing)
    turns = [0] * len(players)
    for order in itertools.permutations(players):
        joined = next(k for k in players if _wins(game, frozenset(order[: k + 1])))
        turns[order[joined]] += 1
    won = sum(_wins(game, s) for s in subsets)
    return Power(
        tuple(turn / math.factorial(len(players)) for turn in turns),
        tuple(one / sum(swings) for one in swings),
        tuple(one / 2 ** (len(players) - 1) for one in swings),
        tuple(one / won for one in swings),
    )
