"""Scores out of sample, with intervals: prior, calibrated, dyads by rule, shuffled codes, and no model at all."""

from collections.abc import Iterator, Mapping
from functools import partial

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.baselines import forecast_label
from analysis.figures.drawing import Job
from analysis.figures.names import Tables
from analysis.figures.style import (
    BLUE,
    GREY,
    NORMAL,
    ORANGE,
    PALE,
    PURPLE,
    VERMILLION,
    frame,
    page,
    printed,
    wrapped,
)
from analysis.forecasts import SCORES
from analysis.matching import CALIBRATED, PRIOR, SCHEMES
from analysis.out_of_sample import BASELINE, BLIND, CODED, PLACEBO, WITHOUT

TITLES = {"brier": "Brier score", "log": "log score", "rps": "ranked probability\nscore, ladder"}
CODINGS = {
    CODED: ("codes and weights drawn", BLUE, "o"),
    WITHOUT: ("a mechanism taken out", PURPLE, "s"),
    BLIND: ("dyads by rule", ORANGE, "^"),
    PLACEBO: ("codes shuffled across crises", VERMILLION, "X"),
    BASELINE: ("baselines", GREY, "D"),
}
ROW_CM, HEAD_CM, WIDE_CM = 0.52, 5.6, 19.0
ASIDE = 0.16


def out_of_sample_data(tables: Tables) -> pd.DataFrame:
    """One row per coding and forecast that the figure shows.

    From `out_of_sample`: the prior, the calibrated forecast of each scheme at the first cutoff, the baselines (of the
    first scheme). Adds y and label.
    """
    table = tables["out_of_sample"]
    first_cutoff = table["cutoff"].dropna().iloc[0]
    calibrated = table["forecast"] == CALIBRATED
    shown = table[(calibrated & (table["cutoff"] == first_cutoff)) | (~calibrated & (table["scheme"] == SCHEMES[0]))]
    kinds = list(CODINGS)
    data = shown.assign(
        rank=shown["coding"].map(kinds.index),
        turn=[_turn(row) for row in shown.to_dict("records")],
        label=[_label(row) for row in shown.to_dict("records")],
    )
    data = data.sort_values(["rank", "turn", "brier"], kind="stable", ignore_index=True)
    data["y"] = data.index + data["rank"] * 0.9
    return data


def jobs(tables: Tables, headline: Mapping[str, str]) -> Iterator[Job]:
    """One figure."""
    if "out_of_sample" in tables:
        yield "out_of_sample", partial(_figure, tables)


def _figure(tables: Tables) -> Figure:
    data = out_of_sample_data(tables)
    plot_out_of_sample(data, figure := out_of_sample_page(data))
    return figure


def out_of_sample_page(data: pd.DataFrame) -> Figure:
    """A page with a row for each forecast."""
    return page(HEAD_CM + ROW_CM * (float(data["y"].max()) + 1), WIDE_CM)


@printed
def plot_out_of_sample(data: pd.DataFrame, figure: Figure) -> list[Axes]:
    """Draw the three scores side by side on the same rows."""
    panels = list(figure.subplots(1, len(SCORES), sharey=True))
    for axes, score in zip(panels, SCORES, strict=True):
        for coding, rows in data.groupby("coding", sort=False):
            _draw(axes, rows, score, str(coding))
        axes.set_title(TITLES[score], size=NORMAL)
        axes.set_xlim(left=0)
        axes.set_xlabel("lower is better")
        axes.grid(axis="x", color=PALE, linewidth=0.5)
        axes.tick_params(axis="y", length=0)
    panels[0].set_yticks(data["y"], data["label"])
    panels[0].set_ylim(float(data["y"].max()) + 0.7, -0.7)
    _frame(figure, data)
    return panels


def _turn(row: dict[object, object]) -> int:
    return 0 if row["forecast"] != CALIBRATED else 1 + SCHEMES.index(str(row["scheme"]))


def _label(row: dict[object, object]) -> str:
    if row["forecast"] == PRIOR:
        return "prior predictive"
    if row["forecast"] == CALIBRATED:
        return f"calibrated, {row['scheme']} left out"
    words = forecast_label(str(row["forecast"]))
    return wrapped(f"without {words}" if row["coding"] == WITHOUT else words, 32)


def _draw(axes: Axes, rows: pd.DataFrame, score: str, coding: str) -> None:
    _, colour, marker = CODINGS[coding]
    if f"{score}_cells_low" in rows:
        axes.hlines(
            rows["y"] + ASIDE, rows[f"{score}_cells_low"], rows[f"{score}_cells_high"], color=colour, linewidth=0.9
        )
    for over in ("draws", "shuffles"):
        if f"{score}_{over}_low" in rows:
            ends = rows[f"{score}_{over}_low"], rows[f"{score}_{over}_high"]
            style = "-" if over == "draws" else (0, (1, 0.6))
            axes.hlines(rows["y"] - ASIDE, *ends, color=colour, linewidth=2.6, linestyle=style)
    axes.plot(rows[score], rows["y"], marker, color=colour, markersize=5, markeredgecolor="white")


def _frame(figure: Figure, data: pd.DataFrame) -> None:
    first = data[data["coding"] == CODED].iloc[0]
    gain = data[(data["coding"] == CODED) & (data["forecast"] == CALIBRATED)].iloc[0]
    handles = [
        Line2D([], [], marker=marker, linestyle="", color=colour, label=label)
        for coding, (label, colour, marker) in CODINGS.items()
        if (data["coding"] == coding).any()
    ]
    handles += [
        Line2D([], [], color=GREY, linewidth=2.6, label="90 % over sets"),
        Line2D([], [], color=GREY, linewidth=2.6, linestyle=(0, (1, 0.6)), label="90 % over shuffles"),
        Line2D([], [], color=GREY, linewidth=0.9, label="90 % over resampled cells"),
    ]
    frame(
        figure,
        "Scores out of sample",
        f"{int(first['n_cells'])} live cells, {int(first['n_informative'])} informative; {int(first['n_sets']):,} "
        f"sets. With each crisis left out, calibration adds to the prior, in Brier score, "
        f"{gain['gain_brier']:.3f} ({gain['gain_brier_low']:.3f} "
        f"to {gain['gain_brier_high']:.3f} over resampled cells); it may claim no more.",
        handles,
        ncols=4,
    )
