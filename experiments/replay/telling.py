"""One run told day by day: who perceived what by which channel, who voted how, whose no mattered."""

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING

from experiments.composition.compose import Composed
from experiments.replay.execute import Arm, lower_arm
from experiments.replay.lines import Line, line
from experiments.replay.sittings import sitting
from experiments.replay.weighing import weighing
from sim.agents.host import LeadingState
from sim.arrays import EMPTY, Case
from sim.record import BY_COALITION, GATES, NO_SITTING
from sim.rules.hook import MANDATES

if TYPE_CHECKING:
    from sim.agents import Organization
    from sim.model import CrisisModel

CHANNELS = ("contagion", "stake", "exposure", "sponsorship")

_TOLD_OF_ALL = ("appeal", "weighs", "alone")
"""Kinds of lines that are near whoever they speak of."""


def tell(composed: Composed, arm: Arm) -> list[Line]:
    """The lines of one run, the experiment's `draw` and `replication`, through the Mesa model.

    Each has crisis, theory, draw, replication, day, organization, kind, subject, value, detail, near (whether it
    concerns the host, or a council in which the host sits or that was called, raised the matter or sent force).
    Any run of an ensemble is told again by its coding draw and replication.
    """
    from sim.model import CrisisModel

    experiment = composed.experiment
    case = lower_arm(composed, arm, experiment.draw + 1)
    model = CrisisModel(case, draw=experiment.draw, replication=experiment.replication, rng=experiment.seed)
    logging.getLogger("MESA").setLevel(logging.WARNING)  # it announces every step
    lines = list(_before(model))
    while model.running:
        day, called, deferring = model.day, list(model.host.tried), model.deference and model.force_was_going
        model.step()
        lines += [*_perceived(model, day), *weighing(model, day, called)]
        lines += _done(model, day, deferring=deferring)
    lines += _after(model)
    key = {
        "crisis": arm.crisis,
        "theory": arm.theory,
        "draw": experiment.draw,
        "replication": experiment.replication,
    }
    near = _near(model)
    return [key | one | {"near": _concerns(one, near)} for one in lines]


def _near(model: "CrisisModel") -> set[str]:
    """The host, the organizations in which it sits or that took up the matter, and their members."""
    case, host = model.case, model.host
    told = [
        one.place
        for one in model.organizations
        if case.host in case.seats[one.place] or max(one.asked_on, one.raised_on, one.decided_on) != EMPTY
    ]
    members = {state for place in told for state in case.seats[place]}
    called = {one.state.name for one in host.tried if isinstance(one, LeadingState)}
    return {case.host, *(case.organizations[place] for place in told), *members, *called}


def _concerns(one: Line, near: set[str]) -> bool:
    return one["kind"] in _TOLD_OF_ALL or (one["organization"] or one["subject"]) in near


def _before(model: "CrisisModel") -> Iterator[Line]:
    """What holds for the whole run: each state's channels, each organization's hook."""
    case: Case = model.case
    for state in model.states:
        found = zip(CHANNELS, case.channels[model.draw, state.place], strict=True)
        detail = ", ".join(f"{name} {value:.2f}" for name, value in found)
        yield line(None, "channels", state.name, round(state.conditions.vulnerability, 4), detail)
    for organization in model.organizations:
        mandate = MANDATES[int(case.frame[model.draw, organization.place])]
        covered = round(organization.terms.hook, 4)
        yield line(None, "hook", organization.name, covered, f"best covered by {mandate}", organization.name)


def _perceived(model: "CrisisModel", day: int) -> Iterator[Line]:
    """How severe it is, and how each state sees it."""
    yield line(day, "severity", model.case.host, round(model.record.severity[day], 4))
    for state in model.states:
        moved = state.threat - state.own_view
        detail = f"by itself {state.own_view:.2f}" + (f", moved {moved:+.2f} by the trusted" if moved else "")
        yield line(day, "threat", state.name, round(state.threat, 4), detail)


def _done(model: "CrisisModel", day: int, *, deferring: bool) -> Iterator[Line]:
    """What each organization does, and who goes alone."""
    for organization in model.organizations:
        yield from _organization_day(model, organization, day, deferring=deferring)
    if model.solo is not None and model.solo.decided_on == day:
        yield line(day, "alone", model.solo.state.name, "goes alone", f"arrives on day {model.solo.arrives_on}")


def _organization_day(
    model: "CrisisModel", organization: "Organization", day: int, *, deferring: bool
) -> Iterator[Line]:
    name, record = organization.name, model.record
    if organization.asked_on == day:
        yield line(day, "request", model.case.host, "asks", "", name)
    if organization.raised_on == day:
        yield line(day, "request", name, "raised by a member, uninvited", "", name)
    first = organization.first_seat
    votes = record.votes[day, first : first + len(organization.seats)]
    if len(votes) and votes[0] != NO_SITTING:
        yield from sitting(model, organization, day, votes, deferring=deferring)
    for what in ("decided", "arrived", "exit"):
        if getattr(organization, f"{what}_on") == day:
            detail = "past its council, as a coalition" if organization.route == BY_COALITION else ""
            yield line(day, what, name, what, detail, name)


def _after(model: "CrisisModel") -> Iterator[Line]:
    """The gates as they stood, and the contingents."""
    last = model.day
    for organization in model.organizations:
        states = {1: "open", 0: "shut", EMPTY: "none"}
        for gate, state in zip(GATES, organization.gates, strict=True):
            yield line(last, "gate", gate, states[int(state)], "", organization.name)
        for seat, sent in zip(organization.seats, organization.sent, strict=True):
            if sent > 0 and organization.arrived_on != EMPTY:
                yield line(last, "contingent", seat.state.name, int(sent), "persons", organization.name)
