"""What a point of a design sets: values of the world, what of it runs, where requests come from, the seed."""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from experiments.composition.compose import Composed
from experiments.composition.invented import enlarged
from experiments.composition.problems import validated
from experiments.composition.template import MODELS
from sim.coding import Ranges
from sim.errors import Problem, WorldError
from sim.schema import Invented, RequestMode, World


@dataclass(frozen=True)
class Setting:
    """A world with the levels of a point set, and what of it runs."""

    world: World
    ranges: Ranges
    """Coded ranges by path, without those of swept values."""
    crises: Sequence[str]
    organizations: Sequence[str]
    theories: Sequence[str]
    request: RequestMode
    seed: int
    invented: Invented | None
    """Members that join an organization before anything is lowered."""
    written: World
    """The world without any level: whose members' mean the invented ones are made of, at all points."""

    def world_of(self, crisis: str) -> World:
        """The world in which a crisis runs: with the invented members, if there are any."""
        if self.invented is None:
            return self.world
        return enlarged(self.world, self.written, crisis, self.invented, self.seed)


def setting(composed: Composed, levels: Mapping[str, Any]) -> Setting:
    """The world with the levels set, by path. Raises WorldError if together they make no valid world."""
    values = {path: level for path, level in levels.items() if path.partition(".")[0] in MODELS and "." in path}
    below = tuple(f"{path}." for path in values)
    return Setting(
        world=_world(composed, values),
        ranges={path: ends for path, ends in composed.ranges.items() if not f"{path}.".startswith(below)},
        crises=_named(levels.get("crisis", composed.crises)),
        organizations=_named(levels.get("organization", composed.organizations)),
        theories=_named(levels.get("theory", composed.theories)),
        request=RequestMode(levels.get("request", composed.experiment.request)),
        seed=int(levels.get("seed", composed.experiment.seed)),
        invented=_invented(composed.experiment.invented, levels),
        written=composed.world,
    )


def assigned(data: Mapping[str, Any], keys: Sequence[str], level: Any) -> dict[str, Any]:
    """A copy of nested mappings with a level put at `keys`; only what lies on the way is copied."""
    first, *rest = keys
    below = data.get(first)
    inner = assigned(below if isinstance(below, Mapping) else {}, rest, level) if rest else copy.deepcopy(level)
    return {**data, first: inner}


def _named(level: Any) -> Sequence[str]:
    """One name, or several."""
    return [level] if isinstance(level, str) else level


def _invented(given: Invented | None, levels: Mapping[str, Any]) -> Invented | None:
    """The invented members with the levels set."""
    moved = {path.partition(".")[2]: level for path, level in levels.items() if path.startswith("invented.")}
    return None if given is None else Invented.model_validate(given.model_dump() | moved)


def _world(composed: Composed, levels: Mapping[str, Any]) -> World:
    """The world with some of its things read anew."""
    changed: dict[tuple[str, str], dict[str, Any]] = {}
    for path, level in levels.items():
        group, name, *keys = path.split(".")
        thing = changed.get((group, name), composed.config[group][name])
        changed[group, name] = assigned(thing, keys, level)
    world, faults = composed.world, []
    for (group, name), data in changed.items():
        thing, found = validated(MODELS[group], data, (group, name))
        faults += found
        things = {**getattr(world, group), name: thing}
        world = world.model_copy(update={group: things})
    if faults:
        raise WorldError([Problem(".".join(path), what) for path, what in faults])
    return world
