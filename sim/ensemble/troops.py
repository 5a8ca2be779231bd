"""Troops in the compiled run: plans, arrivals, help, exit."""

import numpy as np

from sim.arrays import EMPTY, Arrays
from sim.compiled import phase, rule
from sim.ensemble.memory import Memory
from sim.record import ARRIVED, ARRIVED_ON, DECIDED_ON, EXIT_ON, LEFT_ON, NO_ROUTE, ROUTE, Record
from sim.rules.deployment import allot, arrival, departure, help_share, in_place, leaves_today
from sim.rules.severity import still_on


@rule
def plan(a: Arrays, d: int, o: int, m: Memory) -> float:
    """Days from a decision until the critical force of those that vote aye in `m.ballot` is in place.

    Infinite if they have too few troops. Fills `m.sending` and `m.arriving`.
    """
    p, org = a.parameters[d], a.organizations[d, o]
    first, last = a.seat_offset[o], a.seat_offset[o + 1]
    for seat in range(first, last):
        s = a.seat_state[seat]
        m.available[seat] = a.seats[d, seat].ready
        m.sends[seat] = m.ballot[seat] > 0 and m.tempers[s].ratifies == 1 and s != a.settings[0].host
    if not allot(m.available[first:last], m.sends[first:last], p.needed, p.token, m.sending[first:last]):
        return np.inf
    for seat in range(first, last):
        s = a.seat_state[seat]
        state = a.states[d, s]
        ready_in = min(state.readiness_days, org.force_days)
        m.arriving[seat] = departure(ready_in, m.tempers[s].delay, m.sending[seat], state.presence)
    return arrival(m.arriving[first:last], m.sending[first:last], p.needed, p.critical)


@rule
def in_time(a: Arrays, d: int, day: int, row: int, days: float, r: Record) -> bool:
    """Whether troops in place `days` from today find the crisis still on, as far as one can see today."""
    p = a.parameters[d]
    if day + days > a.settings[0].horizon:
        return False
    until = day + int(np.ceil(days))
    return still_on(r.severity[row], day, until, p.days_to_peak, p.rise, p.decay, p.calm)


@rule
def decide(a: Arrays, o: int, day: int, route: int, r: Record, m: Memory) -> None:
    """Force is decided as of `day`: the contingents of the last plan are fixed."""
    r.outcome[o, DECIDED_ON] = day
    r.outcome[o, ROUTE] = route
    for seat in range(a.seat_offset[o], a.seat_offset[o + 1]):
        r.sent[seat] = m.sending[seat]
        m.days[seat] = m.arriving[seat]


@rule
def go_alone(a: Arrays, d: int, s: int, day: int, r: Record) -> None:
    """A state sends its own troops, in no organization's name."""
    state = a.states[d, s]
    days = departure(state.readiness_days, 0.0, int(a.parameters[d].needed), state.presence)
    r.solo[0] = s
    r.solo[1] = day
    r.solo[2] = day + int(np.ceil(days))


@phase
def deploy(a: Arrays, d: int, day: int, row: int, r: Record, m: Memory) -> None:
    """Contingents come into place, help, and leave when calm holds."""
    p, severity = a.parameters[d], r.severity[row]
    help = 0.0
    for o in range(len(a.charters)):
        if r.outcome[o, ROUTE] == NO_ROUTE or day < r.outcome[o, DECIDED_ON]:
            continue
        first, last = a.seat_offset[o], a.seat_offset[o + 1]
        troops = in_place(m.days[first:last], r.sent[first:last], day - r.outcome[o, DECIDED_ON])
        waiting = r.outcome[o, ARRIVED_ON] == EMPTY and r.outcome[o, LEFT_ON] == EMPTY
        if waiting and troops >= int(p.critical * p.needed):
            if severity >= p.calm:
                r.outcome[o, ARRIVED_ON] = day
            else:  # too late: the crisis ended while they were on the way
                r.outcome[o, LEFT_ON] = day
                r.gates[o, ARRIVED] = 0
        if r.outcome[o, LEFT_ON] != EMPTY and day >= r.outcome[o, LEFT_ON]:
            continue
        help += help_share(troops, p.needed)
        if r.outcome[o, ARRIVED_ON] != EMPTY and r.outcome[o, EXIT_ON] == EMPTY:
            calm = leaves_today(severity, p.calm, p.impatience)
            m.councils[o].calm_days = m.councils[o].calm_days + 1 if calm else 0
            if calm and m.councils[o].calm_days >= p.calm_days:
                r.outcome[o, EXIT_ON] = day
                r.outcome[o, LEFT_ON] = day + int(np.ceil(p.withdrawal_days))
    if r.solo[0] != EMPTY and day >= r.solo[2] and severity >= p.calm:
        help += 1.0
    r.help[row] = min(1.0, help)
