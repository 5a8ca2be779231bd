"""Crises that have not happened: the chance of force, the gate where help dies, and what a precedent adds."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from analysis.figures.drawing import Job, theories
from analysis.figures.names import Names, Tables, names_of, of_theory
from analysis.figures.style import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    NORMAL,
    ORANGE,
    PALE,
    PURPLE,
    SKY,
    VERMILLION,
    frame,
    page,
    printed,
    sample,
    wrapped,
)
from analysis.vocabulary import CELL, GATES

ROW_CM, HEAD_CM = 0.85, 4.9
CAME = "came"
FATES: dict[str, tuple[str, str]] = dict(
    zip(
        (*GATES, CAME),
        ((PALE, ""), (ORANGE, "////"), (VERMILLION, "...."), (PURPLE, "xxxx"), (SKY, "\\\\\\\\"), (BLUE, "")),
        strict=True,
    )
)
"""Colour and hatch of each fate of a call: the gate at which it died first, or that it passed all."""

FATE_NAMES = {
    "asked": "not asked",
    "hook": "no mandate for force",
    "hegemon": "leading states unwilling",
    "council": "council said no",
    "arrived": "not carried, or too late",
    CAME: "passed all gates",
}

_WIDE = 0.12
"""Part of a bar that is wide enough for a number."""


def jobs(tables: Tables, headline: Mapping[str, str]) -> Iterator[Job]:
    """A figure for each theory."""
    for theory, suffix in theories(tables["prospects"]) if "prospects" in tables else []:
        yield f"prospective{suffix}", partial(_prospective, tables, theory)


def _prospective(tables: Tables, theory: str) -> Figure:
    data = prospective_data(tables, theory)
    plot_prospective(data, figure := prospective_page(data))
    return figure


def prospective_data(tables: Tables, theory: str | None = None) -> pd.DataFrame:
    """One row per crisis and organization.

    From `prospects`, `gates`, `names` and, if there is one, `precedent`. Adds y (a line each, with a line for the
    crisis' name above its organizations), crisis_name, organization_name, theory_name, fate_<gate> (share of runs
    that died first there), fate_came, and change with change_<interval> (empty without a precedent).
    """
    names, table = names_of(tables), of_theory(tables["prospects"], theory)
    data = table.assign(
        crisis_name=[names.name("crisis", key) for key in table["crisis"]],
        organization_name=[_organization(names, row) for row in table.to_dict("records")],
        theory_name=[names.name("theory", key) for key in table["theory"]],
    )
    data = data.merge(_fates(tables["gates"]), on=CELL, how="left").merge(_changes(tables), on=CELL, how="left")
    order = {kind: names.ordered(kind, data[kind]) for kind in ("crisis", "organization")}
    data["rank"] = [order["organization"].index(key) for key in data["organization"]]
    data["block"] = [order["crisis"].index(key) for key in data["crisis"]]
    data = data.sort_values(["block", "rank"], kind="stable", ignore_index=True)
    return data.assign(y=data.index + data["block"] + 1)


def _organization(names: Names, row: dict[Any, Any]) -> str:
    name = names.name("organization", row["organization"])
    return name if row["host_is_member"] else f"{name} (host outside)"


def _fates(gates: pd.DataFrame) -> pd.DataFrame:
    """CELL, fate_<gate> and fate_came; they sum to 1, gates that do not exist have none."""
    wide = gates.pivot(index=CELL, columns="gate", values="first_shut").fillna(0.0)
    came = gates.drop_duplicates(CELL).set_index(CELL)["p_route"]
    return wide.rename(columns="fate_{}".format).assign(**{f"fate_{CAME}": came}).reset_index()


def _changes(tables: Tables) -> pd.DataFrame:
    ends = ["mc_low", "mc_high", "coding_low", "coding_high"]
    if "precedent" not in tables:
        return pd.DataFrame(columns=[*CELL, "change", *(f"change_{end}" for end in ends)])
    named = {end: f"change_{end}" for end in ends}
    return tables["precedent"][[*CELL, "change", *ends]].rename(columns=named)


def prospective_page(data: pd.DataFrame) -> Figure:
    """A page with a line for each organization and each crisis."""
    return page(HEAD_CM + ROW_CM * (int(data["y"].max()) + 1))


@printed
def plot_prospective(data: pd.DataFrame, figure: Figure) -> list[Axes]:
    """Draw chances with both intervals, bars of fates, and paired differences with both intervals."""
    panels: list[Axes] = list(figure.subplots(1, 3, sharey=True, width_ratios=[1.0, 1.15, 0.9]))
    _draw_dots(panels[0], data, "p_force", "", BLUE)
    panels[0].set_xlim(-0.03, 1.03)
    panels[0].set_xticks([0, 0.5, 1], ["0", ".5", "1"])
    _draw_fates(panels[1], data)
    _draw_dots(panels[2], data, "change", "change_", GREEN)
    panels[2].axvline(0, color=GREY, linewidth=0.7)
    _dress(panels, data)
    _close(figure, data)
    return panels


def _draw_dots(axes: Axes, data: pd.DataFrame, figure: str, prefix: str, colour: str) -> None:
    ends = {end: data[f"{prefix}{end}"].astype(float) for end in ("mc_low", "mc_high", "coding_low", "coding_high")}
    axes.hlines(data["y"], ends["coding_low"], ends["coding_high"], color=colour, linewidth=0.9)
    axes.hlines(data["y"], ends["mc_low"], ends["mc_high"], color=colour, linewidth=3.2)
    axes.plot(data[figure].astype(float), data["y"], "o", color=colour, markersize=4.5, clip_on=False)
    axes.set_axisbelow(True)
    axes.grid(axis="x", color=PALE, linewidth=0.5)


def _draw_fates(axes: Axes, data: pd.DataFrame) -> None:
    left = pd.Series(0.0, index=data.index)
    for fate, (colour, hatch) in FATES.items():
        width = data[f"fate_{fate}"]
        axes.barh(data["y"], width, 0.62, left, color=colour, hatch=hatch, edgecolor=BLACK, linewidth=0.4)
        for y, start, wide in zip(data["y"], left, width, strict=True):
            if wide >= _WIDE:
                paper = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
                axes.text(start + wide / 2, y, f"{100 * wide:.0f}", ha="center", va="center", bbox=paper)
        left = left + width
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 0.5, 1], ["0", "50", "100"])


def _dress(panels: list[Axes], data: pd.DataFrame) -> None:
    heads = data.groupby("block").agg(y=("y", "min"), name=("crisis_name", "first"))
    for head in heads.to_dict("records"):
        panels[0].text(
            -0.02, head["y"] - 0.95, head["name"], transform=panels[0].get_yaxis_transform(), ha="right", va="center",
            weight="bold",
        )  # fmt: skip
    panels[0].set_yticks(data["y"], [wrapped(name, 24) for name in data["organization_name"]])
    panels[0].set_ylim(data["y"].max() + 0.6, -0.5)
    titles = ("chance of force", "where the call ends\n(% of runs)", "what the\nprecedent adds")
    for axes, title in zip(panels, titles, strict=True):
        axes.set_title(title, loc="left", size=NORMAL)
        axes.tick_params(axis="y", length=0)


def _close(figure: Figure, data: pd.DataFrame) -> None:
    first = data.iloc[0]
    handles = [
        Patch(facecolor=colour, hatch=hatch, edgecolor=BLACK, linewidth=0.4, label=FATE_NAMES[fate])
        for fate, (colour, hatch) in FATES.items()
    ]
    frame(
        figure,
        "Where the next mission may come",
        f"Theory: {first['theory_name']}; {sample(first['n_draws'], first['n_reps'])}. Nothing of these crises is "
        "recorded. Thick lines: 90 % interval from replications; thin lines: 5th to 95th "
        "percentile over coded ranges. What the precedent adds: difference in the chance of force between runs that "
        "share all draws, with and without it.",
        handles,
        ncols=3,
    )
