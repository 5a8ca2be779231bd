"""Small sweeps for the tests, run in this process, and their naive twin: a world built anew for each point."""

import copy
import functools
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from hydra.core.override_parser.overrides_parser import OverridesParser

from experiments.composition.compose import Composed, compose
from experiments.composition.settings import assigned
from experiments.sweep.cells import COUNTS
from experiments.sweep.groups import Job
from experiments.sweep.store_cells import part_frames
from experiments.sweep.sweep import prepare, run_sweep
from experiments.sweep.tables import write_sweep
from sim import ensemble
from sim.lowering import lower
from sim.record import GATES
from sim.schema import Experiment, RequestMode, Rung, World

SMALL = (
    "kind=sweep",
    "crisis=[kazakhstan_2022]",
    "organization=[csto]",
    "request=ask_all",
    "coding_draws=3",
    "replications=5",
)
"""One crisis, one organization, few runs; tests give the factors."""

MIXED = (
    *SMALL,
    "crisis=[kazakhstan_2022,kyrgyzstan_2010_june]",
    "+factors.rule={path: organization.csto.charter.founding.decision_rule, levels: [consensus, simple_majority]}",
    "+factors.aside={path: organization.csto.charter.amended_2010.standing_aside, levels: [true, false]}",
    "+factors.spread={path: theory.synthesis.threat.noise, levels: [0.0, 0.2, 0.3]}",
    "+factors.horizon={path: crisis.kazakhstan_2022.horizon, levels: [20, 60]}",
)
"""A choice, a switch, a number that is pinned, and a number that decides a shape in one of two crises."""


class Silence:
    """A bar that shows nothing."""

    def __call__(self, steps: int = 1) -> None:
        """So many more steps are done."""

    def shorten(self, steps: int) -> None:
        """So many steps need not be done."""


def factor(name: str, path: str, **more: Any) -> str:
    """The word of the command line that gives a factor."""
    keys = ", ".join(f"{key}: {_word(value)}" for key, value in {"path": path, **more}.items())
    return f"+factors.{name}={{{keys}}}"


def _word(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_word, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def composed_of(*words: str) -> Composed:
    """What words of the command line compose; those about groups are composed once for all tests."""
    parsed = [OverridesParser.create().parse_override(word) for word in words]
    groups = [str(word.input_line) for word in parsed if word.key_or_group.partition(".")[0] in World.model_fields]
    composed = _composed(tuple(groups))
    settings = composed.experiment.model_dump(mode="json", exclude_none=True)
    for word in parsed:
        if word.key_or_group.partition(".")[0] not in World.model_fields:
            settings = assigned(settings, word.key_or_group.split("."), word.value())
    return replace(composed, experiment=Experiment.model_validate_json(json.dumps(settings), strict=True))


@functools.cache
def _composed(words: tuple[str, ...]) -> Composed:
    return compose(list(words))


def job_of(*words: str) -> Job:
    """The job of a small sweep with some words of the command line."""
    return prepare(composed_of(*SMALL, *words))


def swept(folder: Path, *words: str) -> dict[str, bytes]:
    """Run a sweep in `folder`; what its tables and parts hold."""
    job = prepare(composed_of(*words))
    run_sweep(job, folder, Silence())
    return tables(job, folder)


def tables(job: Job, folder: Path) -> dict[str, bytes]:
    """The tables and parts of a finished sweep, by name."""
    write_sweep(folder, list(job.points.columns))
    files = [*folder.glob("*.parquet"), *folder.glob("*.csv"), *folder.glob("cells/*")]
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


def cells_in(folder: Path) -> dict[tuple[Any, ...], dict[str, Any]]:
    """The cells of a folder by point, crisis, organization and theory."""
    found = {}
    for frame in part_frames(folder):
        for row in frame.to_dict("records"):
            found[row["point"], row["crisis"], row["organization"], row["theory"]] = row
    return found


def world_per_point(composed: Composed, levels: dict[str, Any]) -> dict[tuple[str, str, str], dict[str, Any]]:
    """The counts of one point, by crisis, organization and theory, from a world of its own. `levels` are by path."""
    config, values = copy.deepcopy(composed.config), {path: v for path, v in levels.items() if "." in path}
    for path, level in values.items():
        *parents, last = path.split(".")
        node = config
        for parent in parents:
            node = node[parent]
        node[last] = level
    world = World.model_validate({group: config[group] for group in World.model_fields})
    ranges = {key: ends for key, ends in composed.ranges.items() if not _moved(key, values)}
    chosen = {"crisis": composed.crises, "organization": composed.organizations, "theory": composed.theories}
    chosen |= {
        group: [level] if isinstance(level, str) else level for group, level in levels.items() if group in chosen
    }
    experiment, found = composed.experiment, {}
    seed, mode = levels.get("seed", experiment.seed), RequestMode(levels.get("request", experiment.request))
    for theory in chosen["theory"]:
        for crisis in chosen["crisis"]:
            draws = np.arange(experiment.coding_draws)
            case = lower(
                world, crisis, theory, list(chosen["organization"]), ranges=ranges, seed=seed, draws=draws, mode=mode
            )
            tally = ensemble.run(case, seed=seed, replications=experiment.replications)
            for o, organization in enumerate(case.organizations):
                found[crisis, organization, theory] = _counts(tally, o)
    return found


def _moved(key: str, values: dict[str, Any]) -> bool:
    return any(key == path or key.startswith(f"{path}.") for path in values)


def _counts(tally: Any, o: int) -> dict[str, Any]:
    found = {"runs": int(tally.runs.sum()), "force_by_draw": tally.force[:, o].tolist()}
    for name in ("force", "coalition", "alone", "requested", "raised", "first_asked"):
        found[name] = int(getattr(tally, name)[:, o].sum())
    for g, gate in enumerate(GATES):
        for kind in ("passed", "shut", "first_shut", "lifted", "absent"):
            found[f"{kind}_{gate}"] = int(getattr(tally, kind)[:, o, g].sum())
    for r, rung in enumerate(Rung):
        found[f"rung_{rung.value}"] = int(tally.rungs[:, o, r].sum())
    for event, name in (("decision", "decided_after"), ("arrival", "arrived_after")):
        by_day = getattr(tally, name)[:, o].sum(axis=0)
        found[f"{event}_runs"] = int(by_day.sum())
        found[f"{event}_days"] = int(sum(day * number for day, number in enumerate(by_day.tolist())))
    assert set(found) == {*COUNTS, "force_by_draw"}
    return found
