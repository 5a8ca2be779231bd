"""`casus-check`: all that is wrong with a user's world, and what its values still lack.

Composing tells what makes a run impossible. Here the user's files are read beyond that: every thing is composed,
whether a run would choose it or not, and every entry of its evidence is held against the ledger.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from experiments.composition.compose import compose
from experiments.composition.evidence import Basis, Entry, EvidenceFile, coded_range, evidence_file, unreadable
from experiments.composition.ledger import Ledger
from experiments.composition.library import Library, Plan
from experiments.composition.loads import unloaded
from experiments.composition.problems import flat
from experiments.composition.template import MODELS, SHIPPED, plain, slot_at
from sim.errors import Problem, WorldError, did_you_mean

UNCODED = ("name", "title", "draw_id")
"""Names and numbers of things: no assumption about the world, so no evidence."""

_HAPPENED = "recorded"
"""The part of a crisis that tells what happened: it is compared with, never drawn."""

_NAMED = 6
"""Values without evidence that a note names; it counts the others."""


def check(folder: Path) -> tuple[list[Problem], list[Problem]]:
    """What is wrong with the files in a folder, and a note on each file that states numbers without evidence.

    All things of the folder are composed together with the shipped ones, and each of its experiments by itself.
    """
    if not folder.is_dir():
        what = "is a file; name the folder of your world, such as my_world" if folder.is_file() else "no such folder"
        return [Problem(folder.as_posix(), what)], []
    library, problems = Library.at(str(folder))
    for arguments in _runs(library):
        problems += _wrong([f"--config-dir={folder}", *arguments])
    own = [source for source in _plan(library).sources if library.user in source.file.parents]
    problems += [
        Problem(source.shown, f"{'.'.join(source.base)} has no membership: nobody would sit in its council")
        for source in own
        if source.base[:1] == ("organization",) and not source.content.get("membership")
    ]
    things = [(group, name) for group in ("organization", "crisis") for name in _own(library, group)]
    problems += [problem for group, name in things for problem in unloaded(library, group, name)]
    files = [evidence_file(source) for source in own]
    readable = [file for file in files if not unreadable({0: file})]
    ledger, wrong = _ledger(library)
    problems += wrong
    problems += [fault for file in readable for fault in faults(file, ledger)]
    return list(dict.fromkeys(problems)), [note for file in readable for note in _notes(file)]


def _ledger(library: Library) -> "tuple[Ledger, list[Problem]]":
    """The shipped ledger with the folder's own, or alone if that cannot be read."""
    ledger = Ledger((SHIPPED, library.user or SHIPPED))
    try:
        _ = ledger.claims, ledger.sources, ledger.documents
    except (yaml.YAMLError, AttributeError, KeyError, TypeError):
        what = "claims.yaml must be a list of mappings, each with an id; sources.yaml and documents.yaml map from ids"
        return Ledger(), [Problem(f"{library.shown}/evidence", what)]
    return ledger, []


def _own(library: Library, group: str) -> list[str]:
    return [name for name in library.names(group) if name not in Library().names(group)]


def _runs(library: Library) -> Iterator[list[str]]:
    """Arguments that compose every thing of the folder: all at once, then as each of its experiments does."""
    together = [f"+{group}=[{','.join(_own(library, group))}]" for group in MODELS if _own(library, group)]
    yield from [together] if together else []
    yield from ([f"experiment={name}"] for name in _own(library, "experiment"))


def _wrong(arguments: Sequence[str]) -> list[Problem]:
    try:
        compose(arguments)
    except WorldError as error:
        return error.problems
    return []


def _plan(library: Library) -> Plan:
    plan = Plan(library)
    for group in MODELS:
        for name in _own(library, group):
            plan.add(group, name, (group, name), "")
    return plan


def _notes(file: EvidenceFile) -> Iterator[Problem]:
    stated = {".".join(path): value for path, value in flat(file.of.content)}
    missing = [path for path in uncovered(file) if _has_a_range(file, path, stated[path])]
    if missing:
        more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
        named = ", ".join(missing[:_NAMED])
        yield Problem(file.of.shown, f"no evidence, so no range, for {named}{more}; it belongs into {file.shown}")


def _has_a_range(file: EvidenceFile, path: str, value: object) -> bool:
    """Whether the value can be drawn at all: no date, name, choice, switch or whole number, nor what happened."""
    keys = tuple(path.split("."))
    slot = slot_at(MODELS[file.of.base[0]], keys)
    return slot is not None and slot.kind is float and isinstance(value, int | float) and keys[0] != _HAPPENED


def uncovered(file: EvidenceFile) -> list[str]:
    """Paths, below the thing, of the values that its file states and no entry covers."""
    stated = [path for path, _ in flat(file.of.content)]
    return [".".join(path) for path in stated if path[0] not in UNCODED and not file.match(path)]


def faults(file: EvidenceFile, ledger: Ledger) -> Iterator[Problem]:
    """All that is wrong with the entries of a readable evidence file."""
    stated = dict(flat(file.of.content))
    matched = {path: match for path in stated if (match := file.match(path))}
    covering = [key for key, _ in matched.values()]
    for key, entry in file.entries.items():
        for what in _entry_faults(entry, ledger):
            yield file.problem(key, what)
        if key not in covering:
            hint = did_you_mean(key, [".".join(path) for path in stated])
            yield file.problem(key, f"covers no value that {file.of.shown} states{hint}")
    for path, (key, entry) in matched.items():
        limits = coded_range(entry, (*file.of.base, *path), stated[path])
        if limits and not limits[0] <= stated[path] <= limits[1]:
            span = f"{plain(limits[0])} to {plain(limits[1])}"
            yield file.problem(key, f"{'.'.join(path)} is {plain(stated[path])}, outside its range ({span})")


def _entry_faults(entry: Entry, ledger: Ledger) -> Iterator[str]:
    for claim in entry.claims:
        if claim not in ledger.claims:
            yield f"no claim {claim!r}{did_you_mean(claim, ledger.claims)}"
    if entry.source is not None and entry.source not in ledger.sources:
        yield f"no source {entry.source!r}{did_you_mean(entry.source, ledger.sources)}"
    if sum(one is not None for one in (entry.range, entry.spread, entry.relative)) > 1:
        yield "must give only one of range, spread and relative"
    if entry.range is not None and entry.range[0] > entry.range[1]:
        yield f"range reversed: {plain(entry.range[0])} is above {plain(entry.range[1])}"
    needs = {
        Basis.STATED: ("claims", bool(entry.claims)),
        Basis.CODED: ("claims or a source", bool(entry.claims or entry.source)),
        Basis.RECORD: ("a source", bool(entry.source)),
        Basis.ASSUMED: ("a note that says why this value", bool(entry.note)),
    }
    what, given = needs[entry.basis]
    if not given:
        yield f"basis {entry.basis} needs {what}"
