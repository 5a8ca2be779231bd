"""Councils in the compiled run: when they sit, what passes, which gates are open, who goes past them."""

from sim.arrays import EMPTY, Arrays
from sim.compiled import phase, rule
from sim.ensemble.members import perceive, weigh
from sim.ensemble.memory import GOING, OPENED, REQUESTED, Memory
from sim.ensemble.troops import decide, go_alone, in_time, plan
from sim.record import (
    ALONE,
    ARRIVED,
    ASKED,
    ASKED_ON,
    BY_COALITION,
    BY_COUNCIL,
    COUNCIL,
    COUNCIL_ON,
    HEGEMON,
    HOOK,
    NO_ROUTE,
    RAISED_ON,
    ROUTE,
    RUNG,
    SITTINGS,
    Record,
)
from sim.rules.deployment import departure
from sim.rules.position import relief, utility, vote
from sim.rules.severity import worsened
from sim.rules.voting import (
    FORCE,
    LEADING_STATES,
    OFFER,
    STATEMENT,
    bargaining,
    leading_object,
    leading_willing,
    passes,
    stands_by_silence,
    vetoes,
)


@phase
def sit(a: Arrays, d: int, o: int, day: int, row: int, r: Record, m: Memory) -> None:
    """One day of one council: it sits if that is due, takes the highest rung that passes, and notes its gates.

    A council that nobody called sits in thought: it may make a statement or an offer of its own motion, and
    its gates for force are noted as if it had been called.
    """
    if not _due(a, d, o, day, row, r, m):
        return
    perceive(a, d, day, row, r, m)
    m.councils[o].last_sitting = day
    m.councils[o].severity_then = r.severity[row]
    r.outcome[o, SITTINGS] += 1
    asked = r.outcome[o, ASKED_ON] != EMPTY
    if not asked and r.outcome[o, RAISED_ON] == EMPTY and _raised(a, d, o, day, row, r, m):
        r.outcome[o, RAISED_ON] = day
    invited = asked or r.outcome[o, RAISED_ON] == EMPTY
    weigh(a, d, o, row, invited, r, m)
    called = asked or not invited
    m.councils[o].called_sittings += called
    deferring = a.settings[0].deference == 1 and m.clock[GOING] == 1
    _take_lower_rung(a, d, o, row, called and not deferring, invited, r, m)
    _consider_force(a, d, o, day, row, called, deferring, invited, r, m)


@rule
def _due(a: Arrays, d: int, o: int, day: int, row: int, r: Record, m: Memory) -> bool:
    """Whether the council sits today.

    It does when the matter opens, on the call, and when it got worse; on a call it then keeps the matter on its
    agenda, at its interval and for so many sittings; without one it looks again when members may raise it.
    """
    p, council = a.parameters[d], m.councils[o]
    if m.clock[OPENED] == EMPTY or r.outcome[o, ROUTE] != NO_ROUTE or r.severity[row] < p.calm:
        return False
    if council.last_sitting == EMPTY or r.outcome[o, ASKED_ON] == day:
        return True
    if worsened(r.severity[row], council.severity_then, p.rise_noticed, day, p.days_to_peak):
        return True
    if r.outcome[o, ASKED_ON] != EMPTY or r.outcome[o, RAISED_ON] != EMPTY:
        kept = council.called_sittings < a.settings[0].sittings
        return kept and day - council.last_sitting >= a.organizations[d, o].sitting_days
    if a.settings[0].raising == 0 or m.clock[REQUESTED] != EMPTY:
        return False
    return council.last_sitting < m.clock[OPENED] + p.raising_patience <= day


@rule
def _raised(a: Arrays, d: int, o: int, day: int, row: int, r: Record, m: Memory) -> bool:
    """Whether a member raises force uninvited: the host called nobody, patience ran out, and it would gain."""
    p = a.parameters[d]
    if a.settings[0].raising == 0 or m.clock[REQUESTED] != EMPTY:
        return False
    if day - m.clock[OPENED] < p.raising_patience:
        return False
    weigh(a, d, o, row, False, r, m)
    for seat in range(a.seat_offset[o], a.seat_offset[o + 1]):
        gain = utility(r.benefit[row, seat], r.harm[row, seat], 1.0)
        if gain > p.abstention and a.seat_state[seat] != a.settings[0].host:
            return True
    return False


