"""One compiled run: the phases of a day in the order in which `CrisisModel.step` has them."""

from sim.arrays import EMPTY, Arrays
from sim.compiled import phase, rule
from sim.draws import run_key
from sim.ensemble.council import sit
from sim.ensemble.host import MODELLED, RECORDED, call
from sim.ensemble.members import draw_tempers, perceive
from sim.ensemble.memory import GOING, OPENED, REQUESTED, WEIGHED, Memory
from sim.ensemble.troops import deploy
from sim.record import (
    ALONE,
    ASKED_ON,
    LEFT_ON,
    NO_ROUTE,
    NO_SITTING,
    RAISED_ON,
    ROUTE,
    RUNG,
    SITTINGS,
    Record,
)
from sim.rules.severity import next_severity
from sim.tally import Tally, count


@phase
def simulate(a: Arrays, d: int, seed: int, replication: int, r: Record, m: Memory) -> None:
    """One run of coding draw `a.draws[d]`, written to `r`.

    Without a trace (one row), states perceive only on days when somebody looks, and the run ends when all is
    settled.
    """
    key = run_key(seed, a.draws[d], replication)
    _forget(r, m)
    draw_tempers(a, d, key, m)
    rows = len(r.severity)
    for day in range(a.settings[0].horizon + 1):
        row, before = day % rows, (day - 1) % rows
        _unfold(a, d, day, row, before, r, m)
        if rows > 1:
            perceive(a, d, day, row, r, m)
        call(a, d, day, row, key, r, m)
        for o in range(len(a.charters)):
            sit(a, d, o, day, row, r, m)
        deploy(a, d, day, row, r, m)
        m.clock[GOING] = _going(r)
        r.last_day[0] = day
        if _finished(a, d, day, row, r) or (rows == 1 and _settled(a, d, day, r, m)):
            break


@rule
def simulate_many(
    a: Arrays,
    first_draw: int,
    last_draw: int,
    seed: int,
    first: int,
    last: int,
    record: Record,
    memory: Memory,
    tally: Tally,
) -> None:
    """Replications `first` to `last - 1` of the coding draws in places `first_draw` to `last_draw - 1`, counted."""
    for d in range(first_draw, last_draw):
        for replication in range(first, last):
            simulate(a, d, seed, replication, record, memory)
            count(a, d, record, tally)


@rule
def _forget(r: Record, m: Memory) -> None:
    """Clear what the last run left."""
    r.outcome[:] = EMPTY
    r.outcome[:, ROUTE] = NO_ROUTE
    r.outcome[:, RUNG] = 0
    r.outcome[:, ALONE] = 0
    r.outcome[:, SITTINGS] = 0
    r.gates[:] = 0
    r.objected[:] = 0
    r.pivotal[:] = 0
    r.sent[:] = 0
    r.solo[:] = EMPTY
    r.help[:] = 0.0
    r.votes[:] = NO_SITTING
    r.rungs[:] = EMPTY
    for o in range(len(m.councils)):
        m.councils[o].last_sitting = EMPTY
        m.councils[o].called_sittings = 0
        m.councils[o].failures = 0
        m.councils[o].open_gates = EMPTY
        m.councils[o].called_then = 0
        m.councils[o].calm_days = 0
    m.tried[:] = 0
    m.clock[:] = EMPTY
    m.clock[GOING] = 0


@rule
def _unfold(a: Arrays, d: int, day: int, row: int, before: int, r: Record, m: Memory) -> None:
    """Today's severity; the matter opens when it alarms, at the latest at its height."""
    p = a.parameters[d]
    if day == 0:
        r.severity[row] = p.level
    else:
        r.severity[row] = next_severity(
            r.severity[before], day, p.days_to_peak, p.rise, p.decay, p.decay_helped, r.help[before]
        )
    if m.clock[OPENED] == EMPTY and (r.severity[row] >= p.alarm or day >= p.days_to_peak):
        m.clock[OPENED] = day


@rule
def _going(r: Record) -> int:
    """1 if any organization or state has decided on force."""
    if r.solo[0] != EMPTY:
        return 1
    for o in range(len(r.outcome)):
        if r.outcome[o, ROUTE] != NO_ROUTE:
            return 1
    return 0


@rule
def _finished(a: Arrays, d: int, day: int, row: int, r: Record) -> bool:
    """Whether nothing can change any more: the crisis is over and no troops are on the way or still there."""
    p = a.parameters[d]
    if day < p.days_to_peak or r.severity[row] >= p.calm:
        return False
    for o in range(len(a.charters)):
        left_on = r.outcome[o, LEFT_ON]
        if r.outcome[o, ROUTE] != NO_ROUTE and (left_on == EMPTY or day < left_on):
            return False
    return True


@rule
def _settled(a: Arrays, d: int, day: int, r: Record, m: Memory) -> bool:
    """Whether no outcome can change any more, though the crisis goes on.

    Past its height things do not get worse again, so nobody looks anew: the host has weighed a call since its
    last one, no member can still raise the matter, no council has it on its agenda, and no force goes.
    """
    p, mode = a.parameters[d], a.settings[0].mode
    if day < p.days_to_peak or m.clock[GOING] == 1:
        return False
    if mode == MODELLED and m.clock[WEIGHED] <= m.clock[REQUESTED]:
        return False
    if mode == RECORDED and _call_to_come(a, day):
        return False
    if a.settings[0].raising == 1 and m.clock[REQUESTED] == EMPTY and day < m.clock[OPENED] + p.raising_patience:
        return False
    for o in range(len(a.charters)):
        called = r.outcome[o, ASKED_ON] != EMPTY or r.outcome[o, RAISED_ON] != EMPTY
        if called and m.councils[o].called_sittings < a.settings[0].sittings:
            return False
    return True


@rule
def _call_to_come(a: Arrays, day: int) -> bool:
    """Whether the record has a call after `day`."""
    for o in range(len(a.charters)):
        if a.charters[o].requested_on > day:
            return True
    for k in range(len(a.addressees)):
        if a.addressees[k].requested_on > day:
            return True
    return False
