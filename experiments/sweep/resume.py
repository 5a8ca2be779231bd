"""What a results folder of a sweep was begun with, and whether the same is asked for when it goes on."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from experiments.composition.compose import Composed
from experiments.composition.problems import flat
from experiments.composition.template import MODELS, plain
from experiments.design.points import Points
from experiments.results.store import MACHINE, write_text
from experiments.sweep.groups import Job
from experiments.sweep.plan import Plan
from sim.compiled import source_hash
from sim.errors import Problem, WorldError
from sim.schema import Kind

BEGUN = "begun.json"

_MAKERS = ("casus-foederis", "numba", "numpy")
"""Packages of which another version may give other numbers."""

_TOLD = 20


def numbers(composed: Composed, points: Points) -> dict[str, Any]:
    """All that decides the numbers of a sweep, by path: values, settings, coded ranges, points, versions."""
    settings = composed.experiment.model_dump(mode="json", exclude={*MACHINE, "title"})
    settings["design"].pop("file")  # what it says is in the points
    config = {key: composed.config[key] for key in MODELS} | settings
    return {
        **{".".join(path): value for path, value in flat(json.loads(json.dumps(config, default=str)))},
        **{f"coded range of {path}": list(ends) for path, ends in composed.ranges.items()},
        "points": _hash_of_points(points),
        **{f"version of {name}": version(name) for name in _MAKERS},
        "sources of sim": source_hash(),
    }


def digest(found: Mapping[str, Any]) -> str:
    """A hash of all that decides the numbers."""
    return hashlib.sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()


def write_begun(folder: Path, job: Job, plan: Plan) -> dict[str, Any]:
    """Write down, and return, what the folder is begun with."""
    found = numbers(job.composed, job.points)
    begun = {
        "experiment": job.composed.experiment.name,
        "seed": job.composed.experiment.seed,
        "config_hash": digest(found),
        "plan": plan.as_data(),
        "numbers": found,
    }
    write_text(folder / BEGUN, json.dumps(begun, indent=1) + "\n")
    return begun


def read_begun(folder: Path) -> dict[str, Any] | None:
    """What the folder was begun with; None if no sweep was."""
    file = folder / BEGUN
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else None


def check_resumable(composed: Composed, points: Points) -> None:
    """Raise WorldError if the folder to resume holds no sweep, or one with other numbers."""
    folder = composed.experiment.resume
    if folder is None:
        return
    begun = read_begun(Path(folder))
    if begun is None:
        reason = f"no sweep was begun there: it has no {BEGUN}" if Path(folder).is_dir() else "no such folder"
        raise WorldError([Problem(f"resume={folder}", reason)])
    check_same(begun, composed, points, f"resume={folder}")


def check_same(begun: Mapping[str, Any], composed: Composed, points: Points, where: str) -> None:
    """Raise WorldError, naming the keys that differ, if a folder was begun with other numbers than are asked for."""
    found = list(_differences(begun["numbers"], numbers(composed, points)))
    more = [f"{len(found) - _TOLD} more differ"] if len(found) > _TOLD else []
    if found:
        raise WorldError([Problem(where, what) for what in [*found[:_TOLD], *more]])


def refuse_resume(composed: Composed) -> None:
    """Raise WorldError for an experiment that is no sweep and is to be resumed."""
    experiment = composed.experiment
    if experiment.resume is not None and experiment.kind is not Kind.SWEEP:
        what = f"only a sweep can be resumed (got kind {experiment.kind.value}); run it anew"
        raise WorldError([Problem(f"resume={experiment.resume}", what)])


def _differences(there: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    for key in {**there, **now}:
        if key not in there:
            yield f"{key} differs: nothing there, {_shown(now[key])} now"
        elif key not in now:
            yield f"{key} differs: {_shown(there[key])} there, nothing now"
        elif there[key] != now[key]:
            yield f"{key} differs: {_shown(there[key])} there, {_shown(now[key])} now"


def _shown(value: Any) -> str:
    return f"[{', '.join(map(plain, value))}]" if isinstance(value, list) else plain(value)


def _hash_of_points(points: Points) -> str:
    """Sixteen hexadecimal digits that change with any level of any point."""
    found = hashlib.sha256()
    for name, column in points.columns.items():
        values = [value.item() if hasattr(value, "item") else value for value in column.values]
        found.update(json.dumps([name, values, column.index.tolist()], default=str).encode())
    return found.hexdigest()[:16]