@rule
def _cast_votes(a: Arrays, d: int, o: int, row: int, rung: int, invited: bool, r: Record, m: Memory) -> None:
    """Every member's vote on a rung into `m.ballot`; the host backs its own call, else objects."""
    p, charter, first = a.parameters[d], a.charters[o], a.seat_offset[o]
    height = rung / FORCE
    aside = p.standing_aside if charter.standing_aside == 1 else 0.0
    for seat in range(first, a.seat_offset[o + 1]):
        worth = utility(r.benefit[row, seat], r.harm[row, seat], height)
        spared = relief(a.seats[d, seat].cost, a.harm_weights[d, 4], aside, height)
        m.ballot[seat] = vote(worth, spared, p.abstention)
    if charter.host_seat != EMPTY:
        m.ballot[first + charter.host_seat] = 1 if invited else -1


@phase
def _take_lower_rung(a: Arrays, d: int, o: int, row: int, called: bool, invited: bool, r: Record, m: Memory) -> None:
    """The highest rung below force that passes and goes beyond what was done; uncalled, no more than an offer."""
    ceiling = min(a.charters[o].highest_rung, FORCE - 1 if called else OFFER)
    taken = 0
    for rung in range(ceiling, r.outcome[o, RUNG], -1):
        if taken == 0:
            _cast_votes(a, d, o, row, rung, invited, r, m)
            if _lets_through(a, d, o, rung, m):
                taken = rung
    r.rungs[row, o] = taken
    r.outcome[o, RUNG] = max(r.outcome[o, RUNG], taken)


@rule
def _lets_through(a: Arrays, d: int, o: int, rung: int, m: Memory) -> bool:
    """Whether the ballot carries a rung below force; a statement passes by silence."""
    first, last = a.seat_offset[o], a.seat_offset[o + 1]
    ballot, decision_rule = m.ballot[first:last], a.charters[o].decision_rule
    if rung == STATEMENT:
        return stands_by_silence(ballot)
    leads = a.lead_seat[a.lead_offset[o] : a.lead_offset[o + 1]]
    if decision_rule == LEADING_STATES:
        return leading_willing(ballot, leads)
    if a.charters[o].leading_consent == 1 and leading_object(ballot, leads):
        return False
    return passes(decision_rule, ballot, a.votes[first:last], a.party[first:last], a.organizations[d, o].quorum)


@phase
def _consider_force(
    a: Arrays,
    d: int,
    o: int,
    day: int,
    row: int,
    called: bool,
    deferring: bool,
    invited: bool,
    r: Record,
    m: Memory,
) -> None:
    """The vote on force and its gates; the leading states' gate and the others' are told apart.

    The council's gate asks what the rule would let through if the leading states were willing.
    """
    p, charter, org = a.parameters[d], a.charters[o], a.organizations[d, o]
    first, last = a.seat_offset[o], a.seat_offset[o + 1]
    leads = a.lead_seat[a.lead_offset[o] : a.lead_offset[o + 1]]
    _cast_votes(a, d, o, row, FORCE, invited, r, m)
    for seat in range(first, last):
        r.votes[row, seat] = m.ballot[seat]
    cover = org.hook if invited else org.hook_uninvited
    covered = a.settings[0].hook_required == 0 or cover >= p.hook_threshold
    hook = 1 if covered and charter.highest_rung == FORCE else 0
    hegemon, council = EMPTY, EMPTY
    if charter.leading_consent == 1:
        hegemon = 1 if leading_willing(m.ballot[first:last], leads) else 0
        for k in range(len(leads)):
            m.ballot[first + leads[k]] = 1
    if deferring:
        council = 0
    elif charter.decision_rule != LEADING_STATES:
        council = 0
        if passes(charter.decision_rule, m.ballot[first:last], a.votes[first:last], a.party[first:last], org.quorum):
            council = 1
    bargain = bargaining(m.ballot[first:last], p.bargaining_days)
    if called and m.councils[o].called_then == 0:  # a called sitting outweighs those held in thought
        m.councils[o].called_then, m.councils[o].open_gates = 1, EMPTY
    opened, carry = hook + (hegemon != 0) + (council != 0), 0
    if opened == 3 or opened >= m.councils[o].open_gates:  # else whether it could be carried changes nothing
        carry = 1 if in_time(a, d, day, row, bargain + plan(a, d, o, m), r) else 0
    if opened + carry > m.councils[o].open_gates:
        m.councils[o].open_gates = opened + carry
        _note_gates(a, d, o, row, hook, hegemon, council, carry, called, r)
    if not called or deferring:
        return
    if hook == 1 and hegemon != 0 and council != 0:
        if r.outcome[o, COUNCIL_ON] == EMPTY:
            r.outcome[o, COUNCIL_ON] = day + bargain
        if carry == 1:
            r.rungs[row, o] = FORCE
            decide(a, o, day + bargain, BY_COUNCIL, r, m)
        return
    m.councils[o].failures += 1
    if m.councils[o].failures >= a.settings[0].coalition_sittings:
        _coalition(a, d, o, day, row, r, m)


