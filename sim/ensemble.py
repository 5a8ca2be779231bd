"""The same day as in `sim.model`, compiled, a million times.

The phases stand in the order in which `CrisisModel.step` has them and call the same rules; given the same
keys both drivers fill the same record to the last bit.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from sim.arrays import EMPTY, Arrays, Bools, Case, Floats, Ints
from sim.compiled import rule
from sim.draws import (
    JUDGEMENT_OF_ORGANIZATION,
    JUDGEMENT_OF_STATE,
    OWN_PERCEPTION,
    RATIFICATION_DELAY,
    RATIFICATION_FAILURE,
    SHARED_PERCEPTION,
    bell_draw,
    run_key,
    uniform_draw,
)
from sim.record import (
    ALONE,
    ARRIVED,
    ARRIVED_ON,
    ASKED,
    ASKED_ON,
    BY_COALITION,
    BY_COUNCIL,
    COUNCIL,
    COUNCIL_ON,
    DECIDED_ON,
    EXIT_ON,
    HEGEMON,
    HOOK,
    LEFT_ON,
    NO_ROUTE,
    NO_SITTING,
    RAISED_ON,
    ROUTE,
    RUNG,
    SITTINGS,
    Record,
    empty_record,
)
from sim.rules.deployment import allot, arrival, departure, help_share, in_place, leaves_today, ratification_delay
from sim.rules.perception import influenced, own_perception, trusted_voice
from sim.rules.position import benefit, harm, intrusion, lean, pressure, utility, vote
from sim.rules.request import appeal, believed_chance, bilateral_chance, sounded
from sim.rules.severity import need, next_severity, still_on
from sim.rules.voting import (
    FORCE,
    LEADING_STATES,
    OFFER,
    STATEMENT,
    bargaining,
    leading_willing,
    objection_decides,
    passes,
    stands_by_silence,
)
from sim.tally import Tally, count, empty_tally

MODELLED, RECORDED, ASK_ALL = 0, 1, 2


class Memory(NamedTuple):
    """What a run must remember from one day to the next, and room to count votes in."""

    noise: Floats  # (S,)
    delay: Floats  # (S,) days of ratification at home
    ratifies: Ints  # (S,) 1 or 0
    days: Floats  # (M,) days from the decision until a contingent is in place
    last_sitting: Ints  # (O,)
    severity_then: Floats  # (O,) at the last sitting
    failures: Ints  # (O,) sittings that let no force through
    open_gates: Ints  # (O,) most gates open at a sitting so far, or -1
    called_then: Ints  # (O,) whether that sitting was called
    calm_days: Ints  # (O,)
    tried: Ints  # (O + L,) addressees already asked
    clock: Ints  # (3,) day the matter opened, day of the last request, force going anywhere yesterday
    leans: Floats  # (K,)
    cast: Ints  # (M,) votes with leading states counted as willing
    available: Floats  # (M,)
    sends: Bools  # (M,)
    sending: Ints  # (M,)
    arriving: Floats  # (M,)


OPENED, REQUESTED, GOING = range(3)


def empty_memory(arrays: Arrays) -> Memory:
    """Room for one run after another."""
    states, organizations, seats = len(arrays.state_id), len(arrays.charters), len(arrays.seat_state)
    return Memory(
        noise=np.zeros(states),
        delay=np.zeros(states),
        ratifies=np.zeros(states, dtype=np.int64),
        days=np.zeros(seats),
        last_sitting=np.zeros(organizations, dtype=np.int64),
        severity_then=np.zeros(organizations),
        failures=np.zeros(organizations, dtype=np.int64),
        open_gates=np.zeros(organizations, dtype=np.int64),
        called_then=np.zeros(organizations, dtype=np.int64),
        calm_days=np.zeros(organizations, dtype=np.int64),
        tried=np.zeros(organizations + len(arrays.leader), dtype=np.int64),
        clock=np.zeros(3, dtype=np.int64),
        leans=np.zeros(len(arrays.lead_seat)),
        cast=np.zeros(seats, dtype=np.int64),
        available=np.zeros(seats),
        sends=np.zeros(seats, dtype=np.bool_),
        sending=np.zeros(seats, dtype=np.int64),
        arriving=np.zeros(seats),
    )


@rule
def simulate(a: Arrays, d: int, seed: int, replication: int, r: Record, m: Memory) -> None:
    """One run of coding draw `a.draws[d]`, written to `r`."""
    p = a.parameters[d]
    horizon = a.settings[0].horizon
    key = run_key(seed, a.draws[d], replication)
    _begin(a, d, key, r, m)
    rows = len(r.severity)
    for day in range(horizon + 1):
        row, before = day % rows, (day - 1) % rows
        # 1 the crisis unfolds
        if day == 0:
            r.severity[row] = p.level
        else:
            r.severity[row] = next_severity(
                r.severity[before], day, p.days_to_peak, p.rise, p.decay, p.decay_helped, r.help[before]
            )
        severity = r.severity[row]
        if m.clock[OPENED] == EMPTY and (severity >= p.alarm or day >= p.days_to_peak):
            m.clock[OPENED] = day
        # 2 states perceive, then hear those they trust
        _perceive(a, d, day, row, before, r, m)
        # 3 the host decides whether to ask, and whom
        _call(a, d, day, row, key, r, m)
        # 4 councils sit
        m.clock[GOING] = _going(r)
        for o in range(len(a.charters)):
            r.rungs[row, o] = EMPTY
            for seat in range(a.seat_offset[o], a.seat_offset[o + 1]):
                r.votes[row, seat] = NO_SITTING
        for o in range(len(a.charters)):
            _sit(a, d, o, day, row, r, m)
        # 5 troops arrive, 6 and leave
        _deploy(a, d, day, row, r, m)
        r.last_day[0] = day
        if _finished(a, d, day, severity, r):
            break


@rule
def _begin(a: Arrays, d: int, key: np.uint64, r: Record, m: Memory) -> None:
    """Forget the last run; draw what is drawn once per run."""
    p = a.parameters[d]
    shared = p.noise_shared * bell_draw(key, SHARED_PERCEPTION, 0)
    for s in range(len(a.state_id)):
        state = a.states[d, s]
        m.noise[s] = shared + p.noise_own * bell_draw(key, OWN_PERCEPTION, a.state_id[s])
        m.delay[s] = ratification_delay(uniform_draw(key, RATIFICATION_DELAY, a.state_id[s]), state.ratification_days)
        m.ratifies[s] = uniform_draw(key, RATIFICATION_FAILURE, a.state_id[s]) >= state.ratification_failure
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
    m.last_sitting[:] = EMPTY
    m.failures[:] = 0
    m.open_gates[:] = EMPTY
    m.called_then[:] = 0
    m.calm_days[:] = 0
    m.tried[:] = 0
    m.clock[:] = EMPTY


@rule
def _perceive(a: Arrays, d: int, day: int, row: int, before: int, r: Record, m: Memory) -> None:
    """Every state's perception of today, reading what others perceived yesterday."""
    for s in range(len(a.state_id)):
        state = a.states[d, s]
        own = own_perception(r.severity[row], state.vulnerability, m.noise[s])
        if day > 0 and state.susceptibility > 0.0:
            first, last = a.trust_offset[s], a.trust_offset[s + 1]
            voice = trusted_voice(r.threat[before], a.trusted[first:last], a.trust[d, first:last])
            own = influenced(own, voice, state.susceptibility)
        r.threat[row, s] = own


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
def _call(a: Arrays, d: int, day: int, row: int, key: np.uint64, r: Record, m: Memory) -> None:
    """The host weighs its addressees and calls at most one a day; or calls as recorded; or calls all."""
    p = a.parameters[d]
    organizations = len(a.charters)
    mode = a.settings[0].mode
    if mode == RECORDED:
        for o in range(organizations):
            if a.charters[o].requested_on == day:
                _ask(o, day, r, m)
        for k in range(len(a.leader)):
            if a.leader_requested_on[k] == day:
                _ask_leader(a, d, k, day, row, r, m)
        return
    if mode == ASK_ALL:
        if m.clock[OPENED] == day:
            for o in range(organizations):
                _ask(o, day, r, m)
        return
    needed = need(r.severity[row], p.uncovered)
    if m.clock[OPENED] == EMPTY or r.severity[row] < p.calm or _going(r) == 1:
        return
    if m.clock[REQUESTED] != EMPTY and day - m.clock[REQUESTED] < p.request_patience:
        return
    best, chosen = 0.0, EMPTY
    for o in range(organizations):
        if m.tried[o] == 0:
            value = _appeal_of_organization(a, d, o, row, needed, key, r, m)
            if value > best:
                best, chosen = value, o
    for k in range(len(a.leader)):
        if m.tried[organizations + k] == 0:
            value = _appeal_of_leader(a, d, k, row, needed, key, r)
            if value > best:
                best, chosen = value, organizations + k
    if chosen == EMPTY:
        return
    if chosen < organizations:
        _ask(chosen, day, r, m)
    else:
        _ask_leader(a, d, chosen - organizations, day, row, r, m)


