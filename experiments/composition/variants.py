"""What an experiment says about things by name, fitted to what is composed: headline cells, variants, removals.

A variant is an organization that takes another's place in an arm of its own, such as one with a member more. It may
share the other's `draw_id`, and so its draws, since the two never run together. A removal takes a named entry out of
the world in a second arm, to see what it adds. What concerns things that were not chosen is left off.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from experiments.composition.library import Plan
from experiments.composition.problems import Found, Keys, flat, validated
from experiments.composition.template import MODELS
from sim.dating import organization_on
from sim.errors import BrokenInvariant, did_you_mean
from sim.schema import Experiment, Rung, World
from sim.schema.experiment import Factor

if TYPE_CHECKING:
    from experiments.composition.compose import Composed

type Config = Mapping[str, Any]

NAMED = {"headline", "variants", "without"}
"""Settings that name things of the world."""


def fitted(experiment: Experiment, config: Config, plan: Plan) -> tuple[Experiment, list[Found]]:
    """The experiment without what concerns things that are not composed, and what is wrong with the names."""
    found = [*plan.strangers(experiment.headline), *_unknown(experiment, plan)]
    organizations = config["organization"]
    variants = {
        crisis: {one: other for one, other in pairs.items() if one in organizations and other in organizations}
        for crisis, pairs in experiment.variants.items()
    }
    kept = [path for path in experiment.without if _is_composed(path, config)]
    found += [fault for path in kept for fault in _removal_faults(path, config)]
    update = {
        "variants": {crisis: pairs for crisis, pairs in variants.items() if pairs},
        "without": kept,
        "factors": {name: _written_out(factor, config) for name, factor in experiment.factors.items()},
    }
    return experiment.model_copy(update=update), found


def _written_out(factor: Factor, config: Config) -> Factor:
    """A factor with each pattern (`*` for any one name) replaced by the paths of stated values that fit it.

    A pattern that fits nothing stays, so that it is told like any path that leads nowhere.
    """
    given = [factor.path] if isinstance(factor.path, str) else factor.path
    if not any("*" in path for path in given):
        return factor
    stated = [path for group in MODELS for path, _ in flat(config[group], (group,))]
    named = [one for path in given for one in _fitting(path.split("."), stated) or [path]]
    return factor.model_copy(update={"path": named})


def _fitting(pattern: Sequence[str], stated: Sequence[Keys]) -> list[str]:
    return [
        ".".join(path)
        for path in stated
        if len(path) == len(pattern) and all(want in ("*", key) for want, key in zip(pattern, path, strict=True))
    ]


def with_headline(
    experiment: Experiment, world: World, crises: Collection[str], organizations: Collection[str]
) -> Experiment:
    """The experiment with headline cells among what was chosen; if it names none of them, one for each crisis.

    In question is who did most by the record, else who existed then and had the host among its members.
    """
    named = {crisis: one for crisis, one in experiment.headline.items() if crisis in crises and one in organizations}
    if not named:
        named = {crisis: max(organizations, key=partial(_in_question, world, crisis)) for crisis in crises}
    return experiment.model_copy(update={"headline": named})


def _in_question(world: World, crisis: str, organization: str) -> tuple[int, bool, bool]:
    of = world.crisis[crisis]
    dated = organization_on(organization, world.organization[organization], 0, of.onset)
    outcome = of.recorded.outcomes.get(organization)
    rung = -1 if outcome is None else list(Rung).index(outcome.rung)
    return rung, dated.existed, of.host in dated.members


def stand_ins(experiment: Experiment | None) -> Collection[str]:
    """Organizations that only ever take another's place."""
    pairs = experiment.variants.values() if experiment is not None else ()
    return {variant for named in pairs for variant in named.values()}


def without(composed: "Composed") -> "Composed":
    """The same composition with all removals carried out."""
    things: dict[tuple[str, str], Any] = {}
    for path in composed.experiment.without:
        group, name, *keys = path.split(".")
        things[group, name] = _removed(things.get((group, name), composed.config[group][name]), keys)
    world = composed.world
    for (group, name), data in things.items():
        thing, faults = validated(MODELS[group], data, (group, name))
        if thing is None:
            raise BrokenInvariant(f"without: {group}.{name} is invalid although each removal was checked: {faults}")
        world = world.model_copy(update={group: {**getattr(world, group), name: thing}})
    return replace(composed, world=world)


def _unknown(experiment: Experiment, plan: Plan) -> Iterator[Found]:
    for crisis, pairs in experiment.variants.items():
        named = [("crisis", crisis), *(("organization", name) for pair in pairs.items() for name in pair)]
        for group, name in named:
            if plan.library.file(group, name) is None:
                yield ("variants", crisis), plan.unknown(group, name)
    for path in experiment.without:
        group, name, *keys = [*path.split("."), ""]
        if group not in MODELS:
            yield ("without",), f"{path}: no group {group!r}{did_you_mean(group, MODELS)}"
        elif plan.library.file(group, name) is None:
            yield ("without",), f"{path}: {plan.unknown(group, name)}"
        elif not any(keys):
            yield ("without",), f"{path}: must go on to an entry below the thing"


def _is_composed(path: str, config: Config) -> bool:
    group, name, *keys = [*path.split("."), ""]
    return group in MODELS and name in config[group] and any(keys)


def _removal_faults(path: str, config: Config) -> Iterator[Found]:
    """What is wrong with taking out the entry at `path`: it is not there, or the thing needs it."""
    group, name, *keys = path.split(".")
    here: Any = config[group][name]
    for place, key in enumerate(keys):
        if not isinstance(here, Mapping) or key not in here:
            above = ".".join((group, name, *keys[:place]))
            options = list(here) if isinstance(here, Mapping) else []
            yield ("without",), f"{above} has no {key!r}{did_you_mean(key, options)}"
            return
        here = here[key]
    _, faults = validated(MODELS[group], _removed(config[group][name], keys), (group, name))
    yield from ((("without",), f"{path} cannot be left out: {what}") for _, what in faults)


def _removed(data: Mapping[str, Any], keys: Sequence[str]) -> dict[str, Any]:
    """A copy of nested mappings without the entry at `keys`."""
    first, *rest = keys
    if not rest:
        return {key: value for key, value in data.items() if key != first}
    return {**data, first: _removed(data[first], rest)}
