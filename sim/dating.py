"""The world of a day: which charter, which members, which conditions hold at a crisis' onset.

Every value keeps the path it came from, so that evidence, overrides and coding draws find it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

from pydantic import BaseModel

from sim.schema import MemberStatus, Organization, State
from sim.schema.organization import CHARTER_DEFAULTS, Force
from sim.schema.state import CONDITION_DEFAULTS, Relation


class Period(Protocol):
    """Anything with a first day."""

    @property
    def from_(self) -> date | None:
        """First day, or None for always."""


@dataclass(frozen=True)
class Sourced:
    """A value and the path of the parameter that gives it."""

    path: str
    value: Any


@dataclass(frozen=True)
class DatedState:
    """A state on a day: its conditions, and its relations by partner."""

    name: str
    draw_id: int
    complexes: Mapping[str, Sourced]
    conditions: Mapping[str, Sourced]
    relations: Mapping[str, Mapping[str, Sourced]]

    def relation(self, partner: str, aspect: str) -> Sourced:
        """The relation to `partner`; the schema's default where none is declared."""
        declared = self.relations.get(partner, {})
        if aspect in declared:
            return declared[aspect]
        default = Relation.model_fields[aspect].default
        return Sourced(f"default.relation.{aspect}", default)


@dataclass(frozen=True)
class DatedOrganization:
    """An organization on a day: roster, charter, record."""

    name: str
    draw_id: int
    charter: Mapping[str, Sourced]
    members: Mapping[str, Sourced]
    """Sitting members, each with its votes."""
    observers: tuple[str, ...]
    leading: Mapping[str, Sourced | None]
    """Leading states among the sitting members, each with its share of spending if stated."""
    acted: int
    cases: int
    existed: bool
    rapid_reaction: Mapping[str, Sourced]
    standing: Mapping[str, Sourced]
    used: tuple[Sourced, ...] = ()
    """Dates and choices that decided what holds."""
    leads_by_capability: bool = False
    """Whether leading states are those of preponderant capability, as in a hybrid."""


def leaves(part: BaseModel, path: str, given_only: bool = False) -> Iterator[Sourced]:
    """Every leaf value of a part of the world with its path; `given_only` skips defaults."""
    for name, info in type(part).model_fields.items():
        if given_only and name not in part.model_fields_set:
            continue
        yield from _leaves(getattr(part, name), f"{path}.{info.alias or name}", given_only)


def _leaves(value: Any, path: str, given_only: bool) -> Iterator[Sourced]:
    if isinstance(value, BaseModel):
        yield from leaves(value, path, given_only)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _leaves(item, f"{path}.{key}", given_only)
    else:
        yield Sourced(path, value)


def _in_force[P: Period](periods: Mapping[str, P], day: date) -> list[tuple[str, P]]:
    """Periods begun by `day`, oldest first; if none has begun, the first one to come."""
    ordered = sorted(periods.items(), key=lambda item: item[1].from_ or date.min)
    begun = [(name, period) for name, period in ordered if (period.from_ or date.min) <= day]
    return begun or ordered[:1]


def _overlay(periods: list[tuple[str, Any]], path: str) -> dict[str, Sourced]:
    """What holds after each period has changed what it states: leaf name below the period -> value."""
    held: dict[str, Sourced] = {}
    for name, period in periods:
        prefix = f"{path}.{name}"
        for leaf in leaves(period, prefix, given_only=True):
            if leaf.value is not None:
                held[leaf.path.removeprefix(prefix + ".")] = leaf
    return held


def state_on(key: str, state: State, draw_id: int, day: date) -> DatedState:
    """The state as it was on `day`."""
    held = _overlay(_in_force(state.conditions, day), f"state.{key}.conditions")
    relations: dict[str, dict[str, Sourced]] = {}
    for name, leaf in held.items():
        if name.startswith("relations."):
            _, partner, aspect = name.split(".")
            relations.setdefault(partner, {})[aspect] = leaf
    conditions = {
        name: held.get(name, Sourced(f"default.conditions.{name}", default))
        for name, default in CONDITION_DEFAULTS.items()
    }
    complexes = {name: Sourced(f"state.{key}.complexes.{name}", degree) for name, degree in state.complexes.items()}
    return DatedState(state.name, draw_id, complexes, conditions, relations)


