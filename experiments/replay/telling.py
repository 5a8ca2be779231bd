"""One run told day by day: who perceived what by which channel, who voted how, whose no mattered."""

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.composition.compose import Composed
from experiments.replay.execute import Arm, lower_arm
from sim.arrays import EMPTY, Case
from sim.record import BY_COALITION, GATES, NO_SITTING
from sim.rules.hook import MANDATES
from sim.rules.voting import vetoes
from sim.schema import Rung

if TYPE_CHECKING:
    from sim.agents import Organization
    from sim.model import CrisisModel

CHANNELS = ("contagion", "stake", "exposure", "sponsorship")
_VOTES = {1: "aye", 0: "abstains", -1: "objects"}

type Line = dict[str, Any]


def tell(composed: Composed, arm: Arm) -> list[Line]:
    """The lines of one run, the experiment's `draw` and `replication`, through the Mesa model.

    Each has crisis, theory, draw, replication, day, organization, kind, subject, value, detail, near (whether it
    concerns the host or a council in which the host sits). Any run of an
    ensemble is told again by its coding draw and replication.
    """
    from sim.model import CrisisModel

    experiment = composed.experiment
    case = lower_arm(composed, arm, experiment.draw + 1)
    model = CrisisModel(case, draw=experiment.draw, replication=experiment.replication, rng=experiment.seed)
    logging.getLogger("MESA").setLevel(logging.WARNING)  # it announces every step
    lines = list(_before(model))
    while model.running:
        day = model.day
        model.step()
        lines += _day(model, day)
    lines += _after(model)
    key = {
        "crisis": arm.crisis,
        "theory": arm.theory,
        "draw": experiment.draw,
        "replication": experiment.replication,
    }
    near = _near(case)
    return [key | line | {"near": line["subject"] in near or line["organization"] in near} for line in lines]


def _near(case: Case) -> set[str]:
    """The host, the organizations in which it sits, and their members."""
    own = [o for o, seats in enumerate(case.seats) if case.host in seats]
    return {case.host, *(case.organizations[o] for o in own), *(state for o in own for state in case.seats[o])}


def _line(
    day: int | None, kind: str, subject: str, value: float | str | None, detail: str = "", organization: str = ""
) -> Line:
    found = {"day": day, "organization": organization, "kind": kind, "subject": subject}
    return found | {"value": value, "detail": detail}


def _before(model: "CrisisModel") -> Iterator[Line]:
    """What holds for the whole run: each state's channels, each organization's hook."""
    case: Case = model.case
    for state in model.states:
        found = zip(CHANNELS, case.channels[model.draw, state.place], strict=True)
        detail = ", ".join(f"{name} {value:.2f}" for name, value in found)
        yield _line(None, "channels", state.name, round(state.conditions.vulnerability, 4), detail)
    for organization in model.organizations:
        mandate = MANDATES[int(case.frame[model.draw, organization.place])]
        covered = round(organization.terms.hook, 4)
        yield _line(None, "hook", organization.name, covered, f"best covered by {mandate}", organization.name)


def _day(model: "CrisisModel", day: int) -> Iterator[Line]:
    yield _line(day, "severity", model.case.host, round(model.record.severity[day], 4))
    for state in model.states:
        moved = state.threat - state.own_view
        detail = f"by itself {state.own_view:.2f}" + (f", moved {moved:+.2f} by the trusted" if moved else "")
        yield _line(day, "threat", state.name, round(state.threat, 4), detail)
    for organization in model.organizations:
        yield from _organization_day(model, organization, day)
    if model.solo is not None and model.solo.decided_on == day:
        yield _line(day, "alone", model.solo.state.name, "goes alone", f"arrives on day {model.solo.arrives_on}")


def _organization_day(model: "CrisisModel", organization: "Organization", day: int) -> Iterator[Line]:
    name, record = organization.name, model.record
    if organization.asked_on == day:
        yield _line(day, "request", model.case.host, "asks", "", name)
    if organization.raised_on == day:
        yield _line(day, "request", name, "raised by a member, uninvited", "", name)
    first = organization.first_seat
    votes = record.votes[day, first : first + len(organization.seats)]
    if len(votes) and votes[0] != NO_SITTING:
        yield from _sitting(model, organization, day, votes)
    for what in ("decided", "arrived", "exit"):
        if getattr(organization, f"{what}_on") == day:
            detail = "past its council, as a coalition" if organization.route == BY_COALITION else ""
            yield _line(day, what, name, what, detail, name)


def _sitting(model: "CrisisModel", organization: "Organization", day: int, votes: Any) -> Iterator[Line]:
    name, p, decisive = organization.name, model.parameters, np.zeros_like(votes)
    vetoes(
        organization.charter.decision_rule,
        votes,
        organization.weights,
        organization.parties,
        organization.terms.quorum,
        organization.lead_seats,
        bool(organization.charter.leading_consent),
        decisive,
    )
    for k, seat in enumerate(organization.seats):
        good, bad = model.record.benefit[day, seat.number], model.record.harm[day, seat.number]
        margin = good - bad - p.abstention
        detail = f"benefit {good:.2f}, harm {bad:.2f}, {abs(margin):.2f} {'above' if margin > 0 else 'below'} an aye"
        detail += "; its no alone stops force" if decisive[k] else ""
        yield _line(day, "vote", seat.state.name, _VOTES[int(votes[k])], detail, name)
    rung = list(Rung)[int(model.record.rungs[day, organization.place])]
    called = "" if organization.asked or organization.raised_on != EMPTY else "of its own motion"
    yield _line(day, "sitting", name, rung.value, called, name)


def _after(model: "CrisisModel") -> Iterator[Line]:
    """The gates as they stood, and the contingents."""
    last = model.day
    for organization in model.organizations:
        states = {1: "open", 0: "shut", EMPTY: "none"}
        for gate, state in zip(GATES, organization.gates, strict=True):
            yield _line(last, "gate", gate, states[int(state)], "", organization.name)
        for seat, sent in zip(organization.seats, organization.sent, strict=True):
            if sent > 0 and organization.arrived_on != EMPTY:
                yield _line(last, "contingent", seat.state.name, int(sent), "persons", organization.name)
