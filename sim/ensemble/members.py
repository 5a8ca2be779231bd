"""Members in the compiled run: what they perceive, and where they stand on force."""

import numpy as np

from sim.arrays import EMPTY, Arrays
from sim.compiled import rule
from sim.draws import (
    OWN_PERCEPTION,
    RATIFICATION_DELAY,
    RATIFICATION_FAILURE,
    SHARED_PERCEPTION,
    bell_draw,
    uniform_draw,
)
from sim.ensemble.memory import SEEN, Memory
from sim.record import Record
from sim.rules.deployment import ratification_delay
from sim.rules.perception import influenced, own_perception, trusted_voice
from sim.rules.position import benefit, harm, intrusion, lean, missing_mandate, obligation, pressure, utility


@rule
def draw_tempers(a: Arrays, d: int, key: np.uint64, m: Memory) -> None:
    """What is drawn once per state and run: noise of perception, ratification at home."""
    p = a.parameters[d]
    shared = p.noise_shared * bell_draw(key, SHARED_PERCEPTION, 0)
    for s in range(len(a.state_id)):
        state, identity = a.states[d, s], a.state_id[s]
        m.tempers[s].noise = shared + p.noise_own * bell_draw(key, OWN_PERCEPTION, identity)
        m.tempers[s].delay = ratification_delay(
            uniform_draw(key, RATIFICATION_DELAY, identity), state.ratification_days
        )
        m.tempers[s].ratifies = uniform_draw(key, RATIFICATION_FAILURE, identity) >= state.ratification_failure


@rule
def perceive(a: Arrays, d: int, day: int, row: int, r: Record, m: Memory) -> None:
    """Every state's perception of today: first its own view, then what the trusted say."""
    if m.clock[SEEN] == day:
        return
    m.clock[SEEN] = day
    states = a.states[d]
    for s in range(len(a.state_id)):
        m.views[s] = own_perception(r.severity[row], states[s].vulnerability, m.tempers[s].noise)
    for s in range(len(a.state_id)):
        view, susceptibility = m.views[s], states[s].susceptibility
        if susceptibility > 0.0:
            first, last = a.trust_offset[s], a.trust_offset[s + 1]
            voice = trusted_voice(m.views, a.trusted[first:last], a.trust[d, first:last])
            view = influenced(view, voice, susceptibility)
        r.threat[row, s] = view


@rule
def own_lean(a: Arrays, d: int, o: int, seat: int, row: int, invited: bool, r: Record) -> float:
    """Where a member stands on force before anyone presses it."""
    p, org, mine, s = a.parameters[d], a.organizations[d, o], a.seats[d, seat], a.seat_state[seat]
    state = a.states[d, s]
    cover = org.hook if invited else org.hook_uninvited
    owed = obligation(org.duty, cover)
    good = benefit(r.threat[row, s], owed, mine.abandonment, 0.0, org.record, a.benefit_weights[d])
    deep = intrusion(p.mission_intrusion, p.consent, invited)
    bad = harm(deep, missing_mandate(cover), state.precedent, state.ties, mine.cost, a.harm_weights[d])
    return lean(good, bad)


@rule
def alone_utility(a: Arrays, d: int, k: int, row: int, r: Record) -> float:
    """Utility of force to leading state `k` asked by itself: no treaty binds or covers it, nobody presses it."""
    p, s = a.parameters[d], a.addressees[k].state
    state = a.states[d, s]
    good = benefit(r.threat[row, s], 0.0, 0.0, 0.0, 0.0, a.benefit_weights[d])
    deep = intrusion(p.mission_intrusion, p.consent, True)
    bad = harm(deep, 1.0, state.precedent, state.ties, a.leaders[d, k].cost, a.harm_weights[d])
    return utility(good, bad, 1.0)


@rule
def weigh(a: Arrays, d: int, o: int, row: int, invited: bool, r: Record, m: Memory) -> None:
    """Benefit and harm of force to every member: leading states first, then all under their pressure."""
    p, org = a.parameters[d], a.organizations[d, o]
    first, last = a.seat_offset[o], a.seat_offset[o + 1]
    lead_first, lead_last = a.lead_offset[o], a.lead_offset[o + 1]
    for k in range(lead_first, lead_last):
        m.leans[k] = own_lean(a, d, o, first + a.lead_seat[k], row, invited, r)
    cover = org.hook if invited else org.hook_uninvited
    owed, missing = obligation(org.duty, cover), missing_mandate(cover)
    deep = intrusion(p.mission_intrusion, p.consent, invited)
    for seat in range(first, last):
        s = a.seat_state[seat]
        own = EMPTY
        for k in range(lead_first, lead_last):
            if a.lead_seat[k] == seat - first:
                own = k - lead_first
        press = pressure(
            a.dependence[d, seat, : lead_last - lead_first],
            a.asymmetry[d, lead_first:lead_last],
            m.leans[lead_first:lead_last],
            own,
        )
        state, mine = a.states[d, s], a.seats[d, seat]
        r.benefit[row, seat] = benefit(
            r.threat[row, s], owed, mine.abandonment, press, org.record, a.benefit_weights[d]
        )
        r.harm[row, seat] = harm(deep, missing, state.precedent, state.ties, mine.cost, a.harm_weights[d])
