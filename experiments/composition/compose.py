"""Composition: the words of the command line and the YAML files, made into a validated world.

Hydra composes. Before it, every file that it will read is read here, so that a mistake in one is told with its
line; after it, the schema judges. All that is wrong is told at once, and nothing is written.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hydra
from hydra.core.override_parser.types import Override
from hydra.errors import HydraException
from omegaconf import OmegaConf
from omegaconf.errors import OmegaConfBaseException

from experiments.composition.evidence import Evidence, evidence_files, evidence_of, unreadable
from experiments.composition.library import GROUPS, Library, Plan
from experiments.composition.problems import CrossChecks, Found, Origins, flat, read, validated
from experiments.composition.second_codes import SECOND_CODING
from experiments.composition.swift import swift_hydra
from experiments.composition.template import MODELS, SHIPPED, Slot
from experiments.composition.variants import NAMED, fitted, stand_ins, with_headline
from experiments.composition.words import adds, forced, kind_of, names_of, parsed, path_of, split, user_folder
from sim.errors import Problem, WorldError, did_you_mean
from sim.schema import Experiment, World
from sim.schema.fields import is_plain

_ALWAYS_READ = (SHIPPED / "config.yaml", SECOND_CODING)
_SETTINGS = tuple(Slot(Experiment).keys)


@dataclass(frozen=True)
class Composed:
    """A validated world and experiment, and where their values come from."""

    config: dict[str, Any]
    """The resolved configuration, as plain data."""
    world: World
    experiment: Experiment
    ranges: dict[str, tuple[float, float]]
    """Coded range of each value that is drawn, by path: not of fixed ones, and of weights only if they are drawn."""
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


def compose(arguments: Sequence[str]) -> Composed:
    """The world, experiment and evidence that the arguments of the command line ask for.

    Raises WorldError with all that is wrong with the words, the files and the values.
    """
    flags, texts = split(arguments)
    library, problems = Library.at(user_folder(flags))
    words, unread = parsed(texts)
    problems += unread
    plan = Plan(library)
    choices = _accepted(words, "choice", lambda word: _wrong_choice(word, plan), problems)
    _follow(plan, choices)
    known = Origins(plan.sources)
    values = _accepted(words, "value", lambda word: _stranger(word, known, library), problems)
    origins = Origins(plan.sources, [(path_of(word), str(word.input_line)) for word in values])
    ledger = evidence_files(plan.sources)
    problems += plan.problems + unreadable(ledger)
    hydras = [word for word in words if kind_of(word) == "hydra"]
    config = None if plan.problems else _through_hydra([*hydras, *choices, *values], library, origins, problems)
    config = _plainly(origins, values) if config is None else config
    things, experiment, found = _judged(config, plan, origins)
    problems += [origins.problem(path, what) for path, what in found]
    if problems or experiment is None:
        raise WorldError(dict.fromkeys(problems))
    given = {path: value for group in MODELS for path, value in flat(config[group], (group,))}
    fixed = {".".join(path): None for path, value in given.items() if origins.fixes(path, value)}
    evidence = evidence_of(given, origins, ledger)
    same = () if experiment.draw_weights else ("theory.",)
    drawn = {path: one for path, one in evidence.items() if path not in fixed and not path.startswith(same)}
    files = {f"{file.parent.name}/{file.stem}": file for file, _ in plan.taken}
    return Composed(
        config=config,
        world=World(**things),
        experiment=experiment,
        ranges={path: (e.low, e.high) for path, e in drawn.items() if e.low is not None and e.high is not None},
        evidence=evidence,
        fixed=tuple(fixed),
        overrides=tuple(texts),
        theories=tuple(config["theory"]),
        crises=tuple(config["crisis"]),
        organizations=tuple(name for name in config["organization"] if name not in stand_ins(experiment)),
        files=files,
        used_files=(*_ALWAYS_READ, *files.values(), *(one.file for one in ledger.values() if one.entries)),
    )


def _accepted(
    words: Sequence[Override], kind: str, wrong: Callable[[Override], str], problems: list[Problem]
) -> list[Override]:
    """The words of a kind that `wrong` finds nothing wrong with; what it finds joins the problems."""
    found = [(word, wrong(word)) for word in words if kind_of(word) == kind]
    problems += [Problem(f"command line {word.input_line!r}", what) for word, what in found if what]
    return [word for word, what in found if not what]


def _wrong_choice(word: Override, plan: Plan) -> str:
    group = word.key_or_group
    if word.is_delete():
        return f"a group cannot be left out; choose with {group}=[...]"
    if word.is_sweep_override():
        return f"several choices need -m; to have them in one run write {group}=[a,b]"
    odd = [name for name in names_of(word) if not isinstance(name, str)]
    if odd:
        return f"must name things of the group (got {odd[0]!r})"
    if group == "experiment" and len(names_of(word)) != 1:
        return "must name one experiment"
    return "; ".join(plan.unknown(group, name) for name in names_of(word) if name not in plan.library.names(group))


def _stranger(word: Override, files: Origins, library: Library) -> str:
    """What is wrong with the path of a value that no file and no schema knows; nothing if it is known."""
    group, options = path_of(word)[0], [*_SETTINGS, *GROUPS]
    if word.is_sweep_override():
        return "several values need -m"
    if group not in options:
        return f"unknown key {group!r}{did_you_mean(group, options) or ';'} there are: {', '.join(options)}"
    if group not in MODELS:
        return _beyond(word, Slot(Experiment), 0, files, library)
    name, things = path_of(word)[1], sorted(files.things(group))
    if name not in things:
        return f"no {group} {name!r} in this run{did_you_mean(name, things) or ';'} there are: {', '.join(things)}"
    return _beyond(word, Slot(MODELS[group]), 2, files, library)


def _beyond(word: Override, slot: Slot, start: int, files: Origins, library: Library) -> str:
    """What is wrong with the keys from `start` on; unknown keys of a part are left to the schema."""
    path = path_of(word)
    for place, key in enumerate(path[start:], start):
        above, names = ".".join(path[:place]), files.names(path[:place])
        if slot.kind is dict and not adds(word) and key not in names and not library.knows(key):
            hint = did_you_mean(key, names) or ";"
            return f"{above} has no {key!r}{hint} to add a new name write +{word.input_line}"
        child = slot.child(key)
        if child is None:
            is_single = not slot.is_part and slot.kind is not list
            return f"{above} is a single value ({slot.allowed}) and has no {key!r}" if is_single else ""
        slot = child
    value = {} if word.is_delete() else word.value()
    fits = not (slot.is_part or slot.kind is dict) or isinstance(value, Mapping) or str(value).startswith("${")
    return "" if fits else slot.complaint({"type": "dict_type", "input": value})


def _follow(plan: Plan, choices: Sequence[Override]) -> None:
    """Take in all files of the composition: the experiment's, then those of each group chosen."""
    entries = read(SHIPPED / "config.yaml", "configs/config.yaml").pop("defaults")
    chosen = {group: names for entry in entries if isinstance(entry, Mapping) for group, names in entry.items()}
    for group in ("experiment", *MODELS):
        names = plan.chosen.get(group, chosen[group])
        for word in choices:
            if word.key_or_group == group:
                names = [*(names if adds(word) else []), *names_of(word)]
        for name in [names] if isinstance(names, str) else names:
            plan.add(group, name, () if group == "experiment" else (group, name), f"configs/config.yaml: {group}")


