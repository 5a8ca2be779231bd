"""Evidence: what stands behind each value, and the range in which it is drawn.

It lies in a tree of its own beside the composed files, `evidence/<group>/<name>.yaml`, keyed by the path of
the value below the thing; a key covers every value below it that has no longer key of its own. A value that a
thing inherits from another file has the evidence of the file that states it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field

from experiments.problems import Keys, Origins, Source, flat, read, validated
from experiments.template import MODELS, SHIPPED, plain, slot_at
from sim.errors import Problem, WorldError, did_you_mean

UNCODED = ("name", "title", "draw_id")
"""Names and numbers of things: no assumption about the world, so no evidence."""


class Basis(StrEnum):
    """Where a value comes from."""

    STATED = "stated"
    CODED = "coded"
    RECORD = "record"
    ASSUMED = "assumed"


class Entry(BaseModel):
    """An entry of an evidence file: at most one of range, spread and relative."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    basis: Basis
    claims: list[str] = []
    source: str | None = None
    note: str = ""
    range: tuple[float, float] | None = None
    spread: float | None = Field(None, ge=0.0)
    relative: float | None = Field(None, ge=0.0)

    def around(self, value: float) -> tuple[float, float] | None:
        """The range, in the value's unit, before it is clipped to what the schema allows."""
        if self.range is not None:
            return self.range
        if self.spread is not None:
            return value - self.spread, value + self.spread
        return None if self.relative is None else (value * (1 - self.relative), value * (1 + self.relative))


@dataclass(frozen=True)
class Evidence:
    """What stands behind one value; `low` and `high` are its coded range, or None for a value without one."""

    basis: str
    claims: tuple[str, ...]
    source: str
    note: str
    low: float | None
    high: float | None


@dataclass(frozen=True)
class EvidenceFile:
    """The evidence for the values that one file states."""

    of: Source
    file: Path
    shown: str

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """Entries by key; none if there is no such file. Raises WorldError for a file that cannot be read."""
        if not self.file.exists():
            return {}
        entries, problems = {}, []
        for key, raw in read(self.file, self.shown).items():
            entry, wrong = validated(Entry, json.dumps(raw, default=str))
            problems += [self.problem(str(key), ": ".join((*path, what))) for path, what in wrong]
            if entry is not None:
                entries[str(key)] = entry
        if problems:
            raise WorldError(problems)
        return entries

    def match(self, below: Keys) -> tuple[str, Entry] | None:
        """The longest key that covers the value at `below`, and its entry."""
        keys = (".".join(below[:length]) for length in range(len(below), 0, -1))
        return next(((key, self.entries[key]) for key in keys if key in self.entries), None)

    def problem(self, key: str, what: str) -> Problem:
        """A problem with the entry at `key`."""
        line = Source(self.file, self.shown, (), {}).line((key,)) if self.file.exists() else 1
        return Problem(f"{self.shown}:{line}", f"{key}: {what}")


def evidence_file(source: Source) -> EvidenceFile:
    """The evidence file that belongs to a file of the composition."""
    group, name = source.file.parent.name, source.file.name
    home = PurePosixPath(source.shown).parents[1] / "evidence" / group / name
    return EvidenceFile(source, source.file.parents[1] / "evidence" / group / name, str(home))


def evidence_of(values: Mapping[Keys, Any], origins: Origins) -> dict[str, Evidence]:
    """The evidence for each value of a composition, by path; a value without an entry is left out.

    Raises WorldError if an evidence file cannot be read.
    """
    files = {id(source): evidence_file(source) for source in origins.sources if source.base}
    problems = _unreadable(files.values())
    if problems:
        raise WorldError(problems)
    found = {}
    for path, value in values.items():
        source = origins.stating(path, own=True)
        match = files[id(source)].match(path[2:]) if source else None
        if match:
            found[".".join(path)] = _evidence(match[1], path, value)
    return found


def _unreadable(files: Iterable[EvidenceFile]) -> list[Problem]:
    problems: list[Problem] = []
    for file in files:
        try:
            file.entries  # noqa: B018  (reading is what may fail)
        except WorldError as error:
            problems += error.problems
    return problems


def _evidence(entry: Entry, path: Keys, value: Any) -> Evidence:
    low, high = coded_range(entry, path, value) or (None, None)
    return Evidence(entry.basis.value, tuple(entry.claims), entry.source or "", entry.note, low, high)


def coded_range(entry: Entry, path: Keys, value: Any) -> tuple[float, float] | None:
    """The range of the value at `path`, clipped to the schema's; None for what is no continuous number."""
    slot = slot_at(MODELS[path[0]], path[2:])
    if slot is None or slot.kind is not float or isinstance(value, bool) or not isinstance(value, int | float):
        return None
    around = entry.around(value)
    if around is None:
        return None
    low = around[0] if slot.low is None else max(around[0], slot.low)
    high = around[1] if slot.high is None else min(around[1], slot.high)
    return (low, high) if low < high else None


@dataclass(frozen=True)
class Ledger:
    """Claims of the source documents and citations of public sources, by id; a user's folder may add its own."""

    homes: Sequence[Path] = (SHIPPED,)

    @cached_property
    def claims(self) -> Mapping[str, Mapping[str, Any]]:
        """Each claim: document, paragraph, claim, kind, concerns, strength and perhaps a note."""
        return {str(claim["id"]): claim for home in self.homes for claim in self._load(home, "claims") or []}

    @cached_property
    def sources(self) -> Mapping[str, Mapping[str, Any]]:
        """Each source: citation and perhaps an address."""
        return {str(name): one for home in self.homes for name, one in (self._load(home, "sources") or {}).items()}

    def _load(self, home: Path, name: str) -> Any:
        file = home / "evidence" / f"{name}.yaml"
        return yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader) if file.exists() else None


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
            yield file.problem(key, "covers no value" + did_you_mean(key, [".".join(path) for path in stated]))
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
        yield "give one of range, spread and relative"
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
