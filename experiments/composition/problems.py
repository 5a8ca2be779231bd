"""What is wrong with the input, in one line each: where it stands, what was got, what is allowed, what to do.

Values come from YAML files and from words of the command line. `Origins` knows which of them states a value,
so that every message names the file and line, or the word, that the user has to change.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from omegaconf import _utils
from pydantic import BaseModel, ValidationError

from experiments.composition.template import MODELS, Slot, plain, slot_at
from sim.draws import stable_id
from sim.errors import Problem, WorldError, did_you_mean
from sim.schema import Crisis, Organization, World
from sim.schema.crisis import Recorded

type Keys = tuple[str, ...]
type Found = tuple[Keys, str]
"""A value's path, and what is wrong with it."""

_NOTHING = object()


class Loader(yaml.CSafeLoader):
    """Reads YAML as Hydra does, only faster: dates stay text, and a key given twice is an error."""

    yaml_implicit_resolvers = _utils.get_yaml_loader().yaml_implicit_resolvers

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        seen: list[str] = []
        for key in [key for key, _ in node.value if isinstance(key, yaml.ScalarNode)]:
            if key.value in seen:
                what = f"key {key.value!r} is given twice"
                raise yaml.constructor.ConstructorError(None, None, what, key.start_mark)
            seen.append(key.value)
        return super().construct_mapping(node, deep=deep)


def read(file: Path, shown: str) -> dict[str, Any]:
    """The mapping in a YAML file, called `shown` in messages. Raises WorldError for broken YAML."""
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), Loader)
    except yaml.YAMLError as error:
        raise WorldError([_broken(error, shown)]) from error
    except UnicodeDecodeError as error:
        raise WorldError([Problem(shown, f"broken YAML: not UTF-8 text ({error.reason})")]) from error
    if not isinstance(content, dict | None):
        raise WorldError([Problem(f"{shown}:1", f"must hold keys and values (got {type(content).__name__})")])
    return content or {}