@rule
def _appeal_of_organization(
    a: Arrays, d: int, o: int, row: int, needed: float, key: np.uint64, r: Record, m: Memory
) -> float:
    """What the host expects of asking organization `o`."""
    p, org = a.parameters[d], a.organizations[d, o]
    first, lead_first, lead_last = a.seat_offset[o], a.lead_offset[o], a.lead_offset[o + 1]
    host = a.settings[0].host
    concern, inclination, asked = 0.0, 0.0, 0
    if lead_last > lead_first:
        inclination = 1.0
        for k in range(lead_first, lead_last):
            s = a.seat_state[first + a.lead_seat[k]]
            if s != host:
                asked += 1
                concern += r.threat[row, s]
                if _own_lean(a, d, o, s, first + a.lead_seat[k], row, True, r) <= 0.0:
                    inclination = 0.0
    else:
        for seat in range(first, a.seat_offset[o + 1]):
            s = a.seat_state[seat]
            if s != host:
                asked += 1
                concern += r.threat[row, s]
                if _own_lean(a, d, o, s, seat, row, True, r) > 0.0:
                    inclination += 1.0
        inclination = inclination / max(asked, 1)
    concern = concern / max(asked, 1)
    chance = believed_chance(org.five_factors, concern, org.hook, p.hook_in_belief, org.standing)
    chance = sounded(chance, inclination, p.sounding)
    noise = p.request_noise * bell_draw(key, JUDGEMENT_OF_ORGANIZATION, a.charters[o].identity)
    return appeal(needed, chance, org.cover, org.price, p.self_reliance, a.request_weights[d], noise)


