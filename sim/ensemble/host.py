"""The host in the compiled run: whether it asks today, and whom."""

import numpy as np

from sim.arrays import EMPTY, Arrays
from sim.compiled import phase, rule
from sim.draws import JUDGEMENT_OF_ORGANIZATION, JUDGEMENT_OF_STATE, bell_draw
from sim.ensemble.members import alone_utility, own_lean, perceive
from sim.ensemble.memory import GOING, OPENED, REQUESTED, WEIGHED, Memory
from sim.ensemble.troops import go_alone, in_time
from sim.record import ALONE, ASKED_ON, Record
from sim.rules.deployment import departure
from sim.rules.request import appeal, believed_chance, bilateral_chance, sounded
from sim.rules.severity import need, worsened

MODELLED, RECORDED, ASK_ALL = 0, 1, 2


@phase
def call(a: Arrays, d: int, day: int, row: int, key: np.uint64, r: Record, m: Memory) -> None:
    """The host calls at most one addressee a day; or calls as recorded; or calls all organizations."""
    mode = a.settings[0].mode
    if mode == RECORDED:
        _call_as_recorded(a, d, day, row, r, m)
    elif mode == ASK_ALL:
        if m.clock[OPENED] == day:
            for o in range(len(a.charters)):
                _ask(o, day, r, m)
    elif _weighs_a_call(a, d, day, row, r, m):
        m.clock[WEIGHED], m.weighed[0] = day, r.severity[row]
        perceive(a, d, day, row, r, m)
        _call_the_most_appealing(a, d, day, row, key, r, m)


@rule
def _weighs_a_call(a: Arrays, d: int, day: int, row: int, r: Record, m: Memory) -> bool:
    """Whether the host looks for help: first when the matter opens, then when a call has had its time without
    force on its way, and whenever it got worse.
    """
    p = a.parameters[d]
    if m.clock[OPENED] == EMPTY or r.severity[row] < p.calm or m.clock[GOING] == 1:
        return False
    if m.clock[REQUESTED] != EMPTY and day - m.clock[REQUESTED] < p.request_patience:
        return False
    if m.clock[WEIGHED] <= m.clock[REQUESTED]:
        return True
    return worsened(r.severity[row], m.weighed[0], p.rise_noticed, day, p.days_to_peak)


@rule
def _call_as_recorded(a: Arrays, d: int, day: int, row: int, r: Record, m: Memory) -> None:
    for o in range(len(a.charters)):
        if a.charters[o].requested_on == day:
            _ask(o, day, r, m)
    for k in range(len(a.addressees)):
        if a.addressees[k].requested_on == day:
            perceive(a, d, day, row, r, m)
            _ask_leader(a, d, k, day, row, r, m)


@phase
def _call_the_most_appealing(a: Arrays, d: int, day: int, row: int, key: np.uint64, r: Record, m: Memory) -> None:
    organizations = len(a.charters)
    best, chosen = 0.0, EMPTY
    for addressee in range(organizations + len(a.addressees)):
        if m.tried[addressee] == 1:
            continue
        if addressee < organizations:
            value = _appeal_of_organization(a, d, addressee, row, key, r)
        else:
            value = _appeal_of_leader(a, d, addressee - organizations, row, key, r)
        if value > best:
            best, chosen = value, addressee
    if chosen == EMPTY:
        return
    if chosen < organizations:
        _ask(chosen, day, r, m)
    else:
        _ask_leader(a, d, chosen - organizations, day, row, r, m)


@rule
def _appeal_of_organization(a: Arrays, d: int, o: int, row: int, key: np.uint64, r: Record) -> float:
    """What the host expects of asking organization `o`; it sounds out the leading states, or all if none leads.

    All leading states must favour force for a yes; without any, the share of members that do is the answer.
    """
    p, org, first = a.parameters[d], a.organizations[d, o], a.seat_offset[o]
    lead_first, lead_last = a.lead_offset[o], a.lead_offset[o + 1]
    led = False
    for k in range(lead_first, lead_last):
        if a.seat_state[first + a.lead_seat[k]] != a.settings[0].host:
            led = True
    asked, concern, favourable = 0, 0.0, 0
    for k in range(lead_last - lead_first if led else a.seat_offset[o + 1] - first):
        seat = first + (a.lead_seat[lead_first + k] if led else k)
        if a.seat_state[seat] != a.settings[0].host:
            asked += 1
            concern += r.threat[row, a.seat_state[seat]]
            if own_lean(a, d, o, seat, row, True, r) > 0.0:
                favourable += 1
    asked = max(asked, 1)
    inclination = favourable / asked
    if led and favourable < asked:
        inclination = 0.0
    chance = believed_chance(
        org.five_factors, concern / asked, p.concern_weight, org.hook, p.hook_in_belief, org.standing
    )
    chance = sounded(chance, inclination, p.sounding)
    noise = p.request_noise * bell_draw(key, JUDGEMENT_OF_ORGANIZATION, a.charters[o].identity)
    wanted = need(r.severity[row], p.uncovered)
    return appeal(wanted, chance, org.cover, org.price, p.self_reliance, a.request_weights[d], noise)


@rule
def _appeal_of_leader(a: Arrays, d: int, k: int, row: int, key: np.uint64, r: Record) -> float:
    """What the host expects of asking leading state `k` by itself."""
    p, leader, s = a.parameters[d], a.leaders[d, k], a.addressees[k].state
    able = 1.0 if leader.ready >= p.needed else 0.0
    chance = bilateral_chance(leader.tie, r.threat[row, s], able)
    chance = sounded(chance, 1.0 if alone_utility(a, d, k, row, r) > 0.0 else 0.0, p.sounding)
    noise = p.request_noise * bell_draw(key, JUDGEMENT_OF_STATE, a.state_id[s])
    wanted = need(r.severity[row], p.uncovered)
    return appeal(wanted, chance, 0.0, leader.price, p.self_reliance, a.request_weights[d], noise)


@rule
def _ask(o: int, day: int, r: Record, m: Memory) -> None:
    """The host calls organization `o`."""
    m.tried[o] = 1
    m.clock[REQUESTED] = day
    if m.clock[OPENED] == EMPTY:
        m.clock[OPENED] = day
    if r.outcome[o, ASKED_ON] == EMPTY:
        r.outcome[o, ASKED_ON] = day


@rule
def _ask_leader(a: Arrays, d: int, k: int, day: int, row: int, r: Record, m: Memory) -> None:
    """The host calls a leading state, which passes the call on to its organization, or decides alone."""
    p, addressee = a.parameters[d], a.addressees[k]
    m.tried[len(a.charters) + k] = 1
    m.clock[REQUESTED] = day
    if a.settings[0].passing_on == 1 and addressee.passes_to != EMPTY:
        _ask(addressee.passes_to, day, r, m)
        return
    willing = alone_utility(a, d, k, row, r) - p.alone_cost > p.abstention
    if a.settings[0].alone == 0 or not willing or a.leaders[d, k].ready < p.needed or r.solo[0] != EMPTY:
        return
    state = a.states[d, addressee.state]
    days = departure(state.readiness_days, 0.0, int(p.needed), state.presence)
    if not in_time(a, d, day, row, days, r):
        return
    go_alone(a, d, addressee.state, day, r)
    for o in range(len(a.charters)):
        for lead in range(a.lead_offset[o], a.lead_offset[o + 1]):
            if a.seat_state[a.seat_offset[o] + a.lead_seat[lead]] == addressee.state:
                r.outcome[o, ALONE] = 1