@rule
def _note_gates(
    a: Arrays,
    d: int,
    o: int,
    row: int,
    hook: int,
    hegemon: int,
    council: int,
    carry: int,
    called: bool,
    r: Record,
) -> None:
    """Keep the gates of the sitting that got furthest, who objected there, and whose no alone stopped force."""
    r.gates[o, ASKED] = 1 if called else 0
    r.gates[o, HOOK] = hook
    r.gates[o, HEGEMON] = hegemon
    r.gates[o, COUNCIL] = council
    r.gates[o, ARRIVED] = carry
    first, last, charter = a.seat_offset[o], a.seat_offset[o + 1], a.charters[o]
    for seat in range(first, last):
        r.objected[seat] = 1 if r.votes[row, seat] < 0 else 0
    vetoes(
        charter.decision_rule,
        r.votes[row, first:last],
        a.votes[first:last],
        a.party[first:last],
        a.organizations[d, o].quorum,
        a.lead_seat[a.lead_offset[o] : a.lead_offset[o + 1]],
        charter.leading_consent == 1,
        r.pivotal[first:last],
    )


@rule
def _coalition(a: Arrays, d: int, o: int, day: int, row: int, r: Record, m: Memory) -> None:
    """Past its council: the ablest willing member leads others in the organization's name, or goes alone.

    In its name: with at least one other, and with the share of the other members that makes a coalition.
    """
    p = a.parameters[d]
    carrier, joined, others = EMPTY, 0, 0
    for seat in range(a.seat_offset[o], a.seat_offset[o + 1]):
        m.ballot[seat] = 0
        if a.seat_state[seat] == a.settings[0].host:
            continue
        others += 1
        gain = utility(r.benefit[row, seat], r.harm[row, seat], 1.0) - p.coalition_cost
        if gain > p.abstention:
            m.ballot[seat] = 1
            joined += 1
            if carrier == EMPTY or a.seats[d, seat].ready > a.seats[d, carrier].ready:
                carrier = seat
    if carrier == EMPTY:
        return
    named = a.settings[0].coalition == 1 and a.charters[o].highest_rung == FORCE
    enough = joined >= 2 and joined - 1 >= p.join * (others - 1)
    if named and enough and in_time(a, d, day, row, plan(a, d, o, m), r):
        r.rungs[row, o] = FORCE
        decide(a, o, day, BY_COALITION, r, m)
        return
    gain = utility(r.benefit[row, carrier], r.harm[row, carrier], 1.0) - p.coalition_cost - p.alone_cost
    s = a.seat_state[carrier]
    state = a.states[d, s]
    if a.settings[0].alone == 0 or gain <= p.abstention or a.seats[d, carrier].own_ready < p.needed:
        return
    days = departure(state.readiness_days, 0.0, int(p.needed), state.presence)
    if r.solo[0] == EMPTY and in_time(a, d, day, row, days, r):
        go_alone(a, d, s, day, r)
        r.outcome[o, ALONE] = 1