@rule
def _appeal_of_leader(a: Arrays, d: int, k: int, row: int, needed: float, key: np.uint64, r: Record) -> float:
    """What the host expects of asking a leading state by itself."""
    p = a.parameters[d]
    s = a.leader[k]
    able = 1.0 if a.states[d, s].ready >= p.needed else 0.0
    chance = bilateral_chance(a.leader_tie[d, k], r.threat[row, s], able)
    inclination = 1.0 if _alone_utility(a, d, k, row, r) > 0.0 else 0.0
    chance = sounded(chance, inclination, p.sounding)
    noise = p.request_noise * bell_draw(key, JUDGEMENT_OF_STATE, a.state_id[s])
    return appeal(needed, chance, 0.0, a.leader_price[d, k], p.self_reliance, a.request_weights[d], noise)


@rule
def _alone_utility(a: Arrays, d: int, k: int, row: int, r: Record) -> float:
    """Utility of force to a leading state that was asked by itself: no treaty binds, nobody presses."""
    p = a.parameters[d]
    s = a.leader[k]
    good = benefit(r.threat[row, s], 0.0, 0.0, 0.0, a.benefit_weights[d])
    deep = intrusion(p.mission_intrusion, p.consent, True)
    bad = harm(deep, 1.0, a.states[d, s].precedent, a.states[d, s].ties, a.leader_cost[d, k], a.harm_weights[d])
    return utility(good, bad, 1.0)


