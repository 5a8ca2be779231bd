"""The schema in words: what a parameter means, and files to fill in.

Meaning, unit, bounds and the steps of a scale are declared once, in `sim.schema`. Messages about wrong input
and the templates of `casus-template` both take their words from here.
"""

import textwrap
import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

import configs
from sim.errors import did_you_mean
from sim.schema import Crisis, Organization, State, Theory
from sim.schema.organization import CHARTER_DEFAULTS
from sim.schema.state import CONDITION_DEFAULTS

SHIPPED = Path(configs.__file__).parent
MODELS: dict[str, type[BaseModel]] = {
    "state": State,
    "organization": Organization,
    "crisis": Crisis,
    "theory": Theory,
}
KINDS = ("state", "organization", "crisis")

_PERIOD_DEFAULTS: Mapping[str, object] = {
    **{f"conditions.{name}": value for name, value in CONDITION_DEFAULTS.items()},
    **{f"charter.{name}": value for name, value in CHARTER_DEFAULTS.items()},
}
"""What holds where no period says; the schema declares it beside the fields."""

_ARTICLES = {"organization": "An organization"}
EXAMPLE_NAMES = {
    "conditions": "y2020",
    "charter": "founding",
    "record": "case_2010",
    "complexes": "my_region",
    "organizations": "my_organization",
    "outcomes": "my_organization",
}
_SHOWN = ("conditions", "conditions.y2020.from", "charter", "charter.founding.from")
"""Optional entries that a template sets all the same: an example of a named period."""
_PLACEHOLDER_STEP = 0.4
_PLACEHOLDER_NUMBER = 10.0
_PLACEHOLDER_DAY = "2020-01-01"
_WORDS: Mapping[Any, str] = {
    bool: "true or false",
    date: f'a day such as "{_PLACEHOLDER_DAY}"',
    str: "text",
    dict: "named entries",
    list: "a list",
    tuple: "two numbers, [low, high]",
}


@dataclass(frozen=True)
class Slot:
    """What the schema says of one place: the kind of value, and the field that declares it."""

    kind: Any
    items: Any = None
    """Annotation of the values, if the place is a mapping from names or a list."""
    field: FieldInfo | None = None
    low: float | None = None
    high: float | None = None

    @property
    def is_part(self) -> bool:
        """Whether the place holds a part with keys of its own."""
        return isinstance(self.kind, type) and issubclass(self.kind, BaseModel)

    @property
    def keys(self) -> dict[str, FieldInfo]:
        """Fields of a part, by the key under which YAML gives them."""
        return {info.alias or name: info for name, info in self.kind.model_fields.items()} if self.is_part else {}

    @property
    def steps(self) -> list[str]:
        """The words of the six-step scale, or nothing."""
        return list(self._extra().get("steps", []))

    @property
    def unit(self) -> str:
        """The unit, or nothing."""
        return str(self._extra().get("unit", ""))

    def _extra(self) -> Mapping[str, Any]:
        extra = self.field.json_schema_extra if self.field else None
        return extra if isinstance(extra, Mapping) else {}

    def child(self, key: str) -> "Slot | None":
        """What lies under `key`; None if the schema knows no such key."""
        if self.kind is dict:
            return _slot(self.items, None)
        field = self.keys.get(key)
        return _slot(field.annotation, field) if field else None

    @property
    def allowed(self) -> str:
        """What the place may hold, in words: `days, 0 to 365`, `one of a, b`, `scale 0-1: 0 calm; ...`."""
        if self.steps:
            words = "; ".join(f"{step / 5:g} {word}" for step, word in enumerate(self.steps))
            return f"{self.unit}: {words}"
        if isinstance(self.kind, type) and issubclass(self.kind, Enum):
            return "one of " + ", ".join(item.value for item in self.kind)
        if self.low is not None and self.high is not None:
            return ", ".join(word for word in (self.unit, f"{plain(self.low)} to {plain(self.high)}") if word)
        return _WORDS.get(self.kind, self.unit)

    def _must_be(self, kind: str, limits: Mapping[str, Any], got: Any) -> str:
        if self.is_part:
            return f"a mapping with the keys {', '.join(self.keys)}"
        if self.kind is dict:
            return "a mapping from names"
        bound = {"greater_than_equal": ("at least", "ge"), "less_than_equal": ("at most", "le")}.get(kind)
        if bound:
            return f"{bound[0]} {plain(limits[bound[1]])}"
        if self.kind in (int, float):
            number = "a whole number" if self.kind is int else "a number"
            finite = "a finite number" if kind == "finite_number" else number
            return f"{number}, not true or false" if isinstance(got, bool) else finite
        return self.allowed

    def unknown(self, key: str, extra: Sequence[str] = ()) -> str:
        """That a part has no such key, and which it has; `extra` are further keys that may be meant."""
        options = [*self.keys, *extra]
        return f"unknown key{did_you_mean(key, options) or ';'} allowed: {', '.join(options)}"

    def complaint(self, error: Mapping[str, Any]) -> str:
        """What pydantic found wrong with the value, in words: what it must be, what was got, what is allowed."""
        kind, got = str(error["type"]), error["input"]
        shown = repr(got) if isinstance(got, str) else plain(got)
        if kind == "missing":
            meaning = (self.field.description or "") if self.field else ""
            allowed = f"({self.allowed})" if meaning and self.allowed else self.allowed
            return "is missing: " + " ".join(word for word in (meaning, allowed) if word)
        if kind == "enum":
            return f"must be {self.allowed} (got {shown}){did_you_mean(str(got), [item.value for item in self.kind])}"
        if kind == "value_error":
            return f"{str(error['msg']).removeprefix('Value error, ')} (got {shown})"
        also = f"; {self.allowed}" if self.kind in (int, float) and self.allowed else ""
        return f"must be {self._must_be(kind, error.get('ctx', {}), got)} (got {shown}{also})"


