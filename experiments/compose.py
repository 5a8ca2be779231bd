"""Composition: the words of the command line and the YAML files, made into a validated world.

Hydra composes. Before it, every file that it will read is read here, so that a mistake in one is told with its
line; after it, the schema judges. All that is wrong is told at once, and nothing is written.
"""

import itertools
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hydra
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override
from hydra.errors import HydraException
from omegaconf import OmegaConf
from omegaconf.base import Box
from omegaconf.errors import OmegaConfBaseException

from experiments.evidence import (
    GROUPS,
    Evidence,
    EvidenceFile,
    Library,
    Plan,
    evidence_files,
    evidence_of,
    unreadable,
)
from experiments.problems import CrossChecks, Found, Keys, Origins, bad_keys, flat, nested, overlay, read, validated
from experiments.template import MODELS, SHIPPED, Slot
from sim.errors import Problem, WorldError, did_you_mean
from sim.schema import Experiment, World

_SETTINGS = tuple(Slot(Experiment).keys)
_FOLDER = ("--config-dir", "-cd")
_VALUED = (*_FOLDER, "--config-path", "-cp", "--config-name", "-cn", "--package", "-p", "--cfg", "-c")


@dataclass(frozen=True)
class Composed:
    """A validated world and experiment, and where their values come from."""

    config: dict[str, Any]
    """The resolved configuration, as plain data."""
    world: World
    experiment: Experiment
    ranges: dict[str, tuple[float, float]]
    """Coded range of each value that is drawn, by path; fixed values have none."""
    evidence: dict[str, Evidence]
    """What stands behind the value that a file gives to a path, whether or not it is fixed to another."""
    fixed: tuple[str, ...]
    """Paths that the command line or the experiment sets: the same in all draws."""
    overrides: tuple[str, ...]
    theories: tuple[str, ...]
    crises: tuple[str, ...]
    organizations: tuple[str, ...]
    files: dict[str, Path]
    """The YAML file behind each thing, by `group/name`."""
    used_files: tuple[Path, ...]


@dataclass(frozen=True)
class Word:
    """One override as typed: the choice of a group's things, or the setting of a value."""

    text: str
    parsed: Override

    @property
    def path(self) -> Keys:
        """The keys that it names."""
        return tuple(self.parsed.key_or_group.split("."))

    @property
    def kind(self) -> str:
        """`choice` of things of a group, `value`, or `hydra`: about Hydra itself, or saying by / or @ where to."""
        key = self.parsed.key_or_group
        if self.path[0] == "hydra" or "/" in key or self.parsed.package is not None:
            return "hydra"
        return "choice" if key in GROUPS else "value"

    @property
    def adds(self) -> bool:
        """Whether it says by + that it adds something."""
        return bool(self.parsed.is_add() or self.parsed.is_force_add())

    @property
    def rewritten(self) -> str:
        """The word with ++ before a value, so that values left to their defaults can be set as well."""
        return f"++{self.text.lstrip('+')}" if self.kind == "value" and not self.parsed.is_delete() else self.text

    @property
    def names(self) -> list[Any]:
        """The things chosen."""
        chosen = self.parsed.value()
        return chosen if isinstance(chosen, list) else [] if chosen is None else [chosen]


def rewritten(arguments: Sequence[str]) -> list[str]:
    """The same arguments for `hydra.main`, flags first, values with ++ before them.

    Raises WorldError for a word that is no override.
    """
    flags, texts = _split(arguments)
    words, problems = _parsed(texts)
    if problems:
        raise WorldError(problems)
    return [*flags, *(word.rewritten for word in words)]


