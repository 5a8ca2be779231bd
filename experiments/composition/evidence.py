"""The evidence beside the files of a world: what stands behind each value, and its range.

Evidence lies in a tree that mirrors the composed files, `evidence/<group>/<name>.yaml`, keyed by the path of
the value below the thing; a key covers every value below it that has no longer key of its own. A value that a
thing inherits from another file has the evidence of the file that states it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from experiments.composition.problems import Keys, Origins, Source, read, validated
from experiments.composition.second_codes import widened
from experiments.composition.template import MODELS, slot_at
from sim.errors import Problem, WorldError


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
            entry, wrong = validated(Entry, raw)
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


def evidence_files(sources: Sequence[Source]) -> dict[int, EvidenceFile]:
    """The evidence file of each thing's file, by the file's identity."""
    return {id(source): evidence_file(source) for source in sources if source.base}


def unreadable(files: Mapping[int, EvidenceFile]) -> list[Problem]:
    """What is wrong with the form of evidence files."""
    problems: list[Problem] = []
    for file in files.values():
        try:
            file.entries  # noqa: B018  (reading is what may fail)
        except WorldError as error:
            problems += error.problems
    return problems


def evidence_of(
    values: Mapping[Keys, Any], origins: Origins, files: Mapping[int, EvidenceFile]
) -> dict[str, Evidence]:
    """The evidence for each value of a composition, by path; a value without an entry is left out."""
    found = {}
    for path in values:
        source = origins.stating(path, own=True)
        match = files[id(source)].match(path[2:]) if source else None
        if source and match:
            entry = match[1]
            low, high = widened(coded_range(entry, path, source.find(path)), source, path) or (None, None)
            known = (entry.basis.value, tuple(entry.claims), entry.source or "", entry.note)
            found[".".join(path)] = Evidence(*known, low, high)
    return found


def coded_range(entry: Entry, path: Keys, value: Any) -> tuple[float, float] | None:
    """The range of the value at `path`, clipped to the schema's; None for what is no continuous number."""
    slot = slot_at(MODELS[path[0]], path[2:])
    if slot is None or slot.kind is not float or isinstance(value, bool) or not isinstance(value, int | float):
        return None
    around = entry.around(value) or (0.0, 0.0)
    low = around[0] if slot.low is None else max(around[0], slot.low)
    high = around[1] if slot.high is None else min(around[1], slot.high)
    return (round(low, 12), round(high, 12)) if low < high else None
