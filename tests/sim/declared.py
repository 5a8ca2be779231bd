"""What the schema declares: every leaf with its kind and range, read from the schema itself.

A leaf's path has `*` for a name that the user gives: `state.*.conditions.*.unrest`. A new field of the
schema is found here without a change.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim.dating import leaves
from sim.schema import World

GROUPS = ("state", "organization", "crisis", "theory")


@dataclass(frozen=True)
class Declared:
    """One leaf: its path, what kind of value it takes, and from where to where."""

    path: str
    kind: type
    low: float | None = None
    high: float | None = None

    def others(self, value: Any, names: tuple[str, ...] = ()) -> list[Any]:
        """Other values that it may take, from near to far; `names` where it is one of them."""
        if self.kind is bool:
            candidates: list[Any] = [True, False]
        elif issubclass(self.kind, Enum):
            candidates = list(self.kind)
        elif self.kind is date:
            base = date.fromisoformat(str(value)) if value else date(2000, 1, 1)
            candidates = [base + timedelta(days=days) for days in (-1, 1, -30, 30, -4_000, 4_000)]
        elif self.kind is str:
            candidates = list(names)
        else:
            candidates = self._numbers(value)
        return [candidate for candidate in candidates if candidate != value]

    def _numbers(self, value: float | None) -> list[Any]:
        low, high = self.low, self.high
        if low is None or high is None:
            raise ValueError(f"{self.path} declares no range")
        middle = (low + high) / 2.0 if value is None else value
        steps = [middle * 1.2, middle * 0.8, middle + 1.0, middle - 1.0, low, high, (low + high) / 2.0]
        found = [self.kind(min(high, max(low, number))) for number in steps]
        return list(dict.fromkeys(found))

    def any(self, rng: random.Random) -> Any:
        """A value from the whole range, its ends more often than chance has them."""
        if self.kind is bool:
            return rng.random() < 0.5
        if issubclass(self.kind, Enum):
            return rng.choice(list(self.kind))
        if self.low is None or self.high is None:
            raise ValueError(f"{self.path} declares no range")
        drawn = rng.choice([self.low, self.high, rng.uniform(self.low, self.high), rng.uniform(self.low, self.high)])
        return self.kind(drawn)


def declared() -> list[Declared]:
    """Every leaf of the schema of a world."""
    return [leaf for group in GROUPS for leaf in _in_field(group, World.model_fields[group])]


def places(world: World) -> dict[str, list[tuple[str, Any]]]:
    """Every leaf of a world, with its value, under the path that the schema declares it by."""
    known = [(leaf.path.split("."), leaf.path) for leaf in declared()]
    found: dict[str, list[tuple[str, Any]]] = {path: [] for _, path in known}
    for group in GROUPS:
        for name, part in getattr(world, group).items():
            for leaf in leaves(part, f"{group}.{name}"):
                steps = leaf.path.split(".")
                for pattern, path in known:
                    if _matches(pattern, steps):
                        found[path].append((leaf.path, leaf.value))
    return found


def _matches(pattern: list[str], steps: list[str]) -> bool:
    return len(pattern) == len(steps) and all(p in ("*", s) for p, s in zip(pattern, steps, strict=True))


def _in_model(path: str, model: type[BaseModel]) -> Iterator[Declared]:
    for name, info in model.model_fields.items():
        yield from _in_field(f"{path}.{info.alias or name}", info)


def _in_field(path: str, info: FieldInfo) -> Iterator[Declared]:
    yield from _in_type(path, info.annotation, tuple(info.metadata))


def _in_type(path: str, kind: Any, limits: tuple[Any, ...]) -> Iterator[Declared]:
    if get_origin(kind) is Annotated:
        kind, *more = get_args(kind)
        yield from _in_type(path, kind, (*limits, *(m for item in more for m in getattr(item, "metadata", [item]))))
    elif get_origin(kind) in (Union, UnionType):
        (inner,) = (arg for arg in get_args(kind) if arg is not NoneType)
        yield from _in_type(path, inner, limits)
    elif get_origin(kind) in (dict, Mapping):
        yield from _in_type(f"{path}.*", get_args(kind)[1], ())
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        yield from _in_model(path, kind)
    else:
        low = next((limit.ge for limit in limits if hasattr(limit, "ge")), None)
        high = next((limit.le for limit in limits if hasattr(limit, "le")), None)
        yield Declared(path, kind, low, high)