def _split(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Flags with their values, and overrides."""
    flags: list[str] = []
    texts: list[str] = []
    for before, argument in itertools.pairwise(["", *arguments]):
        (flags if argument.startswith("-") or before in _VALUED else texts).append(argument)
    return flags, texts


def _parsed(texts: Sequence[str]) -> tuple[list[Word], list[Problem]]:
    words, problems = [], []
    for text in texts:
        try:
            words.append(Word(text, OverridesParser.create().parse_override(text)))
        except HydraException as error:
            reason = f"cannot be read: {str(error).splitlines()[-1]}" if "=" in text else "write name=value"
            problems.append(Problem(f"command line {text!r}", f"not an override; {reason}"))
    return words, problems


def _folder(flags: Sequence[str]) -> str | None:
    """The user's folder, if the flags name one."""
    pairs = itertools.pairwise([*flags, ""])
    given = [
        after if flag in _FOLDER else flag.partition("=")[2] for flag, after in pairs if flag.startswith(_FOLDER)
    ]
    return given[-1] if given else None


def compose(arguments: Sequence[str]) -> Composed:
    """The world, experiment and evidence that the arguments of the command line ask for.

    Raises WorldError with all that is wrong with the words, the files and the values.
    """
    flags, texts = _split(arguments)
    library, problems = Library.at(_folder(flags))
    words, unread = _parsed(texts)
    problems += unread
    plan = Plan(library)
    choices = _accepted(words, "choice", lambda word: _wrong_choice(word, plan), problems)
    _follow(plan, choices)
    files = Origins(plan.sources)
    values = _accepted(words, "value", lambda word: _stranger(word, files, library), problems)
    origins = Origins(plan.sources, [(word.path, word.text) for word in values])
    ledger = evidence_files(plan.sources)
    problems += plan.problems + unreadable(ledger)
    hydras = [word for word in words if word.kind == "hydra"]
    config = None if plan.problems else _through_hydra([*hydras, *choices, *values], library, origins, problems)
    config = _plainly(origins, values) if config is None else config
    things, experiment, found = _judged(config, plan, origins)
    problems += [origins.problem(path, what) for path, what in found]
    if problems or experiment is None:
        raise WorldError(dict.fromkeys(problems))
    evidence = evidence_of(_values(config), origins, ledger)
    fixed = tuple(".".join(path) for path, value in _values(config).items() if origins.fixes(path, value))
    return Composed(
        config=config,
        world=World(**things),
        experiment=experiment,
        ranges={path: one.range for path, one in evidence.items() if one.range and path not in dict.fromkeys(fixed)},
        evidence=evidence,
        fixed=fixed,
        overrides=tuple(texts),
        theories=tuple(config["theory"]),
        crises=tuple(config["crisis"]),
        organizations=tuple(config["organization"]),
        files={f"{source.file.parent.name}/{source.file.stem}": source.file for source in plan.sources},
        used_files=_used_files(plan, ledger),
    )


def _values(config: Mapping[str, Any]) -> dict[Keys, Any]:
    """Every value of the world that a file or a word gives, by path."""
    return {path: value for group in MODELS for path, value in flat(config[group], (group,))}


def _used_files(plan: Plan, ledger: Mapping[int, EvidenceFile]) -> tuple[Path, ...]:
    evidence = [file.file for file in ledger.values() if file.file.exists()]
    return tuple(dict.fromkeys([SHIPPED / "config.yaml", *(source.file for source in plan.sources), *evidence]))


def _accepted(words: Sequence[Word], kind: str, wrong: Callable[[Word], str], problems: list[Problem]) -> list[Word]:
    """The words of a kind that `wrong` finds nothing wrong with; what it finds joins the problems."""
    found = [(word, wrong(word)) for word in words if word.kind == kind]
    problems += [Problem(f"command line {word.text!r}", what) for word, what in found if what]
    return [word for word, what in found if not what]


def _wrong_choice(word: Word, plan: Plan) -> str:
    group = word.parsed.key_or_group
    if word.parsed.is_delete():
        return f"a group cannot be left out; choose with {group}=[...]"
    if word.parsed.is_sweep_override():
        return f"several choices need -m; to have them in one run write {group}=[a,b]"
    odd = next((name for name in word.names if not isinstance(name, str)), None)
    if odd is not None:
        return f"must name things of the group (got {odd!r})"
    if group == "experiment" and len(word.names) != 1:
        return "must name one experiment"
    return "; ".join(plan.unknown(group, name) for name in word.names if name not in plan.library.names(group))


def _follow(plan: Plan, choices: Sequence[Word]) -> None:
    """Take in all files of the composition: the experiment's, then those of each group chosen."""
    entries = read(SHIPPED / "config.yaml", "configs/config.yaml").pop("defaults")
    chosen = {group: names for entry in entries if isinstance(entry, Mapping) for group, names in entry.items()}
    for word in choices:
        group = word.parsed.key_or_group
        chosen[group] = [*(chosen[group] if word.adds else []), *word.names]
    typed = [word.parsed.key_or_group for word in choices if not word.adds]
    for group in ("experiment", *MODELS):
        names = chosen[group] if group in typed else plan.chosen.get(group, chosen[group])
        for name in [names] if isinstance(names, str) else names:
            asked = Problem(f"configs/config.yaml: {group}", plan.unknown(group, name))
            plan.add(group, name, () if group == "experiment" else (group, name), asked)


def _stranger(word: Word, files: Origins, library: Library) -> str:
    """What is wrong with the path of a value that no file and no schema knows; nothing if it is known."""
    if word.parsed.is_sweep_override():
        return "several values need -m"
    group, *_ = word.path
    options = [*_SETTINGS, *GROUPS]
    if group not in options:
        return f"unknown key {group!r}{did_you_mean(group, options) or ';'} there are: {', '.join(options)}"
    things = files.things(group)
    if group in MODELS and word.path[1] not in things:
        hint = did_you_mean(word.path[1], things) or ";"
        return f"no {group} {word.path[1]!r} in this run{hint} there are: {', '.join(things)}"
    return _beyond(word, 2 if group in MODELS else 0, files, library)


def _beyond(word: Word, start: int, files: Origins, library: Library) -> str:
    """What is wrong with the keys from `start` on; unknown keys of a part are left to the schema."""
    slot = Slot(MODELS[word.path[0]] if start else Experiment)
    for place, key in enumerate(word.path[start:], start):
        above, names = ".".join(word.path[:place]), files.names(word.path[:place])
        if slot.kind is dict and not word.adds and key not in names and not library.knows(key):
            return f"{above} has no {key!r}{did_you_mean(key, names) or ';'} to add a new name write +{word.text}"
        child = slot.child(key)
        if child is None:
            is_single = not slot.is_part and slot.kind is not list
            return f"{above} is a single value ({slot.allowed}) and has no {key!r}" if is_single else ""
        slot = child
    return ""


@contextmanager
def quick_merges() -> Iterator[None]:
    """Hydra in half its time, with the same result.

    OmegaConf sets the parents of the whole tree anew after each merge, a hundred times for a world; the nodes
    have them already from being put in.
    """
    set_parents = Box._re_parent
    Box._re_parent = lambda self: None  # type: ignore[method-assign]
    try:
        yield
    finally:
        Box._re_parent = set_parents  # type: ignore[method-assign]


def _through_hydra(
    words: Sequence[Word], library: Library, origins: Origins, problems: list[Problem]
) -> dict[str, Any] | None:
    """The configuration as Hydra composes it; None, and a problem, if it refuses."""
    overrides = [word.rewritten for word in words]
    if library.user:
        folder = str(library.user).replace("\\", "\\\\").replace("'", "\\'")
        overrides.append(f"hydra.searchpath=['file://{folder}']")
    try:
        with quick_merges(), hydra.initialize_config_module("configs", version_base="1.3"):
            config = hydra.compose("config", overrides)
        return OmegaConf.to_container(config, resolve=True)  # type: ignore[return-value]
    except (HydraException, OmegaConfBaseException) as error:
        problems.append(_refusal(error, words, origins))
        return None


def _refusal(error: Exception, words: Sequence[Word], origins: Origins) -> Problem:
    """What Hydra or OmegaConf refuses, in one line."""
    text = str(error).splitlines()[0] if str(error) else type(error).__name__
    path = getattr(error, "full_key", None)
    if path:
        return origins.problem(tuple(path.split(".")), text)
    word = next((word for word in words if word.rewritten in text or word.parsed.key_or_group in text), None)
    return Problem(f"command line {word.text!r}" if word else "configuration", text)


def _plainly(origins: Origins, values: Sequence[Word]) -> dict[str, Any]:
    """The configuration without Hydra, to judge the rest when some file cannot be read."""
    config: dict[str, Any] = {}
    for source in reversed(origins.sources):
        overlay(config, nested(source.base, source.content))
    for word in values:
        if not word.parsed.is_delete():
            overlay(config, nested(word.path, word.parsed.value()))
    return config


def _judged(
    config: dict[str, Any], plan: Plan, origins: Origins
) -> tuple[dict[str, Any], Experiment | None, list[Found]]:
    """The parts of the world, the experiment, and all that is wrong with them.

    Things that only the experiment speaks of, and that the user did not choose, are taken out of `config`.
    """
    found: list[Found] = []
    things: dict[str, dict[str, Any]] = {group: {} for group in MODELS}
    for group, model in MODELS.items():
        chosen = origins.things(group)
        config[group] = {name: thing for name, thing in config.get(group, {}).items() if name in chosen}
        if not config[group] and group not in ("state", *(group for group, _ in plan.lost)):
            found.append(((group,), f"nothing is chosen; write {group}=[...]"))
        for name, thing in config[group].items():
            wrong = [((group, name, *path), what) for path, what in bad_keys(thing)]
            if not wrong:
                valid, wrong = validated(model, json.dumps(thing, default=str), (group, name))
                things[group] |= {name: valid} if valid else {}
            found += wrong
    settings = {key: value for key, value in config.items() if key not in MODELS}
    experiment, wrong = validated(Experiment, json.dumps(settings, default=str), extra=GROUPS)
    found += wrong
    if experiment is not None:
        found += _headline(experiment, plan)
        config["headline"] = {k: v for k, v in experiment.headline.items() if k in config["crisis"]}
        experiment = experiment.model_copy(update={"headline": config["headline"]})
    loaded = [*config["state"], *(name for group, name in plan.lost if group == "state")]
    found += CrossChecks(World(**things), loaded, plan.library.names("state"), plan.library.shown).found()
    return things, experiment, found


def _headline(experiment: Experiment, plan: Plan) -> Iterator[Found]:
    """Headline cells of crises and organizations that have no file."""
    for crisis, organization in experiment.headline.items():
        for group, name in (("crisis", crisis), ("organization", organization)):
            if name not in plan.library.names(group):
                yield ("headline", crisis), plan.unknown(group, name)
