"""Where help comes: the boxes of assumptions that the tree (and PRIM) found, the densest first."""

from collections.abc import Hashable, Iterator, Mapping
from functools import partial
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.boxes import said
from analysis.figures.drawing import Job, theories
from analysis.figures.names import Names, Tables, names_of, of_theory
from analysis.figures.style import (
    BLUE,
    DASH,
    GREY,
    NORMAL,
    PALE,
    SMALL,
    VERMILLION,
    frame,
    page,
    printed,
    wrapped,
)
from analysis.labels import path_label

LINE_CM, GAP_CM, HEAD_CM = 0.34, 0.35, 5.4
_LOOKS = {"tree": (BLUE, "o"), "prim": (VERMILLION, "D")}
_LABEL_LETTERS = 46


def discovery_data(tables: Tables, crisis: str, theory: str | None = None) -> pd.DataFrame:
    """One row for each box of a cell: leaves of the tree, the densest first, then PRIM's box if there is one.

    From `boxes`, `box_conditions` and `names`. Adds label (the conditions in words, a line each), lines (their
    number), and printed names. ValueError for no such cell.
    """
    names, table = names_of(tables), of_theory(tables["boxes"], theory)
    cell = table[table["crisis"] == crisis]
    if cell.empty:
        raise ValueError(f"boxes: no crisis {crisis!r}; the table has {', '.join(table['crisis'].unique())}")
    order = cell.assign(last=cell["method"] == "prim").sort_values(["last", "density"], ascending=[True, False])
    conditions = tables["box_conditions"]
    conditions = conditions[(conditions["crisis"] == crisis) & (conditions["theory"] == cell["theory"].iloc[0])]
    labels = [_label(conditions[conditions["box"] == box], names) for box in order["box"]]
    return (
        order.drop(columns="last")
        .assign(
            label=labels,
            lines=[label.count("\n") + 1 for label in labels],
            crisis_name=names.name("crisis", crisis),
            organization_name=names.name("organization", cell["organization"].iloc[0]),
            theory_name=names.name("theory", cell["theory"].iloc[0]),
        )
        .reset_index(drop=True)
    )


def jobs(tables: Tables, headline: Mapping[str, str]) -> Iterator[Job]:
    """A figure for each headline cell in the table."""
    for theory, suffix in theories(tables["boxes"]) if "boxes" in tables else []:
        for crisis in dict.fromkeys(tables["boxes"]["crisis"]):
            yield f"discovery_{crisis}{suffix}", partial(_figure, tables, crisis, theory)


def _figure(tables: Tables, crisis: str, theory: str) -> Figure:
    data = discovery_data(tables, crisis, theory)
    plot_discovery(data, figure := discovery_page(data))
    return figure


def discovery_page(data: pd.DataFrame) -> Figure:
    """A page with room for the words of each box."""
    return page(HEAD_CM + LINE_CM * int(data["lines"].sum()) + GAP_CM * len(data))


@printed
def plot_discovery(data: pd.DataFrame, figure: Figure) -> Axes:
    """Draw the density of each box with its interval; coverage and mass in numbers beside it."""
    axes = figure.add_subplot()
    heights = LINE_CM * data["lines"] + GAP_CM
    places = heights.cumsum() - heights / 2
    first = data.iloc[0]
    axes.axvline(first["base_rate"], color=GREY, linestyle="--", linewidth=0.8)
    for place, box in zip(places, data.to_dict("records"), strict=True):
        colour, marker = _LOOKS[str(box["method"])]
        axes.hlines(place, box["density_low"], box["density_high"], color=colour, linewidth=1.2)
        axes.plot(box["density"], place, marker, color=colour, markersize=4.5, clip_on=False)
        axes.text(1.04, place, _numbers(box), va="center", ha="left", size=SMALL)
    axes.text(1.04, -0.12, "covers / holds (N)", va="bottom", ha="left", size=SMALL, color=GREY)
    for edge in heights.cumsum().iloc[:-1]:
        axes.axhline(edge, color=PALE, linewidth=0.5)
    axes.set_yticks(places, data["label"])
    axes.tick_params(axis="y", length=0)
    axes.set_xlim(0, 1)
    axes.set_ylim(float(heights.sum()), 0)
    axes.set_xlabel("share of the draws in the box in which help comes (density)", size=NORMAL)
    frame(
        figure,
        f"Where help comes: {first['organization_name']}, {first['crisis_name']}",
        f"Theory: {first['theory_name']}, in-sample; every assumption of the cell drawn over its range. Found on one "
        f"half of the draws, judged here on the other: N = {first['n_draws']} draws, {first['n_reps']} shared "
        "replications each; line: 90 % interval (Wilson) over draws. Covers: part of all draws with help; holds: "
        f"part of all draws {DASH} help comes in {percent(first['base_rate'])} of them (dashed).",
        _handles(data),
        ncols=3,
    )
    return axes


def percent(part: float) -> str:
    """A part of one in percent: one digit behind the point below one percent."""
    if 0 < part < 0.001:
        return "under 0.1 %"
    return f"{100 * part:.1f} %" if 0 < part < 0.01 else f"{100 * part:.0f} %"


def _label(conditions: pd.DataFrame, names: Names) -> str:
    told = [_condition(row, names) for row in conditions.to_dict("records")]
    return "\n".join(wrapped(line, _LABEL_LETTERS) for line in told) or "all draws"


def _condition(row: Mapping[Hashable, Any], names: Names) -> str:
    low = -float("inf") if pd.isna(row["above"]) else float(row["above"])
    high = float("inf") if pd.isna(row["up_to"]) else float(row["up_to"])
    return said(path_label(str(row["path"]), names), low, high, _choices(row["among"]), _choices(row["others"]))


def _choices(listed: Any) -> list[str]:
    return [] if pd.isna(listed) else str(listed).replace("_", " ").split(" | ")


def _numbers(box: Mapping[Hashable, Any]) -> str:
    covers = DASH if pd.isna(box["coverage"]) else percent(box["coverage"])
    return f"{covers} / {percent(box['mass'])} ({box['n_inside']})"


def _handles(data: pd.DataFrame) -> list[Line2D]:
    labels = {"tree": "leaf of the tree", "prim": "box of PRIM"}
    found = [
        Line2D([], [], color=colour, marker=marker, markersize=4.5, label=labels[method])
        for method, (colour, marker) in _LOOKS.items()
        if (data["method"] == method).any()
    ]
    return [*found, Line2D([], [], color=GREY, linestyle="--", linewidth=0.8, label="all draws")]
