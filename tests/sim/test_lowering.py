"""Lowering: names, orders and additions leave no trace in the arrays."""

import random
from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim import ensemble
from sim.arrays import EMPTY, Arrays, Case
from sim.draws import stable_id
from sim.lowering import Hybrid, lower
from sim.record import Record
from sim.rules.perception import noisy_or
from sim.schema import DecisionRule, RequestMode, World
from sim.tally import Tally
from tests.sim.runs import first_difference, told
from tests.sim.worlds import (
    CRISIS,
    HOST,
    ORGANIZATION,
    SECOND,
    THEORY,
    Data,
    changed,
    data,
    shipped,
    wide_ranges,
    world,
)

OF_DRAWS = (
    "parameters",
    "states",
    "organizations",
    "request_weights",
    "benefit_weights",
    "harm_weights",
    "seats",
    "dependence",
    "asymmetry",
    "leaders",
)
"""Arrays whose first axis is the coding draw, without the weights of trust."""


def invented() -> World:
    """Five members, one of them leading, and a second organization."""
    return world(5, DecisionRule.QUALIFIED_MAJORITY, leading=1, pact=DecisionRule.CONSENSUS)


def lowered(of: World, organizations: Any = (ORGANIZATION, SECOND), **more: Any) -> Case:
    """The invented crisis, lowered."""
    return lower(of, CRISIS, THEORY, organizations, **more)


def same(one: Arrays | Tally, other: Arrays | Tally) -> list[str]:
    """Names of the arrays that differ in any bit."""
    return [
        name
        for name, mine, theirs in zip(one._fields, one, other, strict=True)
        if mine.dtype != theirs.dtype or mine.shape != theirs.shape or mine.tobytes() != theirs.tobytes()
    ]


def first_run(case: Case) -> Record:
    """One run of a case."""
    return ensemble.trace(case, seed=0, draw=0, replication=0)


def renamed(of: World, names: Mapping[str, str]) -> World:
    """The same world with other names for its states, which keep their `draw_id`."""
    plain = data(of)
    for name, state in plain["state"].items():
        state["draw_id"] = stable_id(name) if of.state[name].draw_id is None else of.state[name].draw_id

    def put(item: Any) -> Any:
        if isinstance(item, dict):
            return {names.get(key, key): put(value) for key, value in item.items()}
        return names.get(item, item) if isinstance(item, str) else item

    return World.model_validate(put(plain))


def shuffled(plain: Any, rng: random.Random) -> Any:
    """The same data with the keys of every mapping in another order."""
    if not isinstance(plain, dict):
        return plain
    keys = list(plain)
    rng.shuffle(keys)
    return {key: shuffled(plain[key], rng) for key in keys}


def backwards(of: World) -> dict[str, str]:
    """New names for all states, in the opposite alphabetical order."""
    names = sorted(of.state)
    return {name: f"s{len(names) - k:03}" for k, name in enumerate(names)}


def test_renaming_states_changes_no_number() -> None:
    """With `draw_id` kept, arrays, runs and counts are equal to the last bit."""
    names = backwards(invented())
    one, other = lowered(invented()), lowered(renamed(invented(), names))
    assert tuple(names[name] for name in one.states) == other.states
    assert same(one.arrays, other.arrays) == []
    assert first_difference(first_run(one), first_run(other)) == ""
    assert same(*(ensemble.run(case, seed=1, replications=50) for case in (one, other))) == []


@pytest.mark.parametrize("crisis", sorted(shipped().crisis))
def test_renaming_the_states_of_a_shipped_crisis_changes_no_number(crisis: str) -> None:
    """No name means anything to the rules."""
    of = shipped()
    one, other = (lower(each, crisis, THEORY, list(of.organization)) for each in (of, renamed(of, backwards(of))))
    assert same(one.arrays, other.arrays) == []
    assert first_difference(first_run(one), first_run(other)) == ""


def test_renaming_an_organization_changes_no_number() -> None:
    """Its `draw_id` keys the host's judgement, not its name."""
    plain = data(invented())
    plain["organization"]["alliance"] = plain["organization"].pop(ORGANIZATION)
    plain["crisis"][CRISIS]["recorded"]["requests"]["organizations"] = {"alliance": {"day": 2.0}}
    other = World.model_validate(plain)
    assert same(lowered(invented()).arrays, lowered(other, ["alliance", SECOND]).arrays) == []


