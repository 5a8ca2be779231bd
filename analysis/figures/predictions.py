"""Each cell's chance of force before and after the other crises were seen, beside what happened."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.figures.drawing import Job
from analysis.figures.names import Tables, names_of
from analysis.figures.style import BLUE, DASH, GREY, ORANGE, PALE, VERMILLION, frame, page, printed, wrapped

ROW_CM, HEAD_CM = 0.92, 5.2
CODED, BLIND, SCHEME = "coded", "blind", "crisis"
LINES = (
    (CODED, "prior", GREY, "o", "none", -0.24, "prior predictive: all sets"),
    (CODED, "calibrated", BLUE, "o", BLUE, 0.0, "kept sets: they fit the other crises"),
    (BLIND, "calibrated", ORANGE, "^", ORANGE, 0.24, "the same, dyads coded by rule"),
)


def predictions_data(tables: Tables) -> pd.DataFrame:
    """One row per live cell and line of the figure, cells by the coded prior.

    From `predictions` (each crisis left out, the first cutoff) and `names`. Adds line (place among LINES), y, label,
    p, low and high.
    """
    names, table = names_of(tables), tables["predictions"]
    chosen = table[(table["scheme"] == SCHEME) & (table["cutoff"] == table["cutoff"].iloc[0])]
    coded = chosen[chosen["coding"] == CODED].sort_values("prior", ascending=False, kind="stable")
    keys = list(zip(coded["crisis"], coded["organization"], strict=True))
    found = []
    for line, (coding, name, *_rest) in enumerate(LINES):
        rows = chosen[chosen["coding"] == coding]
        found.append(rows.assign(line=line, p=rows[name], low=rows[f"{name}_low"], high=rows[f"{name}_high"]))
    data = pd.concat(found, ignore_index=True)
    data["y"] = [keys.index(key) for key in zip(data["crisis"], data["organization"], strict=True)]
    data["label"] = [
        wrapped(f"{names.name('crisis', crisis)} {DASH} {names.name('organization', one)}", 30)
        for crisis, one in zip(data["crisis"], data["organization"], strict=True)
    ]
    return data.sort_values(["y", "line"], ignore_index=True)


def jobs(tables: Tables, headline: Mapping[str, str]) -> Iterator[Job]:
    """One figure."""
    if "predictions" in tables:
        yield "predictions", partial(_figure, tables)


def _figure(tables: Tables) -> Figure:
    data = predictions_data(tables)
    plot_predictions(data, figure := predictions_page(data))
    return figure


def predictions_page(data: pd.DataFrame) -> Figure:
    """A page with a row for each cell."""
    return page(HEAD_CM + ROW_CM * (int(data["y"].max()) + 1))


@printed
def plot_predictions(data: pd.DataFrame, figure: Figure) -> Axes:
    """Draw each chance with its spread over sets, and the outcome as a square at its end of the axis."""
    axes = figure.add_subplot()
    for line, (*_names, colour, marker, fill, aside, label) in enumerate(LINES):
        rows = data[data["line"] == line]
        axes.hlines(rows["y"] + aside, rows["low"], rows["high"], color=colour, linewidth=1.1)
        look: Any = {
            "markerfacecolor": "white" if fill == "none" else fill,
            "markeredgecolor": colour,
            "markersize": 5,
        }
        axes.plot(rows["p"], rows["y"] + aside, marker, linestyle="", zorder=3, clip_on=False, label=label, **look)
    cells = data.drop_duplicates("y")
    for happened in (1, 0):
        rows = cells[cells["outcome"] == happened]
        fill = VERMILLION if happened else "white"
        axes.plot(
            [1.06 if happened else -0.06] * len(rows), rows["y"], "s", markersize=6, markerfacecolor=fill,
            markeredgecolor=VERMILLION, clip_on=False,
        )  # fmt: skip
    _dress(axes, cells)
    _frame(figure, axes, data)
    return axes


def _dress(axes: Axes, cells: pd.DataFrame) -> None:
    labels = [f"{label}{' *' if informative else ''}" for label, informative in zip(
        cells["label"], cells["informative"], strict=True)]  # fmt: skip
    axes.set_yticks(cells["y"], labels)
    axes.set_ylim(len(cells) - 0.5, -0.5)
    axes.set_xlim(-0.1, 1.1)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", ".25", ".5", ".75", "1"])
    axes.set_xlabel("chance of force (p_force)")
    axes.axvspan(0.1, 0.9, color=PALE, alpha=0.3, linewidth=0)
    axes.axvline(0.5, color=GREY, linewidth=0.6, linestyle=":")
    for edge in range(1, len(cells)):
        axes.axhline(edge - 0.5, color=PALE, linewidth=0.5)
    axes.tick_params(axis="y", length=0)


def _frame(figure: Figure, axes: Axes, data: pd.DataFrame) -> None:
    handles, _ = axes.get_legend_handles_labels()
    for fill, label in ((VERMILLION, "on record: force came"), ("white", "on record: no force")):
        handles.append(
            Line2D([], [], marker="s", linestyle="", markerfacecolor=fill, markeredgecolor=VERMILLION, label=label)
        )
    coded = data[(data["coding"] == CODED) & (data["line"] == 1)]
    first, several = coded.iloc[0], int(coded["informative"].sum())
    kept = f"{int(coded['kept'].min()):,} to {int(coded['kept'].max()):,}"
    frame(
        figure,
        "What the other crises say of the one left out",
        f"{len(coded)} live cells, {several} of them informative (*: prior chance in the shaded band). "
        f"{int(first['n_sets']):,} sets of weights and codes, {int(first['n_reps'])} replications each; {kept} are "
        f"kept, within {first['cutoff']:g} of the best log-likelihood over the other crises. Lines: 5th to 95th "
        "percentile over sets. In each crisis the host may turn to the organizations of its live cells alone.",
        handles,
        ncols=2,
    )
