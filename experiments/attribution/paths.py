"""The paths that can be exchanged: those of a world dated at a crisis' onset, by the part they play in it.

Dating has chosen the periods, so no period has a name here. What comes as a whole (a roster, a force, a record) is
one path. Of states only the role counts: the host, a leading state, or any other. The lists follow the schema, so
that a new field is a new path.
"""

from collections.abc import Iterator

from experiments.composition.check import UNCODED
from experiments.composition.template import Slot
from sim.schema import Crisis, Organization
from sim.schema.organization import CHARTER_DEFAULTS
from sim.schema.state import CONDITION_DEFAULTS, Relation

ASPECTS = tuple(Relation.model_fields)
"""What one state is to another."""

SLOTS = ("host", "onset", "recorded")
"""Of a crisis, what is no value to exchange: whoever plays the host, the day that dates all else, what happened."""

UNITS = tuple(name for name in Organization.model_fields if name not in (*UNCODED, "charter"))
"""Parts of an organization that come as a whole."""


def organization_paths() -> list[str]:
    """Every field of an organization but its names: clauses of the charter one by one, other parts as a whole."""
    return [*(f"organization.charter.{clause}" for clause in CHARTER_DEFAULTS), *(f"organization.{u}" for u in UNITS)]


def leading_state_paths() -> list[str]:
    """What a leading state is by itself, and what the host is to it."""
    relations = [f"leading_state.relations.host.{aspect}" for aspect in ASPECTS]
    return [*_own("leading_state"), *relations]


def crisis_paths() -> list[str]:
    """Every field of a crisis but its title and its SLOTS; named values, such as opponents, as a whole."""
    return [f"crisis.{path}" for path in _leaves(Slot(Crisis)) if path.split(".")[0] not in (*UNCODED, *SLOTS)]


def state_paths() -> list[str]:
    """What states are by themselves and to each other, with the host told from the others."""
    pairs = ("host.relations.other", "other.relations.host", "other.relations.other")
    relations = [f"state.{pair}.{aspect}" for pair in pairs for aspect in ASPECTS]
    return [*_own("state.host"), *_own("state.other"), *relations]


def _own(state: str) -> list[str]:
    return [f"{state}.complexes", *(f"{state}.conditions.{name}" for name in CONDITION_DEFAULTS)]


def _leaves(slot: Slot, above: str = "") -> Iterator[str]:
    for key in slot.keys:
        child = slot.child(key)
        if child is not None and child.is_part:
            yield from _leaves(child, f"{above}{key}.")
        else:
            yield f"{above}{key}"
