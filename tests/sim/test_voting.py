"""Voting: what each rule lets through."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules import voting
from sim.rules.voting import (
    CONSENSUS,
    CONSENSUS_MINUS_ONE,
    CONSENSUS_MINUS_PARTIES,
    LEADING_STATES,
    QUALIFIED_MAJORITY,
    ROUNDING,
    SIMPLE_MAJORITY,
    UNANIMITY,
    WEIGHTED_MAJORITY,
    bargaining,
    leading_willing,
    passes,
    stands_by_silence,
    vetoes,
)
from sim.schema import DecisionRule, Rung

type Council = tuple[np.ndarray, np.ndarray, np.ndarray]

rules = st.sampled_from(range(len(DecisionRule)))
quorums = st.floats(0.0, 1.0)


@st.composite
def councils(draw: st.DrawFn) -> Council:
    """Votes, whole numbers of votes under a weighted rule, and who is party to the dispute."""
    size = draw(st.integers(1, 12))

    def column(values: st.SearchStrategy[int]) -> list[int]:
        return draw(st.lists(values, min_size=size, max_size=size))

    return (
        np.array(column(st.sampled_from((-1, 0, 1))), dtype=np.int64),
        np.array(column(st.integers(0, 30)), dtype=np.float64),
        np.array(column(st.booleans()), dtype=np.bool_),
    )


def carried(rule: int, council: Council, quorum: float) -> bool:
    """Whether a council's votes carry."""
    votes, weights, parties = council
    return bool(passes(rule, votes, weights, parties, quorum))


def by_hand(rule: int, council: Council, quorum: float) -> bool:
    """The rules once more, in the words of their definitions."""
    votes, weights, parties = council
    if rule == LEADING_STATES:
        return True
    counted = ~parties if rule == CONSENSUS_MINUS_PARTIES else np.ones_like(parties)
    votes, weights = votes[counted], weights[counted]
    ayes, noes = int((votes == 1).sum()), int((votes == -1).sum())
    return (
        ayes > 0
        and {
            UNANIMITY: ayes == len(votes),
            CONSENSUS: noes == 0,
            CONSENSUS_MINUS_ONE: noes <= 1,
            CONSENSUS_MINUS_PARTIES: noes == 0,
            QUALIFIED_MAJORITY: ayes >= (quorum - ROUNDING) * len(votes),
            SIMPLE_MAJORITY: ayes > len(votes) / 2,
            WEIGHTED_MAJORITY: weights[votes == 1].sum() >= (quorum - ROUNDING) * weights.sum(),
        }[rule]
    )


def test_codes_are_the_order_of_the_vocabulary() -> None:
    """The rule's code and the rung's are the places of their names in the schema."""
    assert [rule.name for rule in DecisionRule] == sorted(
        (rule.name for rule in DecisionRule), key=lambda name: getattr(voting, name)
    )
    assert [getattr(voting, rule.name) for rule in DecisionRule] == list(range(len(DecisionRule)))
    assert [getattr(voting, rung.name) for rung in list(Rung)[1:]] == [1, 2, 3, 4]


@given(rules, councils(), quorums)
def test_every_rule_is_its_definition(rule: int, council: Council, quorum: float) -> None:
    """A vote carries exactly if the definition of the rule says so."""
    assert by_hand(rule, council, quorum) == carried(rule, council, quorum)


@given(rules, councils(), quorums, st.randoms(use_true_random=False))
def test_the_order_of_members_changes_no_decision(rule: int, council: Council, quorum: float, random: object) -> None:
    """A permutation of members with their votes, weights and parts leaves the decision."""
    order = list(range(len(council[0])))
    random.shuffle(order)  # type: ignore[attr-defined]
    votes, weights, parties = (column[order] for column in council)
    assert carried(rule, council, quorum) == carried(rule, (votes, weights, parties), quorum)
    assert stands_by_silence(council[0]) == stands_by_silence(votes)
    assert bargaining(council[0], 5.0) == bargaining(votes, 5.0)


@given(councils(), quorums, st.sampled_from((-1, 0, 1)), st.booleans())
def test_under_unanimity_a_further_member_never_turns_a_no_into_a_yes(
    council: Council, quorum: float, cast: int, party: bool
) -> None:
    """Whatever the newcomer votes."""
    votes, weights, parties = council
    larger = np.append(votes, cast), np.append(weights, 1.0), np.append(parties, party)
    assert carried(UNANIMITY, larger, quorum) <= carried(UNANIMITY, council, quorum)


@given(councils(), quorums)
def test_rules_are_ordered_by_what_they_ask(council: Council, quorum: float) -> None:
    """What passes by unanimity passes by consensus; what passes by consensus passes with one or the parties out."""
    unanimous = carried(UNANIMITY, council, quorum)
    consensus = carried(CONSENSUS, council, quorum)
    assert unanimous <= consensus <= carried(CONSENSUS_MINUS_ONE, council, quorum)
    supported_outside = bool(((council[0] > 0) & ~council[2]).any())
    assert (consensus and supported_outside) <= carried(CONSENSUS_MINUS_PARTIES, council, quorum)


@given(rules, councils(), quorums, st.integers(0, 11))
def test_a_friendlier_vote_never_sinks_a_draft(rule: int, council: Council, quorum: float, place: int) -> None:
    """Under every rule, qualified majority among them, one step from no toward aye keeps what passed."""
    votes, weights, parties = council
    friendlier = votes.copy()
    friendlier[place % len(votes)] = min(1, friendlier[place % len(votes)] + 1)
    assert carried(rule, council, quorum) <= carried(rule, (friendlier, weights, parties), quorum)


