"""What a difference is made of: the share of each group of assumptions, request modelled and all asked."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from analysis.figures.drawing import Job, theories
from analysis.figures.names import Tables, names_of
from analysis.figures.style import (
    BLACK,
    GREY,
    NORMAL,
    PALE,
    SKY,
    SMALL,
    VERMILLION,
    basis,
    frame,
    page,
    printed,
    share,
    wrapped,
)

ROW_CM, LABEL_CM, LINE_CM, HEAD_CM = 0.95, 0.4, 0.45, 5.0
LETTERS = 22
"""Letters in a line of a group's title."""

PANELS = {"modelled": "request as modelled", "ask_all": "everyone asked"}
ENDS = ["within", "target", "base"]
"""Columns that name a comparison, beside its theory."""

_MARKS = {"base": (">", "first"), "target": ("<", "last")}
"""How the effect of a group alone is drawn, by the end that it starts from, and when it is exchanged."""


def jobs(tables: Tables, headline: object) -> Iterator[Job]:
    """A figure for each comparison."""
    for theory, suffix in theories(tables["shapley"]) if "shapley" in tables else []:
        rows = tables["shapley"][tables["shapley"]["theory"] == theory]
        for within, target, base in dict.fromkeys(zip(*(rows[key] for key in ENDS), strict=True)):
            cell = {"theory": theory, "within": within, "target": target, "base": base}
            yield f"shapley_{within}_{target}_{base}{suffix}", partial(_drawn, tables, cell)


def _drawn(tables: Tables, cell: dict[str, str]) -> Figure:
    data = attribution_data(tables, cell)
    plot_attribution(data, figure := attribution_page(data))
    return figure


def attribution_data(tables: Tables, cell: dict[str, str]) -> pd.DataFrame:
    """Bars of one comparison, a row for each request and group.

    `cell` gives theory, within, target and base. From `shapley`, `alone`, `corners` and `names`. Adds panel, row,
    alone_base and alone_target (effects of the group alone), heading (both p_force and their difference) and
    printed names; ValueError if the comparison is not in the table.
    """
    rows, names = _of(tables["shapley"], cell), names_of(tables)
    if rows.empty:
        raise ValueError(f"shapley: no comparison of {cell['target']!r} with {cell['base']!r} in the table")
    alone = _of(tables["alone"], cell).pivot(index=["request", "factor"], columns="start", values="value")
    data = rows.merge(alone.add_prefix("alone_").reset_index(), on=["request", "factor"])
    compared = str(rows["compared"].iloc[0])
    printed_names = {end: names.name(compared, cell[end]) for end in ("target", "base")}
    other = "crisis" if compared == "organization" else "organization"
    headings = {
        request: _heading(corners, cell, printed_names)
        for request, corners in _of(tables["corners"], cell).groupby("request", sort=False)
    }
    return data.assign(
        panel=[list(PANELS).index(request) for request in data["request"]],
        row=[list(dict.fromkeys(rows["factor"])).index(factor) for factor in data["factor"]],
        heading=data["request"].map(headings),
        within_name=names.name(other, cell["within"]),
        theory_name=names.name("theory", cell["theory"]),
        **{f"{end}_name": name for end, name in printed_names.items()},
    ).sort_values(["panel", "row"], ignore_index=True)


def attribution_page(data: pd.DataFrame) -> Figure:
    """A page with a row for each group, and room for the headings."""
    lines = max(str(heading).count("\n") + 2 for heading in data["heading"])
    label = max(wrapped(str(title), LETTERS).count("\n") + 1 for title in data["title"])
    rows = int(data["row"].max()) + 1
    return page(HEAD_CM + LINE_CM * lines + max(ROW_CM, LABEL_CM * label + 0.1) * rows)


