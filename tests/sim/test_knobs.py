"""Every declared parameter does something: moved within its range, it moves some run.

The schema says which parameters there are. For each, some cell below must hold a value whose change is
seen in a record: a perception, a position, a vote, a day, a gate, a rung, a contingent. A new field that
no rule reads, or that no cell brings to life, fails here.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from sim import ensemble
from sim.arrays import EMPTY, Case
from sim.lowering import Hybrid, lower
from sim.record import NO_SITTING, Record
from sim.schema import DecisionRule, RequestMode, World
from tests.sim.declared import Declared, declared, places
from tests.sim.worlds import CRISIS, HOST, ORGANIZATION, SECOND, THEORY, changed, world

REPLICATIONS = 12
SEED = 1

EXEMPT = {
    "state.*.name": "printed only",
    "organization.*.name": "printed only",
    "crisis.*.title": "printed only",
    "theory.*.title": "printed only",
    "crisis.*.recorded.outcomes.*.rung": "recorded outcome: read by analysis only",
    "crisis.*.recorded.outcomes.*.arrived": "recorded outcome: read by analysis only",
    "crisis.*.recorded.outcomes.*.decision_day": "recorded outcome: read by analysis only",
    "crisis.*.recorded.outcomes.*.arrival_day": "recorded outcome: read by analysis only",
    "crisis.*.recorded.outcomes.*.exit_day": "recorded outcome: read by analysis only",
    "crisis.*.recorded.outcomes.*.contributions.*": "recorded outcome: read by analysis only",
}
"""What must move nothing, and why."""

KNOBS = [leaf for leaf in declared() if leaf.path not in EXEMPT]


@dataclass(frozen=True)
class Cell:
    """A world in which some parameters are alive."""

    world: World
    mode: RequestMode = RequestMode.ASK_ALL
    organizations: Mapping[str, str | Hybrid] | tuple[str, ...] = (ORGANIZATION, SECOND)

    def runs(self, of: World) -> list[dict[str, Any]]:
        """What the runs of a world show, by names."""
        case = lower(of, CRISIS, THEORY, self.organizations, mode=self.mode)
        return [seen(case, ensemble.trace(case, seed=SEED, draw=0, replication=k)) for k in range(REPLICATIONS)]


def seen(case: Case, record: Record) -> dict[str, Any]:
    """A record by the names of states and organizations, so that a mere change of order is none."""
    days = int(record.last_day[0]) + 1
    sat = record.votes != NO_SITTING
    shown: dict[str, Any] = {
        "severity": record.severity[:days].tolist(),
        "help": record.help[:days].tolist(),
        "alone": None if record.solo[0] == EMPTY else (case.states[record.solo[0]], *record.solo[1:].tolist()),
    }
    for place, name in enumerate(case.states):
        shown[f"threat of {name}"] = record.threat[:days, place].tolist()
    for place, name in enumerate(case.organizations):
        shown[f"rungs of {name}"] = record.rungs[:days, place].tolist()
        shown[f"outcome of {name}"] = record.outcome[place].tolist()
        shown[f"gates of {name}"] = record.gates[place].tolist()
        for k, member in enumerate(case.seats[place]):
            seat = int(case.arrays.seat_offset[place]) + k
            shown[f"{member} in {name}"] = [
                np.where(sat[:days, seat], record.benefit[:days, seat], 0.0).tolist(),
                np.where(sat[:days, seat], record.harm[:days, seat], 0.0).tolist(),
                record.votes[:days, seat].tolist(),
                [int(column[seat]) for column in (record.objected, record.pivotal, record.sent)],
            ]
    return shown


def at(group: str, **values: Any) -> dict[str, Any]:
    """Values below one path: `at("theory.synthesis.exit", calm=0.1)`."""
    return {f"{group}.{name}": value for name, value in values.items()}


THEORY_PATH, CRISIS_PATH = f"theory.{THEORY}", f"crisis.{CRISIS}"
CHARTER = f"organization.{ORGANIZATION}.charter.founding"
EAGER = at(f"{THEORY_PATH}.benefit", threat=1.5)
RELUCTANT = at(f"{THEORY_PATH}.benefit", threat=0.35)
COSTLY = at(f"{THEORY_PATH}.harm", cost=2.0)
LONG = {f"{CRISIS_PATH}.horizon": 60}
QUIET = at(THEORY_PATH, **{"threat.noise": 0.02})
DATED = {
    f"organization.{ORGANIZATION}.membership.land_03": {"from": "1990-01-01", "to": "2020-01-01"},
    f"organization.{ORGANIZATION}.membership.land_04_again": {"state": "land_04", "from": "1999-01-01"},
    f"organization.{ORGANIZATION}.membership.land_04": {"to": "1995-01-01"},
    f"organization.{ORGANIZATION}.charter.amended": {
        "from": "2000-01-01",
        "to": "2020-01-01",
        "mandates": {"internal_order": 0.6},
    },
    f"organization.{ORGANIZATION}.rapid_reaction.usable_from": "2000-01-01",
    f"organization.{ORGANIZATION}.standing": {
        "personnel": 2_500.0,
        "readiness_days": 1.0,
        "internal_fit": 0.9,
        "usable_from": "2000-01-01",
    },
    "state.land_03.conditions.later": {"from": "2000-01-01", "unrest": 0.8},
}
WAR = {
    f"{CRISIS_PATH}.type": "interstate_war",
    f"{CRISIS_PATH}.external_attack": 0.8,
    f"{CRISIS_PATH}.territory": 0.8,
    f"{CRISIS_PATH}.opponents": {"yonder": 0.8},
    f"{CRISIS_PATH}.backers": {"beyond": 0.4},
}


@functools.cache
def cells() -> tuple[Cell, ...]:
    """The test's cells; together they bring every parameter to life."""
    consensus, majority = DecisionRule.CONSENSUS, DecisionRule.SIMPLE_MAJORITY
    recorded = {
        f"{CRISIS_PATH}.recorded.requests.organizations": {SECOND: {"day": 3.0}},
        f"{CRISIS_PATH}.recorded.requests.states": {"land_02": {"day": 2.0}},
    }
    return (
        Cell(world(5, consensus, leading=1, pact=majority)),
        Cell(world(5, consensus, leading=1, pact=majority), RequestMode.MODELLED),
        Cell(world(5, majority, leading=1, pact=consensus, changes=EAGER | LONG | QUIET)),
        Cell(world(5, majority, leading=1, changes=EAGER | DATED), organizations=(ORGANIZATION,)),
        Cell(world(5, consensus, leading=1, changes=WAR | EAGER), organizations=(ORGANIZATION,)),
        Cell(world(5, consensus, pact=majority, changes=recorded | EAGER, leading=1), RequestMode.RECORDED),
        Cell(
            world(5, majority, changes=EAGER | {f"{CRISIS_PATH}.host": "yonder", f"{CRISIS_PATH}.type": "civil_war"}),
            RequestMode.MODELLED,
            (ORGANIZATION,),
        ),
        Cell(world(5, DecisionRule.WEIGHTED_MAJORITY, changes=COSTLY), organizations=(ORGANIZATION,)),
        Cell(world(5, DecisionRule.QUALIFIED_MAJORITY, changes=COSTLY), organizations=(ORGANIZATION,)),
        Cell(  # a council that fails, and members who go past it
            world(5, DecisionRule.UNANIMITY, leading=1, changes=at(f"{THEORY_PATH}.benefit", threat=0.9)),
            organizations=(ORGANIZATION,),
        ),
        Cell(  # few join, and one could go alone
            world(
                5,
                DecisionRule.UNANIMITY,
                changes=at(f"{THEORY_PATH}.benefit", threat=0.8)
                | at(f"{THEORY_PATH}.coalition", join=1.0, sittings=1)
                | {f"{CRISIS_PATH}.mission.personnel": 300.0},
            ),
            organizations=(ORGANIZATION,),
        ),
        Cell(  # a host that hardly calls
            world(
                5,
                consensus,
                leading=1,
                pact=majority,
                changes=at(f"{THEORY_PATH}.request", reluctance=0.6)
                | {f"state.{HOST}.conditions.always.self_reliance": 0.8},
            ),
            RequestMode.MODELLED,
        ),
        Cell(  # a host that is refused and turns to the next
            world(5, consensus, leading=1, pact=majority, changes=RELUCTANT), RequestMode.MODELLED
        ),
        Cell(  # a host that calls nobody, and members who raise the matter
            world(
                5,
                majority,
                changes=EAGER
                | {f"state.{HOST}.conditions.always.self_reliance": 1.0}
                | at(f"{THEORY_PATH}.request", reluctance=2.0)
                | at(f"{THEORY_PATH}.raising", patience=2.0),
            ),
            RequestMode.MODELLED,
            (ORGANIZATION,),
        ),
        Cell(  # drafts that pass by silence
            world(5, consensus, changes={f"{CHARTER}.standing_aside": True}), organizations=(ORGANIZATION,)
        ),
        Cell(  # a claim of terrorism opens what nothing else does
            world(
                5,
                majority,
                changes=EAGER
                | at(f"{CHARTER}.mandates", internal_order=0.0, collective_defence=0.0, counter_terrorism=1.0)
                | {f"{CRISIS_PATH}.frame.terrorism": 0.8},
            ),
            organizations=(ORGANIZATION,),
        ),
        Cell(  # a host in two minds, and mandates by a stretch
            world(
                5,
                majority,
                leading=1,
                pact=consensus,
                changes={
                    f"{CHARTER}.mandates.internal_order": 0.2,
                    f"state.{HOST}.conditions.always.self_reliance": 0.6,
                }
                | at(f"{THEORY_PATH}.request", reluctance=0.5, hook_in_belief=0.8, noise=0.3),
            ),
            RequestMode.MODELLED,
        ),
        *(  # a host that may call either of two, or nobody
            Cell(
                world(
                    5,
                    majority,
                    leading=1,
                    pact=consensus,
                    changes={f"state.{HOST}.conditions.always.self_reliance": reliance}
                    | at(f"{THEORY_PATH}.request", reluctance=0.5, noise=0.05, sounding=0.0),
                ),
                RequestMode.MODELLED,
            )
            for reliance in (0.3, 0.4, 0.5)
        ),
        Cell(  # a host that asks again where nobody comes
            world(
                5,
                DecisionRule.UNANIMITY,
                pact=DecisionRule.UNANIMITY,
                changes=at(f"{THEORY_PATH}.request", reluctance=0.0)
                | at(f"{THEORY_PATH}.benefit", threat=0.2)
                | at(f"{THEORY_PATH}.coalition", allowed=False, alone_allowed=False),
            ),
            RequestMode.MODELLED,
        ),
        Cell(  # a friend of the other side stops the council, and the ablest goes alone
            world(
                5,
                DecisionRule.UNANIMITY,
                changes=EAGER
                | at(f"{THEORY_PATH}.coalition", allowed=False)
                | at(f"{THEORY_PATH}.harm", ties=2.0)
                | {
                    f"{CRISIS_PATH}.opponents": {"beyond": 1.0},
                    f"{CRISIS_PATH}.mission.personnel": 500.0,
                    "state.land_04.conditions.always.relations.beyond.tie": 1.0,
                    **{f"state.land_0{k}.conditions.always.relations.beyond.tie": 0.0 for k in (1, 2, 3, 5)},
                },
            ),
            organizations=(ORGANIZATION,),
        ),
        Cell(  # institutions on another roster
            world(5, majority, pact=majority, changes=EAGER), organizations={"mixed": Hybrid(SECOND, ORGANIZATION)}
        ),
    )


