"""One experiment, run into its results folder: tables, configuration, manifest and figures."""

import shlex
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from experiments import terminal
from experiments.composition.compose import Composed
from experiments.composition.dated import moved_crises, refuse_empty_rooms
from experiments.results import store
from experiments.sweep import resume
from sim.dating import Sourced
from sim.errors import Problem, WorldError
from sim.schema import Kind

if TYPE_CHECKING:
    import pandas as pd

DONE, FAILED, INTERRUPTED = 0, 1, 130
"""Exit status: all done; some point failed, or the machine did; stopped by the user."""

_PATTERNS = "patterns.yaml"

_MAIN = {
    "prospects": ["crisis", "organization", "theory", "p_force", "coding_low", "coding_high", "p_asked", "p_council"],
    "transplant": ["crisis", "institutions", "roster", "p_force", "coding_low", "coding_high", "p_council"],
    "evidence": ["forecast", "kind", "n_cells", "log_evidence", "behind", "verdict", "brier", "log", "rps"],
    "out_of_sample": ["coding", "scheme", "cutoff", "forecast", "n_cells", "brier", "log", "rps", "gain_brier"],
    "flip_cells": ["crisis", "organization", "p_coded", "n_numbers", "n_flip_alone", "easiest", "change"],
}
"""Tables that are shown as they are, and which of their columns."""

_IN_WORDS = ("voting_power", "prospects")
"""Tables whose answer is told in sentences."""

type Tables = "dict[str, pd.DataFrame]"


def check(composed: Composed, *, alone: bool) -> None:
    """Raise WorldError for what composes but cannot be run; `alone` unless it is one of several jobs."""
    resume.refuse_resume(composed)
    refuse_empty_rooms(composed)
    if composed.experiment.resume is not None and not alone:
        what = "goes without -m: resume one folder at a time"
        raise WorldError([Problem(f"resume={composed.experiment.resume}", what)])
    if composed.experiment.kind is Kind.SWEEP:
        from experiments.sweep.sweep import prepare

        prepare(composed)
    elif composed.experiment.kind is not Kind.ALL:
        if composed.experiment.invented is not None:
            what = f"only a sweep can have invented members (got kind {composed.experiment.kind.value})"
            raise WorldError([Problem("invented", what)])
        from experiments.kinds import check as check_kind

        check_kind(composed)


def run(composed: Composed, folder: Path, command: str, started: float) -> int:
    """Answer the experiment in `folder`; returns the exit status."""
    for line in moved_crises(composed):
        terminal.print_line(line)
    if composed.experiment.kind is Kind.SWEEP:
        return _sweep(composed, folder, command, started)
    if composed.experiment.kind is Kind.ALL:
        from experiments.everything import run_everything

        return run_everything(composed, folder, command, started, _check_and_run)
    from experiments.kinds import answer, steps

    with terminal.progress(steps(composed), composed.experiment.title) as advance:
        tables, used = answer(composed, advance)
    if "likelihood" in tables:
        tables["patterns"] = _patterns(tables)
    _finish(composed, folder, tables, used, command, started)
    _show(tables, composed)
    print(f"Everything is in {terminal.short(folder)}")
    return DONE


def _check_and_run(composed: Composed, folder: Path, command: str, started: float) -> int:
    check(composed, alone=True)
    return run(composed, folder, command, started)


def _sweep(composed: Composed, folder: Path, command: str, started: float) -> int:
    """Run a sweep, or go on with it; when it is stopped, say how to go on."""
    from experiments.sweep.executors import Stopped
    from experiments.sweep.plan import plan
    from experiments.sweep.sweep import prepare, run_sweep
    from experiments.sweep.tables import small_tables, used_values, write_sweep

    job = prepare(composed)
    again = "" if composed.experiment.resume else f" {shlex.quote(f'resume={terminal.short(folder)}')}"
    go_on = f"what is done is kept; go on with: {command}{again}"
    try:
        with terminal.progress(plan(job).runs, composed.experiment.title, runs=True) as bar:
            failed = run_sweep(job, folder, bar)
    except KeyboardInterrupt:
        terminal.print_line(f"interrupted; {go_on}")
        return INTERRUPTED
    except Stopped as error:
        terminal.print_line(f"stopped: {error}; {go_on}")
        return FAILED
    write_sweep(folder, list(job.points.columns))
    swept = tuple(path for column in job.points.columns.values() for path in column.paths)
    fixed = replace(composed, fixed=composed.fixed + swept)
    _finish(fixed, folder, small_tables(job, failed), used_values(job, failed), command, started)
    terminal.print_sweep(composed.experiment.title, folder / "sweep.csv", list(job.points.columns))
    if failed:
        terminal.print_failed(small_tables(job, failed)["failed"])
    print(f"Everything is in {terminal.short(folder)}")
    return FAILED if failed else DONE


def _finish(
    composed: Composed, folder: Path, tables: Tables, used: Mapping[str, Sourced], command: str, started: float
) -> None:
    """Write tables, configuration and manifest, draw the figures, and bind all of it in a report."""
    from analysis.redraw import redraw
    from analysis.report.ledger import shares
    from experiments.results.assumptions import assumptions
    from experiments.results.sources import sources

    if used:
        tables["assumptions"] = assumptions(composed, used)
        tables["shares"] = shares(tables["assumptions"])
        tables["sources"] = sources(composed, tables["assumptions"])
    store.write_tables(folder, tables)
    store.write_config(folder, composed)
    store.write_manifest(folder, composed, command, started)
    redraw(folder)


def _patterns(tables: Tables) -> "pd.DataFrame":
    import yaml

    from analysis.patterns import patterns
    from experiments.composition.template import SHIPPED

    definitions = yaml.safe_load((SHIPPED / _PATTERNS).read_text(encoding="utf-8"))
    return patterns(tables, definitions)


def _show(tables: Tables, composed: Composed) -> None:
    """The main table of the experiment on the terminal."""
    if "likelihood" in tables:
        terminal.print_likelihood(tables["likelihood"])
        terminal.print_patterns(tables["patterns"])
    if "trace" in tables:
        terminal.print_telling(tables["trace"])
    if "compare" in tables:
        columns = ["crisis", "organization", "arm", "p_force", "coding_low", "coding_high"]
        terminal.print_frame(composed.experiment.title, tables["compare"], columns)
    if "morris" in tables:
        terminal.print_screening(tables["morris"])
    if "boxes" in tables:
        terminal.print_boxes(tables["boxes"])
    if "shapley" in tables:
        terminal.print_shares(tables["shapley"], tables["corners"], tables["groups"])
    if "patterns" in tables and "likelihood" not in tables:
        from analysis.patterns import held

        terminal.print_frame(
            "Patterns that hold (in-sample)", held(tables["patterns"]), ["theory", "kind", "held", "judged"]
        )
    for name, columns in _MAIN.items():
        if name in tables:
            terminal.print_frame(composed.experiment.title, tables[name], columns)
    if any(name in tables for name in _IN_WORDS):
        from analysis.answers import answers
        from analysis.figures.names import names_of

        terminal.print_sentences(answers(tables, names_of(tables), composed.experiment.headline))
