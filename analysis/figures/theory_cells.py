"""What every theory says of each documented cell, beside what happened: the live cells, and the rest unscored."""

from collections.abc import Iterator, Mapping
from functools import partial

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.figures.drawing import Job
from analysis.figures.names import Tables, names_of
from analysis.figures.style import (
    BLUE,
    DASH,
    GREY,
    PALE,
    SMALL,
    VERMILLION,
    frame,
    page,
    printed,
    sample,
    wrapped,
)
from analysis.sets import LIVE

KEYS = ["crisis", "organization"]
SEEN = 0.005
"""Cells that do not count are drawn where some theory has so much chance of force; the others are only counted."""

ROW_CM, HEAD_CM, WIDE_CM = 0.72, 5.0, 21.0
APART = 1.0
"""Rows left free between live cells and the others."""


def theory_cells_data(tables: Tables) -> pd.DataFrame:
    """One row per theory and cell that is drawn: live cells first, those with force before those without.

    From `theory_cells` and `names`. Adds live, y (rows from the top), label, column and theory_name, and the number
    of all live and of all other cells, n_live and n_other.
    """
    names, table = names_of(tables), tables["theory_cells"]
    table = table.assign(live=table["status"] == LIVE)
    highest = table.groupby(KEYS)["draws_high"].transform("max")
    shown = table[table["live"] | (highest >= SEEN)]
    cells = table.drop_duplicates(KEYS)
    order = shown.drop_duplicates(KEYS).sort_values(["live", "outcome"], ascending=False, kind="stable")
    rows = [y + (0.0 if live else APART) for y, live in enumerate(order["live"])]
    places = dict(zip(_keys(order), rows, strict=True))
    theories = names.ordered("theory", table["theory"])
    data = shown.assign(
        y=[places[key] for key in _keys(shown)],
        label=[_label(names.name("crisis", crisis), names.name("organization", one)) for crisis, one in _keys(shown)],
        column=[theories.index(key) for key in shown["theory"]],
        theory_name=[names.name("theory", key) for key in shown["theory"]],
        n_live=int(cells["live"].sum()),
        n_other=int((~cells["live"]).sum()),
    )
    return data.sort_values(["y", "column"], ignore_index=True)


def jobs(tables: Tables, headline: Mapping[str, str]) -> Iterator[Job]:
    """One figure."""
    if "theory_cells" in tables:
        yield "theory_cells", partial(_figure, tables)


def _figure(tables: Tables) -> Figure:
    data = theory_cells_data(tables)
    plot_theory_cells(data, figure := theory_cells_page(data))
    return figure


def theory_cells_page(data: pd.DataFrame) -> Figure:
    """A page with a row for each cell."""
    return page(HEAD_CM + ROW_CM * (float(data["y"].max()) + 1), WIDE_CM)


@printed
def plot_theory_cells(data: pd.DataFrame, figure: Figure) -> list[Axes]:
    """Draw a panel for each theory on the same rows; a square on the side where the record has the cell."""
    panels = list(figure.subplots(1, data["column"].nunique(), sharey=True, squeeze=False)[0])
    for axes, (_, rows) in zip(panels, data.groupby("column"), strict=True):
        _draw(axes, rows)
    cells = data.drop_duplicates("y")
    panels[0].set_yticks(cells["y"], cells["label"])
    panels[0].set_ylim(float(data["y"].max()) + 0.6, -0.6)
    _frame(figure, data)
    return panels


def _keys(table: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(table["crisis"], table["organization"], strict=True))


def _label(crisis: str, organization: str) -> str:
    return wrapped(f"{crisis} {DASH} {organization}", 34)


def _draw(axes: Axes, rows: pd.DataFrame) -> None:
    axes.axvline(0.5, color=GREY, linewidth=0.6, linestyle=":")
    for live, colour in ((True, BLUE), (False, GREY)):
        here = rows[rows["live"] == live]
        axes.hlines(here["y"], here["draws_low"], here["draws_high"], color=colour, linewidth=1.2)
        axes.plot(here["p_force"], here["y"], "o", color=colour, markersize=4, markeredgecolor="white", clip_on=False)
    for happened, place, fill in ((1, 1.13, VERMILLION), (0, -0.13, "white")):
        here = rows[rows["outcome"] == happened]
        look = {"markersize": 4, "markerfacecolor": fill, "markeredgecolor": VERMILLION}
        axes.plot([place] * len(here), here["y"], "s", **look)  # type: ignore[arg-type]
    axes.set_title(wrapped(str(rows["theory_name"].iloc[0]), 14), size=SMALL)
    axes.set_xlim(-0.22, 1.22)
    axes.set_xticks([0, 0.5, 1], ["0", ".5", "1"])
    axes.grid(axis="y", color=PALE, linewidth=0.4)
    axes.tick_params(axis="y", length=0)


def _frame(figure: Figure, data: pd.DataFrame) -> None:
    first, drawn = data.iloc[0], data.drop_duplicates("y")
    others, seen = int(first["n_other"]), int((~drawn["live"]).sum())
    handles = [
        Line2D([], [], color=BLUE, marker="o", markeredgecolor="white", label="live cell: scored"),
        Line2D([], [], color=GREY, marker="o", markeredgecolor="white", label="not live: not scored"),
        *(
            Line2D([], [], marker="s", linestyle="", markerfacecolor=fill, markeredgecolor=VERMILLION, label=label)
            for fill, label in ((VERMILLION, "on record: force came"), ("white", "on record: no force"))
        ),
    ]
    frame(
        figure,
        "What every theory says of each cell",
        f"Chance of force (p_force), in-sample; {sample(int(first['n_draws']), int(first['n_reps']))} of each "
        "theory's scale of threat and of the codes. Lines: 5th to 95th percentile over draws. "
        f"{int(first['n_live'])} live cells are scored. Of {others} others, which structure decides or where the "
        f"host neither sits nor asked, {seen} are drawn below; in the other {others - seen} the line ends "
        f"below {SEEN:g} under every theory.",
        handles,
        ncols=4,
    )
