"""Voting power beside vetoes: the games are those that the rules play, and the runs are those of a replay."""

import itertools
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.voting_games import Game
from analysis.voting_power import game_of
from experiments.comparison.voting_power import world_under
from experiments.composition.compose import Composed, compose
from experiments.kinds import answer, steps
from experiments.replay import counting
from experiments.replay.execute import replay_arms, run_arms
from sim.rules.voting import LEADING_STATES, leading_willing, passes
from sim.schema import DecisionRule, RequestMode

RULES = list(DecisionRule)


def wins(game: Game | None, ayes: tuple[bool, ...]) -> bool:
    """Whether a coalition of ayes wins."""
    if game is None:
        return False
    weight = sum(weight for weight, aye in zip(game.weights, ayes, strict=True) if aye)
    return weight >= game.quota and all(ayes[place] for place in game.veto)


def carried(rule: DecisionRule, ayes: tuple[bool, ...], council: pd.DataFrame) -> bool:
    """Whether the rules of the model let force through on ayes and noes, and leading states where they must agree."""
    ballot = np.array([1 if aye else -1 for aye in ayes])
    leads = np.flatnonzero(council["leading"].to_numpy())
    code, first = RULES.index(rule), council.iloc[0]
    if code == LEADING_STATES:
        return bool(leading_willing(ballot, leads))
    weights, parties = council["votes"].to_numpy(), council["party"].to_numpy()
    by_rule = bool(passes(code, ballot, weights, parties, float(first["quorum"])))
    return by_rule and (not first["leading_consent"] or bool(leading_willing(ballot, leads)))


@given(
    st.sampled_from(RULES),
    st.lists(st.tuples(st.booleans(), st.booleans(), st.sampled_from([1.0, 2.0, 2.5])), min_size=1, max_size=5),
    st.sampled_from([0.5, 0.6, 0.667, 0.8, 1.0]),
    st.booleans(),
)
def test_a_council_plays_the_game_that_its_rule_plays(
    rule: DecisionRule, members: list[tuple[bool, bool, float]], quorum: float, consent: bool
) -> None:
    """Every way to split into ayes and noes wins in both or in neither."""
    council = pd.DataFrame(members, columns=["leading", "party", "votes"])
    council = council.assign(quorum=quorum, leading_consent=consent and bool(council["leading"].any()))
    game = game_of(rule.value, council)
    for ayes in itertools.product([False, True], repeat=len(members)):
        assert wins(game, ayes) == carried(rule, ayes, council), ayes


@pytest.fixture(scope="module")
def composed() -> Composed:
    """A crisis in which a council was divided."""
    words = ["crisis=[kyrgyzstan_2010_june]", "organization=[csto,sco]", "coding_draws=3", "replications=8"]
    return compose(["experiment=voting_power", *words])


@pytest.fixture(scope="module")
def table(composed: Composed) -> pd.DataFrame:
    """The table of voting power of that crisis."""
    done = []
    tables, used = answer(composed, lambda: done.append(1))
    assert len(done) == steps(composed)
    assert used
    return tables["voting_power"]


def test_every_member_of_every_council_stands_under_every_rule(table: pd.DataFrame) -> None:
    """Once; and each council has one rule of its own."""
    keys = ["crisis", "organization", "theory", "rule", "state"]
    assert not table.duplicated(keys).any()
    assert set(table["rule"]) == {rule.value for rule in DecisionRule}
    own = table[table["own_rule"]].drop_duplicates(["organization", "rule"])
    assert own.set_index("organization")["rule"].to_dict() == {"csto": "consensus", "sco": "consensus"}


def test_under_its_own_rule_a_council_does_what_it_does_in_a_replay(table: pd.DataFrame, composed: Composed) -> None:
    """Objections and vetoes are those of the same runs with everyone asked."""
    (arm,) = replay_arms(composed)
    (run,) = run_arms(composed, [replace(arm, request=RequestMode.ASK_ALL)])
    sums = counting.seat_counts([run]).groupby(["organization", "state"])[["objected", "pivotal", "runs"]].sum()
    for row in table[table["own_rule"]].to_dict("records"):
        counted = sums.loc[(row["organization"], row["state"])]
        for block in ("objected", "pivotal"):
            assert row[block] == pytest.approx(counted[block] / counted["runs"])


def test_a_rule_holds_at_all_times(composed: Composed) -> None:
    """In every charter, also in that of an organization that states none; nothing else changes."""
    bare = composed.world.organization["csto"].model_copy(update={"charter": {}})
    world = composed.world.model_copy(update={"organization": composed.world.organization | {"bare": bare}})
    under = world_under(world, DecisionRule.SIMPLE_MAJORITY)
    for name, organization in under.organization.items():
        rules = {period.decision_rule for period in organization.charter.values()}
        assert rules == {DecisionRule.SIMPLE_MAJORITY}, name
        assert organization.membership == world.organization[name].membership
    assert under.state == world.state


def test_nobody_but_leading_states_stops_force_by_their_rule(table: pd.DataFrame) -> None:
    """In the runs as on paper."""
    others = table[(table["rule"] == "leading_states") & ~table["leading"]]
    assert (others[["shapley_shubik", "pivotal"]] == 0).all(axis=None)