@rule
def _own_lean(a: Arrays, d: int, o: int, s: int, seat: int, row: int, invited: bool, r: Record) -> float:
    """Where a member stands on force before anyone presses it."""
    p, org = a.parameters[d], a.organizations[d, o]
    good = benefit(r.threat[row, s], org.obligation, a.abandonment[d, seat], 0.0, a.benefit_weights[d])
    deep = intrusion(p.mission_intrusion, p.consent, invited)
    bad = harm(deep, org.missing, a.states[d, s].precedent, a.states[d, s].ties, a.cost[d, seat], a.harm_weights[d])
    return lean(good, bad)


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
    p = a.parameters[d]
    m.tried[len(a.charters) + k] = 1
    m.clock[REQUESTED] = day
    if a.settings[0].passing_on == 1 and a.passes_to[k] != EMPTY:
        _ask(a.passes_to[k], day, r, m)
        return
    s = a.leader[k]
    state = a.states[d, s]
    willing = _alone_utility(a, d, k, row, r) - p.alone_cost > p.abstention
    if a.settings[0].alone == 1 and willing and state.ready >= p.needed and r.solo[0] == EMPTY:
        _go_alone(a, d, s, day, r)
        for o in range(len(a.charters)):
            for lead in range(a.lead_offset[o], a.lead_offset[o + 1]):
                if a.seat_state[a.seat_offset[o] + a.lead_seat[lead]] == s:
                    r.outcome[o, ALONE] = 1


@rule
def _go_alone(a: Arrays, d: int, s: int, day: int, r: Record) -> None:
    """A state sends its own troops, as the organization of none."""
    state = a.states[d, s]
    days = departure(state.readiness_days, 0.0, int(a.parameters[d].needed), state.presence)
    r.solo[0] = s
    r.solo[1] = day
    r.solo[2] = day + int(np.ceil(days))


@rule
def _weigh(a: Arrays, d: int, o: int, row: int, invited: bool, r: Record, m: Memory) -> None:
    """Benefit and harm of force to every member: leading states first, then all under their pressure."""
    p, org = a.parameters[d], a.organizations[d, o]
    first, last = a.seat_offset[o], a.seat_offset[o + 1]
    lead_first, lead_last = a.lead_offset[o], a.lead_offset[o + 1]
    for k in range(lead_first, lead_last):
        seat = first + a.lead_seat[k]
        m.leans[k] = _own_lean(a, d, o, a.seat_state[seat], seat, row, invited, r)
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
        r.benefit[row, seat] = benefit(
            r.threat[row, s], org.obligation, a.abandonment[d, seat], press, a.benefit_weights[d]
        )
        state = a.states[d, s]
        r.harm[row, seat] = harm(deep, org.missing, state.precedent, state.ties, a.cost[d, seat], a.harm_weights[d])


@rule
def _cast_votes(a: Arrays, d: int, o: int, row: int, rung: int, invited: bool, r: Record, votes: Ints) -> None:
    """Every member's vote on a rung, into `votes` (all seats); the host backs its own call, else objects."""
    p = a.parameters[d]
    objection = p.abstention + (p.silence if a.charters[o].silence_procedure == 1 else 0.0)
    first = a.seat_offset[o]
    for seat in range(first, a.seat_offset[o + 1]):
        votes[seat] = vote(utility(r.benefit[row, seat], r.harm[row, seat], rung / FORCE), p.abstention, objection)
    if a.charters[o].host_seat != EMPTY:
        votes[first + a.charters[o].host_seat] = 1 if invited else -1


@rule
def _due(a: Arrays, d: int, o: int, day: int, row: int, r: Record, m: Memory) -> bool:
    """Whether the council sits today: on the call, when severity rose, or when its interval is over."""
    p = a.parameters[d]
    if m.clock[OPENED] == EMPTY or r.outcome[o, ROUTE] != NO_ROUTE or r.severity[row] < p.calm:
        return False
    if m.last_sitting[o] == EMPTY or r.outcome[o, ASKED_ON] == day:
        return True
    if r.severity[row] >= m.severity_then[o] + p.sitting_rise:
        return True
    return day - m.last_sitting[o] >= a.organizations[d, o].sitting_days


@rule
def _raised(a: Arrays, d: int, o: int, day: int, row: int, r: Record, m: Memory) -> bool:
    """Whether a member raises force without the host: nobody was called, patience ran out, it gains."""
    p = a.parameters[d]
    if a.settings[0].raising == 0 or m.clock[REQUESTED] != EMPTY:
        return False
    if day - m.clock[OPENED] < p.raising_patience:
        return False
    _weigh(a, d, o, row, False, r, m)
    for seat in range(a.seat_offset[o], a.seat_offset[o + 1]):
        if seat - a.seat_offset[o] != a.charters[o].host_seat:
            gain = utility(r.benefit[row, seat], r.harm[row, seat], 1.0)
            if gain > p.abstention:
                return True
    return False


