"""A design: the points of a sweep, each a world with some parameters set.

A factor names the path of a parameter (or several that move together) and its levels; a swept value is
fixed in all coding draws.
"""

import copy
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from experiments.compose import Composed
from sim.errors import Problem, WorldError, did_you_mean
from sim.schema import Experiment, World
from sim.schema.experiment import Factor


@dataclass(frozen=True)
class Point:
    """One point of a design: the level of each factor, and the composition with them set."""

    levels: Mapping[str, Any]
    composed: Composed


def points(composed: Composed) -> list[Point]:
    """Every combination of levels, the first factor slowest; refused before the first run if one is invalid."""
    factors = composed.experiment.factors
    _refuse(composed.config, factors)
    grid = itertools.product(*(factor.levels for factor in factors.values()))
    found, problems = [], []
    for levels in grid:
        try:
            found.append(_point(composed, factors, dict(zip(factors, levels, strict=True))))
        except ValidationError as error:
            problems += list(_invalid(error, dict(zip(factors, levels, strict=True))))
    if problems:
        raise WorldError(dict.fromkeys(problems))
    return found


def paths(factor: Factor) -> Sequence[str]:
    """The paths that a factor moves."""
    return [factor.path] if isinstance(factor.path, str) else factor.path


def _refuse(config: Mapping[str, Any], factors: Mapping[str, Factor]) -> None:
    """Refuse a design whose paths lead nowhere or occur twice."""
    problems, seen = [], dict[str, str]()
    if not factors:
        problems.append(
            Problem("factors", "a sweep needs at least one factor, such as factors.x={path: ..., levels: [...]}")
        )
    for name, factor in factors.items():
        if not factor.levels:
            problems.append(Problem(f"factors.{name}.levels", "must name at least one level"))
        for path in paths(factor):
            if path in seen:
                problems.append(Problem(f"factors.{name}.path", f"{path} is moved by factor {seen[path]!r} already"))
            seen[path] = name
            problems += list(_leads_nowhere(config, name, path))
    if problems:
        raise WorldError(problems)


def _leads_nowhere(config: Mapping[str, Any], name: str, path: str) -> Iterator[Problem]:
    node: Any = config
    parts = path.split(".")
    for place, part in enumerate(parts):
        if not isinstance(node, Mapping) or part not in node:
            options = list(node) if isinstance(node, Mapping) else []
            hint = did_you_mean(part, map(str, options))
            yield Problem(
                f"factors.{name}.path",
                f"no parameter {path!r}: {'.'.join(parts[:place]) or 'the world'} has no {part!r}{hint}",
            )
            return
        node = node[part]


def _point(composed: Composed, factors: Mapping[str, Factor], levels: Mapping[str, Any]) -> Point:
    config, ranges = copy.deepcopy(composed.config), dict(composed.ranges)
    for name, level in levels.items():
        for path in paths(factors[name]):
            _assign(config, path, level)
            ranges = {key: value for key, value in ranges.items() if key != path and not key.startswith(path + ".")}
    world = World.model_validate({group: config[group] for group in World.model_fields if group in config})
    settings = {key: config[key] for key in Experiment.model_fields if key in config}
    experiment = Experiment.model_validate(settings)
    return Point(levels, replace(composed, config=config, world=world, experiment=experiment, ranges=ranges))


def _assign(config: dict[str, Any], path: str, level: Any) -> None:
    *parents, last = path.split(".")
    node = config
    for part in parents:
        node = node[part]
    node[last] = level


def _invalid(error: ValidationError, levels: Mapping[str, Any]) -> Iterator[Problem]:
    for found in error.errors():
        path = ".".join(str(part) for part in found["loc"])
        yield Problem("factors", f"{path}: {found['msg']} (got {found['input']!r} in {dict(levels)})")