def organization_on(
    key: str, organization: Organization, draw_id: int, day: date, charter_day: date | None = None
) -> DatedOrganization:
    """The organization as it was on `day`; its charter and record as of `charter_day` if that differs."""
    path = f"organization.{key}"
    charter_day = charter_day or day
    begun = _in_force(organization.charter, charter_day)
    held = _overlay(begun, f"{path}.charter")
    charter = {
        name: held.get(name, Sourced(f"default.charter.{name}", default))
        for name, default in CHARTER_DEFAULTS.items()
    }
    members: dict[str, Sourced] = {}
    observers: list[str] = []
    for spell_name, spell in organization.membership.items():
        if not ((spell.from_ or date.min) <= day <= (spell.to or date.max)):
            continue
        state = spell.state or spell_name
        if spell.status is MemberStatus.MEMBER:
            members[state] = Sourced(f"{path}.membership.{spell_name}.votes", spell.votes)
        else:
            observers.append(state)
    past = [precedent for precedent in organization.record.values() if precedent.when < charter_day]
    return DatedOrganization(
        name=organization.name,
        draw_id=draw_id,
        charter=charter,
        members=members,
        observers=tuple(observer for observer in observers if observer not in members),
        leading={
            state: None if lead.share is None else Sourced(f"{path}.leading.{state}.share", lead.share)
            for state, lead in organization.leading.items()
            if state in members
        },
        acted=sum(precedent.rung == "force" for precedent in past),
        cases=len(past),
        existed=_existed(organization, charter_day) and bool(members),
        rapid_reaction=_force_on(organization.rapid_reaction, f"{path}.rapid_reaction", charter_day),
        standing=_force_on(organization.standing, f"{path}.standing", charter_day),
        used=tuple(_choices(organization, path, day)),
    )


def transplant(institutions: DatedOrganization, roster: DatedOrganization) -> DatedOrganization:
    """A hybrid: charter, force and record of one organization on the members of another.

    The leading role follows capability in the new roster. The hybrid keeps the roster's `draw_id`, so
    that the host judges it with the same noise.
    """
    return replace(
        institutions,
        name=f"{institutions.name} on {roster.name}",
        draw_id=roster.draw_id,
        members=roster.members,
        observers=roster.observers,
        leading={},
        leads_by_capability=True,
        existed=roster.existed,
    )


def _force_on(force: Force | None, path: str, day: date) -> dict[str, Sourced]:
    """The force's values if it could be used on `day`, else nothing."""
    if force is None or day < (force.usable_from or date.min):
        return {}
    return {leaf.path.removeprefix(path + "."): leaf for leaf in leaves(force, path)}


def _existed(organization: Organization, day: date) -> bool:
    """Whether some charter had begun by `day` and the last one begun had not ended."""
    begun = [c for c in organization.charter.values() if (c.from_ or date.min) <= day]
    if not organization.charter:
        return True
    if not begun:
        return False
    last = max(begun, key=lambda charter: charter.from_ or date.min)
    return day <= (last.to or date.max)


def _choices(organization: Organization, path: str, day: date) -> Iterator[Sourced]:
    """Dates and precedents that decide who sits, which charter holds and which force is usable."""
    for force in ("rapid_reaction", "standing"):
        if getattr(organization, force) is not None and getattr(organization, force).usable_from:
            yield Sourced(f"{path}.{force}.usable_from", getattr(organization, force).usable_from)
    for group in ("membership", "charter", "record"):
        for name, item in getattr(organization, group).items():
            for leaf in leaves(item, f"{path}.{group}.{name}", given_only=True):
                if isinstance(leaf.value, date) or leaf.path.endswith((".status", ".rung")):
                    yield leaf
