"""Draw again all figures of a results folder, from its tables alone.

Reads the tables that have a figure, those beside them, and manifest.json: `coding_draws` and `replications` (if no
table says how many runs there were), and `headline`, for each such crisis the organization whose members were there,
which narrows funnels and contributions to these.
"""

import importlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.figures.drawing import Job
from analysis.figures.style import save

Tables = dict[str, pd.DataFrame]
ALONE = 4
"""So many figures are drawn one after the other; more of them by several processes."""

FIGURES = {
    "likelihood": "likelihood",
    "prospective": "prospects",
    "funnel": "gates",
    "days": "days",
    "contributions": "contributions",
    "compare": "compare",
    "attribution": "shapley",
    "voting_power": "voting_power",
    "sensitivity": "morris",
    "discovery": "boxes",
    "theories": "patterns",
    "evidence": "evidence",
    "theory_cells": "theory_cells",
    "predictions": "predictions",
    "out_of_sample": "out_of_sample",
    "constrained": "constrained",
    "flip": "flips",
    "enlargement": "sweep",
    "readiness": "sweep",
    "transplant": "transplant",
    "unanimity": "sweep",
}
"""Modules of `analysis.figures`, in the order of drawing, each with the table that it needs; their `jobs` say what
they draw. Only those whose table is there are imported."""

BESIDE = ("day_marks", "names", "precedent", "sobol", "box_conditions", "alone", "corners", "flip_cells")
"""Tables that figures use beside these."""


def draw_all(folder: Path) -> list[Path]:
    """Draw every figure that the tables in a folder allow into `folder`/figures; returns the files, in order.

    FileNotFoundError if the folder is not there or holds no table with a figure; ValueError if nothing says how many
    runs stand behind the tables, or a table lacks a column.
    """
    tables, manifest = read_tables(folder), read_manifest(folder)
    drawn = list(dict.fromkeys(FIGURES.values()))
    if not any(name in tables for name in drawn):
        wanted = ", ".join(f"{name}.csv" for name in drawn)
        raise FileNotFoundError(f"{folder}: no results to draw; expected at least one of {wanted}")
    tables["design"] = design(tables, manifest, folder)
    draw = partial(_drawn, folder / "figures")
    jobs = list(figures(tables, manifest))
    return [path for paths in _side_by_side(draw, jobs) for path in paths]


def _drawn(folder: Path, job: Job) -> list[Path]:
    name, draw = job
    return save(draw(), folder, name)


def _side_by_side(draw: Callable[[Job], list[Path]], jobs: Sequence[Job]) -> list[list[Path]]:
    """Drawing keeps one core busy; several figures keep several."""
    cores = os.process_cpu_count() if hasattr(os, "process_cpu_count") else os.cpu_count()
    if len(jobs) <= ALONE or (cores or 1) < 2:
        return [draw(job) for job in jobs]
    with ProcessPoolExecutor(min(cores or 1, len(jobs))) as pool:
        return list(pool.map(draw, jobs))


def figures(tables: Tables, manifest: dict[str, Any]) -> Iterator[Job]:
    """Each figure that the tables allow: its name, and how it is drawn."""
    for module, table in FIGURES.items():
        if table in tables:
            drawer = importlib.import_module(f"analysis.figures.{module}")
            yield from drawer.jobs(tables, manifest.get("headline") or {})


def read_tables(folder: Path) -> Tables:
    """The tables in a folder by name; only an empty field is missing (`NA` may be a key)."""
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder}: no such folder")
    paths = {name: folder / f"{name}.csv" for name in (*FIGURES.values(), *BESIDE)}
    return {
        name: pd.read_csv(path, keep_default_na=False, na_values=[""])
        for name, path in paths.items()
        if path.is_file()
    }


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest, empty if there is none."""
    path = folder / "manifest.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def design(tables: Tables, manifest: dict[str, Any], folder: Path) -> pd.DataFrame:
    """One row, n_draws and n_reps, from the likelihood table or else the manifest."""
    if "likelihood" in tables:
        return tables["likelihood"][["n_draws", "n_reps"]].head(1)
    if "coding_draws" in manifest and "replications" in manifest:
        return pd.DataFrame([{"n_draws": manifest["coding_draws"], "n_reps": manifest["replications"]}])
    own = [tables[name][["n_draws", "n_reps"]].head(1) for name in ("compare", "sweep") if name in tables]
    if not own:
        raise ValueError(f"{folder}: number of runs unknown: no likelihood.csv, nor coding_draws in manifest.json")
    return own[0]
