"""Counts: gates add up, troops add up, and neither chunks nor threads matter."""

import functools

import numpy as np
import pytest

from sim import ensemble
from sim.arrays import EMPTY, Case
from sim.ensemble.day import simulate_many
from sim.ensemble.memory import empty_memory
from sim.lowering import lower
from sim.record import (
    ALONE,
    ARRIVED,
    ARRIVED_ON,
    ASKED,
    ASKED_ON,
    BY_COALITION,
    COUNCIL,
    COUNCIL_ON,
    DECIDED_ON,
    HEGEMON,
    HOOK,
    LEFT_ON,
    RAISED_ON,
    ROUTE,
    RUNG,
    Record,
    empty_record,
)
from sim.rules.voting import FORCE
from sim.schema import DecisionRule, RequestMode
from sim.tally import Tally, empty_tally
from tests.sim.runs import Run
from tests.sim.worlds import CRISIS, ORGANIZATION, SECOND, THEORY, shipped, world

REPLICATIONS = 40
RULES = [rule.value for rule in DecisionRule]

crises = pytest.mark.parametrize("crisis", sorted(shipped().crisis))
rules = pytest.mark.parametrize("rule", RULES)


@functools.cache
def counted(crisis: str, rule: str, mode: str = "modelled") -> tuple[Case, Tally]:
    """A shipped crisis under one rule, three coding draws with ranges, run and counted."""
    case = Run(crisis, THEORY, rule, mode, seed=2, draw=0, replication=0, ranged=True).case()
    return case, ensemble.run(case, seed=2, replications=REPLICATIONS)


def records(case: Case, seed: int, draw: int, replications: int) -> list[Record]:
    """The records of the runs of one draw, one by one."""
    return [ensemble.trace(case, seed=seed, draw=draw, replication=k) for k in range(replications)]


def deferring() -> Case:
    """A league under its leading states' rule that leaves the field to a quicker pact, in some runs."""
    of = world(
        5,
        DecisionRule.LEADING_STATES,
        leading=1,
        pact=DecisionRule.SIMPLE_MAJORITY,
        changes={
            f"organization.{SECOND}.charter.founding.leading_consent": False,
            f"organization.{SECOND}.charter.founding.standing_aside": False,
            f"theory.{THEORY}.benefit.threat": 1.5,
            f"theory.{THEORY}.council.bargaining_days": 0.0,
        },
    )
    return lower(of, CRISIS, THEORY, [ORGANIZATION, SECOND], mode=RequestMode.ASK_ALL)


@crises
@rules
def test_gates_add_up(crisis: str, rule: str) -> None:
    """Each run passes all gates or dies at exactly one."""
    _, tally = counted(crisis, rule)
    everything = tally.passed[:, :, -1] + tally.first_shut.sum(axis=2)
    assert (everything == REPLICATIONS).all()
    cumulative = np.dstack([np.full_like(tally.force, REPLICATIONS), tally.passed])
    assert np.array_equal(-np.diff(cumulative, axis=2), tally.first_shut)


@crises
@rules
def test_who_passed_the_last_gate_came(crisis: str, rule: str) -> None:
    """Force by the requested route and the shares that died at each gate make all runs."""
    for mode in RequestMode:
        _, tally = counted(crisis, rule, mode.value)
        assert np.array_equal(tally.force - tally.coalition, tally.passed[:, :, -1]), mode


def test_who_passed_the_last_gate_came_even_if_it_might_defer() -> None:
    """A council that leaves the field to another has shut a gate, under every rule."""
    tally = ensemble.run(deferring(), seed=1, replications=500)
    assert (tally.force - tally.coalition).tolist() == tally.passed[:, :, -1].tolist()


@crises
@rules
def test_gates_three_ways_agree(crisis: str, rule: str) -> None:
    """A gate is lifted alone or shut first only where it is shut; what a rule does not have is absent."""
    case, tally = counted(crisis, rule)
    assert (tally.lifted <= tally.shut).all()
    assert (tally.first_shut <= tally.shut).all()
    assert (tally.shut + tally.absent <= REPLICATIONS).all()
    assert not tally.absent[:, :, [ASKED, HOOK, ARRIVED]].any()
    led_by_rule = rule == "leading_states"
    no_say = (np.diff(case.arrays.lead_offset) == 0) & (not led_by_rule)
    assert np.array_equal(tally.absent[:, :, HEGEMON], np.broadcast_to(no_say * REPLICATIONS, tally.force.shape))
    assert led_by_rule or not tally.absent[:, :, COUNCIL].any()


@crises
def test_nobody_comes_where_leading_states_decide_and_nobody_leads(crisis: str) -> None:
    """Nothing passes by default: an organization without a leading state cannot decide by theirs."""
    case, tally = counted(crisis, "leading_states")
    nobody = np.diff(case.arrays.lead_offset) == 0
    assert not tally.passed[:, nobody, HEGEMON].any()
    assert (tally.force[:, nobody] == tally.coalition[:, nobody]).all()


@crises
@rules
def test_every_run_takes_one_rung(crisis: str, rule: str) -> None:
    """The rungs make all runs, and the highest is force."""
    _, tally = counted(crisis, rule)
    assert (tally.rungs.sum(axis=2) == REPLICATIONS).all()
    assert np.array_equal(tally.rungs[:, :, FORCE], tally.force)