@printed
def plot_attribution(data: pd.DataFrame, figure: Figure) -> list[Axes]:
    """Draw a panel for each request: bars, both intervals, and the effect of each group exchanged first or last."""
    panels: list[Axes] = list(figure.subplots(1, len(PANELS), sharex=True, sharey=True))
    for axes, (_, rows) in zip(panels, data.groupby("panel"), strict=True):
        _draw_panel(axes, rows)
    low, high = _reach(data)
    for axes, (_, rows) in zip(panels, data.groupby("panel"), strict=True):
        axes.locator_params(axis="x", nbins=5)
        axes.set_xticks([tick for tick in axes.get_xticks() if low <= tick <= high])
        axes.set_xlim(low, high + 0.2 * (high - low))
        _write_numbers(axes, rows, high + 0.19 * (high - low))
    first = data.iloc[0]
    frame(
        figure,
        f"What makes the difference: {first['target_name']} against {first['base_name']} ({first['within_name']})",
        f"{basis(first)} Shapley values: bars sum to the difference in p_force. They share interaction out and are "
        "no "
        f"effects one by one. Triangles: a group exchanged alone, first (all others as {first['base_name']}) or last "
        f"(all others as {first['target_name']}). Thick lines: 90 % interval from replications; thin lines: 5th to "
        "95th percentile over coded ranges; both of paired differences.",
        _handles(),
        ncols=3,
    )
    return panels


def _of(table: pd.DataFrame, cell: dict[str, str]) -> pd.DataFrame:
    same = [table[key].astype(str) == value for key, value in cell.items()]
    return table[np.logical_and.reduce(same)]


def _heading(corners: pd.DataFrame, cell: dict[str, str], printed_names: dict[str, str]) -> str:
    """The panel's heading: p_force at both ends, and the difference with its interval over codings."""
    ends: dict[Any, Any] = corners[corners["form"] == "hybrid"].set_index("name").to_dict("index")
    told = [f"{name} {share(ends[cell[end]]['value'])}" for end, name in printed_names.items()]
    whole = ends["difference"]
    coding = f"{_signed(whole['coding_low'])} to {_signed(whole['coding_high'])}"
    return "\n".join(
        [*(wrapped(line, 34) for line in told), f"difference {_signed(whole['value'])} (codings {coding})"]
    )


def _signed(value: float) -> str:
    text = f"{abs(value):.2f}".removeprefix("0")
    return f"{'\N{MINUS SIGN}' if value < -0.005 else ''}{text}"


def _draw_panel(axes: Axes, rows: pd.DataFrame) -> None:
    axes.barh(rows["row"], rows["value"], 0.62, color=SKY)
    axes.hlines(rows["row"], rows["coding_low"], rows["coding_high"], color=BLACK, linewidth=0.9)
    axes.hlines(rows["row"], rows["mc_low"], rows["mc_high"], color=BLACK, linewidth=3.2)
    for start, (marker, _) in _MARKS.items():
        look: dict[str, Any] = {"markersize": 4.5, "markeredgewidth": 0.8, "clip_on": False}
        axes.plot(
            rows[f"alone_{start}"],
            rows["row"] + 0.42,
            marker,
            color=VERMILLION,
            markerfacecolor=VERMILLION if start == "target" else "none",
            **look,
        )
    axes.axvline(0, color=GREY, linewidth=0.6)
    first = rows.iloc[0]
    axes.set_title(f"{PANELS[str(first['request'])]}\n{first['heading']}", loc="left", size=NORMAL, linespacing=1.3)
    axes.set_ylim(rows["row"].max() + 0.65, -0.6)
    axes.set_yticks(rows["row"], [wrapped(str(title), LETTERS) for title in rows["title"]])
    axes.tick_params(axis="y", length=0, labelsize=NORMAL)
    axes.grid(axis="x", color=PALE, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.set_xlabel("part of the difference in p_force")


def _reach(data: pd.DataFrame) -> tuple[float, float]:
    """Least and greatest of all that is drawn, with a margin."""
    columns = ["value", "coding_low", "coding_high", "mc_low", "mc_high", "alone_base", "alone_target"]
    drawn = data[columns].to_numpy(dtype=np.float64)
    low, high = min(0.0, float(np.nanmin(drawn))), max(0.0, float(np.nanmax(drawn)))
    margin = 0.04 * max(high - low, 0.1)
    return low - margin, high + margin


def _write_numbers(axes: Axes, rows: pd.DataFrame, x: float) -> None:
    for row, value in zip(rows["row"], rows["value"], strict=True):
        axes.text(x, row, _signed(value), ha="right", va="center", size=SMALL)


def _handles() -> list[Artist]:
    triangles = [
        Line2D(
            [],
            [],
            marker=marker,
            linestyle="",
            color=VERMILLION,
            markerfacecolor=VERMILLION if start == "target" else "none",
            label=f"alone, exchanged {when}",
        )
        for start, (marker, when) in _MARKS.items()
    ]
    return [Patch(color=SKY, label="Shapley value (number on the right)"), *triangles]
