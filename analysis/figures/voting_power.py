"""Who can stop a council on paper, and who did in the runs: one panel for each decision rule."""

from collections.abc import Hashable, Iterator, Mapping
from functools import partial
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures.drawing import Job, theories
from analysis.figures.names import Tables, names_of, of_theory
from analysis.figures.style import (
    BLACK,
    BLUE,
    NORMAL,
    PALE,
    VERMILLION,
    basis,
    frame,
    page,
    printed,
    wrapped,
)

ACROSS = 4
ROW_CM, PANEL_CM, HEAD_CM = 0.62, 1.5, 3.6
SHOWN = 12
"""Members drawn; those whose votes mattered less are counted in the caption."""

SERIES = {"pivotal": (VERMILLION, "o", -0.17), "objected": (BLUE, "s", 0.17)}
"""Colour, marker and place beside the middle of the row."""

LABELS = {"pivotal": "its vote alone stopped force", "objected": "objected to force"}


def jobs(tables: Tables, headline: Mapping[str, str]) -> Iterator[Job]:
    """A figure for each theory and headline council; for every council if there is no headline."""
    if "voting_power" not in tables:
        return
    table = tables["voting_power"]
    councils = dict.fromkeys(zip(table["crisis"], table["organization"], strict=True))
    for theory, suffix in theories(table):
        for crisis, organization in councils:
            if not headline or headline.get(crisis) == organization:
                name = f"voting_power_{crisis}_{organization}{suffix}"
                yield name, partial(_voting_power, tables, crisis, organization, theory)


def _voting_power(tables: Tables, crisis: str, organization: str, theory: str) -> Figure:
    data = voting_power_data(tables, crisis, organization, theory)
    plot_voting_power(data, figure := voting_power_page(data))
    return figure


def voting_power_data(tables: Tables, crisis: str, organization: str, theory: str | None = None) -> pd.DataFrame:
    """One row per rule and member of one council, at most SHOWN members, the most frequent objectors first.

    From `voting_power` and `names`. Adds panel (the rule's place), rule_name, place (the member's), state_name,
    crisis_name, organization_name, theory_name and left_out (members not drawn). ValueError for no such council.
    """
    names, table = names_of(tables), of_theory(tables["voting_power"], theory)
    council = table[(table["crisis"] == crisis) & (table["organization"] == organization)]
    if council.empty:
        raise ValueError(f"voting_power: no council of {organization!r} in {crisis!r} in the table")
    often = council.groupby("state", sort=False)[["pivotal", "objected"]].mean()
    order = often.sort_values(["pivotal", "objected"], ascending=False, kind="stable").index.tolist()
    shown = order if len(order) <= SHOWN else order[: SHOWN - 1]
    data = council[council["state"].isin(shown)]
    return data.assign(
        panel=[list(dict.fromkeys(council["rule"])).index(rule) for rule in data["rule"]],
        rule_name=data["rule"].str.replace("_", " "),
        place=[shown.index(state) for state in data["state"]],
        state_name=[_state_name(names.name("state", row["state"]), row) for row in data.to_dict("records")],
        crisis_name=names.name("crisis", crisis),
        organization_name=names.name("organization", organization),
        theory_name=[names.name("theory", key) for key in data["theory"]],
        left_out=len(order) - len(shown),
    ).sort_values(["panel", "place"], ignore_index=True)


def _state_name(name: str, row: Mapping[Hashable, Any]) -> str:
    role = " (leads)" if row["leading"] else " (host)" if row["host"] else ""
    return name + role


def voting_power_page(data: pd.DataFrame) -> Figure:
    """A page with a line for each member in each row of panels."""
    rows = -(-(int(data["panel"].max()) + 1) // ACROSS)
    return page(HEAD_CM + rows * (PANEL_CM + ROW_CM * (int(data["place"].max()) + 1)))


@printed
def plot_voting_power(data: pd.DataFrame, figure: Figure) -> list[Axes]:
    """Draw a panel for each rule: diamonds on paper, dots in the runs with both intervals."""
    panels = int(data["panel"].max()) + 1
    grid = figure.subplots(-(-panels // ACROSS), ACROSS, sharex=True, sharey=True, squeeze=False)
    axes_of = list(grid.ravel())
    for axes, (_, rows) in zip(axes_of, data.groupby("panel"), strict=False):
        _draw_panel(axes, rows)
    for axes in axes_of[panels:]:
        axes.set_visible(False)
    _close(figure, axes_of[0], data)
    return axes_of[:panels]


def _draw_panel(axes: Axes, rows: pd.DataFrame) -> None:
    for kind, (colour, marker, aside) in SERIES.items():
        y = rows["place"] + aside
        axes.hlines(y, rows[f"{kind}_coding_low"], rows[f"{kind}_coding_high"], color=colour, linewidth=0.8)
        axes.hlines(y, rows[f"{kind}_mc_low"], rows[f"{kind}_mc_high"], color=colour, linewidth=2.8)
        axes.plot(rows[kind], y, marker, color=colour, markersize=3.2, clip_on=False, label=LABELS[kind])
    axes.plot(
        rows["shapley_shubik"],
        rows["place"],
        "D",
        markerfacecolor="white",
        markeredgecolor=BLACK,
        markeredgewidth=0.9,
        markersize=4.4,
        clip_on=False,
        zorder=4,
        label="Shapley-Shubik power",
    )
    first = rows.iloc[0]
    own = bool(first["own_rule"])
    title = wrapped(first["rule_name"], 18) + ("\n(its own)" if own else "")
    axes.set_title(title, size=NORMAL, weight="bold" if own else "normal", loc="left")
    axes.set_ylim(len(rows) - 0.45, -0.55)
    axes.set_xlim(-0.03, 1.03)
    axes.set_xticks([0, 0.5, 1], ["0", ".5", "1"])
    axes.set_yticks(rows["place"], [wrapped(name, 22) for name in rows["state_name"]])
    axes.tick_params(axis="y", length=0)
    axes.set_axisbelow(True)
    axes.grid(axis="x", color=PALE, linewidth=0.5)


def _close(figure: Figure, axes: Axes, data: pd.DataFrame) -> None:
    first = data.iloc[0]
    handles, _ = axes.get_legend_handles_labels()
    rest = int(first["left_out"])
    left_out = f" {rest} more members, whose votes mattered less, are left out." if rest else ""
    undecided = " No diamond: nobody can decide under that rule." if data["shapley_shubik"].isna().any() else ""
    frame(
        figure,
        f"{first['organization_name']}, {first['crisis_name']}: who can stop force, and who did",
        f"{basis(first)} Everyone is asked; {int(first['n_members'])} members. Shares of runs; thick lines: 90 % "
        f"interval from replications; thin lines: 5th to 95th percentile over coded ranges.{undecided}{left_out}",
        handles,
        ncols=3,
    )