@cache
def slot_at(root: type[BaseModel], path: tuple[str, ...]) -> Slot | None:
    """What the schema says of `path` below `root`; None if it knows no such place."""
    here: Slot | None = Slot(root)
    for key in path:
        here = here.child(key) if here else None
    return here


def _slot(annotation: Any, field: FieldInfo | None) -> Slot:
    found = list(field.metadata) if field else []
    while get_origin(annotation) in (Annotated, Union, types.UnionType):
        if get_origin(annotation) is Annotated:
            annotation, *extra = get_args(annotation)
            found += [mark for one in extra for mark in (one.metadata if isinstance(one, FieldInfo) else [one])]
        else:
            annotation = next(one for one in get_args(annotation) if one is not type(None))
    origin, inner = get_origin(annotation), get_args(annotation)
    return Slot(
        kind=origin or annotation,
        items=inner[-1] if inner else None,
        field=field,
        low=next((mark.ge for mark in found if hasattr(mark, "ge")), None),
        high=next((mark.le for mark in found if hasattr(mark, "le")), None),
    )


def plain(value: Any) -> str:
    """A value as YAML writes it in one line; text without quotes."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def template(kind: str, name: str | None = None) -> str:
    """A commented YAML file for a `state`, an `organization` or a `crisis`, to be saved as `<kind>/<name>.yaml`.

    Required values are filled with placeholders that validate; all others stand as comments at their defaults.
    Raises ValueError for any other kind.
    """
    if kind not in KINDS:
        raise ValueError(f"no template for {kind!r}; there are: {', '.join(KINDS)}")
    name = name or f"my_{kind}"
    article = _ARTICLES.get(kind, f"A {kind}")
    lines = [
        f"# @package {kind}.{name}",
        f"# {article}: save as my_world/{kind}/{name}.yaml; the name of the file ends the line above.",
        "# Replace the values below. A # without a space after it stands before a setting at its default:",
        "# delete it, and those before the names above that the setting belongs to, to make it your own.",
        f"# Why each value is what it is, and its range, belong into my_world/evidence/{kind}/{name}.yaml.",
        "# Then run: casus-check my_world",
        *_defaults_list(kind),
        *_entries(Slot(MODELS[kind]), (), off=False),
    ]
    return "\n".join(lines) + "\n"


def _defaults_list(kind: str) -> list[str]:
    if kind == "state":
        return []
    first, second = _example_states()
    return [
        "# One line for each state that is named below: shipped ones, or your own in my_world/state.",
        "defaults:",
        f"  - /state/{first}" if kind == "crisis" else f"  #- /state/{first}",
        f"  #- /state/{second}",
        "  - _self_",
    ]


def _example_states() -> list[str]:
    """Two shipped states, so that a template composes as it is: one as host, one as another state."""
    return sorted(file.stem for file in (SHIPPED / "state").glob("*.yaml"))[:2]


def _entries(part: Slot, path: tuple[str, ...], off: bool) -> Iterator[str]:
    for key, field in part.keys.items():
        slot, here = _slot(field.annotation, field), (*path, key)
        yield from _entry(slot, here, off or not (field.is_required() or ".".join(here) in _SHOWN))


def _entry(slot: Slot, path: tuple[str, ...], off: bool) -> Iterator[str]:
    indent, key, mark = "  " * (len(path) - 1), path[-1], "#" if off else ""
    if slot.field:
        for comment in _comments(slot, path):
            yield from textwrap.wrap(comment, 116, initial_indent=f"{indent}# ", subsequent_indent=f"{indent}#   ")
    if slot.is_part or slot.kind is dict:
        yield f"{indent}{mark}{key}:"
    else:
        yield f"{indent}{mark}{key}: {_value(slot, path)}"
    if slot.is_part:
        yield from _entries(slot, path, off)
    elif slot.kind is dict:
        example = EXAMPLE_NAMES.get(key) or _example_states()[1]
        item = slot.child(example)
        yield from _entry(item, (*path, example), off) if item else ()


def _comments(slot: Slot, path: tuple[str, ...]) -> Iterator[str]:
    meaning = (slot.field.description or "") if slot.field else ""
    if slot.is_part:
        yield meaning
    elif slot.kind is dict:
        yield meaning if "empty" in meaning else f"{meaning} Empty unless given."
    elif slot.steps:
        yield f"{meaning} ({slot.unit}; {_if_left_out(slot, path)})"
        yield from (f"{step / 5:g} = {word}" for step, word in enumerate(slot.steps))
    else:
        yield f"{meaning} ({slot.allowed}; {_if_left_out(slot, path)})"


def _if_left_out(slot: Slot, path: tuple[str, ...]) -> str:
    if slot.field is None or slot.field.is_required():
        return "required"
    default = _default(slot, path)
    return "may be left out" if default is None else f"default {plain(default)}"


def _default(slot: Slot, path: tuple[str, ...]) -> Any:
    """The value that holds where the file is silent; a period's default stands beside the schema's fields."""
    below_period = ".".join((path[0], *path[2:]))
    if below_period in _PERIOD_DEFAULTS:
        return _PERIOD_DEFAULTS[below_period]
    return slot.field.get_default(call_default_factory=False) if slot.field else None


def _value(slot: Slot, path: tuple[str, ...]) -> str:
    """The default or, where there is none, a placeholder that validates."""
    default = _default(slot, path)
    if default is not None and default is not PydanticUndefined:
        return plain(default)
    if slot.kind is date:
        return f'"{_PLACEHOLDER_DAY}"'
    if slot.field is not None and not slot.field.is_required():
        return "null"
    if isinstance(slot.kind, type) and issubclass(slot.kind, Enum):
        return str(next(iter(slot.kind)).value)
    if slot.kind in (int, float):
        return plain(_PLACEHOLDER_STEP if slot.high == 1.0 else _PLACEHOLDER_NUMBER)
    return _example_states()[0] if path[-1] == "host" else f"My {path[-1]}"
