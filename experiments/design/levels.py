"""Whether every level of a design is one that the schema allows, each level looked at once.

Of numbers only the smallest and the largest are looked at: what the schema allows between two numbers, it allows.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from experiments.composition.compose import Composed
from experiments.composition.problems import CrossChecks, Found, validated
from experiments.composition.settings import assigned
from experiments.composition.template import MODELS, SHIPPED, plain
from experiments.design.refusals import CHOICES, SETTINGS, paths
from sim.errors import Problem, did_you_mean
from sim.schema import Experiment
from sim.schema.experiment import Factor


def bad_levels(composed: Composed, factors: Mapping[str, Factor], table: Mapping[str, Any]) -> list[Problem]:
    """One problem for each level that is refused; `table` has the columns of the design's file, if it has one."""
    found = []
    for name, factor in factors.items():
        where = str(composed.experiment.design.file) if table else f"factors.{name}"
        key = f", column {name!r}" if table else ".levels" if factor.levels is not None else ".range"
        levels = table[name].values if table else factor.levels
        looked_at = _looked_at(levels) if levels is not None else _ends(factor)
        for path in paths(factor):
            for level in looked_at:
                found += [Problem(f"{where}{key}", what) for what in _refused(composed, path, level)]
    return found


def _ends(factor: Factor) -> list[Any]:
    ends = factor.range or ()
    return [int(end) if factor.integer else end for end in ends]


def _looked_at(levels: Sequence[Any]) -> list[Any]:
    """The smallest and largest whole number and fraction, and every level that is no number."""
    looked: list[Any] = []
    for kind in (int, float):
        numbers = [level for level in levels if type(level) is kind]
        strange = [number for number in numbers if number != number]
        looked += strange[:1] or ([min(numbers), max(numbers)] if numbers else [])
    return [*_once(looked), *_once([level for level in levels if type(level) not in (int, float)])]


def _once(levels: Sequence[Any]) -> list[Any]:
    return list({repr(level): level for level in levels}.values())


def _refused(composed: Composed, path: str, level: Any) -> Iterator[str]:
    """What is wrong with a level at a path."""
    if path in CHOICES:
        yield from _not_composed(composed, path, level)
        return
    for at, what in _faults(composed, path, level):
        yield f"{'.'.join(at)}: {what}"


def _not_composed(composed: Composed, group: str, level: Any) -> Iterator[str]:
    there = {"crisis": composed.crises, "organization": composed.organizations, "theory": composed.theories}[group]
    names = level if isinstance(level, list) else [level]
    if not names:
        yield f"must name at least one {group} (got [])"
    for name in names:
        if name not in there:
            hint = did_you_mean(str(name), there) or ";"
            yield f"no {group} {plain(name)!r} in this run{hint} there are: {', '.join(there)}"


def _faults(composed: Composed, path: str, level: Any) -> Iterator[Found]:
    if path in SETTINGS:
        settings = assigned(composed.experiment.model_dump(mode="json"), path.split("."), level)
        yield from validated(Experiment, settings)[1]
        return
    group, name, *keys = path.split(".")
    data = assigned(composed.config[group][name], keys, level)
    thing, faults = validated(MODELS[group], data, (group, name))
    yield from faults
    if thing is not None and type(level) not in (int, float):
        things = getattr(composed.world, group) | {name: thing}
        world = composed.world.model_copy(update={group: things})
        files = {name: [file.stem for file in (SHIPPED / name).glob("*.yaml")] for name in ("state", "organization")}
        before, after = (
            list(CrossChecks(w, list(w.state), files, "configs").found()) for w in (composed.world, world)
        )
        yield from (fault for fault in after if fault not in before)