@crises
@rules
def test_contributions_sum_to_the_force(crisis: str, rule: str) -> None:
    """In each run with force the contingents make what the mission needs."""
    case, tally = counted(crisis, rule)
    needed = case.arrays.parameters["needed"].astype(np.int64)
    for place in range(len(case.organizations)):
        seats = slice(case.arrays.seat_offset[place], case.arrays.seat_offset[place + 1])
        assert tally.sent[:, seats].sum(axis=1).tolist() == (tally.force[:, place] * needed).tolist()
    assert (tally.joined <= REPLICATIONS).all()
    assert ((tally.joined > 0) == (tally.sent > 0)).all()


@crises
def test_contributions_sum_to_the_force_in_each_run(crisis: str) -> None:
    """Whatever the route, from the decision on; without one nobody sends anything."""
    case, _ = counted(crisis, "simple_majority", "ask_all")
    needed = int(case.arrays.parameters["needed"][1])
    for record in records(case, 2, 1, 20):
        for place, outcome in enumerate(record.outcome):
            seats = slice(case.arrays.seat_offset[place], case.arrays.seat_offset[place + 1])
            assert record.sent[seats].sum() == (needed if outcome[ROUTE] else 0)


@crises
@rules
def test_days_are_those_of_the_runs_they_count(crisis: str, rule: str) -> None:
    """Each arrival has one delay and one stay."""
    _, tally = counted(crisis, rule)
    assert np.array_equal(tally.arrived_after.sum(axis=2), tally.force)
    assert np.array_equal(tally.stayed.sum(axis=2), tally.force)
    assert (tally.decided_after.sum(axis=2) >= tally.force).all()


@crises
def test_a_tally_counts_its_runs(crisis: str) -> None:
    """Counted once more from the records: outcomes, gates, rungs, objections and delays."""
    case, tally = counted(crisis, "consensus")
    organizations = range(len(case.organizations))
    found = records(case, 2, 1, REPLICATIONS)
    outcome = np.array([record.outcome for record in found])  # (runs, O, 11)
    gates = np.array([record.gates for record in found])
    forced, asked = outcome[:, :, ARRIVED_ON] != EMPTY, outcome[:, :, ASKED_ON] != EMPTY
    expected = {
        "force": forced.sum(axis=0),
        "coalition": (forced & (outcome[:, :, ROUTE] == BY_COALITION)).sum(axis=0),
        "alone": outcome[:, :, ALONE].sum(axis=0),
        "requested": asked.sum(axis=0),
        "raised": ((outcome[:, :, RAISED_ON] != EMPTY) & ~asked).sum(axis=0),
        "shut": (gates == 0).sum(axis=0),
        "absent": (gates == EMPTY).sum(axis=0),
        "passed": (np.cumprod(gates != 0, axis=2) == 1).sum(axis=0),
        "lifted": ((gates == 0) & ((gates == 0).sum(axis=2, keepdims=True) == 1)).sum(axis=0),
        "objected": np.sum([record.objected for record in found], axis=0),
        "pivotal": np.sum([record.pivotal for record in found], axis=0),
    }
    for name, count in expected.items():
        assert count.tolist() == getattr(tally, name)[1].tolist(), name
    rungs = np.where(forced, FORCE, outcome[:, :, RUNG])
    decided = np.where(outcome[:, :, DECIDED_ON] == EMPTY, outcome[:, :, COUNCIL_ON], outcome[:, :, DECIDED_ON])
    start = np.maximum(outcome[:, :, ASKED_ON], 0)
    last = tally.stayed.shape[2] - 1
    for o in organizations:
        assert np.bincount(rungs[:, o], minlength=5).tolist() == tally.rungs[1, o].tolist()
        late = np.clip(decided[:, o] - start[:, o], 0, last)[decided[:, o] != EMPTY]
        assert np.bincount(late, minlength=last + 1).tolist() == tally.decided_after[1, o].tolist()
        left = outcome[:, o, LEFT_ON]
        stay = np.where(left == EMPTY, last, np.minimum(last, left - outcome[:, o, ARRIVED_ON]))[forced[:, o]]
        assert np.bincount(stay, minlength=last + 1).tolist() == tally.stayed[1, o].tolist()


@crises
def test_neither_threads_nor_chunks_change_a_count(crisis: str) -> None:
    """One thread or four, all runs at once or in two parts: the same tally."""
    case, tally = counted(crisis, "qualified_majority")
    for threads in (1, 4):
        again = ensemble.run(case, seed=2, replications=REPLICATIONS, threads=threads)
        assert all(np.array_equal(*pair) for pair in zip(tally, again, strict=True))
    parts = empty_tally(case.arrays)
    record, memory = empty_record(case.arrays, trace=False), empty_memory(case.arrays)
    for draw in (2, 0, 1):
        for first, last in ((25, REPLICATIONS), (0, 25)):
            simulate_many(case.arrays, draw, draw + 1, 2, first, last, record, memory, parts)
    assert all(np.array_equal(*pair) for pair in zip(tally, parts, strict=True))


def test_progress_is_told_once_for_each_draw() -> None:
    """For a progress bar."""
    case, _ = counted("kazakhstan_2022", "consensus")
    told: list[None] = []
    ensemble.run(case, seed=1, replications=1, on_draw=lambda: told.append(None))
    assert len(told) == len(case.arrays.draws)


def test_an_empty_tally_counts_nothing() -> None:
    """All its counts are whole numbers, and 0."""
    case, _ = counted("kazakhstan_2022", "consensus")
    for count in empty_tally(case.arrays):
        assert count.dtype == np.int64
        assert not count.any()