@rule
def _plan(a: Arrays, d: int, o: int, willing: Ints, r: Record, m: Memory) -> float:
    """Days from a decision until the critical force of the willing is in place; infinite if too few.

    `willing` holds, for all seats, 1 where a member is willing. Fills `m.sending` and `m.arriving`.
    """
    p, org = a.parameters[d], a.organizations[d, o]
    first, last = a.seat_offset[o], a.seat_offset[o + 1]
    for seat in range(first, last):
        m.available[seat] = a.states[d, a.seat_state[seat]].ready
        m.sending[seat] = 0
        s = a.seat_state[seat]
        m.sends[seat] = willing[seat] > 0 and m.ratifies[s] == 1 and s != a.settings[0].host
    if not allot(m.available[first:last], m.sends[first:last], p.needed, p.token, m.sending[first:last]):
        return np.inf
    for seat in range(first, last):
        state = a.states[d, a.seat_state[seat]]
        m.arriving[seat] = departure(
            min(state.readiness_days, org.force_days),
            m.delay[a.seat_state[seat]],
            m.sending[seat],
            state.presence,
        )
    return arrival(m.arriving[first:last], m.sending[first:last], p.needed, p.critical)


@rule
def _in_time(a: Arrays, d: int, day: int, row: int, days: float, r: Record) -> bool:
    """Whether troops in place `days` from today find the crisis still on, as far as one can see today."""
    p = a.parameters[d]
    if day + days > a.settings[0].horizon:
        return False
    return still_on(r.severity[row], day, day + int(np.ceil(days)), p.days_to_peak, p.rise, p.decay, p.calm)


@rule
def _decide(a: Arrays, o: int, day: int, route: int, r: Record, m: Memory) -> None:
    """Force is decided: the contingents are fixed."""
    r.outcome[o, DECIDED_ON] = day
    r.outcome[o, ROUTE] = route
    for seat in range(a.seat_offset[o], a.seat_offset[o + 1]):
        r.sent[seat] = m.sending[seat]
        m.days[seat] = m.arriving[seat]


@rule
def _sit(a: Arrays, d: int, o: int, day: int, row: int, r: Record, m: Memory) -> None:
    """One sitting of one council: positions, votes, gates, the highest rung that passes."""
    if not _due(a, d, o, day, row, r, m):
        return
    p, charter, org = a.parameters[d], a.charters[o], a.organizations[d, o]
    first, last = a.seat_offset[o], a.seat_offset[o + 1]
    m.last_sitting[o] = day
    m.severity_then[o] = r.severity[row]
    r.outcome[o, SITTINGS] += 1
    asked = r.outcome[o, ASKED_ON] != EMPTY
    if not asked and r.outcome[o, RAISED_ON] == EMPTY and _raised(a, d, o, day, row, r, m):
        r.outcome[o, RAISED_ON] = day
    invited = asked or r.outcome[o, RAISED_ON] == EMPTY
    called = asked or not invited
    _weigh(a, d, o, row, invited, r, m)
    # the lower rungs
    deferring = a.settings[0].deference == 1 and m.clock[GOING] == 1
    ceiling = min(charter.highest_rung, FORCE - 1)
    if not called or deferring:
        ceiling = min(ceiling, OFFER)
    r.rungs[row, o] = _highest_lower_rung(a, d, o, row, ceiling, invited, r, m)
    r.outcome[o, RUNG] = max(r.outcome[o, RUNG], r.rungs[row, o])
    # force
    _cast_votes(a, d, o, row, FORCE, invited, r, r.votes[row])
    hook = charter.highest_rung == FORCE and (a.settings[0].hook_required == 0 or org.hook >= p.hook_threshold)
    leads = a.lead_seat[a.lead_offset[o] : a.lead_offset[o + 1]]
    hegemon = EMPTY
    if charter.leading_consent == 1:
        hegemon = 1 if leading_willing(r.votes[row, first:last], leads) else 0
    for seat in range(first, last):
        m.cast[seat] = r.votes[row, seat]
    if hegemon != EMPTY:
        for k in range(len(leads)):
            m.cast[first + leads[k]] = 1
    weights, parties, quorum = a.votes[first:last], a.party[first:last], org.quorum
    council = EMPTY
    if charter.decision_rule != LEADING_STATES:
        carried = passes(charter.decision_rule, m.cast[first:last], weights, parties, quorum)
        council = 1 if carried and not deferring else 0
    bargain = bargaining(m.cast[first:last], p.bargaining_days)
    days = bargain + _plan(a, d, o, m.cast, r, m)
    carry = 1 if _in_time(a, d, day, row, days, r) else 0
    _note_gates(a, d, o, hook, hegemon, council, carry, called, row, r, m)
    if not called or deferring:
        return
    let_through = hook and hegemon != 0 and council != 0
    if let_through:
        if r.outcome[o, COUNCIL_ON] == EMPTY:
            r.outcome[o, COUNCIL_ON] = day + bargain
        if carry == 1:
            r.rungs[row, o] = FORCE
            _decide(a, o, day + bargain, BY_COUNCIL, r, m)
        return
    m.failures[o] += 1
    if m.failures[o] >= a.settings[0].coalition_sittings:
        _coalition(a, d, o, day, row, r, m)