@given(councils(), quorums, quorums)
def test_a_higher_quorum_never_lets_more_through(council: Council, one: float, other: float) -> None:
    """Under qualified and under weighted majority."""
    low, high = sorted((one, other))
    for rule in (QUALIFIED_MAJORITY, WEIGHTED_MAJORITY):
        assert carried(rule, council, high) <= carried(rule, council, low)


@pytest.mark.parametrize("rule", [QUALIFIED_MAJORITY, WEIGHTED_MAJORITY])
def test_a_quorum_written_as_0_667_is_met_by_two_of_three(rule: int) -> None:
    """Not by one of two, nor by three of five."""
    for ayes, size, expected in ((2, 3, True), (4, 6, True), (1, 2, False), (3, 5, False)):
        votes = np.array([1] * ayes + [-1] * (size - ayes), dtype=np.int64)
        assert carried(rule, (votes, np.ones(size), np.zeros(size, dtype=np.bool_)), 0.667) == expected


@given(rules, quorums, st.integers(1, 12))
def test_nothing_passes_without_an_aye(rule: int, quorum: float, size: int) -> None:
    """Consensus is the absence of objection, but somebody must want it; leading states are asked elsewhere."""
    council = np.zeros(size, dtype=np.int64), np.ones(size), np.zeros(size, dtype=np.bool_)
    assert carried(rule, council, quorum) == (rule == LEADING_STATES)


@given(councils())
def test_a_statement_passes_by_silence(council: Council) -> None:
    """It stands exactly with a sponsor and without an objector."""
    votes = council[0]
    assert stands_by_silence(votes) == (1 in votes and -1 not in votes)


@given(councils(), st.data())
def test_every_leading_state_must_be_willing(council: Council, data: st.DataObject) -> None:
    """One that abstains is not; where nobody leads, nobody is willing."""
    votes = council[0]
    seats = data.draw(st.lists(st.integers(0, len(votes) - 1), unique=True))
    assert leading_willing(votes, np.array(seats, dtype=np.int64)) == (
        bool(seats) and all(votes[seat] == 1 for seat in seats)
    )


@given(councils(), st.floats(0.0, 365.0), st.integers(0, 11))
def test_support_shortens_bargaining(council: Council, days: float, place: int) -> None:
    """Nobody bargains over what all support, never longer than the longest, and never longer for one more aye."""
    votes = council[0]
    assert 0 <= bargaining(votes, days) <= days
    assert bargaining(np.ones_like(votes), days) == 0
    supported = votes.copy()
    supported[place % len(votes)] = 1
    assert bargaining(supported, days) <= bargaining(votes, days)


def by_turning(rule: int, council: Council, quorum: float, leading: list[int], consent: bool) -> list[int]:
    """Brute force: 1 for each member that voted no or abstained in a failed vote that its aye would have carried."""
    votes, weights, parties = council

    def carries(ballot: np.ndarray) -> bool:
        willing = bool(leading) and all(ballot[seat] > 0 for seat in leading)
        return (willing or not consent) and by_hand(rule, (ballot, weights, parties), quorum)

    found = []
    for seat in range(len(votes)):
        turned = votes.copy()
        turned[seat] = 1
        found.append(int(votes[seat] <= 0 and not carries(votes) and carries(turned)))
    return found


@given(rules, councils(), quorums, st.data(), st.booleans())
def test_a_no_is_a_veto_as_brute_force_says(
    rule: int, council: Council, quorum: float, data: st.DataObject, consent: bool
) -> None:
    """If the vote fails with it and carries with an aye in its place; votes stay as they were."""
    votes, weights, parties = council
    seats = data.draw(st.lists(st.integers(0, len(votes) - 1), unique=True, max_size=3))
    before, found = votes.copy(), np.zeros_like(votes)
    vetoes(rule, votes, weights, parties, quorum, np.array(seats, dtype=np.int64), consent, found)
    assert by_turning(rule, council, quorum, seats, consent) == found.tolist()
    assert before.tolist() == votes.tolist()


@given(rules, councils(), quorums, st.integers(0, 11))
def test_a_leading_states_no_is_a_veto_where_its_consent_is_needed(
    rule: int, council: Council, quorum: float, place: int
) -> None:
    """Whatever the rule says: all others in favour, its no alone stops force."""
    votes, weights, parties = council
    seat = place % len(votes)
    votes[:] = 1
    votes[seat] = -1
    found = np.zeros_like(votes)
    vetoes(rule, votes, weights + 1.0, parties & False, quorum, np.array([seat]), True, found)
    assert found.tolist() == [int(place == seat) for place in range(len(votes))]


@pytest.mark.parametrize("rule", range(len(DecisionRule)), ids=[rule.value for rule in DecisionRule])
def test_every_rule_is_its_definition_in_every_council_of_four(rule: int) -> None:
    """All 81 ballots of four members, one of them party to the dispute."""
    weights, parties = np.array([4.0, 3.0, 2.0, 1.0]), np.array([True, False, False, False])
    for ballot in product((-1, 0, 1), repeat=4):
        council = np.array(ballot, dtype=np.int64), weights, parties
        assert by_hand(rule, council, 0.6) == carried(rule, council, 0.6), ballot
