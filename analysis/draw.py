"""Draw again all figures of a results folder, from its tables alone.

Reads what is there of likelihood, gates, contributions, days, day_marks, compare, sweep and names (.csv), and
manifest.json: `coding_draws` and `replications` (if likelihood.csv does not say), and `headline`, for each such
crisis the organization whose members were there, which narrows funnels and contributions to these.
"""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis.figures.attribution import attribution_jobs
from analysis.figures.compare import compare_data, compare_page, plot_compare
from analysis.figures.constrained import constrained_jobs
from analysis.figures.contributions import contributions_data, contributions_page, plot_contributions
from analysis.figures.days import day_marks_data, days_data, days_page, plot_days
from analysis.figures.discovery import discovery_jobs
from analysis.figures.drawing import Job, at_home, theories
from analysis.figures.enlargement import enlargement_jobs
from analysis.figures.evidence import evidence_jobs
from analysis.figures.flip import flip_jobs
from analysis.figures.funnel import funnel_data, funnel_page, plot_funnel
from analysis.figures.likelihood import likelihood_data, likelihood_page, plot_likelihood
from analysis.figures.out_of_sample import out_of_sample_jobs
from analysis.figures.predictions import predictions_jobs
from analysis.figures.prospective import prospective_jobs
from analysis.figures.readiness import readiness_jobs
from analysis.figures.sensitivity import sensitivity_jobs
from analysis.figures.style import save
from analysis.figures.theories import theories_jobs
from analysis.figures.transplant import transplant_jobs
from analysis.figures.unanimity import FACTORS, plot_unanimity, unanimity_data, unanimity_page
from analysis.figures.voting_power import voting_power_jobs

Tables = dict[str, pd.DataFrame]
ALONE = 4
"""So many figures are drawn one after the other; more of them by several processes."""

DRAWN = (
    "likelihood",
    "gates",
    "contributions",
    "days",
    "compare",
    "sweep",
    "voting_power",
    "prospects",
    "morris",
    "boxes",
    "shapley",
    "patterns",
    "evidence",
    "predictions",
    "out_of_sample",
    "constrained",
    "flips",
    "transplant",
)
"""Tables that have a figure."""

BESIDE = ("day_marks", "names", "precedent", "sobol", "box_conditions", "alone", "corners", "flip_cells")
"""Tables that figures use beside these."""

FURTHER = (
    attribution_jobs,
    voting_power_jobs,
    prospective_jobs,
    sensitivity_jobs,
    discovery_jobs,
    theories_jobs,
    evidence_jobs,
    predictions_jobs,
    out_of_sample_jobs,
    constrained_jobs,
    flip_jobs,
    enlargement_jobs,
    readiness_jobs,
    transplant_jobs,
)
"""Figures of further kinds of experiment: the modules say themselves what they draw."""


def draw_all(folder: Path) -> list[Path]:
    """Draw every figure that the tables in a folder allow into `folder`/figures; returns the files, in order.

    FileNotFoundError if the folder is not there or holds no table with a figure; ValueError if nothing says how many
    runs stand behind the tables, or a table lacks a column.
    """
    tables, manifest = read_tables(folder), read_manifest(folder)
    if not any(name in tables for name in DRAWN):
        wanted = ", ".join(f"{name}.csv" for name in DRAWN)
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
    headline = manifest.get("headline") or {}
    for jobs in FURTHER:
        yield from jobs(tables, headline)
    yield from _likelihoods(tables)
    yield from _funnels(tables, headline)
    yield from _days(tables)
    yield from _contributions(tables, headline)
    yield from _compares(tables)
    yield from _sweeps(tables, headline)


def read_tables(folder: Path) -> Tables:
    """The tables in a folder by name; only an empty field is missing (`NA` may be a key)."""
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder}: no such folder")
    paths = {name: folder / f"{name}.csv" for name in (*DRAWN, *BESIDE)}
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


def _likelihoods(tables: Tables) -> Iterator[Job]:
    for theory, suffix in theories(tables["likelihood"]) if "likelihood" in tables else []:
        yield f"likelihood{suffix}", partial(_likelihood, tables, theory)


def _likelihood(tables: Tables, theory: str) -> Figure:
    data = likelihood_data(tables, theory)
    plot_likelihood(data, figure := likelihood_page(data))
    return figure


def _funnels(tables: Tables, headline: dict[str, str]) -> Iterator[Job]:
    for theory, suffix in theories(tables["gates"]) if "gates" in tables else []:
        rows = tables["gates"][tables["gates"]["theory"] == theory]
        for crisis in dict.fromkeys(rows["crisis"]):
            if not headline or crisis in headline:
                yield f"funnel_{crisis}{suffix}", partial(_funnel, tables, crisis, theory)


def _funnel(tables: Tables, crisis: str, theory: str) -> Figure:
    data = funnel_data(tables, crisis, theory)
    plot_funnel(data, figure := funnel_page(data))
    return figure


def _days(tables: Tables) -> Iterator[Job]:
    for crisis in dict.fromkeys(tables["days"]["crisis"]) if "days" in tables else []:
        yield f"days_{crisis}", partial(_day, tables, crisis)


def _day(tables: Tables, crisis: str) -> Figure:
    data, dates = days_data(tables, crisis), day_marks_data(tables, crisis)
    plot_days(data, dates, figure := days_page(data, dates))
    return figure


def _contributions(tables: Tables, headline: dict[str, str]) -> Iterator[Job]:
    for theory, suffix in theories(tables["contributions"]) if "contributions" in tables else []:
        rows = tables["contributions"][tables["contributions"]["theory"] == theory]
        for crisis, organization in dict.fromkeys(zip(rows["crisis"], rows["organization"], strict=True)):
            if not headline or headline.get(crisis) == organization:
                name = f"contributions_{crisis}_{organization}{suffix}"
                yield name, partial(_contribution, tables, crisis, organization, theory)


def _contribution(tables: Tables, crisis: str, organization: str, theory: str) -> Figure:
    data = contributions_data(tables, crisis, organization, theory)
    plot_contributions(data, figure := contributions_page(data))
    return figure


def _compares(tables: Tables) -> Iterator[Job]:
    for theory, suffix in theories(tables["compare"]) if "compare" in tables else []:
        yield f"compare{suffix}", partial(_compare, tables, theory)


def _compare(tables: Tables, theory: str) -> Figure:
    data = compare_data(tables, theory)
    plot_compare(data, figure := compare_page(data))
    return figure


def _sweeps(tables: Tables, headline: dict[str, str]) -> Iterator[Job]:
    """Only a sweep of the factors of the figure has one."""
    if "sweep" not in tables or not set(FACTORS) <= set(tables["sweep"].columns):
        return
    tables = {**tables, "sweep": at_home(tables["sweep"], headline)}
    for theory, suffix in theories(tables["sweep"]):
        yield f"unanimity{suffix}", partial(_unanimity, tables, theory)


def _unanimity(tables: Tables, theory: str) -> Figure:
    data = unanimity_data(tables, theory)
    plot_unanimity(data, figure := unanimity_page(data))
    return figure
