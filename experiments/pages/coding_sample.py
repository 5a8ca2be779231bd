"""The values that were put on a six-step scale, and the fifth of them that a second coder codes blind.

A value is in the fifth by a hash of its path, so that it stays in when others are added; of a field with too few
values in it, the next ones by that hash join them.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from experiments.composition.evidence import Basis, coded_range, evidence_file
from experiments.composition.library import Library, Plan
from experiments.composition.problems import Keys, Source, flat
from experiments.composition.second_codes import Span
from experiments.composition.template import KINDS, MODELS, Slot, slot_at
from sim.schema.fields import SIX_STEPS

SHARE = 0.2
LEAST = 3
"""So many values of each field are in the sample, if there are so many."""

_DATED = ("conditions", "charter")


@dataclass(frozen=True)
class Coded:
    """A coded value, and what a coder may know of it."""

    path: str
    field: str
    """The path with `*` for names that the world gives: `state.*.conditions.*.unrest`."""
    slot: Slot
    value: float
    span: Span | None
    """The first coder's range."""
    about: Mapping[str, str]
    """What thing it is a value of, and of what date."""

    @property
    def group(self) -> str:
        """state, organization or crisis."""
        return self.path.partition(".")[0]


def coded_values(library: Library | None = None) -> list[Coded]:
    """All values of basis `coded` on a six-step scale in states, organizations and crises, by path."""
    plan = Plan(library or Library())
    for group in KINDS:
        for name in plan.library.names(group):
            plan.add(group, name, (group, name), "")
    own = [source for source in plan.sources if source.base == (source.file.parent.name, source.file.stem)]
    states = {source.base[1]: str(source.content["name"]) for source in own if source.base[0] == "state"}
    return sorted((one for source in own for one in _coded(source, states)), key=lambda one: one.path)


def _coded(source: Source, states: Mapping[str, str]) -> Iterator[Coded]:
    evidence = evidence_file(source)
    for below, value in flat(source.content):
        path = (*source.base, *below)
        slot, match = slot_at(MODELS[path[0]], below), evidence.match(below)
        if slot and slot.steps and match and match[1].basis is Basis.CODED:
            span, about = coded_range(match[1], path, value), _about(source, below, states)
            yield Coded(".".join(path), field_of(path), slot, float(value), span, about)


def field_of(path: Keys) -> str:
    """The field that a value belongs to: its path with `*` for each name that the world gives."""
    keys, slot = [path[0], "*"], Slot(MODELS[path[0]])
    for key in path[2:]:
        keys.append("*" if slot.kind is dict else key)
        slot = slot.child(key) or slot
    return ".".join(keys)


def _about(source: Source, below: Keys, states: Mapping[str, str]) -> dict[str, str]:
    content = source.content
    if source.base[0] == "crisis":
        host = states[content["host"]]
        kind = str(content["type"]).replace("_", " ")
        return {"thing": content["title"], "host": host, "kind": kind, "onset": content["onset"]}
    towards = {"towards": states[below[-2]]} if "relations" in below else {}
    return {"thing": content["name"], **towards, **_period(content, below)}


def _period(content: Mapping[str, Any], below: Keys) -> dict[str, str]:
    """First day on which the value holds, and first day of the thing's next period."""
    if below[0] not in _DATED:
        return {"from": content[below[0]].get("usable_from", "the beginning")}
    starts = {name: period.get("from", "") for name, period in content[below[0]].items()}
    start = starts[below[1]]
    later = sorted(day for day in starts.values() if day > start)
    return {"from": start or "the beginning"} | ({"before": later[0]} if later else {})


def fifth(values: Iterable[Coded]) -> list[Coded]:
    """A fifth of the values, at least some of each field; by field and path."""
    fields: dict[str, list[Coded]] = {}
    for one in values:
        fields.setdefault(one.field, []).append(one)
    return [one for field in sorted(fields) for one in _fifth_of_field(fields[field])]


def _fifth_of_field(values: Sequence[Coded]) -> list[Coded]:
    ranked = sorted(values, key=lambda one: _place(one.path))
    chosen = [one for rank, one in enumerate(ranked) if rank < LEAST or _place(one.path) < SHARE]
    return sorted(chosen, key=lambda one: one.path)


def _place(path: str) -> float:
    """A number in [0, 1) that only the path decides."""
    return int.from_bytes(hashlib.sha256(path.encode()).digest()[:8]) / 2**64


def sheet(values: Iterable[Coded]) -> dict[str, Any]:
    """What a blind coder is given, field by field: words and dates, no value, range or note."""
    fields: dict[str, Any] = {}
    for one in values:
        words = dict(zip(SIX_STEPS, one.slot.steps, strict=True))
        head = {"meaning": meaning(one.slot), "unit": one.slot.unit, "steps": words, "values": []}
        fields.setdefault(one.field, head)["values"].append({"path": one.path, **one.about})
    return fields


def meaning(slot: Slot) -> str:
    """What the schema says that a field means."""
    return (slot.field.description or "") if slot.field else ""
