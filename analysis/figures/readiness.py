"""What a rapid-reaction force is worth: maps over its size and its days, of force, its arrival and its speed."""

from collections.abc import Iterator, Mapping
from functools import partial

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures.drawing import Job, at_home, theories
from analysis.figures.names import Tables, names_of, of_theory
from analysis.figures.style import NORMAL, SMALL, basis, frame, page, printed, wrapped

PERSONNEL, DAYS, MISSION = "personnel", "days", "mission"
"""Factors of the sweep: columns of its table; a sweep without missions has one."""

FACTORS = (PERSONNEL, DAYS)
MEASURES = {
    "p_force": "force",
    "p_arrived": "force that the council\nordered, in time",
    "mean_days_to_arrival": "days from request\nto arrival (mean)",
}
ROW_CM, LINE_CM, HEAD_CM = 1.5, 0.36, 3.8
_DARK = 0.6
"""From this part of the scale on, numbers are printed white."""


def jobs(tables: Tables, headline: Mapping[str, str]) -> Iterator[Job]:
    """A figure for each theory, if the sweep has the factors."""
    if "sweep" not in tables or not set(FACTORS) <= set(tables["sweep"].columns):
        return
    shown = {**tables, "sweep": at_home(tables["sweep"], headline)}
    for theory, suffix in theories(shown["sweep"]):
        yield f"readiness{suffix}", partial(_readiness, shown, theory)


def _readiness(tables: Tables, theory: str) -> Figure:
    data = readiness_data(tables, theory)
    plot_readiness(data, figure := readiness_page(data))
    return figure


def readiness_data(tables: Tables, theory: str | None = None) -> pd.DataFrame:
    """One row per cell, mission and point: the measures, the places row, x (days) and y (size), and names.

    From `sweep` (with columns personnel, days, and perhaps mission) and `names`.
    """
    names, table = names_of(tables), of_theory(tables["sweep"], theory)
    if MISSION not in table.columns:
        table = table.assign(**{MISSION: np.nan})
    keys = [*zip(table["crisis"], table["organization"], table[MISSION].astype(str), strict=True)]
    rows = sorted(dict.fromkeys(keys), key=lambda key: [k[:2] for k in keys].index(key[:2]))
    sizes, days = sorted(table[PERSONNEL].unique()), sorted(table[DAYS].unique())
    data = table.assign(
        row=[rows.index(key) for key in keys],
        x=[days.index(level) for level in table[DAYS]],
        y=[sizes.index(level) for level in table[PERSONNEL]],
        **{
            f"{kind}_name": [names.name(kind, k) for k in table[kind]]
            for kind in ("crisis", "organization", "theory")
        },
    )
    return data.sort_values(["row", "y", "x"], ignore_index=True)


def readiness_page(data: pd.DataFrame) -> Figure:
    """A page with a row of maps for each cell and mission, a line for each size."""
    sizes = int(data["y"].max()) + 1
    return page(HEAD_CM + (ROW_CM + LINE_CM * sizes) * (int(data["row"].max()) + 1))


@printed
def plot_readiness(data: pd.DataFrame, figure: Figure) -> list[Axes]:
    """Draw maps: cells and missions down, measures across; size up, days to the right."""
    grid = figure.subplots(int(data["row"].max()) + 1, len(MEASURES), sharex=True, sharey=True, squeeze=False)
    slowest = float(np.nanmax([data["mean_days_to_arrival"].max(), 1.0]))
    for row, points in data.groupby("row"):
        for column, (measure, told) in enumerate(MEASURES.items()):
            axes = grid[int(str(row)), column]
            _draw_map(axes, points, measure, 1.0 if measure.startswith("p_") else slowest)
            if row == 0:
                axes.set_title(told, size=NORMAL)
            if row == data["row"].max():
                axes.set_xlabel("days until it arrives")
        grid[int(str(row)), 0].set_ylabel(_label(points.iloc[0]), rotation=0, ha="right", va="center", size=NORMAL)
    _close(figure, data)
    return list(grid.ravel())


def _label(first: pd.Series) -> str:
    parts = [wrapped(str(first[name]), 16) for name in ("crisis_name", "organization_name")]
    mission = [] if np.isnan(first[MISSION]) else [f"mission of\n{first[MISSION]:,.0f}"]
    return "\n".join([*parts, *mission])


def _draw_map(axes: Axes, points: pd.DataFrame, measure: str, top: float) -> None:
    shape = int(points["y"].max()) + 1, int(points["x"].max()) + 1
    values = np.full(shape, np.nan)
    values[points["y"], points["x"]] = points[measure]
    axes.imshow(values, cmap="Blues", vmin=0, vmax=top, aspect="auto", origin="lower")
    for (y, x), value in np.ndenumerate(values):
        if not np.isnan(value):
            told = f"{value:.2f}".removeprefix("0") if top == 1.0 else f"{value:.1f}"
            axes.text(
                x, y, told, ha="center", va="center", size=SMALL, color="white" if value > _DARK * top else "black"
            )
    days, sizes = sorted(points[DAYS].unique()), sorted(points[PERSONNEL].unique())
    axes.set_xticks(range(len(days)), [f"{level:g}" for level in days])
    axes.set_yticks(range(len(sizes)), [f"{level:,.0f}" for level in sizes])
    axes.tick_params(length=0)


def _close(figure: Figure, data: pd.DataFrame) -> None:
    first = data.iloc[0]
    half = ((data["mc_high"] - data["mc_low"]) / 2).max()
    coded = (data["coding_high"] - data["coding_low"]).median()
    frame(
        figure,
        "What the size and the days of a rapid-reaction force are worth",
        f"{basis(first)} Persons up, days to the right. The 90 % interval of force from replications is at most "
        f"{half:.3f} to either side; over coded ranges its 5th and 95th percentile lie {coded:.2f} apart (median "
        "point), and all points share their draws. Force also counts members who came without the council.",
        [],
        ncols=1,
    )