@settings(max_examples=20)
@given(st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_written_changes_nothing(rng: random.Random) -> None:
    """States, members, organizations, relations, mandates: any order of keys gives the same arrays."""
    names = [ORGANIZATION, SECOND]
    rng.shuffle(names)
    one, other = lowered(invented()), lowered(World.model_validate(shuffled(data(invented()), rng)), names)
    assert (one.states, one.organizations, one.seats) == (other.states, other.organizations, other.seats)
    assert same(one.arrays, other.arrays) == []


def test_the_order_in_which_the_shipped_world_is_written_changes_nothing() -> None:
    """The same for every shipped crisis."""
    of = shipped()
    other = World.model_validate(shuffled(data(of), random.Random(1)))
    for crisis in of.crisis:
        organizations = list(of.organization)
        one = lower(of, crisis, THEORY, organizations)
        assert same(one.arrays, lower(other, crisis, THEORY, organizations[::-1]).arrays) == [], crisis


def test_an_unrelated_addition_changes_nothing() -> None:
    """A state, an organization, a crisis and a theory that nobody selected leave the arrays as they were."""
    plain: Data = data(invented())
    plain["state"]["aaa"] = {"name": "Aaa", "draw_id": 1, "conditions": {"always": {"capability": 0.9}}}
    plain["organization"]["aaa"] = {"name": "Aaa", "draw_id": 2, "membership": {HOST: {}, "aaa": {}}}
    plain["crisis"]["aaa"] = plain["crisis"][CRISIS] | {"host": "aaa"}
    plain["theory"]["aaa"] = plain["theory"][THEORY]
    ranges = wide_ranges(invented(), CRISIS, THEORY)
    one, other = (lowered(of, ranges=ranges, draws=np.arange(4)) for of in (invented(), World.model_validate(plain)))
    assert same(one.arrays, other.arrays) == []
    assert list(one.used) == list(other.used)


def draw_5(crisis: str) -> tuple[Arrays, Arrays]:
    """A shipped crisis with draw 5 in the second place, and with draw 5 alone."""
    of = shipped()
    ranges = wide_ranges(of, crisis, THEORY)
    among, alone = (
        lower(of, crisis, THEORY, list(of.organization), ranges=ranges, draws=np.array(draws)).arrays
        for draws in ([3, 5, 8], [5])
    )
    return among, alone


@pytest.mark.parametrize("crisis", sorted(shipped().crisis))
def test_a_coding_draw_is_the_same_alone_and_among_others(crisis: str) -> None:
    """Draw 5 gives the same numbers however many are lowered beside it."""
    among, alone = draw_5(crisis)
    for name in OF_DRAWS:
        assert getattr(among, name)[1].tobytes() == getattr(alone, name)[0].tobytes(), name
    np.testing.assert_allclose(among.trust[1], alone.trust[0], rtol=1e-12)


def test_trust_is_the_same_to_the_last_bit_alone_and_among_others() -> None:
    """A run can be told again from its coding draw alone."""
    among, alone = draw_5("armenia_2020")
    assert among.trust[1].tolist() == alone.trust[0].tolist()


def test_coded_votes_belong_to_their_draw() -> None:
    """A range on a member's votes gives each draw its own, whatever others are lowered beside it."""
    ranges = {f"organization.{ORGANIZATION}.membership.land_02.votes": (0.0, 10.0)}
    among, alone = (
        lowered(invented(), ranges=ranges, draws=np.array(draws)).arrays.votes for draws in ([3, 5, 8], [5])
    )
    assert among.tolist() == alone.tolist()


def test_a_crisis_without_any_organization_is_a_crisis() -> None:
    """If none of the organizations existed then, there is a host, and no council."""
    case = lowered(before_its_time(), [ORGANIZATION])
    assert case.organizations == ()
    assert first_run(case).last_day[0] > 0
    assert ensemble.run(case, seed=1, replications=3).runs.tolist() == [3]


def test_a_crisis_without_any_organization_runs_in_both_drivers() -> None:
    """The host is alone in both."""
    assert first_difference(*told(lowered(before_its_time(), [ORGANIZATION]), 0)) == ""


def before_its_time() -> World:
    """A world in which the league is founded after the crisis."""
    return changed(invented(), {f"organization.{ORGANIZATION}.charter.founding.from": "2020-01-01"})


def test_an_organization_that_did_not_exist_yet_is_left_out() -> None:
    """Only those of the onset's day sit."""
    assert lowered(before_its_time()).organizations == (SECOND,)


def test_used_holds_every_value_that_was_read() -> None:
    """Each with its path; a value of another crisis is not among them."""
    used = lowered(invented()).used
    for path in (
        f"crisis.{CRISIS}.spillover",
        f"theory.{THEORY}.threat.noise",
        f"organization.{ORGANIZATION}.charter.founding.quorum",
        f"state.{HOST}.conditions.always.sovereignty_fear",
    ):
        assert used[path].path == path
    assert not [path for path in used if path.startswith("crisis.") and CRISIS not in path]


def test_a_range_reaches_the_arrays() -> None:
    """A value with a range differs between draws, one without does not, and the range is kept."""
    ranges = {f"crisis.{CRISIS}.severity.half_life": (5.0, 20.0), f"crisis.{CRISIS}.severity.level": (0.1, 0.3)}
    parameters = lowered(invented(), ranges=ranges, draws=np.arange(50)).arrays.parameters
    assert len(set(parameters["decay"])) == 50
    assert np.all((parameters["level"] >= 0.1) & (parameters["level"] <= 0.3))
    assert len(set(parameters["mission_intrusion"])) == 1


def test_seats_follow_the_order_of_draw_ids() -> None:
    """States by `draw_id`, organizations too, members in the order of states."""
    case = lowered(invented())
    assert case.arrays.state_id.tolist() == sorted(case.arrays.state_id.tolist())
    assert case.organizations == (ORGANIZATION, SECOND)
    for seats in case.seats:
        assert list(seats) == sorted(seats, key=case.states.index)
    assert [name for seats in case.seats for name in seats] == [
        case.states[place] for place in case.arrays.seat_state
    ]
    assert case.host == HOST


def test_vulnerability_is_the_scaled_noisy_or_of_the_channels() -> None:
    """Channels can be read one by one; together they make what the drivers read."""
    case = lowered(invented(), ranges={f"crisis.{CRISIS}.spillover": (0.0, 1.0)}, draws=np.arange(5))
    scale = shipped().theory[THEORY].threat.scale
    expected = scale * noisy_or(*np.moveaxis(case.channels, 2, 0))
    np.testing.assert_array_equal(expected, case.arrays.states["vulnerability"])


def test_trust_sums_to_one_for_whoever_trusts() -> None:
    """Who trusts nobody listens to nobody."""
    arrays = lower(shipped(), "kazakhstan_2022", THEORY, list(shipped().organization)).arrays
    for place, susceptibility in enumerate(arrays.states["susceptibility"][0]):
        edges = slice(arrays.trust_offset[place], arrays.trust_offset[place + 1])
        total = arrays.trust[0, edges].sum()
        assert total == pytest.approx(1.0 if susceptibility > 0.0 else 0.0)


@pytest.mark.parametrize(("members", "rule"), [(15, DecisionRule.SIMPLE_MAJORITY), (3, DecisionRule.CONSENSUS)])
def test_an_organization_of_equals_has_no_leading_seat(members: int, rule: DecisionRule) -> None:
    """Nobody to ask bilaterally, nobody who presses, no gate of leading states."""
    arrays = lowered(world(members, rule), [ORGANIZATION]).arrays
    assert len(arrays.seat_state) == members
    assert (len(arrays.lead_seat), len(arrays.addressees)) == (0, 0)
    assert arrays.charters["leading_consent"].tolist() == [0]


def test_a_host_outside_has_no_seat_and_no_claim() -> None:
    """No duty falls due towards it, and only a share of belief is left."""
    of = changed(invented(), {f"crisis.{CRISIS}.host": "yonder"})
    arrays = lowered(of).arrays
    assert arrays.charters["host_seat"].tolist() == [EMPTY, EMPTY]
    assert arrays.organizations["duty"].tolist() == [[0.0, 0.0]]
    outsider = of.theory[THEORY].request.outsider
    assert arrays.organizations["standing"].tolist() == [[outsider, outsider]]


def test_a_fellow_member_on_the_other_side_leaves_no_case_of_defence() -> None:
    """The same attack is covered if it comes from outside."""
    war = {f"crisis.{CRISIS}.type": "interstate_war", f"crisis.{CRISIS}.external_attack": 1.0}
    outside, fellow = (
        lowered(changed(invented(), war | {f"crisis.{CRISIS}.opponents": {name: 1.0}}), [ORGANIZATION])
        for name in ("beyond", "land_03")
    )
    assert outside.arrays.organizations["hook"][0, 0] == 0.8
    assert fellow.arrays.organizations["hook"][0, 0] < 0.5
    assert fellow.arrays.party.tolist() == [True, False, True, False, False]


def test_a_hybrid_sits_with_the_roster_and_decides_by_the_institutions() -> None:
    """Charter and force of the pact, members and draws of the league, led by capability."""
    plain = data(invented())
    plain["state"]["land_04"]["conditions"]["always"]["capability"] = 0.5
    of = World.model_validate(plain)
    whole = lowered(of)
    case = lowered(of, {"mixed": Hybrid(SECOND, ORGANIZATION)})
    assert case.organizations == ("mixed",)
    assert case.seats[0] == whole.seats[0]
    charter = {name: case.arrays.charters[name][0] for name in ("identity", "decision_rule", "standing_aside")}
    assert charter == {"identity": 7, "decision_rule": 1, "standing_aside": 1}
    assert [case.seats[0][seat] for seat in case.arrays.lead_seat] == ["land_04"]


def test_a_hybrid_may_have_the_institutions_of_another_day() -> None:
    """`charter_day` dates the charter, not the members."""
    of = changed(
        invented(),
        {f"organization.{SECOND}.charter.amended": {"from": "2010-01-01", "mandates": {"internal_order": 0.0}}},
    )
    now, later = (
        lowered(of, {"mixed": Hybrid(SECOND, ORGANIZATION, day)}).arrays.organizations["hook"][0, 0]
        for day in (None, date(2015, 1, 1))
    )
    assert (now, later) == (0.8, pytest.approx(0.8 * 0.8 * 0.6))


@pytest.mark.parametrize("mode", list(RequestMode))
def test_the_mode_of_requests_is_the_order_of_the_vocabulary(mode: RequestMode) -> None:
    """The drivers read the place of the mode in the schema."""
    assert lowered(invented(), mode=mode).arrays.settings["mode"].tolist() == [list(RequestMode).index(mode)]
