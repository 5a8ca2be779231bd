"""Putting a thing together from values of two dated worlds, as plain data that the schema then judges.

Where a number comes from is kept beside it: in each coding draw it is what it is in the world it comes from.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sim.dating import DatedOrganization, Sourced, organization_on
from sim.draws import stable_id
from sim.schema import Organization, World
from sim.schema.organization import CHARTER_DEFAULTS, Precedent

HYBRID = "(hybrid)"
"""Name of a hybrid; no name of a configuration has brackets."""

PERIOD = "onset"
"""Name of the one period of what is put together."""

FORCES = ("rapid_reaction", "standing")

type Sources = dict[str, Sourced]
"""Where each value of a hybrid comes from, by its path in the hybrid world."""


@dataclass(frozen=True)
class HybridWorld:
    """A world with a hybrid in it, ready to be lowered."""

    world: World
    crisis: str
    organizations: Mapping[str, str]
    sources: Sources


@dataclass
class Assembly:
    """Plain data of a thing at `path`, and where its values come from."""

    path: str
    data: dict[str, Any] = field(default_factory=dict)
    sources: Sources = field(default_factory=dict)

    def put(self, keys: str, leaf: Sourced) -> None:
        """A value at `keys` below the thing."""
        *above, last = keys.split(".")
        here = self.data
        for key in above:
            here = here.setdefault(key, {})
        here[last] = leaf.value
        self.sources[f"{self.path}.{keys}"] = leaf


@dataclass(frozen=True)
class Institution:
    """An organization on a day, and its record up to then."""

    dated: DatedOrganization
    record: Mapping[str, Precedent]


def institution(world: World, name: str, day: date) -> Institution:
    """The organization as it was on `day`."""
    organization = world.organization[name]
    dated = organization_on(name, organization, draw_id(world.organization, name), day)
    return Institution(dated, {key: case for key, case in organization.record.items() if case.when < day})


def draw_id(things: Mapping[str, Any], name: str) -> int:
    """The number that keys a thing's draws."""
    given = things[name].draw_id
    return stable_id(name) if given is None else int(given)


def hybrid_organization(
    name: str, identity: int, pick: Callable[[str], Institution], leading: Mapping[str, Sourced | None]
) -> tuple[Organization, Sources]:
    """An organization each part of which is that of the institution that `pick` gives for the part's path.

    `leading` are its leading states, each with its stated share of power, or None for that of its capability.
    """
    made = Assembly(f"organization.{HYBRID}")
    for clause in CHARTER_DEFAULTS:
        made.put(f"charter.{PERIOD}.{clause}", pick(f"organization.charter.{clause}").dated.charter[clause])
    for state, votes in pick("organization.membership").dated.members.items():
        made.put(f"membership.{state}.votes", votes)
    for force in FORCES:
        for key, leaf in getattr(pick(f"organization.{force}").dated, force).items():
            if key != "usable_from":  # dating has looked at it
                made.put(f"{force}.{key}", leaf)
    for state, share in leading.items():
        if share is None:
            made.data.setdefault("leading", {})[state] = {}
        else:
            made.put(f"leading.{state}.share", share)
    record = {key: case.model_dump() for key, case in pick("organization.record").record.items()}
    data = made.data | {"name": name, "draw_id": identity, "record": record}
    return Organization.model_validate(data), made.sources
