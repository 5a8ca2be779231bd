"""Who sends the force: each member's share, its range over codings, and the share on record."""

from collections.abc import Iterator, Mapping
from functools import partial

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.container import BarContainer
from matplotlib.figure import Figure

from analysis.figures.drawing import Job, theories
from analysis.figures.names import Names, Tables, names_of, of_theory, sizes
from analysis.figures.style import (
    BLACK,
    BLUE,
    ORANGE,
    SKY,
    SMALL,
    basis,
    frame,
    page,
    printed,
    wrapped,
)

ROW_CM, HEAD_CM = 0.62, 4.4
SHOWN = 12
"""Members drawn one by one; the others are added up."""


def contributions_data(tables: Tables, crisis: str, organization: str, theory: str | None = None) -> pd.DataFrame:
    """Bars of one cell, the largest first, at most SHOWN and one row for the others.

    From `contributions`, `names` and `design`. Columns: place, label, share, low, high, joins, recorded_share (in
    [0, 1], empty where unknown), leading, count (members in the row), crisis_name, organization_name, theory_name,
    n_draws, n_reps. The sum over the others has no interval, since intervals do not add up. ValueError if the
    cell is not in the table.
    """
    names, table = names_of(tables), of_theory(tables["contributions"], theory)
    cell = table[(table["crisis"] == crisis) & (table["organization"] == organization)]
    if cell.empty:
        raise ValueError(f"contributions: no force of {organization!r} in {crisis!r} in the table")
    members = cell.sort_values(["share", "recorded_share"], ascending=False, kind="stable", ignore_index=True)
    data = _bars(members, names)
    return data.assign(
        place=range(len(data)),
        crisis_name=names.name("crisis", crisis),
        organization_name=names.name("organization", organization),
        theory_name=names.name("theory", cell["theory"].iloc[0]),
        **sizes(tables),
    )


def contributions_page(data: pd.DataFrame) -> Figure:
    """A page with a line for each bar."""
    return page(HEAD_CM + ROW_CM * len(data))


def jobs(tables: Tables, headline: Mapping[str, str]) -> Iterator[Job]:
    """One for each theory, crisis and organization that came; of headline crises only their own organization."""
    for theory, suffix in theories(tables["contributions"]) if "contributions" in tables else []:
        rows = tables["contributions"][tables["contributions"]["theory"] == theory]
        for crisis, organization in dict.fromkeys(zip(rows["crisis"], rows["organization"], strict=True)):
            if not headline or headline.get(crisis) == organization:
                name = f"contributions_{crisis}_{organization}{suffix}"
                yield name, partial(_drawn, tables, crisis, organization, theory)


def _drawn(tables: Tables, crisis: str, organization: str, theory: str) -> Figure:
    data = contributions_data(tables, crisis, organization, theory)
    plot_contributions(data, figure := contributions_page(data))
    return figure


@printed
def plot_contributions(data: pd.DataFrame, figure: Figure) -> Axes:
    """Draw horizontal bars with intervals, a diamond for the record, and how often each member joined."""
    axes = figure.add_subplot()
    leading = data["leading"].astype(bool)
    axes.barh(data["place"][leading], data["share"][leading], 0.6, color=BLUE, label="leading state")
    axes.barh(data["place"][~leading], data["share"][~leading], 0.6, color=SKY, label="other member")
    _draw_intervals(axes, data)
    _draw_joins(axes, data)
    _dress(axes, data)
    _frame(figure, axes, data)
    return axes


def _bars(members: pd.DataFrame, names: Names) -> pd.DataFrame:
    columns = ["share", "low", "high", "joins", "recorded_share", "leading"]
    # One more than are shown would make a row of others that holds a single member.
    shown = SHOWN if len(members) > SHOWN + 1 else len(members)
    bars = members.head(shown)[columns].astype({"recorded_share": float})
    bars.insert(0, "label", [names.name("state", key) for key in members["state"].head(shown)])
    bars["count"] = 1
    rest = members.iloc[shown:]
    return pd.concat([bars, _others(rest)], ignore_index=True) if len(rest) else bars


def _others(rest: pd.DataFrame) -> pd.DataFrame:
    row = {
        "label": f"{len(rest)} others",
        "share": rest["share"].sum(),
        "low": np.nan,
        "high": np.nan,
        "joins": np.nan,
        "recorded_share": float(rest["recorded_share"].astype(float).sum(min_count=1)),
        "leading": False,
        "count": len(rest),
    }
    return pd.DataFrame([row])


def _draw_intervals(axes: Axes, data: pd.DataFrame) -> None:
    axes.hlines(data["place"], data["low"], data["high"], color=BLACK, linewidth=1.2, label="5th to 95th percentile")
    axes.plot(
        data["recorded_share"],
        data["place"],
        "D",
        markerfacecolor=ORANGE,
        markeredgecolor=BLACK,
        markersize=5,
        clip_on=False,
        label="on record" if data["recorded_share"].notna().any() else "_",
    )


def _draw_joins(axes: Axes, data: pd.DataFrame) -> None:
    """Column of numbers right of the bars: in how many runs with force the member sent anyone."""
    for place, joins in zip(data["place"], data["joins"], strict=True):
        if not pd.isna(joins):
            axes.text(1.12, place, f"{100 * joins:.0f} %", ha="right", va="center", size=SMALL)
    axes.text(1.12, -0.85, "joins in", ha="right", va="center", size=SMALL)


def _dress(axes: Axes, data: pd.DataFrame) -> None:
    axes.set_xlim(0, 1.13)
    axes.set_ylim(len(data) - 0.5, -1.2)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25 %", "50 %", "75 %", "100 %"])
    axes.set_yticks(data["place"], [wrapped(label, 24) for label in data["label"]])
    axes.set_xlabel("share of all persons sent")
    axes.tick_params(axis="y", length=0)
    axes.spines["bottom"].set_bounds(0, 1)


def _frame(figure: Figure, axes: Axes, data: pd.DataFrame) -> None:
    first = data.iloc[0]
    marks, _ = axes.get_legend_handles_labels()
    frame(
        figure,
        f"{first['organization_name']}, {first['crisis_name']}: who sends the force",
        f"{basis(first)} Runs with force only. Lines: 5th to 95th percentile over "
        "coded ranges. joins in: share of runs with force.",
        sorted(marks, key=lambda mark: not isinstance(mark, BarContainer)),
        ncols=4,
    )
