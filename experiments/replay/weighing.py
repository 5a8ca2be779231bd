"""The host's call, told: what it expects of each addressee, whom it calls or why nobody, and what a state answers."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from experiments.replay.lines import Line, line
from sim.agents.host import LeadingState
from sim.agents.organization import Organization
from sim.arrays import EMPTY

if TYPE_CHECKING:
    from sim.model import CrisisModel

type Addressee = Organization | LeadingState


def weighing(model: "CrisisModel", day: int, before: Sequence[Addressee]) -> Iterator[Line]:
    """The host's lines of `day`, which has just been stepped; `before` are those it had called by then."""
    called = model.host.tried[len(before) :]
    if model.host.weighed_on == day:
        for addressee, appeal in model.host.appeals():
            yield line(day, "appeal", _name(addressee), round(appeal, 4), _detail(addressee, before))
        chosen = f"calls {_name(called[0])}" if called else "calls nobody"
        yield line(day, "weighs", model.case.host, chosen, "" if called else _why_nobody(model, before))
    for addressee in called:
        if isinstance(addressee, LeadingState):
            yield line(day, "request", model.case.host, f"asks {_name(addressee)}", _answer(model, day, addressee))


def _name(addressee: Addressee) -> str:
    return addressee.name if isinstance(addressee, Organization) else addressee.state.name


def _detail(addressee: Addressee, before: Sequence[Addressee]) -> str:
    words = ["by itself"] if isinstance(addressee, LeadingState) else []
    return ", ".join([*words, *(["called before"] if addressee in before else [])])


def _why_nobody(model: "CrisisModel", before: Sequence[Addressee]) -> str:
    left = [one for one in [*model.organizations, *model.host.leading] if one not in before]
    return "no appeal of those not called before is above zero" if left else "all have been called before"


def _answer(model: "CrisisModel", day: int, leading: LeadingState) -> str:
    """What a leading state does that is called by itself: it passes the call on, goes alone, or does not go."""
    p, solo = model.parameters, model.solo
    if model.passing_on and leading.passes_to != EMPTY:
        return f"it passes the call on to {model.organizations[leading.passes_to].name}"
    if solo is not None and solo.state is leading.state and solo.decided_on == day:
        return "it goes alone"
    short = p.alone_cost + p.abstention - leading.utility()
    if not model.alone:
        return "it does not go: under this theory no state goes alone"
    if short >= 0.0:
        return f"it does not go: its utility is {short:.2f} short of going alone"
    if leading.figures.ready < p.needed:
        return f"it does not go: {int(leading.figures.ready):,} troops are ready, {int(p.needed):,} are needed"
    return "it does not go: another went before" if solo is not None else "it does not go: it would come too late"
