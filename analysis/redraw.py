"""All that can be made again of a folder from its tables: figures and report, or those of every folder in it."""

import csv
from pathlib import Path

from analysis.draw import draw_all, read_manifest
from analysis.gather import gather, is_multirun
from analysis.report import EXPERIMENTS, write_index, write_report


def redraw(folder: Path) -> list[Path]:
    """Figures and report of a results folder, gathered jobs of a multirun, or all experiments of one and an index.

    Returns the files. FileNotFoundError for a folder that is not there or of which nothing can be made; ValueError
    for a table that lacks a column.
    """
    if is_multirun(folder):
        return gather(folder)
    if (folder / EXPERIMENTS).is_file():
        with (folder / EXPERIMENTS).open(encoding="utf-8", newline="") as table:
            named = [folder / row["experiment"] for row in csv.DictReader(table)]
        made = [file for one in named if read_manifest(one) for file in redraw(one)]
        return [*made, write_index(folder)]
    if not read_manifest(folder):
        return draw_all(folder)
    return [*_figures(folder), write_report(folder)]


def _figures(folder: Path) -> list[Path]:
    """The figures; none of results that have none."""
    try:
        return draw_all(folder)
    except FileNotFoundError:
        return []