def _through_hydra(
    words: Sequence[Override], library: Library, origins: Origins, problems: list[Problem]
) -> dict[str, Any] | None:
    """The configuration as Hydra composes it; None, and a problem, if it refuses."""
    overrides = list(map(forced, words))
    if library.user:
        folder = str(library.user).replace("\\", "\\\\").replace("'", "\\'")
        overrides.append(f"hydra.searchpath=['file://{folder}']")
    try:
        with swift_hydra(), hydra.initialize_config_module("configs", version_base="1.3"):
            config = hydra.compose("config", overrides, return_hydra_config=True)
        return {
            str(key): OmegaConf.to_container(config[key], resolve=True)
            if OmegaConf.is_config(config[key])
            else config[key]
            for key in config
            if key != "hydra"
        }
    except (HydraException, OmegaConfBaseException) as error:
        problems.append(_refusal(error, words, origins))
        return None


def _refusal(error: Exception, words: Sequence[Override], origins: Origins) -> Problem:
    """What Hydra or OmegaConf refuses, in one line."""
    text, path = f"{error}\n".splitlines()[0] or type(error).__name__, getattr(error, "full_key", None)
    if path:
        return origins.problem(tuple(path.split(".")), text)
    named = [word for word in words if word.key_or_group in text]
    meant = max(named, key=lambda word: len(word.key_or_group), default=None)
    return Problem(f"command line {meant.input_line!r}" if meant else "configuration", text)


def _plainly(origins: Origins, values: Sequence[Override]) -> dict[str, Any]:
    """The configuration without Hydra, to judge the rest when Hydra refuses a word or a file cannot be read."""
    config = OmegaConf.create()
    files = reversed(origins.sources)
    stated = [((*file.base, str(key)), value) for file in files for key, value in file.content.items()]
    for path, value in [*stated, *((path_of(word), word.value()) for word in values if not word.is_delete())]:
        with suppress(OmegaConfBaseException):  # Hydra has told what cannot be merged
            OmegaConf.update(config, ".".join(path), value, merge=True)
    return OmegaConf.to_container(config)  # type: ignore[return-value]


def _judged(
    config: dict[str, Any], plan: Plan, origins: Origins
) -> tuple[dict[str, Any], Experiment | None, list[Found]]:
    """The parts of the world, the experiment, and all that is wrong with them.

    Things that only the experiment speaks of, and that the user did not choose, are taken out of `config`.
    """
    found: list[Found] = []
    things: dict[str, dict[str, Any]] = {group: {} for group in MODELS}
    lost = [group for group, _ in plan.lost]
    for group, model in MODELS.items():
        chosen = origins.things(group)
        config[group] = {name: thing for name, thing in config.get(group, {}).items() if name in chosen}
        if not config[group] and group not in ("state", *lost):
            found.append(((group,), f"nothing is chosen; write {group}=[...]"))
        for name, thing in config[group].items():
            valid, faults = validated(model, thing, (group, name))
            things[group] |= {name: valid} if valid and is_plain(name) else {}
            found += faults
    settings = {key: value for key, value in config.items() if key not in MODELS}
    experiment, faults = validated(Experiment, settings, extra=GROUPS)
    if experiment is not None:
        experiment, strange = fitted(experiment, config, plan)
        faults += strange
    loaded = [*config["state"], *(name for group, name in plan.lost if group == "state")]
    world, library = World(**things), plan.library
    names = {group: library.names(group) for group in ("state", "organization")}
    strange = list(CrossChecks(world, loaded, names, library.shown, stand_ins(experiment)).found())
    if experiment is not None and not (found or faults or strange):
        present = [name for name in config["organization"] if name not in stand_ins(experiment)]
        experiment = with_headline(experiment, world, config["crisis"], present)
        config |= experiment.model_dump(include=NAMED)
    return things, experiment, [*found, *faults, *strange]
