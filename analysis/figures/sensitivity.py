"""Which assumptions matter: the screening on the left, Sobol' indices of those that stand out on the right."""

from collections.abc import Iterator, Mapping
from functools import partial

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from analysis.figures.drawing import Job, theories
from analysis.figures.names import Tables, names_of, of_theory
from analysis.figures.style import BLUE, GREY, NORMAL, PALE, VERMILLION, frame, page, printed, wrapped
from analysis.labels import path_label

SHOWN = 12
"""Assumptions drawn: those with the greatest mu_star."""

ROW_CM, HEAD_CM = 0.66, 6.0
_ASIDE = 0.14
_INDICES = (("first", BLUE, "o", -_ASIDE), ("total", VERMILLION, "s", _ASIDE))


def sensitivity_data(tables: Tables, crisis: str, theory: str | None = None) -> pd.DataFrame:
    """One row for each of the SHOWN assumptions of a cell that matter most, the first on top.

    From `morris`, `sobol` and `names`. Adds place, label, printed names of the cell, n_assumptions (screened), and
    the columns of `sobol` (empty for assumptions that were not followed up). ValueError for no such cell.
    """
    names, table = names_of(tables), of_theory(tables["morris"], theory)
    cell = table[table["crisis"] == crisis]
    if cell.empty:
        raise ValueError(f"morris: no crisis {crisis!r}; the table has {', '.join(table['crisis'].unique())}")
    first = cell.iloc[0]
    shown = cell.sort_values("mu_star", ascending=False, kind="stable").head(SHOWN)
    keys = ["crisis", "organization", "theory", "path"]
    if "sobol" in tables:
        shown = shown.merge(tables["sobol"], on=keys, how="left", suffixes=("", "_sobol"))
    else:
        shown = shown.assign(total=float("nan"))
    return shown.assign(
        place=range(len(shown)),
        label=[wrapped(path_label(path, names), 34) for path in shown["path"]],
        crisis_name=names.name("crisis", crisis),
        organization_name=names.name("organization", first["organization"]),
        theory_name=names.name("theory", first["theory"]),
        n_assumptions=len(cell),
    ).reset_index(drop=True)


def jobs(tables: Tables, headline: Mapping[str, str]) -> Iterator[Job]:
    """A figure for each headline cell in the table."""
    for theory, suffix in theories(tables["morris"]) if "morris" in tables else []:
        for crisis in dict.fromkeys(tables["morris"]["crisis"]):
            yield f"sensitivity_{crisis}{suffix}", partial(_figure, tables, crisis, theory)


def _figure(tables: Tables, crisis: str, theory: str) -> Figure:
    data = sensitivity_data(tables, crisis, theory)
    plot_sensitivity(data, figure := sensitivity_page(data))
    return figure


def sensitivity_page(data: pd.DataFrame) -> Figure:
    """A page with a row for each assumption."""
    return page(HEAD_CM + ROW_CM * len(data))


@printed
def plot_sensitivity(data: pd.DataFrame, figure: Figure) -> list[Axes]:
    """Draw both panels with their intervals, on the same rows."""
    left, right = figure.subplots(1, 2, sharey=True)
    _draw_screening(left, data)
    _draw_indices(right, data)
    left.set_yticks(data["place"], data["label"])
    left.set_ylim(len(data) - 0.4, -0.6)
    for axes in (left, right):
        axes.tick_params(axis="y", length=0)
        axes.grid(axis="x", color=PALE, linewidth=0.5)
        axes.set_axisbelow(True)
    first = data.iloc[0]
    frame(
        figure,
        f"What moves the chance of force: {first['organization_name']}, {first['crisis_name']}",
        _caption(data),
        _handles(),
        ncols=3,
    )
    return [left, right]


def _draw_screening(axes: Axes, data: pd.DataFrame) -> None:
    axes.barh(data["place"], data["noise"], height=0.7, color=PALE)
    axes.hlines(data["place"], data["mu_star_low"], data["mu_star_high"], color="black", linewidth=1)
    for matters, fill in ((True, "black"), (False, "white")):
        rows = data[data["matters"].astype(bool) == matters]
        axes.plot(rows["mu_star"], rows["place"], "o", color="black", markerfacecolor=fill, markersize=4)
    axes.set_xlim(0, max(0.02, 1.05 * float(data["mu_star_high"].max())))
    axes.set_title("Screening", size=NORMAL)
    axes.set_xlabel("mean absolute change of p_force\nat one step (Morris mu*)")


def _draw_indices(axes: Axes, data: pd.DataFrame) -> None:
    axes.set_title("Sobol' indices", size=NORMAL)
    axes.set_xlabel("part of the variance of p_force")
    axes.set_xlim(-0.06, 1.02)
    followed = data[data["total"].notna()]
    if followed.empty:
        axes.text(0.48, (len(data) - 1) / 2, "Nothing stands out", ha="center", va="center", color=GREY)
        return
    axes.axvspan(0, float(followed["noise_share"].iloc[0]), color=PALE, linewidth=0)
    for name, colour, marker, aside in _INDICES:
        rows = followed["place"] + aside
        axes.hlines(rows, followed[f"{name}_low"], followed[f"{name}_high"], color=colour, linewidth=1)
        for found, fill in ((True, colour), (False, "white")):
            some = followed[followed[f"{name}_found"].astype(bool) == found]
            axes.plot(some[name], some["place"] + aside, marker, color=colour, markerfacecolor=fill, markersize=4)


def _caption(data: pd.DataFrame) -> str:
    first = data.iloc[0]
    told = (
        f"Theory: {first['theory_name']}, in-sample; {len(data)} of {first['n_assumptions']} assumptions. Left: each "
        "moves by 4/7 of its range or to another choice while the others lie anywhere; "
        f"N = {first['n_trajectories']} trajectories, {first['n_points']} points, {first['n_reps']} shared "
        "replications at each; line: 5th to 95th percentile over trajectories."
    )
    followed = data[data["total"].notna()]
    if followed.empty:
        return told
    one = followed.iloc[0]
    return (
        f"{told} Right: those that stand out, all others as coded (no symbol: not followed up); "
        f"N = {one['n_base']:.0f} base samples, {one['n_points_sobol']:.0f} points; line: 90 % interval over "
        f"resamples; p_force there has mean {one['p_force']:.2f} and standard deviation {one['spread']:.2f}."
    )


def _handles() -> list[Line2D | Patch]:
    def symbol(marker: str, colour: str, fill: str, label: str) -> Line2D:
        return Line2D([], [], color=colour, marker=marker, markerfacecolor=fill, markersize=4, label=label)

    return [
        symbol("o", "black", "black", "mu*"),
        symbol("o", BLUE, BLUE, "first order: alone"),
        symbol("s", VERMILLION, VERMILLION, "total: with others too"),
        Patch(facecolor=PALE, label="what replications alone would make"),
        Line2D(
            [],
            [],
            linestyle="",
            marker="o",
            color=GREY,
            markerfacecolor="white",
            markersize=4,
            label="hollow: not distinguishable from 0",
        ),
    ]
