"""What each file of a user's folder must load by itself: a run may choose it without the folder's others."""

from collections.abc import Iterator, Mapping
from typing import Any

from experiments.composition.library import Library, Plan
from experiments.composition.problems import Source
from sim.errors import Problem


def unloaded(library: Library, group: str, name: str) -> Iterator[Problem]:
    """States that an organization's or a crisis' file names and does not load; those without a file are left out."""
    plan = Plan(library)
    plan.add(group, name, (group, name), "")
    own = [source for source in plan.sources if source.base == (group, name)]
    loaded = [source.base[1] for source in plan.sources if source.base[:1] == ("state",)]
    for source in own:
        for state in dict.fromkeys(_named(source)):
            if state not in loaded and state in library.names("state"):
                what = f"{state!r} is not loaded: add '- /state/{state}' to the defaults list of this file"
                yield Problem(source.shown, what)


def _named(source: Source) -> Iterator[str]:
    """States that a file names, as far as it can be read."""
    content = source.content
    for name, spell in _mapping(content.get("membership")).items():
        yield str(_mapping(spell).get("state") or name)
    if content.get("host"):
        yield str(content["host"])
    for key in ("opponents", "backers", "presence"):
        yield from map(str, _mapping(content.get(key)))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
