"""What unanimity costs: the chance of force as perceptions spread, by decision rule and by pressure."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures.drawing import Job, at_home, draw_rules, theories
from analysis.figures.names import Tables, names_of, of_theory
from analysis.figures.style import (
    NORMAL,
    basis,
    frame,
    page,
    printed,
    wrapped,
)

RULE, PRESSURE, SPREAD = "rule", "pressure", "spread"
"""Factors of the sweep: columns of its table."""

FACTORS = (RULE, PRESSURE, SPREAD)
ROW_CM, HEAD_CM = 2.9, 3.6


def unanimity_data(tables: Tables, theory: str | None = None) -> pd.DataFrame:
    """Points of the sweep, one row each.

    From `sweep` (with columns rule, pressure, spread) and `names`. Adds row and row_name (crisis and
    organization), column and pressure, line (the rule's place) and rule_name, and x, the spread moved a
    little aside for each rule so that intervals do not cover each other.
    """
    names, table = names_of(tables), of_theory(tables["sweep"], theory)
    cells = [f"{names.name('crisis', c)}\n{names.name('organization', o)}" for c, o in _pairs(table)]
    data = table.assign(
        row=_places(cells, _in_order(names.ordered("crisis", table["crisis"]), table, cells)),
        row_name=cells,
        column=_places(table[PRESSURE], sorted(table[PRESSURE].unique())),
        line=_places(table[RULE], list(dict.fromkeys(table[RULE]))),
        rule_name=table[RULE].astype(str).str.replace("_", " "),
        theory_name=[names.name("theory", key) for key in table["theory"]],
    )
    data["x"] = data[SPREAD] + _aside(data)
    return data.sort_values(["row", "column", "line", SPREAD], ignore_index=True)


def unanimity_page(data: pd.DataFrame) -> Figure:
    """A page with a row for each crisis."""
    return page(HEAD_CM + ROW_CM * (int(data["row"].max()) + 1))


def jobs(tables: Tables, headline: Mapping[str, str]) -> Iterator[Job]:
    """One for each theory, if the sweep is over the factors of this figure."""
    if "sweep" not in tables or not set(FACTORS) <= set(tables["sweep"].columns):
        return
    tables = {**tables, "sweep": at_home(tables["sweep"], headline)}
    for theory, suffix in theories(tables["sweep"]):
        yield f"unanimity{suffix}", partial(_drawn, tables, theory)


def _drawn(tables: Tables, theory: str) -> Figure:
    data = unanimity_data(tables, theory)
    plot_unanimity(data, figure := unanimity_page(data))
    return figure


@printed
def plot_unanimity(data: pd.DataFrame, figure: Figure) -> list[Axes]:
    """Draw small multiples: crises down, pressure across, a line for each decision rule."""
    shape = int(data["row"].max()) + 1, int(data["column"].max()) + 1
    grid = figure.subplots(*shape, sharex=True, sharey=True, squeeze=False)
    panels: list[Axes] = list(grid.ravel())
    for _, points in data.groupby(["row", "column"]):
        first = points.iloc[0]
        axes = panels[int(first["row"]) * shape[1] + int(first["column"])]
        _draw_panel(axes, points)
        _label_panel(axes, first)
    _close(figure, panels, data)
    return panels


def _pairs(table: pd.DataFrame) -> list[tuple[Any, Any]]:
    return list(zip(table["crisis"], table["organization"], strict=True))


def _in_order(crises: Sequence[str], table: pd.DataFrame, cells: Sequence[str]) -> list[str]:
    """Distinct cells, by the order of their crises."""
    first = dict(zip(cells, table["crisis"], strict=True))
    return sorted(first, key=lambda cell: crises.index(first[cell]))


def _places(values: Sequence[Any] | pd.Series, order: Sequence[Any]) -> list[int]:
    return [list(order).index(value) for value in values]


def _aside(data: pd.DataFrame) -> pd.Series:
    lines, steps = int(data["line"].max()) + 1, sorted(data[SPREAD].unique())
    gap = min((b - a for a, b in itertools.pairwise(steps)), default=1.0)
    return (data["line"] - (lines - 1) / 2) * gap * 0.5 / lines


def tick_labels(levels: Sequence[float]) -> list[str]:
    """A label for each level (rising), left empty where it would touch the one before."""
    labels: list[str] = []
    last, room = -float("inf"), 0.17 * (levels[-1] - levels[0])
    for level in levels:
        far = level - last >= room
        labels.append(f"{level:g}" if far else "")
        last = level if far else last
    return labels


def _label_panel(axes: Axes, first: pd.Series) -> None:
    if first["row"] == 0:
        axes.set_title(f"pressure {first[PRESSURE]:g}", size=NORMAL)
    if first["column"] == 0:
        label = "\n".join(wrapped(part, 16) for part in str(first["row_name"]).split("\n"))
        axes.set_ylabel(label, rotation=0, ha="right", va="center", size=NORMAL)


def _draw_panel(axes: Axes, points: pd.DataFrame) -> None:
    draw_rules(axes, points, "p_force", "mc_low", "mc_high")
    spreads = sorted(points[SPREAD].unique())
    axes.set_xticks(spreads, tick_labels(spreads))


def _close(figure: Figure, panels: list[Axes], data: pd.DataFrame) -> None:
    for axes in panels[-int(data["column"].max()) - 1 :]:
        axes.set_xlabel("spread of perceptions")
    handles, _ = panels[0].get_legend_handles_labels()
    first = data.iloc[0]
    frame(
        figure,
        "Chance of force (p_force) as perceptions spread, by decision rule",
        f"{basis(first)} The same draws at all points; pressure is that of leading states. Thick lines: 90 % "
        "interval from replications; thin lines: 5th to 95th percentile over coded ranges. Rules are set side by "
        "side at each spread.",
        handles,
        ncols=3,
    )
