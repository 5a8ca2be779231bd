"""What can be wrong with the shape of a design: its paths, its size, and how its levels are given."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from experiments.composition.compose import Composed
from experiments.composition.template import MODELS, Slot, plain, slot_at
from sim.errors import Problem, did_you_mean
from sim.schema import Experiment
from sim.schema.enums import DesignKind
from sim.schema.experiment import Design, Factor

CHOICES = ("crisis", "organization", "theory")
"""Groups whose choice can be a factor: which of them run."""

SETTINGS = ("request", "seed", "invented.members", "invented.heterogeneity", "invented.sample")
"""Settings of the experiment that can be factors."""

TAKEN = (*CHOICES, "state", "point", "message", "runs", "n_draws", "n_reps", "mean_days_to_arrival")
"""Columns of the tables; other columns of figures start with p_, mc_ or coding_."""


def paths(factor: Factor) -> Sequence[str]:
    """The paths that a factor moves."""
    return [factor.path] if isinstance(factor.path, str) else factor.path


def bad_shape(composed: Composed, factors: Mapping[str, Factor], design: Design) -> list[Problem]:
    """All that is wrong, before any level is looked at."""
    if not factors:
        what = "a sweep needs at least one factor, such as factors.x={path: ..., levels: [...]}"
        return [Problem("factors", what)]
    found = [*_bad_paths(composed.config, factors), *_bad_size(design), *_bad_invented(composed, factors)]
    for name, factor in factors.items():
        if name in TAKEN or name.startswith(("p_", "mc_", "coding_")):
            what = f"the results have a column of that name; choose another, such as {name}_level"
            found.append(Problem(f"factors.{name}", what))
        found += [Problem(f"factors.{name}{key}", what) for key, what in _bad_levels_or_range(factor, design.kind)]
    lengths = {name: len(factor.levels or []) for name, factor in factors.items()}
    if design.kind is DesignKind.ZIP and len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} {length}" for name, length in lengths.items())
        found.append(Problem("design.kind", f"zip needs as many levels of each factor as of the others (got {told})"))
    return found


def bad_columns(table: Mapping[str, Any], factors: Mapping[str, Factor], file: str) -> list[Problem]:
    """Columns that are no factors, factors without a column, and empty cells."""
    known = ", ".join(factors)
    found = [
        Problem(file, f"column {name!r} is no factor{did_you_mean(name, factors) or ';'} there are: {known}")
        for name in table
        if name not in factors
    ]
    missing = [name for name in factors if name not in table]
    found += [Problem(file, f"no column for factor {name!r}; the file has: {', '.join(table)}") for name in missing]
    for name, column in table.items():
        empty = [row for row, place in enumerate(column.index) if place < 0]
        if empty:
            more = f" and {len(empty) - 1} more" if len(empty) > 1 else ""
            found.append(Problem(f"{file}:{empty[0] + 2}", f"column {name!r} is empty{more}"))
        if not len(column.index):
            found.append(Problem(file, "must have at least one row below its header"))
            break
    return found


def _bad_invented(composed: Composed, factors: Mapping[str, Factor]) -> Iterator[Problem]:
    """Invented members without an organization that they could join."""
    invented, there = composed.experiment.invented, composed.organizations
    if invented is None:
        for name, factor in factors.items():
            if any(path.startswith("invented.") for path in paths(factor)):
                what = "nobody is invented; say which organization they join, with +invented.organization=..."
                yield Problem(f"factors.{name}.path", what)
    elif invented.organization not in there:
        hint = did_you_mean(invented.organization, there) or ";"
        what = f"no organization {invented.organization!r} in this run{hint} there are: {', '.join(there)}"
        yield Problem("invented.organization", what)


def _bad_size(design: Design) -> Iterator[Problem]:
    kind, size = design.kind, design.size
    if kind.samples and size is None:
        meaning = {
            DesignKind.SOBOL: "base samples, a power of 2 such as 256",
            DesignKind.MORRIS: "trajectories, such as 20",
        }
        what = f"{kind.value} needs a number of {meaning.get(kind, 'points, such as 1000')} (got nothing)"
        yield Problem("design.size", what)
    if not kind.samples and size is not None:
        source = "rows of its file" if kind is DesignKind.TABLE else "levels of its factors"
        what = f"a {kind.value} has as many points as its {source} say (got {size}); leave it out"
        yield Problem("design.size", what)
    if kind is DesignKind.SOBOL and size is not None and size & (size - 1):
        below = 1 << (size.bit_length() - 1)
        yield Problem("design.size", f"sobol needs a power of 2 (got {size}); {below} or {2 * below}")
    if kind is DesignKind.MORRIS and size == 1:
        yield Problem("design.size", "morris needs at least 2 trajectories (got 1)")
    if kind is DesignKind.TABLE and design.file is None:
        yield Problem("design.file", "a table needs a CSV file with a column for each factor (got nothing)")
    if design.file is not None and kind is not DesignKind.TABLE:
        yield Problem("design.file", f"a {kind.value} reads no file (got {design.file}); write design.kind=table")
    elif design.file is not None and not Path(design.file).is_file():
        yield Problem("design.file", f"no such file: {design.file}")
    if design.second_order and kind is not DesignKind.SOBOL:
        yield Problem("design.second_order", f"is for sobol only (got true with a {kind.value})")


def _bad_levels_or_range(factor: Factor, kind: DesignKind) -> Iterator[tuple[str, str]]:
    """The key below the factor, and what is wrong with it."""
    levels, span = factor.levels, factor.range
    if kind is DesignKind.TABLE:
        if levels is not None or span is not None:
            yield "", "a table gives the levels; leave out levels and range"
        return
    if levels is not None and span is not None:
        yield "", "has both levels and a range; take one away with levels=null or range=null"
    elif levels is None and span is None:
        yield "", "needs levels: [...]" + (" or range: [low, high]" if kind.samples else "")
    elif levels is not None and not levels:
        yield ".levels", "must name at least one level"
    if span is not None:
        shown = f"[{plain(span[0])}, {plain(span[1])}]"
        if not kind.samples:
            yield ".range", f"a {kind.value} needs levels (got {shown}); or set design.kind, such as latin_hypercube"
        if not span[0] < span[1]:
            yield ".range", f"low must be less than high (got {shown})"
        if factor.integer and not (span[0].is_integer() and span[1].is_integer()):
            yield ".range", f"must have whole ends, as integer is true (got {shown})"
    if factor.integer and span is None:
        yield ".integer", "is for a range only (got true without one)"


def _bad_paths(config: Mapping[str, Any], factors: Mapping[str, Factor]) -> Iterator[Problem]:
    """Paths that lead nowhere, or are moved twice."""
    seen = dict[str, str]()
    for name, factor in factors.items():
        if not paths(factor):
            yield Problem(f"factors.{name}.path", "must name at least one path")
        for path in paths(factor):
            for before, mover in seen.items():
                if path == before or _within(path, before) or _within(before, path):
                    both = "" if path == before else f" (as {before})"
                    yield Problem(f"factors.{name}.path", f"{path} is moved by factor {mover!r} already{both}")
            seen[path] = name
            what = _leads_nowhere(config, path)
            if what:
                yield Problem(f"factors.{name}.path", what)


def _within(path: str, part: str) -> bool:
    """Whether a path lies in a part that is set as a whole; choosing among a group sets nothing of it."""
    return part not in CHOICES and path.startswith(f"{part}.")


def _leads_nowhere(config: Mapping[str, Any], path: str) -> str:
    """What is wrong with a path; nothing if the world or the schema knows it."""
    group, *rest = path.split(".")
    if path in CHOICES or path in SETTINGS:
        return ""
    if path in Experiment.model_fields or group not in MODELS:
        options = [*MODELS, *SETTINGS]
        known = path in Experiment.model_fields
        hint = ";" if known else did_you_mean(group, options) or ";"
        reason = f"{path!r} cannot be a factor" if known else f"no parameter {path!r}"
        return f"{reason}{hint} a factor's path is {', '.join(SETTINGS)} or starts with {', '.join(MODELS)}"
    node: Any = config
    for place, part in enumerate(path.split(".")):
        if isinstance(node, Mapping) and part in node:
            node = node[part]
            continue
        parts = path.split(".")
        above, options = ".".join(parts[:place]) or "the world", list(node) if isinstance(node, Mapping) else []
        slot = slot_at(MODELS[group], tuple(parts[2:place])) if place >= 2 else None
        if slot is not None and _knows(slot, parts[place:]):
            return ""
        options += list(slot.keys) if slot is not None and slot.is_part else []
        return f"no parameter {path!r}: {above} has no {part!r}{did_you_mean(part, map(str, options))}"
    return "" if rest else f"{path!r} cannot be a factor; name a parameter below it"


def _knows(slot: Slot, below: Sequence[str]) -> bool:
    """Whether the schema has a place at the keys `below` that needs no new name."""
    for key in below:
        child = None if slot.kind is dict else slot.child(key)
        if child is None:
            return False
        slot = child
    return True
