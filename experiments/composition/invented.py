"""Invented members: states like an organization's ordinary members, more or less, that join it in a sweep.

The k-th invented member of a sample is the same however many there are, so that a larger council holds the smaller
one, and what a further member changes is no noise between samples.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import fmean
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.dating import DatedOrganization, DatedState, organization_on, state_on
from sim.draws import coded_uniforms
from sim.schema import Invented, MemberStatus, State, World
from sim.schema.state import CONDITION_DEFAULTS, Conditions, Relation

FIRST_ID = 2_000_000_000
"""`draw_id` of the first invented member: above those that files give."""

_NAME = "invented"
_ON_A_SCALE = ("scale 0-1", "index 0-1")
"""Units in which a difference is added; other quantities change by a part of themselves."""

type Shifts = Callable[[str], NDArray[np.float64]]
"""For the name of a value a number in [-1, 1) for each member, shape (members,)."""


def name_of(number: int) -> str:
    """Name of an invented member, numbered from 0."""
    return f"{_NAME}_{number + 1}"


def enlarged(world: World, written: World, crisis: str, invented: Invented, seed: int) -> World:
    """`world` with the invented members in it, as the crisis meets them.

    Their values are the mean of the organization's ordinary members at the onset, as in `written`, moved by
    heterogeneity x a number in [-1, 1) keyed by the seed, the sample, the member's number and the value's name.
    Ordinary is who neither leads the organization nor is the host or on the other side; if nobody is, all sitting
    members stand in. Nothing is drawn over coded ranges. An organization without members stays as it is.
    """
    made = _members(written, crisis, invented, seed)
    spells = {name: {"status": MemberStatus.MEMBER} for name in made}
    key = invented.organization
    organization = world.organization[key]
    data = organization.model_dump(by_alias=True) | {
        "membership": {**organization.model_dump(by_alias=True)["membership"], **spells}
    }
    things = {**world.organization, key: type(organization).model_validate(data)}
    return world.model_copy(update={"state": {**world.state, **made}, "organization": things})


def _members(world: World, crisis: str, invented: Invented, seed: int) -> dict[str, State]:
    met = world.crisis[crisis]
    organization = organization_on(invented.organization, world.organization[invented.organization], 0, met.onset)
    partners = sorted({met.host, *organization.leading, *met.opponents, *met.backers})
    names = _ordinary(organization, partners)
    ordinary = {name: state_on(name, world.state[name], 0, met.onset) for name in names}
    if not ordinary:
        return {}
    numbers = np.arange(invented.members)

    def shifts(value: str) -> NDArray[np.float64]:
        keyed = coded_uniforms(seed, f"{_NAME}.{invented.sample}.{value}", numbers)
        return invented.heterogeneity * (2.0 * keyed - 1.0)

    states = list(ordinary.values())
    conditions, complexes = dict(_conditions(states, shifts)), dict(_complexes(states, shifts))
    relations = {partner: dict(_relation(ordinary, partner, shifts)) for partner in partners}
    return {name_of(k): _state(k, conditions, relations, complexes) for k in range(invented.members)}


def _ordinary(organization: DatedOrganization, partners: Sequence[str]) -> list[str]:
    """Sitting members of whom the mean is taken, in the order of their names."""
    return sorted(set(organization.members) - set(partners)) or sorted(organization.members)


def _state(
    number: int,
    conditions: Mapping[str, NDArray[np.float64]],
    relations: Mapping[str, Mapping[str, NDArray[np.float64]]],
    complexes: Mapping[str, NDArray[np.float64]],
) -> State:
    """The member of a number, of values that are columns over members."""

    def own(columns: Mapping[str, NDArray[np.float64]]) -> dict[str, float]:
        return {name: float(column[number]) for name, column in columns.items()}

    period = own(conditions) | {"relations": {partner: own(aspects) for partner, aspects in relations.items()}}
    data = {"name": f"Invented member {number + 1}", "draw_id": FIRST_ID + number, "complexes": own(complexes)}
    return State.model_validate(data | {"conditions": {"always": period}})


def _conditions(ordinary: Sequence[DatedState], shifts: Shifts) -> Iterator[tuple[str, NDArray[np.float64]]]:
    for name in CONDITION_DEFAULTS:
        mean = fmean(float(state.conditions[name].value) for state in ordinary)
        yield name, _moved(mean, shifts(f"conditions.{name}"), Conditions.model_fields[name])


def _relation(
    ordinary: Mapping[str, DatedState], partner: str, shifts: Shifts
) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """What the members have with a partner; what it has with itself is no part of the mean."""
    others = [state for name, state in ordinary.items() if name != partner]
    for aspect, field in Relation.model_fields.items():
        mean = fmean([float(state.relation(partner, aspect).value) for state in others] or [field.default])
        yield aspect, _moved(mean, shifts(f"relations.{partner}.{aspect}"), field)


def _complexes(ordinary: Sequence[DatedState], shifts: Shifts) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """Degrees of membership in the complexes of which any ordinary member is a part."""
    for name in sorted({name for state in ordinary for name in state.complexes}):
        mean = fmean(float(state.complexes[name].value) if name in state.complexes else 0.0 for state in ordinary)
        yield name, np.clip(mean + shifts(f"complexes.{name}"), 0.0, 1.0)


def _moved(mean: float, shift: NDArray[np.float64], field: Any) -> NDArray[np.float64]:
    """The mean moved, within what the schema allows."""
    low, high = (next(getattr(rule, end) for rule in field.metadata if hasattr(rule, end)) for end in ("ge", "le"))
    added = shift if field.json_schema_extra["unit"] in _ON_A_SCALE else mean * shift
    clipped: NDArray[np.float64] = np.clip(mean + added, low, high)
    return clipped