def _broken(error: yaml.YAMLError, shown: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    reason = getattr(error, "problem", None) or str(error).splitlines()[0]
    return Problem(f"{shown}:{mark.line + 1}" if mark else shown, f"broken YAML: {reason}")


def flat(value: Any, path: Keys = ()) -> Iterator[tuple[Keys, Any]]:
    """The leaves of nested mappings, each with its path."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from flat(item, (*path, str(key)))
    else:
        yield path, value


@dataclass(frozen=True)
class Source:
    """A YAML file that states values of what lies at `base` in the composition."""

    file: Path
    shown: str
    base: Keys
    content: Mapping[str, Any]

    def find(self, path: Keys) -> Any:
        """The value that the file gives to `path`, or a mark that it gives none."""
        here: Any = self.content if path[: len(self.base)] == self.base else _NOTHING
        for key in path[len(self.base) :]:
            here = here.get(key, _NOTHING) if isinstance(here, Mapping) else _NOTHING
        return here

    def states(self, path: Keys) -> bool:
        """Whether the file gives a value to `path`."""
        return self.find(path) is not _NOTHING

    def line(self, path: Keys) -> int:
        """The line of the deepest key of `path` that the file holds; 1 if it holds none."""
        node, line = self._tree, 1
        for key in path[len(self.base) :]:
            pairs = node.value if isinstance(node, yaml.MappingNode) else []
            found = next(((name, value) for name, value in pairs if name.value == key), None)
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        return line

    def line_of(self, word: str) -> str:
        """The place of the first line that holds a word, as messages give it."""
        text = self.file.read_text(encoding="utf-8").splitlines()
        return f"{self.shown}:{next((number for number, line in enumerate(text, 1) if word in line), 1)}"

    @cached_property
    def _tree(self) -> Any:
        return yaml.compose(self.file.read_text(encoding="utf-8"), yaml.CSafeLoader)


@dataclass(frozen=True)
class Origins:
    """Where the values of a composition come from: words of the command line and YAML files."""

    sources: Sequence[Source] = ()
    """Of two files that state a value, the one that holds comes first."""
    words: Sequence[tuple[Keys, str]] = ()
    _by_base: dict[Keys, list[Source]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for source in self.sources:
            self._by_base.setdefault(source.base, []).append(source)

    def about(self, path: Keys) -> list[Source]:
        """Files that may state the value at `path`: the experiment's first, then the thing's own."""
        return self._by_base.get((), []) + self._by_base.get(path[:2], [])

    def stating(self, path: Keys, own: bool = False) -> Source | None:
        """The file whose value holds at `path`, words (and, if `own`, experiments) aside."""
        about = self._by_base.get(path[:2], []) if own else self.about(path)
        return next((source for source in about if source.states(path)), None)

    def things(self, group: str) -> list[str]:
        """Names of the things of a group that have a file here."""
        return [base[1] for base in self._by_base if len(base) == 2 and base[0] == group]

    def names(self, path: Keys) -> list[str]:
        """Keys that any file gives below `path`."""
        found = [source.find(path) for source in self.about(path)]
        return [str(key) for part in found if isinstance(part, Mapping) for key in part]

    def fixes(self, path: Keys, value: Any) -> bool:
        """Whether a word or an experiment sets the value, or it is not that of the thing's own file."""
        own = self.stating(path, own=True)
        by_hand = self.word(path) is not None or any(one.states(path) for one in self._by_base.get((), []))
        return by_hand or own is None or own.find(path) != value

    def word(self, path: Keys) -> str | None:
        """The word of the command line that sets `path` or something above it."""
        return next((text for set_, text in reversed(self.words) if path[: len(set_)] == set_), None)

    def problem(self, path: Keys, what: str) -> Problem:
        """A problem with the value at `path`, at the place where the user can mend it."""
        name, word = ".".join(path), self.word(path)
        if word is None and self.stating(path) is None:
            word = next((text for set_, text in self.words if set_[: len(path)] == path), None)
        if word is not None:
            exact = any(set_ == path for set_, _ in self.words)
            return Problem(f"command line {word!r}", what if exact else f"{name}: {what}")
        source = self.stating(path) or self._nearest(path)
        return Problem(f"{source.shown}:{source.line(path)}" if source else "configuration", f"{name}: {what}")

    def _nearest(self, path: Keys) -> Source | None:
        """A file in which the value belongs although none states it."""
        own = self._by_base.get(path[:2] if path[0] in MODELS else (), [])
        return next((source for source in own if source.states(path[:-1])), own[0] if own else None)


def _wording(error: ValidationError, root: type[BaseModel], extra: Sequence[str] = ()) -> Iterator[Found]:
    """What pydantic found wrong below `root`; `extra` are further keys that the user may have meant."""
    told: dict[Keys, None] = {}
    for one in error.errors(include_url=False):
        loc = [str(key) for key in one["loc"] if key != "[key]"]
        path = _known(loc, root, keep=one["type"] == "extra_forbidden")
        if path not in told:
            told[path] = None
            above, slot = slot_at(root, path[:-1]) or Slot(root), slot_at(root, path)
            yield path, above.unknown(path[-1], extra) if slot is None else slot.complaint(dict(one))


def _known(loc: list[str], root: type[BaseModel], keep: bool) -> Keys:
    """The part of pydantic's location that is a path; branches of a union are left off."""
    length = next((k for k in range(len(loc)) if slot_at(root, tuple(loc[: k + 1])) is None), len(loc))
    return tuple(loc if keep else loc[:length])


@dataclass(frozen=True)
class CrossChecks:
    """What no single value shows: things that must fit to each other."""

    world: World
    loaded: Sequence[str]
    """States that are in the world, or would be if their file could be read."""
    names: Mapping[str, Sequence[str]]
    """All states and organizations that have a file, by group."""
    home: str
    """Where the user's own files are."""
    stand_ins: Collection[str] = ()  # organizations that take another's place, and so may share its draws

    def found(self) -> Iterator[Found]:
        """All that is wrong."""
        for name, organization in self.world.organization.items():
            yield from self._organization(("organization", name), organization)
        for name, crisis in self.world.crisis.items():
            yield from self._crisis(("crisis", name), crisis)
        yield from self._draw_ids("state", {k: v.draw_id for k, v in self.world.state.items()})
        together = {k: v for k, v in self.world.organization.items() if k not in self.stand_ins}
        yield from self._draw_ids("organization", {k: v.draw_id for k, v in together.items()})

    def _organization(self, path: Keys, organization: Organization) -> Iterator[Found]:
        for name, spell in organization.membership.items():
            yield from self._state((*path, "membership", name), spell.state or name, "member without a state: ")
        members = [spell.state or name for name, spell in organization.membership.items()]
        for leader in organization.leading:
            if leader not in members:
                hint = did_you_mean(leader, members)
                yield (*path, "leading", leader), f"a leading state must be a member in some spell{hint}"
        for group, periods in (("membership", organization.membership), ("charter", organization.charter)):
            for name, period in periods.items():
                if period.from_ and period.to and period.to < period.from_:
                    yield (*path, group, name, "to"), f"dates reversed: {period.to} is before from, {period.from_}"

    def _crisis(self, path: Keys, crisis: Crisis) -> Iterator[Found]:
        yield from self._state((*path, "host"), crisis.host, "host without a state: ")
        for group in ("opponents", "backers", "presence"):
            for name in getattr(crisis, group):
                yield from self._state((*path, group, name), name, "")
        if crisis.host in crisis.opponents:
            yield (*path, "opponents", crisis.host), "the host cannot be on the other side of its own crisis"
        yield from self._recorded((*path, "recorded"), crisis.recorded)
        level, peak = crisis.severity.level, crisis.severity.peak
        if peak < level:
            yield (
                (*path, "severity", "peak"),
                f"must be at least the level on the day of onset, {plain(level)} (got {plain(peak)})",
            )

    def _recorded(self, path: Keys, recorded: Recorded) -> Iterator[Found]:
        """Names in the record that look mistyped; it may speak of organizations and states that have no file."""
        calls, outcomes = recorded.requests, recorded.outcomes
        named = [("organization", (*path, "requests", "organizations"), name) for name in calls.organizations]
        named += [("state", (*path, "requests", "states"), name) for name in calls.states]
        for label, outcome in outcomes.items():
            named.append(("organization", (*path, "outcomes"), label))
            named += [("state", (*path, "outcomes", label, "contributions"), name) for name in outcome.contributions]
        for group, at, name in named:
            hint = "" if name in self.names[group] else did_you_mean(name, self.names[group])
            if hint:
                yield (*at, name), f"no {group} {name!r}{hint}"

    def _state(self, path: Keys, name: str, prefix: str) -> Iterator[Found]:
        if name in self.loaded:
            return
        if name in self.names["state"]:
            yield path, f"{prefix}{name!r} is not loaded: add '- /state/{name}' to the defaults list of the file"
        else:
            hint = did_you_mean(name, self.names["state"])
            write = f"{f'{hint} or' if hint else ';'} write {self.home}/state/{name}.yaml and load it"
            yield path, f"{prefix}no state {name!r}{write}"

    def _draw_ids(self, group: str, given: Mapping[str, int | None]) -> Iterator[Found]:
        owner: dict[int, str] = {}
        for name, number in sorted(given.items()):
            key = stable_id(name) if number is None else number
            if key in owner:
                yield (group, name, "draw_id"), f"{key} is also the draw_id of {group}.{owner[key]}; choose another"
            owner.setdefault(key, name)


def validated[M: BaseModel](
    model: type[M], data: Any, at: Keys = (), extra: Sequence[str] = ()
) -> tuple[M | None, list[Found]]:
    """The model read strictly, as JSON, from plain data that lies at `at`; or None and all that is wrong.

    Strictly, so that a switch is no number and a quoted number is text; as JSON, so that days and choices, which
    YAML can only give as text, are taken.
    """
    found = list(_bad_keys(data, at))
    try:
        return (None, found) if found else (model.model_validate_json(json.dumps(data, default=str), strict=True), [])
    except ValidationError as error:
        return None, [((*at, *path), what) for path, what in _wording(error, model, extra)]


def _bad_keys(value: Any, path: Keys = ()) -> Iterator[Found]:
    """Keys that YAML did not read as text, such as no, on or 1992."""
    for key, item in value.items() if isinstance(value, Mapping) else ():
        if not isinstance(key, str):
            yield path, f"the key {plain(key)} was not read as text; put it in quotes or choose another name"
        yield from _bad_keys(item, (*path, str(key)))
