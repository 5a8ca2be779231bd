"""One compiled run: the phases of a day in the order in which `CrisisModel.step` has them."""

from sim.arrays import EMPTY, Arrays
from sim.compiled import rule
from sim.draws import run_key
from sim.ensemble.council import sit
from sim.ensemble.host import call
from sim.ensemble.members import draw_tempers, perceive
from sim.ensemble.memory import GOING, OPENED, Memory
from sim.ensemble.troops import deploy
from sim.record import ALONE, LEFT_ON, NO_ROUTE, ROUTE, RUNG, SITTINGS, Record
from sim.rules.severity import next_severity
from sim.tally import Tally, count


@rule
def simulate(a: Arrays, d: int, seed: int, replication: int, r: Record, m: Memory) -> None:
    """One run of coding draw `a.draws[d]`, written to `r`."""
    key = run_key(seed, a.draws[d], replication)
    _forget(r, m)
    draw_tempers(a, d, key, m)
    rows = len(r.severity)
    for day in range(a.settings[0].horizon + 1):
        row, before = day % rows, (day - 1) % rows
        _unfold(a, d, day, row, before, r, m)
        perceive(a, d, day, row, before, r, m)
        call(a, d, day, row, key, r, m)
        for o in range(len(a.charters)):
            sit(a, d, o, day, row, r, m)
        deploy(a, d, day, row, r, m)
        m.clock[GOING] = _going(r)
        r.last_day[0] = day
        if _finished(a, d, day, row, r):
            break


@rule
def simulate_many(
    a: Arrays, d: int, seed: int, first: int, last: int, record: Record, memory: Memory, tally: Tally
) -> None:
    """Replications `first` to `last - 1` of coding draw `a.draws[d]`, counted into `tally`."""
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
    for o in range(len(m.councils)):
        m.councils[o].last_sitting = EMPTY
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
