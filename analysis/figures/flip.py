"""What would flip each decision: how far the strongest assumptions move the chance of force within their ranges."""

from collections.abc import Iterator, Mapping
from functools import partial
from math import sqrt

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.figures.drawing import Job, theories
from analysis.figures.names import Names, Tables, names_of, of_theory
from analysis.figures.style import BLUE, DASH, GREY, PALE, SMALL, VERMILLION, frame, page, printed, wrapped
from analysis.intervals import Z90
from analysis.labels import path_label

SHOWN, ACROSS = 5, 2
"""Assumptions of each cell that are drawn, and panels side by side."""

PANEL_CM, HEAD_CM, WIDE_CM = 3.15, 4.6, 21.0
NOTHING, UNMOVED = "nothing in range flips it", "no number moves it"


def flip_data(tables: Tables, theory: str | None = None) -> pd.DataFrame:
    """The strongest numbers of each cell, one row each: those that flip it first, by the smallest change, then those
    that move the chance most.

    From `flips`, `flip_cells` and `names`. Adds panel, slot, label, title, p_coded, n_reps, n_numbers and verdict (of
    the cell, in words).
    """
    names = names_of(tables)
    flips, cells = of_theory(tables["flips"], theory), of_theory(tables["flip_cells"], theory)
    numbers = flips[flips["kind"] == "number"]
    numbers = numbers.assign(span=(numbers["p_high"] - numbers["p_low"]).abs())
    parts = []
    for panel, cell in enumerate(cells.to_dict("records")):
        here = numbers[(numbers["crisis"] == cell["crisis"]) & (numbers["organization"] == cell["organization"])]
        moved = here[here["span"] > 0]
        shown = moved.sort_values(["change", "span"], ascending=[True, False], na_position="last", kind="stable")
        labels = [wrapped(path_label(path, names), 36) for path in shown["path"].head(SHOWN)]
        shown = shown.head(SHOWN) if len(shown) else here.head(1)
        parts.append(
            shown.assign(
                panel=panel,
                slot=range(len(shown)),
                label=labels or [UNMOVED],
                title=_title(cell, names),
                verdict=_verdict(cell),
                outcome=cell["outcome"],
                p_coded=cell["p_coded"],
                n_reps=cell["n_reps"],
            )
        )
    return pd.concat(parts, ignore_index=True)


def jobs(tables: Tables, headline: Mapping[str, str]) -> Iterator[Job]:
    """One figure for each theory."""
    for theory, suffix in theories(tables["flip_cells"]) if "flip_cells" in tables else []:
        yield f"flip{suffix}", partial(_figure, tables, theory)


def _figure(tables: Tables, theory: str) -> Figure:
    data = flip_data(tables, theory)
    plot_flip(data, figure := flip_page(data))
    return figure


def flip_page(data: pd.DataFrame) -> Figure:
    """A page with a panel for each cell, two across."""
    return page(HEAD_CM + PANEL_CM * -(-data["panel"].nunique() // ACROSS), WIDE_CM)


@printed
def plot_flip(data: pd.DataFrame, figure: Figure) -> list[Axes]:
    """Draw in each panel a bar for each assumption: from the chance at its low end to that at its high end."""
    several = data["panel"].nunique()
    panels: list[Axes] = list(figure.subplots(-(-several // ACROSS), ACROSS, squeeze=False, sharex=True).ravel())
    for axes, (_, rows) in zip(panels, data.groupby("panel"), strict=False):
        _draw(axes, rows)
    for axes in panels[several:]:
        axes.set_visible(False)
    _frame(figure, data)
    return panels[:several]


def _title(cell: Mapping[object, object], names: Names) -> str:
    star = " *" if str(cell["near_half"]) == "True" else ""
    return f" {DASH} ".join(names.name(kind, cell[kind]) for kind in ("crisis", "organization")) + star


def _verdict(cell: Mapping[object, object]) -> str:
    alone, choices, pairs = (
        int(float(str(cell[key]))) for key in ("n_flip_alone", "n_choices_flip", "n_pairs_needed")
    )
    said = f"{alone} of {cell['n_numbers']} numbers flip it" if alone else ""
    more = [f"{choices} of {cell['n_choices']} other choices do"] if choices else []
    more += [f"{pairs} pair{'s' if pairs > 1 else ''} together"] if pairs and not alone else []
    if not said and not more:
        return NOTHING
    return "; ".join([said or "no number alone flips it", *more])


def _draw(axes: Axes, rows: pd.DataFrame) -> None:
    first = rows.iloc[0]
    axes.axvline(0.5, color=GREY, linewidth=0.8, linestyle=":")
    axes.axvline(first["p_coded"], color=GREY, linewidth=0.8)
    for row in rows.to_dict("records"):
        colour = VERMILLION if str(row["flips"]) == "True" else BLUE
        axes.plot(
            [row["p_low"], row["p_high"]], [row["slot"]] * 2, color=colour, linewidth=3.4, solid_capstyle="butt"
        )
        axes.plot(
            row["p_low"], row["slot"], "o", color=colour, markersize=4.5, markerfacecolor="white", clip_on=False
        )
        axes.plot(row["p_high"], row["slot"], "o", color=colour, markersize=4.5, clip_on=False)
        if row["change"] == row["change"]:
            axes.text(1.05, row["slot"], f"{row['change']:.2f}", va="center", size=SMALL)
    axes.set_title(f"{first['title']}\n{first['verdict']}", size=SMALL + 0.5, loc="left")
    axes.set_yticks(rows["slot"], rows["label"])
    axes.set_ylim(SHOWN - 0.4, -0.6)
    axes.set_xlim(-0.02, 1.17)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", ".25", ".5", ".75", "1"])
    axes.grid(axis="x", color=PALE, linewidth=0.5)
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", labelbottom=True)


def _frame(figure: Figure, data: pd.DataFrame) -> None:
    handles = [
        Line2D([], [], color=VERMILLION, linewidth=3.4, label="crosses one half within its coded range"),
        Line2D([], [], color=BLUE, linewidth=3.4, label="does not"),
        Line2D([], [], marker="o", color=GREY, markerfacecolor="white", linestyle="", label="at its lowest"),
        Line2D([], [], marker="o", color=GREY, linestyle="", label="at its highest"),
        Line2D([], [], color=GREY, linewidth=0.8, label="as coded"),
    ]
    runs = int(data["n_reps"].iloc[0])
    noise = Z90 * 0.5 / sqrt(runs)
    frame(
        figure,
        "What would flip each decision",
        f"{data['panel'].nunique()} live cells; chance of force (p_force) with one assumption moved and all else as "
        f"coded, {runs} replications that all rows share, so that each chance is known to "
        f"\N{PLUS-MINUS SIGN}{noise:.2f} (90 %, at one half). Number on the right: smallest "
        "change that crosses one half, in units of the coded range. *: as coded within the noise of one half, so "
        "that small changes may be noise.",
        handles,
        ncols=3,
    )
