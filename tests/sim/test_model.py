"""The Mesa model as a Mesa user meets it: step it, stop it, read its data frames."""

import mesa
import numpy as np

from sim.agents import Host, MemberState, Organization
from sim.arrays import Case
from sim.lowering import lower
from sim.model import CrisisModel
from sim.record import NO_SITTING, Record
from sim.schema import DecisionRule, RequestMode
from tests.sim.worlds import CRISIS, HOST, ORGANIZATION, THEORY, shipped, world


def case(**changes: object) -> Case:
    """Five members, one of them leading, all asked."""
    of = world(5, DecisionRule.CONSENSUS, leading=1, changes={f"crisis.{CRISIS}.{k}": v for k, v in changes.items()})
    return lower(of, CRISIS, THEORY, [ORGANIZATION], mode=RequestMode.ASK_ALL)


def test_six_lines_show_a_crisis() -> None:
    """Lower a crisis, make the model, step it to its end, read who perceived what."""
    world = shipped()
    kazakhstan = lower(world, "kazakhstan_2022", "synthesis", ["csto", "sco"])
    model = CrisisModel(kazakhstan, rng=1)
    while model.running:
        model.step()
    threat = model.datacollector.get_agenttype_vars_dataframe(MemberState)
    assert {"state", "own_view", "threat"} <= set(threat.columns)
    assert threat["threat"].between(0.0, 1.0).all()
    assert {"kaz", "rus", "chn"} <= set(threat["state"])


def test_it_is_a_mesa_model() -> None:
    """States, organizations and the host are its agents."""
    model = CrisisModel(case())
    assert isinstance(model, mesa.Model)
    assert {kind: len(agents) for kind, agents in model.agents_by_type.items()} == {
        MemberState: 5,
        Organization: 1,
        Host: 1,
    }
    assert [state.name for state in model.states] == [f"land_{k:02}" for k in range(1, 6)]
    assert model.organizations[0].name == ORGANIZATION


def test_the_data_frames_have_a_row_for_each_day() -> None:
    """The model by day, each state by day, each organization by day."""
    model = CrisisModel(case(), rng=0)
    record = model.run()
    days = int(record.last_day[0]) + 1
    by_day = model.datacollector.get_model_vars_dataframe()
    states = model.datacollector.get_agenttype_vars_dataframe(MemberState)
    councils = model.datacollector.get_agenttype_vars_dataframe(Organization)
    assert list(by_day.columns) == ["day", "severity", "help"]
    assert list(by_day["day"]) == list(range(days))
    assert list(states.columns) == ["state", "own_view", "threat"]
    assert len(states) == 5 * days
    assert len(councils) == days
    assert list(councils.columns) == ["organization", "asked_on", "rung", "decided_on", "arrived_on", "exit_on"]


def test_the_data_frames_say_what_the_record_says() -> None:
    """Severity, help and threat by day are the same numbers in both."""
    model = CrisisModel(case(), rng=0)
    record = model.run()
    days = int(record.last_day[0]) + 1
    by_day = model.datacollector.get_model_vars_dataframe()
    states = model.datacollector.get_agenttype_vars_dataframe(MemberState)
    assert by_day["severity"].to_list() == record.severity[:days].tolist()
    assert by_day["help"].to_list() == record.help[:days].tolist()
    for place, name in enumerate(model.case.states):
        assert states.loc[states["state"] == name, "threat"].to_list() == record.threat[:days, place].tolist()


def test_it_stops_when_the_crisis_is_over() -> None:
    """Running turns false on the last day, and no earlier."""
    model = CrisisModel(case(), rng=0)
    assert model.running
    steps = 0
    while model.running:
        model.step()
        steps += 1
    assert steps == int(model.record.last_day[0]) + 1 < model.horizon
    assert model.severity < model.parameters.calm


def test_it_stops_at_the_horizon() -> None:
    """A crisis that goes on is left there."""
    model = CrisisModel(case(horizon=5, **{"severity.half_life": 365.0}), rng=0)
    model.run()
    assert model.record.last_day.tolist() == [5]
    assert not model.running


def test_a_record_of_a_run_under_way_goes_as_far_as_the_run() -> None:
    """After two days, two days are told."""
    model = CrisisModel(case(), rng=0)
    for _ in range(2):
        model.step()
    record = model.finished_record()
    assert isinstance(record, Record)
    assert record.last_day.tolist() == [1]
    assert (record.votes[2:] == NO_SITTING).all()


def test_stepping_and_running_are_the_same() -> None:
    """`run` is steps to the end."""
    stepped, ran = CrisisModel(case(), rng=3), CrisisModel(case(), rng=3)
    while stepped.running:
        stepped.step()
    for one, other in zip(stepped.finished_record(), ran.run(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_the_stream_of_mesa_decides_nothing() -> None:
    """Draws from the model's own generators leave the run as it was."""
    disturbed, left = CrisisModel(case(), rng=3), CrisisModel(case(), rng=3)
    while disturbed.running:
        disturbed.rng.random(100)
        disturbed.random.random()
        disturbed.step()
    for one, other in zip(disturbed.finished_record(), left.run(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_nothing_passes_against_a_leading_state() -> None:
    """Where the charter asks for leading states' consent, their no stops aid and offers too."""
    eager = [f"state.land_0{k}.conditions.always" for k in (1, 3, 4, 5)]
    of = world(
        5,
        DecisionRule.SIMPLE_MAJORITY,
        leading=1,
        changes={
            f"crisis.{CRISIS}.opponents": {"beyond": 1.0},
            f"theory.{THEORY}.harm.ties": 2.0,
            "state.land_02.conditions.always.relations.beyond.tie": 1.0,
            **{f"{state}.relations.beyond.tie": 0.0 for state in eager},
        },
    )
    model = CrisisModel(lower(of, CRISIS, THEORY, [ORGANIZATION], mode=RequestMode.ASK_ALL))
    for _ in range(3):
        model.step()
    league = model.organizations[0]
    assert league.charter.leading_consent
    assert league._ballot(2, invited=True)[league.lead_seats].tolist() == [-1]
    assert league.rung <= 1


def test_aid_needs_somebody_who_wants_to_give_it() -> None:
    """A council in which all but the host object gives no aid, under any rule."""
    of = world(
        5,
        DecisionRule.LEADING_STATES,
        changes={
            f"theory.{THEORY}.benefit.threat": 0.0,
            f"theory.{THEORY}.harm.intrusion": 2.0,
            f"theory.{THEORY}.harm.cost": 2.0,
            f"crisis.{CRISIS}.mission.intrusion": 1.0,
            f"crisis.{CRISIS}.mission.resistance": 1.0,
        },
    )
    model = CrisisModel(lower(of, CRISIS, THEORY, [ORGANIZATION], mode=RequestMode.ASK_ALL))
    for _ in range(3):
        model.step()
    league = model.organizations[0]
    assert league._ballot(3, invited=True).tolist() == [1, -1, -1, -1, -1]
    assert league.rung == 0


def test_the_host_backs_its_own_call() -> None:
    """It votes aye on whatever it asked for."""
    model = CrisisModel(case(), rng=0)
    record = model.run()
    seat = model.case.seats[0].index(HOST)
    sat = record.votes[:, 0] != NO_SITTING
    assert sat.any()
    assert (record.votes[sat, seat] == 1).all()
