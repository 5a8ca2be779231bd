"""The index that binds the reports of several experiments: one answer each, or why there is none."""

from pathlib import Path
from typing import Any

import pandas as pd

from analysis.answers import answers
from analysis.draw import read_manifest
from analysis.figures.names import names_of
from analysis.report.page import REPORT, basis_of, headline_of, read_tables, rendered, title_of

INDEX = "index.html"
EXPERIMENTS = "experiments.csv"
"""What the index is of: experiment (its folder), title, message (why it failed, or nothing)."""


def write_index(folder: Path) -> Path:
    """Write index.html from experiments.csv and the folders that it names. FileNotFoundError without the table."""
    table = pd.read_csv(folder / EXPERIMENTS, keep_default_na=False)
    entries = [_entry(folder, row) for row in table.to_dict("records")]
    path = folder / INDEX
    done = sum(not entry["message"] for entry in entries)
    path.write_text(rendered("index.html.j2", entries=entries, done=done), encoding="utf-8")
    return path


def _entry(folder: Path, row: dict[Any, Any]) -> dict[str, Any]:
    own = folder / row["experiment"]
    manifest, there = read_manifest(own), (own / REPORT).is_file()
    entry = {
        "experiment": row["experiment"],
        "title": title_of(manifest) if manifest else row["title"] or row["experiment"],
        "message": row["message"],
        "report": f"{row['experiment']}/{REPORT}" if there else "",
        "sentences": [],
        "basis": "",
    }
    if not manifest:
        return entry
    tables = read_tables(own)
    said = answers(tables, names_of(tables), headline_of(manifest))
    return entry | {"sentences": said, "basis": basis_of(manifest)}
