"""Councils as games, and vetoes in the runs beside them."""

from typing import Any

import pandas as pd
import pytest

from analysis.figures.voting_power import SHOWN, voting_power_data
from analysis.voting_games import Game, power
from analysis.voting_power import COLUMNS, INDICES, game_of, voting_power

RULES = (
    "unanimity",
    "consensus",
    "consensus_minus_one",
    "consensus_minus_parties",
    "qualified_majority",
    "simple_majority",
    "weighted_majority",
    "leading_states",
)


def council(size: int = 5, rule: str = "consensus", **more: Any) -> pd.DataFrame:
    """Members m0, m1, ... of which the first leads and the last is a party."""
    rows = [
        {"crisis": "c0", "organization": "o0", "theory": "synthesis", "rule": rule, "own_rule": rule == "consensus"}
        | {"state": f"m{k}", "leading": k == 0, "host": k == 1, "party": k == size - 1, "votes": 1.0}
        | {"quorum": 0.667, "leading_consent": False}
        for k in range(size)
    ]
    return pd.DataFrame(rows).assign(**more)


def stops(seats: pd.DataFrame) -> pd.DataFrame:
    """Two coding draws of ten runs; member k objects in k of each."""
    rows = [
        {key: seat[key] for key in ("crisis", "organization", "theory", "rule", "state")}
        | {"draw": draw, "runs": 10, "objected": int(seat["state"][1:]) % 10, "pivotal": 0}
        for seat in seats.to_dict("records")
        for draw in range(2)
    ]
    return pd.DataFrame(rows)


def test_each_rule_is_its_game() -> None:
    """Quota and weights of five members, of whom one is a party to the dispute."""
    quotas = {rule: game_of(rule, council()).quota for rule in RULES[:7]}  # type: ignore[union-attr]
    assert list(quotas.values()) == [5, 5, 4, 4, 4, 3, 4]
    assert game_of("consensus_minus_parties", council()).weights == (1, 1, 1, 1, 0)  # type: ignore[union-attr]
    assert game_of("leading_states", council()) == Game((1,) * 5, 0, frozenset({0}))
    assert game_of("leading_states", council(leading=False)) is None


def test_a_quorum_of_two_thirds_is_met_by_two_of_three() -> None:
    """Although 0.667 is more than two thirds."""
    assert game_of("qualified_majority", council(3)) == Game((1, 1, 1), 2)


def test_votes_become_the_smallest_whole_weights() -> None:
    """2.5, 5 and 7.5 votes are 1, 2 and 3."""
    members = council(3, votes=[2.5, 5.0, 7.5])
    assert game_of("weighted_majority", members) == Game((1, 2, 3), 4)


def test_leading_states_consent_makes_veto_players() -> None:
    """Under a majority the leader's power is no longer that of the others."""
    members = council(5, leading_consent=True)
    found = power(game_of("simple_majority", members))  # type: ignore[arg-type]
    assert found.shapley_shubik == pytest.approx((0.6, 0.1, 0.1, 0.1, 0.1))


def test_an_unknown_rule_is_refused() -> None:
    """It says which."""
    with pytest.raises(ValueError, match="got 'by_lot'"):
        game_of("by_lot", council())


def test_the_table_sets_paper_beside_practice() -> None:
    """One row a member and rule; shares of all runs with both intervals."""
    seats = pd.concat([council(rule=rule) for rule in RULES], ignore_index=True)
    table = voting_power(seats, stops(seats))
    assert table.columns.tolist() == COLUMNS
    assert len(table) == len(RULES) * 5
    assert table["objected"].tolist()[:5] == [0.0, 0.1, 0.2, 0.3, 0.4]
    assert table["objected"].between(table["objected_mc_low"], table["objected_mc_high"]).all()
    assert table.groupby("rule")["shapley_shubik"].sum().to_numpy() == pytest.approx(1.0)
    assert table[["n_draws", "n_reps", "n_members"]].drop_duplicates().to_numpy().tolist() == [[2, 10, 5]]


def test_a_council_that_nobody_decides_has_no_indices() -> None:
    """By consent of leading states where there are none; what happened in the runs is there all the same."""
    seats = council(rule="leading_states", leading=False)
    table = voting_power(seats, stops(seats))
    assert table[INDICES].isna().all(axis=None)
    assert table["pivotal"].notna().all()


def test_the_figure_shows_those_whose_votes_mattered_most() -> None:
    """The rest is counted, and every rule shows the same members."""
    seats = pd.concat([council(30, rule) for rule in RULES], ignore_index=True)
    names = pd.DataFrame([{"kind": "state", "key": "m29", "name": "Arda", "order": 0}])
    data = voting_power_data({"voting_power": voting_power(seats, stops(seats)), "names": names}, "c0", "o0")
    assert data["left_out"].unique().tolist() == [30 - (SHOWN - 1)]
    assert data.groupby("panel")["state_name"].apply(list).map(tuple).nunique() == 1
    assert data["state_name"].iloc[:2].tolist() == ["m9", "m19"]
    assert "Arda" in data["state_name"].tolist()
