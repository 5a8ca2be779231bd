"""The gate funnel of a crisis: where each organization stopped, and which gate alone stood in the way."""

from collections.abc import Iterator, Mapping
from functools import partial

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.figures.drawing import Job, theories
from analysis.figures.names import GATE_NAMES, Tables, names_of, of_theory, sizes
from analysis.figures.style import (
    BLUE,
    DASH,
    GREY,
    PALE,
    SMALL,
    VERMILLION,
    basis,
    frame,
    page,
    printed,
    share,
    wrapped,
)
from analysis.vocabulary import GATES

ROW_CM, HEAD_CM = 2.0, 3.8
BAR, SHUT, LIFTED = -0.18, 0.17, 0.36
"""Where bar and marks stand beside the middle of a gate, in gates."""


def funnel_data(tables: Tables, crisis: str, theory: str | None = None) -> pd.DataFrame:
    """Gates of one crisis, one row per organization and gate.

    From `gates`, `names` and `design`. Adds row (organization's place) and x (gate's), organization_name,
    crisis_name, gate_name, theory_name, in_sample (not where there are `prospects`), n_draws, n_reps. ValueError for
    a crisis that is not in the table.
    """
    names, table = names_of(tables), of_theory(tables["gates"], theory)
    chosen = table[table["crisis"] == crisis]
    if chosen.empty:
        raise ValueError(f"crisis: got {crisis!r}; the table has {', '.join(map(str, table['crisis'].unique()))}")
    order = names.ordered("organization", chosen["organization"])
    data = chosen.assign(
        row=[order.index(key) for key in chosen["organization"]],
        x=[GATES.index(gate) for gate in chosen["gate"]],
        gate_name=[GATE_NAMES[gate] for gate in chosen["gate"]],
        organization_name=[names.name("organization", key) for key in chosen["organization"]],
        crisis_name=names.name("crisis", crisis),
        theory_name=[names.name("theory", key) for key in chosen["theory"]],
        in_sample="prospects" not in tables,
        **sizes(tables),
    )
    return data.sort_values(["row", "x"], ignore_index=True)


def funnel_page(data: pd.DataFrame) -> Figure:
    """A page with a row for each organization."""
    return page(HEAD_CM + ROW_CM * (int(data["row"].max()) + 1))


def jobs(tables: Tables, headline: Mapping[str, str]) -> Iterator[Job]:
    """One for each headline crisis and theory; for each crisis if none is a headline."""
    for theory, suffix in theories(tables["gates"]) if "gates" in tables else []:
        rows = tables["gates"][tables["gates"]["theory"] == theory]
        for crisis in dict.fromkeys(rows["crisis"]):
            if not headline or crisis in headline:
                yield f"funnel_{crisis}{suffix}", partial(_drawn, tables, crisis, theory)


def _drawn(tables: Tables, crisis: str, theory: str) -> Figure:
    data = funnel_data(tables, crisis, theory)
    plot_funnel(data, figure := funnel_page(data))
    return figure


@printed
def plot_funnel(data: pd.DataFrame, figure: Figure) -> list[Axes]:
    """Draw a row of bars for each organization: passed so far; marks: shut at all, and opens if lifted alone."""
    panels = list(figure.subplots(int(data["row"].max()) + 1, 1, sharex=True, sharey=True, squeeze=False)[:, 0])
    for axes, (_, rows) in zip(panels, data.groupby("row"), strict=True):
        _draw_row(axes, rows)
    panels[-1].set_xticks(range(len(GATES)), [GATE_NAMES[gate] for gate in GATES])
    marks, _ = panels[0].get_legend_handles_labels()
    first = data.iloc[0]
    frame(
        figure,
        f"{first['crisis_name']}: the gates between a call and a force",
        f"{basis(first)} Shares of all runs; several gates may be shut at once.",
        sorted(marks, key=lambda mark: isinstance(mark, Line2D)),
        ncols=3,
    )
    return panels


def _draw_row(axes: Axes, rows: pd.DataFrame) -> None:
    there = rows[rows["exists"].astype(bool)]
    axes.bar(there["x"] + BAR, there["passed"], width=0.36, color=BLUE, label="passed it and all before (number)")
    axes.plot(
        there["x"] + SHUT, there["shut"], "v", color=VERMILLION, markersize=5, label="shut at all", clip_on=False
    )
    axes.plot(
        there["x"] + LIFTED,
        there["lifted"],
        "D",
        markerfacecolor="white",
        markeredgecolor=BLUE,
        markersize=4.5,
        clip_on=False,
        label="opens the way if lifted alone",
    )
    for x, passed in zip(there["x"], there["passed"], strict=True):
        axes.text(x + BAR, passed + 0.04, share(passed), ha="center", va="bottom", size=SMALL)
    for x in rows.loc[~rows["exists"].astype(bool), "x"]:
        axes.text(x, 0.5, f"{DASH}\nno such gate", ha="center", va="center", size=SMALL, color=GREY)
    _dress_row(axes, str(rows["organization_name"].iloc[0]))


def _dress_row(axes: Axes, name: str) -> None:
    axes.set_ylim(0, 1.22)
    axes.set_xlim(-0.5, len(GATES) - 0.5)
    axes.set_yticks([0, 0.5, 1])
    axes.set_axisbelow(True)
    axes.grid(axis="y", color=PALE, linewidth=0.5)
    for edge in range(1, len(GATES)):
        axes.axvline(edge - 0.5, color=PALE, linewidth=0.5)
    axes.tick_params(axis="x", length=0)
    axes.set_ylabel(wrapped(name, 16), rotation=0, ha="right", va="center")
