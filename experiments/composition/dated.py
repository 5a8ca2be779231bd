"""The world of a crisis' day: whether anybody was there, and what changes when a crisis is put on another date."""

from collections.abc import Iterator, Mapping
from datetime import date

import yaml

from experiments.composition.compose import Composed
from sim.dating import DatedOrganization, organization_on
from sim.errors import Problem, WorldError
from sim.schema import World
from sim.schema.state import Conditions


def refuse_empty_rooms(composed: Composed) -> None:
    """Raise WorldError if no chosen organization existed, with members, on the day of any chosen crisis."""
    days = {crisis: composed.world.crisis[crisis].onset for crisis in composed.crises}
    if any(_dated(composed.world, name, day).existed for day in days.values() for name in composed.organizations):
        return
    named = ", ".join(f"{crisis} ({day})" for crisis, day in days.items())
    what = (
        f"none of {', '.join(composed.organizations)} existed on the day of {named}; choose others, or another onset"
    )
    raise WorldError([Problem("organization", what)])


def moved_crises(composed: Composed) -> list[str]:
    """For each crisis whose onset was set to another day than its file's: what is no longer as on that day."""
    lines = []
    for crisis in composed.crises:
        path, onset = f"crisis.{crisis}.onset", composed.world.crisis[crisis].onset
        written = date.fromisoformat(str(_written(composed, crisis)))
        if path in composed.fixed and onset != written:
            lines.append(f"{crisis} is put on {onset} instead of {written}; the world is that of the new day:")
            lines += [f"  {line}" for line in _changes(composed, written, onset)] or ["  nothing else changed"]
    return lines


def _written(composed: Composed, crisis: str) -> str:
    """The onset that the crisis' file gives."""
    text = composed.files[f"crisis/{crisis}"].read_text(encoding="utf-8")
    return str(yaml.load(text, yaml.BaseLoader)["onset"])


def _changes(composed: Composed, then: date, now: date) -> Iterator[str]:
    for name in composed.organizations:
        yield from _changes_of_organization(composed.world, name, then, now)
    later = [key for key, state in composed.world.state.items() if _period(state.conditions, then, now)]
    if later:
        yield f"conditions of another period: {', '.join(later)}"


def _changes_of_organization(world: World, name: str, then: date, now: date) -> Iterator[str]:
    before, after = _dated(world, name, then), _dated(world, name, now)
    if before.existed != after.existed:
        yield f"{name} {'exists' if after.existed else 'does not exist'}"
    if not after.existed:
        return
    for word, gone, there in (("with", before, after), ("without", after, before)):
        states = [state for state in there.members if state not in gone.members]
        if states:
            yield f"{name}: {word} {', '.join(states)}"
    for leaf, source in after.charter.items():
        was = before.charter[leaf].value
        if before.existed and source.value != was:
            yield f"{name}: {leaf} is {source.value}, not {was}"
    for force in ("rapid_reaction", "standing"):
        usable = bool(getattr(after, force))
        if usable != bool(getattr(before, force)):
            yield f"{name}: its {force.replace('_', ' ')} force can{'' if usable else 'not'} be used"
    if (before.acted, before.cases) != (after.acted, after.cases):
        was = f"{before.acted} of {before.cases}"
        yield f"{name}: {after.acted} of {after.cases} past cases met with force, not {was}"


def _dated(world: World, name: str, day: date) -> DatedOrganization:
    organization = world.organization[name]
    return organization_on(name, organization, 0, day)


def _period(conditions: Mapping[str, Conditions], then: date, now: date) -> bool:
    """Whether another period of a state's conditions holds."""
    starts = [period.from_ or date.min for period in conditions.values()]
    return sum(start <= then for start in starts) != sum(start <= now for start in starts)
