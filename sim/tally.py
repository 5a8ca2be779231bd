"""Counts over runs: whole numbers only, so that their sum does not depend on order, chunks or workers."""

from typing import NamedTuple

import numpy as np

from sim.arrays import EMPTY, Arrays, Ints
from sim.compiled import rule
from sim.record import (
    ALONE,
    ARRIVED_ON,
    ASKED_ON,
    BY_COALITION,
    COUNCIL_ON,
    DECIDED_ON,
    LEFT_ON,
    RAISED_ON,
    ROUTE,
    RUNG,
    Record,
)
from sim.rules.voting import FORCE

GATE_COUNT = 5


class Tally(NamedTuple):
    """Counts by coding draw D, organization O, seat M, gate, rung and day T (horizon + 1)."""

    runs: Ints  # (D,)
    force: Ints  # (D, O) force chosen and arrived in time, by any of its own routes
    coalition: Ints  # (D, O) of these, past the council
    alone: Ints  # (D, O) a member went alone
    passed: Ints  # (D, O, 5) passed this gate and all before it
    shut: Ints  # (D, O, 5) this gate shut, whatever the others
    first_shut: Ints  # (D, O, 5) this gate the first one shut
    lifted: Ints  # (D, O, 5) this gate the only one shut
    absent: Ints  # (D, O, 5) no such gate under the rule
    rungs: Ints  # (D, O, 5) highest rung delivered
    first_asked: Ints  # (D, O) the first addressee of the host
    requested: Ints  # (D, O) asked by the host, or on a leading state's passing on
    raised: Ints  # (D, O) raised by a member, never asked
    decided_after: Ints  # (D, O, T) days from the request to the decision
    arrived_after: Ints  # (D, O, T) days from the request to the arrival
    stayed: Ints  # (D, O, T) days from the arrival until all were out; the last column: still there
    sent: Ints  # (D, M) persons, over runs with force
    joined: Ints  # (D, M) runs with force to which the member contributed
    objected: Ints  # (D, M) runs in which it objected to force at the recorded sitting
    pivotal: Ints  # (D, M) runs in which its no alone stopped force there


def empty_tally(arrays: Arrays, *, days: bool = True) -> Tally:
    """A tally of nothing yet; without `days`, histograms of days have one column, of all runs."""
    draws, organizations, seats = len(arrays.draws), len(arrays.charters), len(arrays.seat_state)
    columns = int(arrays.settings["horizon"][0]) + 1 if days else 1
    one = (draws, organizations)

    def zeros(*shape: int) -> Ints:
        return np.zeros(shape, dtype=np.int64)

    return Tally(
        runs=zeros(draws),
        force=zeros(*one),
        coalition=zeros(*one),
        alone=zeros(*one),
        passed=zeros(*one, GATE_COUNT),
        shut=zeros(*one, GATE_COUNT),
        first_shut=zeros(*one, GATE_COUNT),
        lifted=zeros(*one, GATE_COUNT),
        absent=zeros(*one, GATE_COUNT),
        rungs=zeros(*one, FORCE + 1),
        first_asked=zeros(*one),
        requested=zeros(*one),
        raised=zeros(*one),
        decided_after=zeros(*one, columns),
        arrived_after=zeros(*one, columns),
        stayed=zeros(*one, columns),
        sent=zeros(draws, seats),
        joined=zeros(draws, seats),
        objected=zeros(draws, seats),
        pivotal=zeros(draws, seats),
    )


@rule
def count(a: Arrays, d: int, r: Record, t: Tally) -> None:
    """Add one run to the tally."""
    days = t.stayed.shape[2]
    t.runs[d] += 1
    earliest, many = EMPTY, 0
    for o in range(len(a.charters)):
        asked_on = r.outcome[o, ASKED_ON]
        if asked_on != EMPTY and (earliest == EMPTY or asked_on < earliest):
            earliest, many = asked_on, o
    if earliest != EMPTY:
        t.first_asked[d, many] += 1
    for o in range(len(a.charters)):
        _count_gates(d, o, r, t)
        forced = r.outcome[o, ARRIVED_ON] != EMPTY
        t.force[d, o] += forced
        t.coalition[d, o] += forced and r.outcome[o, ROUTE] == BY_COALITION
        t.alone[d, o] += r.outcome[o, ALONE]
        t.rungs[d, o, FORCE if forced else r.outcome[o, RUNG]] += 1
        asked = r.outcome[o, ASKED_ON] != EMPTY
        t.requested[d, o] += asked
        t.raised[d, o] += r.outcome[o, RAISED_ON] != EMPTY and not asked
        start = max(0, r.outcome[o, ASKED_ON])
        decided = r.outcome[o, DECIDED_ON]
        if decided == EMPTY:
            decided = r.outcome[o, COUNCIL_ON]
        if decided != EMPTY:
            t.decided_after[d, o, min(days - 1, max(0, decided - start))] += 1
        if forced:
            arrived = r.outcome[o, ARRIVED_ON]
            t.arrived_after[d, o, min(days - 1, max(0, arrived - start))] += 1
            left = r.outcome[o, LEFT_ON]
            t.stayed[d, o, days - 1 if left == EMPTY else min(days - 1, left - arrived)] += 1
        for seat in range(a.seat_offset[o], a.seat_offset[o + 1]):
            t.objected[d, seat] += r.objected[seat]
            t.pivotal[d, seat] += r.pivotal[seat]
            if forced:
                t.sent[d, seat] += r.sent[seat]
                t.joined[d, seat] += r.sent[seat] > 0


@rule
def _count_gates(d: int, o: int, r: Record, t: Tally) -> None:
    """Each gate three ways: cumulative, marginal, and whether lifting it alone opens the way."""
    shut, first, only = 0, EMPTY, EMPTY
    for gate in range(GATE_COUNT):
        state = r.gates[o, gate]
        if state == EMPTY:
            t.absent[d, o, gate] += 1
        elif state == 0:
            t.shut[d, o, gate] += 1
            shut += 1
            only = gate
            if first == EMPTY:
                first = gate
                t.first_shut[d, o, gate] += 1
        if first == EMPTY:
            t.passed[d, o, gate] += 1
    if shut == 1:
        t.lifted[d, o, only] += 1