@rule
def _highest_lower_rung(
    a: Arrays, d: int, o: int, row: int, ceiling: int, invited: bool, r: Record, m: Memory
) -> int:
    """The highest rung below force that the council lets through; a statement passes by silence."""
    first, last = a.seat_offset[o], a.seat_offset[o + 1]
    charter = a.charters[o]
    for rung in range(ceiling, 0, -1):
        _cast_votes(a, d, o, row, rung, invited, r, m.cast)
        ballot = m.cast[first:last]
        if rung == STATEMENT:
            if stands_by_silence(ballot):
                return rung
        elif charter.decision_rule == LEADING_STATES:
            if leading_willing(ballot, a.lead_seat[a.lead_offset[o] : a.lead_offset[o + 1]]):
                return rung
        elif passes(
            charter.decision_rule, ballot, a.votes[first:last], a.party[first:last], a.organizations[d, o].quorum
        ):
            return rung
    return 0


@rule
def _note_gates(
    a: Arrays,
    d: int,
    o: int,
    hook: bool,
    hegemon: int,
    council: int,
    carry: int,
    called: bool,
    row: int,
    r: Record,
    m: Memory,
) -> None:
    """Keep the gates of the sitting that got furthest; a called sitting outweighs one held in thought."""
    opened = (1 if hook else 0) + (hegemon != 0) + (council != 0) + carry
    if called and m.called_then[o] == 0:
        m.open_gates[o] = EMPTY
        m.called_then[o] = 1
    if opened <= m.open_gates[o]:
        return
    m.open_gates[o] = opened
    r.gates[o, ASKED] = 1 if called else 0
    r.gates[o, HOOK] = 1 if hook else 0
    r.gates[o, HEGEMON] = hegemon
    r.gates[o, COUNCIL] = council
    r.gates[o, ARRIVED] = carry
    first, last = a.seat_offset[o], a.seat_offset[o + 1]
    for seat in range(first, last):
        r.objected[seat] = 1 if r.votes[row, seat] < 0 else 0
        r.pivotal[seat] = objection_decides(
            a.charters[o].decision_rule,
            r.votes[row, first:last],
            a.votes[first:last],
            a.party[first:last],
            a.organizations[d, o].quorum,
            seat - first,
        )


@rule
def _coalition(a: Arrays, d: int, o: int, day: int, row: int, r: Record, m: Memory) -> None:
    """Past its council: the ablest willing member leads others in the organization's name, or goes alone."""
    p = a.parameters[d]
    first, last = a.seat_offset[o], a.seat_offset[o + 1]
    carrier, joined, others = EMPTY, 0, 0
    for seat in range(first, last):
        m.cast[seat] = 0
        s = a.seat_state[seat]
        if s == a.settings[0].host:
            continue
        others += 1
        gain = utility(r.benefit[row, seat], r.harm[row, seat], 1.0) - p.coalition_cost
        if gain > p.abstention:
            m.cast[seat] = 1
            joined += 1
            if carrier == EMPTY or a.states[d, s].ready > a.states[d, a.seat_state[carrier]].ready:
                carrier = seat
    if carrier == EMPTY:
        return
    if a.settings[0].coalition == 1 and a.charters[o].highest_rung == FORCE and joined - 1 >= p.join * (others - 1):
        days = _plan(a, d, o, m.cast, r, m)
        if _in_time(a, d, day, row, days, r):
            r.rungs[row, o] = FORCE
            _decide(a, o, day, BY_COALITION, r, m)
            return
    lone = utility(r.benefit[row, carrier], r.harm[row, carrier], 1.0) - p.coalition_cost - p.alone_cost
    s = a.seat_state[carrier]
    state = a.states[d, s]
    if a.settings[0].alone == 0 or lone <= p.abstention or state.ready < p.needed or r.solo[0] != EMPTY:
        return
    if _in_time(a, d, day, row, departure(state.readiness_days, 0.0, int(p.needed), state.presence), r):
        _go_alone(a, d, s, day, r)
        r.outcome[o, ALONE] = 1


