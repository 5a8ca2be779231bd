"""One sitting of a council, told: each vote on force, which rung the council takes, and why it takes no force."""

from collections.abc import Iterator
from math import isinf
from typing import TYPE_CHECKING

import numpy as np

from experiments.replay.lines import Line, line
from sim.arrays import EMPTY, Ints
from sim.record import BY_COALITION, NO_ROUTE
from sim.rules import deployment, voting
from sim.rules.severity import still_on
from sim.schema import DecisionRule, Rung

if TYPE_CHECKING:
    from sim.agents import Organization
    from sim.agents.state import Seat
    from sim.model import CrisisModel

_VOTES = {1: "aye", 0: "abstains", -1: "objects"}


def sitting(
    model: "CrisisModel", organization: "Organization", day: int, votes: Ints, *, deferring: bool
) -> Iterator[Line]:
    """The lines of a sitting on `day`, which has just been stepped.

    `votes` are on force, one for each seat; `deferring` says whether force was on its way already in another's name.
    """
    name, decisive = organization.name, _decisive(organization, votes)
    for k, seat in enumerate(organization.seats):
        detail = _position(model, organization, day, seat, k)
        detail += "; its no alone stops force" if decisive[k] else ""
        yield line(day, "vote_on_force", seat.state.name, _VOTES[int(votes[k])], detail, name)
    rung = list(Rung)[int(model.record.rungs[day, organization.place])]
    why = _why(model, organization, day, votes, deferring=deferring)
    if rung is Rung.SILENCE and organization.rung:
        why = f"nothing beyond the {_words(list(Rung)[organization.rung])} it took before; {why}"
    yield line(day, "council_takes", name, rung.value, why, name)


def _words(name: str) -> str:
    return str(name).replace("_", " ")


def _decisive(organization: "Organization", votes: Ints) -> Ints:
    """For each seat 1 if its no alone stops force."""
    decisive = np.zeros_like(votes)
    voting.vetoes(
        organization.charter.decision_rule,
        votes,
        organization.weights,
        organization.parties,
        organization.terms.quorum,
        organization.lead_seats,
        bool(organization.charter.leading_consent),
        decisive,
    )
    return decisive


def _position(model: "CrisisModel", organization: "Organization", day: int, seat: "Seat", place: int) -> str:
    """Why a member votes as it does."""
    if place == organization.charter.host_seat:
        would = "it backs its own call" if organization.asked else "it would back a call of its own"
        return f"by rule, the host: {would if _invited(organization) else 'it invited nobody'}"
    good, bad = model.record.benefit[day, seat.number], model.record.harm[day, seat.number]
    margin = good - bad - model.parameters.abstention
    return f"benefit {good:.2f}, harm {bad:.2f}, {abs(margin):.2f} {'above' if margin > 0 else 'below'} an aye"


def _invited(organization: "Organization") -> bool:
    """Whether the sitting had the host's call, or a call in thought."""
    return organization.asked or organization.raised_on == EMPTY


def _why(model: "CrisisModel", organization: "Organization", day: int, votes: Ints, *, deferring: bool) -> str:
    """Why the council takes no force, or how it comes about."""
    if organization.route == BY_COALITION:
        return "force goes past the council, as a coalition"
    if organization.route != NO_ROUTE:
        return f"force passed; in place {_days(max(organization.decided_on - day, 0) + _arrival(organization))}"
    called = organization.asked or organization.raised_on != EMPTY
    against = [*_barred(model, organization), *_outvoted(organization, votes)]
    if not called:
        against.insert(0, "nobody has called it, so an offer at most")
    elif deferring:
        against.insert(0, "force is on its way in another's name")
    return "; ".join(against) or f"force passed, but cannot be carried: {_lacking(model, organization, day, votes)}"


def _barred(model: "CrisisModel", organization: "Organization") -> Iterator[str]:
    """The hook, where it is shut: the charter's highest rung, and the cover of its mandates."""
    highest = list(Rung)[organization.charter.highest_rung]
    if highest is not Rung.FORCE:
        yield f"its charter allows no force, at most {_words(highest)}"
    cover, threshold = organization.cover(invited=_invited(organization)), model.parameters.hook_threshold
    if model.hook_required and cover < threshold:
        yield f"the hook is shut: its mandates cover {cover:.2f}, the threshold is {threshold:.2f}"


def _outvoted(organization: "Organization", votes: Ints) -> Iterator[str]:
    """The votes, where they do not let force through: those of leading states, and those of the others."""
    rule, leads = organization.charter.decision_rule, organization.lead_seats
    if_led = votes.copy()
    if organization.charter.leading_consent:
        if_led[leads] = 1
        if not voting.leading_willing(votes, leads):
            unwilling = [organization.seats[k].state.name for k in leads if votes[k] <= 0]
            yield f"no aye of {', '.join(unwilling)}, who must consent" if unwilling else "nobody leads it"
    passes = voting.passes(rule, if_led, organization.weights, organization.parties, organization.terms.quorum)
    if rule != voting.LEADING_STATES and not passes:
        ayes, abstaining, noes = (int((votes == vote).sum()) for vote in _VOTES)
        counted = f"{ayes} aye, {abstaining} abstaining, {noes} against"
        yield f"the vote on force fails under {_words(list(DecisionRule)[rule])}: {counted}"


def _lacking(model: "CrisisModel", organization: "Organization", day: int, votes: Ints) -> str:
    """What is missing where force passed: troops, or time."""
    p, seats = model.parameters, organization.seats
    available = np.array([seat.ready for seat in seats])
    ayes = [vote > 0 and not seat.is_host for seat, vote in zip(seats, votes, strict=True)]
    willing = np.array([aye and seat.state.ratifies for aye, seat in zip(ayes, seats, strict=True)])
    sent = np.zeros(len(seats), dtype=np.int64)
    if not deployment.allot(available, willing, p.needed, p.token, sent):
        ready = sum(int(troops) for troops in available[willing])
        refused = [seat.state.name for seat, aye in zip(seats, ayes, strict=True) if aye and not seat.state.ratifies]
        without = f" (without {', '.join(refused)}, where parliament refuses)" if refused else ""
        return f"{ready:,} troops are ready among the willing{without}, {int(p.needed):,} are needed"
    arrivals = [seat.arrival_days(organization, int(troops)) for seat, troops in zip(seats, sent, strict=True)]
    days = voting.bargaining(votes, p.bargaining_days) + deployment.arrival(
        np.array(arrivals), sent, p.needed, p.critical
    )
    return f"in place {_days(days)}, and the crisis has {_time_left(model, day)} left"


def _arrival(organization: "Organization") -> float:
    """Days from the decision until the critical part of the decided force is in place."""
    p = organization.model.parameters
    return float(deployment.arrival(organization.days, organization.sent, p.needed, p.critical))


def _days(days: float) -> str:
    return "never" if isinf(days) else f"in {np.ceil(days):.0f} days"


def _time_left(model: "CrisisModel", day: int) -> int:
    """Days for which the crisis, left to itself, is still on, as far as one can see on `day`."""
    p, left = model.parameters, 0
    course = (p.days_to_peak, p.rise, p.decay, p.calm)
    while day + left < model.horizon and still_on(model.severity, day, day + left + 1, *course):
        left += 1
    return left
