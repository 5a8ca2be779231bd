"""Which theory fits the record: log-evidence and three scores, with both intervals, beside baselines."""

from collections.abc import Iterator, Mapping
from functools import partial

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from analysis.baselines import forecast_label
from analysis.evidence_of_theories import BASELINE, NO_DIFFERENCE, THEORY, WITHOUT
from analysis.figures.drawing import Job
from analysis.figures.names import Names, Tables, names_of
from analysis.figures.style import (
    BLUE,
    GREY,
    NORMAL,
    PALE,
    TIMES,
    VERMILLION,
    frame,
    page,
    printed,
    wrapped,
)

PANELS = (
    ("log_evidence", "log-evidence", "higher is better"),
    ("brier", "Brier score", "lower is better"),
    ("log", "log score", "lower is better"),
    ("rps", "ranked probability\nscore, ladder", "lower is better"),
)
LOOKS = {THEORY: ("o", BLUE), WITHOUT: ("s", VERMILLION), BASELINE: ("D", GREY)}
KINDS = {THEORY: "theory", WITHOUT: "first theory without a mechanism", BASELINE: "baseline"}
ROW_CM, HEAD_CM, WIDE_CM = 0.55, 5.4, 19.0
ASIDE = 0.16
"""Rows between the two intervals of one figure."""


def evidence_data(tables: Tables) -> pd.DataFrame:
    """One row per theory, mechanism and baseline, best log-evidence first within each kind.

    From `evidence` and `names`. Adds y (rows from the top, a row free between kinds) and label.
    """
    names, table = names_of(tables), tables["evidence"]
    kinds = [kind for kind in LOOKS if (table["kind"] == kind).any()]
    rank = table["kind"].map(kinds.index)
    data = table.assign(rank=rank, label=[_label(row, names) for row in table.to_dict("records")])
    data = data.sort_values(["rank", "log_evidence"], ascending=[True, False], kind="stable", ignore_index=True)
    data["y"] = data.index + data["rank"] * 0.9
    return data


def jobs(tables: Tables, headline: Mapping[str, str]) -> Iterator[Job]:
    """One figure."""
    if "evidence" in tables:
        yield "evidence", partial(_figure, tables)


def _figure(tables: Tables) -> Figure:
    data = evidence_data(tables)
    plot_evidence(data, figure := evidence_page(data))
    return figure


def evidence_page(data: pd.DataFrame) -> Figure:
    """A page with a row for each forecast."""
    return page(HEAD_CM + ROW_CM * (float(data["y"].max()) + 1), WIDE_CM)


@printed
def plot_evidence(data: pd.DataFrame, figure: Figure) -> list[Axes]:
    """Draw four panels on the same rows; a band covers log-evidence within 2 of the best theory."""
    panels = list(figure.subplots(1, len(PANELS), sharey=True))
    for axes, (score, title, better) in zip(panels, PANELS, strict=True):
        _draw(axes, data, score)
        axes.set_title(title, size=NORMAL)
        axes.set_xlabel(better)
        if score != "log_evidence":
            axes.set_xlim(left=0)
        axes.grid(axis="x", color=PALE, linewidth=0.5)
        axes.tick_params(axis="y", length=0)
    best = data.loc[data["kind"] == THEORY, "log_evidence"].max()
    panels[0].axvspan(best - NO_DIFFERENCE, best, color=PALE, alpha=0.7, linewidth=0)
    panels[0].set_yticks(data["y"], data["label"])
    panels[0].set_ylim(float(data["y"].max()) + 0.7, -0.7)
    _frame(figure, data)
    return panels


def _label(row: dict[object, object], names: Names) -> str:
    forecast, kind = str(row["forecast"]), row["kind"]
    if kind == THEORY:
        return names.name("theory", forecast)
    words = forecast_label(forecast)
    return wrapped(f"without {words}" if kind == WITHOUT else words, 34)


def _draw(axes: Axes, data: pd.DataFrame, score: str) -> None:
    for kind, rows in data.groupby("kind", sort=False):
        marker, colour = LOOKS[str(kind)]
        low, high = rows[f"{score}_cells_low"], rows[f"{score}_cells_high"]
        axes.hlines(rows["y"] + ASIDE, low, high, color=colour, linewidth=0.9)
        axes.hlines(
            rows["y"] - ASIDE, rows[f"{score}_draws_low"], rows[f"{score}_draws_high"], color=colour, linewidth=2.6
        )
        axes.plot(rows[score], rows["y"], marker, color=colour, markersize=4.5, markeredgecolor="white")


def _frame(figure: Figure, data: pd.DataFrame) -> None:
    first = data[data["kind"] == THEORY].iloc[0]
    handles = [
        *(
            Line2D([], [], marker=marker, linestyle="", color=colour, label=KINDS[kind])
            for kind, (marker, colour) in LOOKS.items()
            if (data["kind"] == kind).any()
        ),
        Patch(color=PALE, label="within 2 of the best theory: no difference"),
        Line2D([], [], color=GREY, linewidth=2.6, label="90 % over resampled draws"),
        Line2D([], [], color=GREY, linewidth=0.9, label="90 % over resampled cells"),
    ]
    frame(
        figure,
        "Which theory fits the record?",
        f"{int(first['n_cells'])} live cells, in-sample; each theory's scale of threat drawn around its own, "
        f"{int(first['n_draws'])} draws of scale and codes {TIMES} {int(first['n_reps'])} replications. Chances are "
        f"clipped to [1/{2 * int(first['n_reps'])}, 1 - 1/{2 * int(first['n_reps'])}] for evidence and log score.",
        handles,
        ncols=3,
    )
