"""Whose institutions would have come with whose members: a matrix for each crisis."""

from collections.abc import Iterator, Mapping
from functools import partial

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis.figures.drawing import Job, theories
from analysis.figures.names import Tables, names_of, of_theory
from analysis.figures.style import BLACK, DASH, NORMAL, SMALL, basis, frame, page, printed, share, wrapped

ACROSS = 2
ROW_CM, PANEL_CM, HEAD_CM = 1.0, 2.2, 3.4
_DARK = 0.6
"""From this chance on, numbers are printed white."""


def jobs(tables: Tables, headline: Mapping[str, str]) -> Iterator[Job]:
    """A figure for each theory."""
    if "transplant" in tables:
        for theory, suffix in theories(tables["transplant"]):
            yield f"transplant{suffix}", partial(_transplant, tables, theory)


def _transplant(tables: Tables, theory: str) -> Figure:
    data = transplant_data(tables, theory)
    plot_transplant(data, figure := transplant_page(data))
    return figure


def transplant_data(tables: Tables, theory: str | None = None) -> pd.DataFrame:
    """One row per crisis and pair, from `transplant` and `names`; adds panel, x (roster), y (institutions), names."""
    names, table = names_of(tables), of_theory(tables["transplant"], theory)
    crises = names.ordered("crisis", table["crisis"])
    institutions = names.ordered("organization", table["institutions"])
    rosters = {
        crisis: names.ordered("organization", rows["roster"]) for crisis, rows in table.groupby("crisis", sort=False)
    }
    data = table.assign(
        panel=[crises.index(key) for key in table["crisis"]],
        x=[rosters[c].index(r) for c, r in zip(table["crisis"], table["roster"], strict=True)],
        y=[institutions.index(key) for key in table["institutions"]],
        crisis_name=[names.name("crisis", key) for key in table["crisis"]],
        theory_name=[names.name("theory", key) for key in table["theory"]],
        institutions_name=[names.name("organization", key) for key in table["institutions"]],
        roster_name=[names.name("organization", key) for key in table["roster"]],
    )
    return data.sort_values(["panel", "y", "x"], ignore_index=True)


def transplant_page(data: pd.DataFrame) -> Figure:
    """A page with panels side by side, a line for each organization whose institutions are moved."""
    rows = -(-(int(data["panel"].max()) + 1) // ACROSS)
    return page(HEAD_CM + rows * (PANEL_CM + ROW_CM * (int(data["y"].max()) + 1)))


@printed
def plot_transplant(data: pd.DataFrame, figure: Figure) -> list[Axes]:
    """Draw a matrix for each crisis: institutions down, members across, a frame around each own pair."""
    panels = int(data["panel"].max()) + 1
    grid = figure.subplots(-(-panels // ACROSS), ACROSS, squeeze=False)
    axes_of = list(grid.ravel())
    for axes, (_, rows) in zip(axes_of, data.groupby("panel"), strict=False):
        _draw_matrix(axes, rows)
    for axes in axes_of[panels:]:
        axes.set_visible(False)
    first = data.iloc[0]
    frame(
        figure,
        "Chance of force: institutions of one organization, members of another",
        f"{basis(first)} Everyone is asked, and all pairs share their draws; in all of them the strongest members "
        "lead. Below each chance: 5th to 95th percentile over coded ranges; the 90 % interval from replications is "
        f"at most {((data['mc_high'] - data['mc_low']) / 2).max():.3f} to either side. Framed: own institutions.",
        [],
        ncols=1,
    )
    return axes_of[:panels]


def _draw_matrix(axes: Axes, rows: pd.DataFrame) -> None:
    values = np.full((int(rows["y"].max()) + 1, int(rows["x"].max()) + 1), np.nan)
    values[rows["y"], rows["x"]] = rows["p_force"]
    axes.imshow(values, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    for row in rows.to_dict("records"):
        told = f"{share(row['p_force'])}\n{share(row['coding_low'])}{DASH}{share(row['coding_high'])}"
        colour = "white" if row["p_force"] > _DARK else "black"
        axes.text(row["x"], row["y"], told, ha="center", va="center", size=SMALL, color=colour)
        if row["institutions"] == row["roster"]:
            corner = row["x"] - 0.47, row["y"] - 0.46
            for colour, wide in (("white", 2.6), (BLACK, 1.1)):  # seen on dark ground too
                axes.add_patch(Rectangle(corner, 0.94, 0.92, fill=False, edgecolor=colour, linewidth=wide))
    across, down = rows.drop_duplicates("x").sort_values("x"), rows.drop_duplicates("y").sort_values("y")
    axes.set_title(wrapped(str(rows["crisis_name"].iloc[0]), 34), loc="left", size=NORMAL)
    axes.set_xticks(across["x"], [wrapped(name, 12) for name in across["roster_name"]])
    axes.set_yticks(down["y"], [wrapped(name, 12) for name in down["institutions_name"]])
    axes.set_xlabel("members of")
    axes.set_ylabel("institutions of")
    axes.tick_params(length=0)
