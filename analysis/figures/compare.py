"""The comparison: each organization in each crisis as it is, if all are asked, and with institutions transplanted."""

from collections.abc import Iterator, Mapping
from functools import partial

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures.drawing import Job, theories
from analysis.figures.names import ARM_NAMES, Tables, names_of, of_theory
from analysis.figures.style import (
    BLUE,
    GREEN,
    NORMAL,
    PALE,
    VERMILLION,
    basis,
    frame,
    page,
    printed,
    wrapped,
)
from analysis.vocabulary import ARMS

ROW_CM, PANEL_CM, HEAD_CM, LINE_CM = 0.85, 1.1, 3.4, 0.32
STEP = 0.24
"""Distance between the arms of one organization, in organizations."""

LOOKS = dict(zip(ARMS, ((BLUE, "o"), (VERMILLION, "s"), (GREEN, "^")), strict=True))


def compare_data(tables: Tables, theory: str | None = None) -> pd.DataFrame:
    """Dots of the comparison, one row per crisis, organization and arm.

    From `compare` and `names`. Adds panel (crisis' place), y (within the panel, organizations one apart),
    crisis_name, organization_name, theory_name, arm_name.
    """
    names, table = names_of(tables), of_theory(tables["compare"], theory)
    crises = names.ordered("crisis", table["crisis"])
    data = table.assign(
        panel=[crises.index(key) for key in table["crisis"]],
        arm_name=table["arm"].map(ARM_NAMES),
        **{
            f"{kind}_name": [names.name(kind, key) for key in table[kind]]
            for kind in ("crisis", "organization", "theory")
        },
    )
    order = names.ordered("organization", table["organization"])
    data["rank"] = [order.index(key) for key in data["organization"]]
    data["slot"] = data.groupby("panel")["rank"].rank(method="dense").astype(int) - 1
    data["y"] = data["slot"] + STEP * (data["arm"].map(ARMS.index) - 1)
    return data.sort_values(["panel", "y"], ignore_index=True)


def compare_page(data: pd.DataFrame) -> Figure:
    """A page with panels in one column, or in two if there are more than three crises."""
    slots = [int(rows["slot"].max()) + 1 for rows in _grid_rows(data)]
    lines = max(_label(name).count("\n") + 1 for name in data["organization_name"])
    return page(HEAD_CM + sum(PANEL_CM + max(ROW_CM, LINE_CM * (lines + 0.5)) * count for count in slots))


def jobs(tables: Tables, headline: Mapping[str, str]) -> Iterator[Job]:
    """One for each theory."""
    for theory, suffix in theories(tables["compare"]) if "compare" in tables else []:
        yield f"compare{suffix}", partial(_drawn, tables, theory)


def _drawn(tables: Tables, theory: str) -> Figure:
    data = compare_data(tables, theory)
    plot_compare(data, figure := compare_page(data))
    return figure


@printed
def plot_compare(data: pd.DataFrame, figure: Figure) -> list[Axes]:
    """Draw a panel per crisis: dots p_force, thick lines from replications, thin lines over coded ranges."""
    rows, across = _grid_rows(data), _across(data)
    heights = [int(group["slot"].max()) + 2 for group in rows]
    grid = figure.subplots(len(rows), across, sharex=True, squeeze=False, gridspec_kw={"height_ratios": heights})
    panels = list(grid.ravel())
    for axes, (_, group) in zip(panels, data.groupby("panel"), strict=False):
        _draw_panel(axes, group)
    for axes in panels[int(data["panel"].max()) + 1 :]:
        axes.set_visible(False)
    _close(figure, panels, data)
    return panels[: int(data["panel"].max()) + 1]


def _label(name: str) -> str:
    return wrapped(name, 16)


def _across(data: pd.DataFrame) -> int:
    return 1 if data["panel"].max() < 3 else 2


def _grid_rows(data: pd.DataFrame) -> list[pd.DataFrame]:
    """The data of each row of panels."""
    return [rows for _, rows in data.groupby(data["panel"] // _across(data))]


def _draw_panel(axes: Axes, rows: pd.DataFrame) -> None:
    for arm, dots in rows.groupby("arm", sort=False):
        colour, marker = LOOKS[str(arm)]
        axes.hlines(dots["y"], dots["coding_low"], dots["coding_high"], color=colour, linewidth=0.9)
        axes.hlines(dots["y"], dots["mc_low"], dots["mc_high"], color=colour, linewidth=3.2)
        axes.plot(
            dots["p_force"],
            dots["y"],
            marker,
            color=colour,
            markersize=5,
            markeredgecolor="white",
            markeredgewidth=0.5,
            clip_on=False,
            zorder=3,
            label=ARM_NAMES[str(arm)],
        )
    _dress_panel(axes, rows)


def _dress_panel(axes: Axes, rows: pd.DataFrame) -> None:
    slots = rows.drop_duplicates("slot").sort_values("slot")
    axes.set_title(wrapped(str(rows["crisis_name"].iloc[0]), 34), loc="left", size=NORMAL)
    axes.set_yticks(slots["slot"], [_label(name) for name in slots["organization_name"]])
    axes.set_ylim(len(slots) - 0.5, -0.5)
    axes.set_xlim(-0.02, 1.02)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", ".25", ".5", ".75", "1"])
    axes.grid(axis="x", color=PALE, linewidth=0.5)
    axes.set_axisbelow(True)
    for edge in range(1, len(slots)):
        axes.axhline(edge - 0.5, color=PALE, linewidth=0.5)
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", labelbottom=True)


def _close(figure: Figure, panels: list[Axes], data: pd.DataFrame) -> None:
    handles, _ = panels[0].get_legend_handles_labels()
    first = data.iloc[0]
    frame(
        figure,
        "Chance of force (p_force) by organization and arm",
        f"{basis(first)} The same draws in all arms. Thick lines: 90 % interval from "
        "replications; thin lines: 5th to 95th percentile over coded ranges.",
        handles,
        ncols=3,
    )