@functools.cache
def baseline(number: int) -> list[dict[str, Any]]:
    """The runs of a cell as it is."""
    return cells()[number].runs(cells()[number].world)


@functools.cache
def found_in(number: int) -> dict[str, list[tuple[str, Any]]]:
    """The leaves of a cell's world, by the path that declares them."""
    return places(cells()[number].world)


def movement(knob: Declared) -> str:
    """What is first seen to move when the knob is turned, and where; nothing if it is dead."""
    for number, cell in enumerate(cells()):
        for path, value in found_in(number)[knob.path]:
            for other in knob.others(value, tuple(cell.world.state)):
                moved = _difference(number, path, other)
                if moved:
                    return f"cell {number}, {path}: {value} -> {other} moves {moved}"
    return ""


def _difference(number: int, path: str, value: Any) -> str:
    cell = cells()[number]
    return first_moved(baseline(number), cell.runs(changed(cell.world, {path: value})))


def first_moved(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> str:
    """What first differs between two sets of runs; nothing if they are the same."""
    for was, now in zip(before, after, strict=True):
        for name, shown in was.items():
            if shown != now.get(name):
                return name
    return ""


def test_every_cell_runs() -> None:
    """And somewhere force comes by council, by coalition, and alone."""
    outcomes = [run for number in range(len(cells())) for run in baseline(number)]
    routes = {row[7] for run in outcomes for name, row in run.items() if name.startswith("outcome of")}
    assert routes == {0, 1, 2}
    assert any(run["alone"] for run in outcomes)


@pytest.mark.parametrize("knob", KNOBS, ids=[leaf.path for leaf in KNOBS])
def test_every_declared_parameter_moves_something(knob: Declared) -> None:
    """Turned within its range, it changes a perception, a position, a vote, a day, a gate or a contingent."""
    assert movement(knob), f"{knob.path} is declared, but nothing that was tried moves any run"


def test_exempt_leaves_are_declared() -> None:
    """The list of exemptions names nothing that is gone."""
    assert set(EXEMPT) <= {leaf.path for leaf in declared()}


def test_recorded_outcomes_move_nothing() -> None:
    """No rule knows what happened."""
    cell = cells()[0]
    happened = {"rung": "force", "arrived": True, "decision_day": 1.0, "exit_day": 9.0, "contributions": {HOST: 5.0}}
    told = changed(cell.world, {f"{CRISIS_PATH}.recorded.outcomes": {ORGANIZATION: happened}})
    assert first_moved(baseline(0), cell.runs(told)) == ""


def test_names_as_printed_move_nothing() -> None:
    """Neither a state's, an organization's, a crisis' nor a theory's."""
    cell = cells()[0]
    names = {f"state.{HOST}.name": "X", f"organization.{ORGANIZATION}.name": "X"}
    names |= {f"{CRISIS_PATH}.title": "X", f"{THEORY_PATH}.title": "X"}
    assert first_moved(baseline(0), cell.runs(changed(cell.world, names))) == ""