@rule
def _deploy(a: Arrays, d: int, day: int, row: int, r: Record, m: Memory) -> None:
    """Contingents come into place, help, and leave when calm holds."""
    p = a.parameters[d]
    severity = r.severity[row]
    help = 0.0
    for o in range(len(a.charters)):
        if r.outcome[o, ROUTE] == NO_ROUTE or day < r.outcome[o, DECIDED_ON]:
            continue
        first, last = a.seat_offset[o], a.seat_offset[o + 1]
        troops = in_place(m.days[first:last], r.sent[first:last], day - r.outcome[o, DECIDED_ON])
        if (
            r.outcome[o, ARRIVED_ON] == EMPTY
            and r.outcome[o, LEFT_ON] == EMPTY
            and troops >= int(p.critical * p.needed)
        ):
            if severity >= p.calm:
                r.outcome[o, ARRIVED_ON] = day
            else:  # too late: the crisis ended while they were on the way
                r.outcome[o, LEFT_ON] = day
                r.gates[o, ARRIVED] = 0
        if r.outcome[o, LEFT_ON] != EMPTY and day >= r.outcome[o, LEFT_ON]:
            continue
        help += help_share(troops, p.needed)
        if r.outcome[o, ARRIVED_ON] != EMPTY and r.outcome[o, EXIT_ON] == EMPTY:
            m.calm_days[o] = m.calm_days[o] + 1 if leaves_today(severity, p.calm, p.impatience) else 0
            if m.calm_days[o] >= p.calm_days:
                r.outcome[o, EXIT_ON] = day
                r.outcome[o, LEFT_ON] = day + int(np.ceil(p.withdrawal_days))
    if r.solo[0] != EMPTY and day >= r.solo[2] and severity >= p.calm:
        help += 1.0
    r.help[row] = min(1.0, help)


@rule
def _finished(a: Arrays, d: int, day: int, severity: float, r: Record) -> bool:
    """Whether nothing can change any more: the crisis is over and nobody is on the way or waiting to leave."""
    p = a.parameters[d]
    if day < p.days_to_peak or severity >= p.calm:
        return False
    for o in range(len(a.charters)):
        if r.outcome[o, ROUTE] != NO_ROUTE and r.outcome[o, LEFT_ON] == EMPTY:
            return False
    return True


@rule
def simulate_many(
    a: Arrays, d: int, seed: int, first: int, last: int, record: Record, memory: Memory, tally: Tally
) -> None:
    """Replications `first` to `last - 1` of coding draw `a.draws[d]`, counted into `tally`."""
    for replication in range(first, last):
        simulate(a, d, seed, replication, record, memory)
        count(a, d, record, tally)


def run(
    case: Case,
    *,
    seed: int,
    replications: int,
    threads: int = 2,
    on_draw: Callable[[], None] | None = None,
) -> Tally:
    """Run every coding draw of a case `replications` times and count what happened.

    The work is shared among threads by coding draw; neither their number nor their order changes a bit.
    `on_draw` is called after each finished draw, for a progress bar.
    """
    arrays = case.arrays
    tally = empty_tally(arrays)

    def one(d: int) -> None:
        simulate_many(arrays, d, seed, 0, replications, empty_record(arrays, False), empty_memory(arrays), tally)
        if on_draw is not None:
            on_draw()

    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(one, range(len(arrays.draws))):
            pass
    return tally


def trace(case: Case, *, seed: int, draw: int, replication: int) -> Record:
    """The record of one run, day by day; `draw` is a place in the case's coding draws."""
    record = empty_record(case.arrays, True)
    simulate(case.arrays, draw, seed, replication, record, empty_memory(case.arrays))
    return record
