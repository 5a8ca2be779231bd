"""The heat map: crises by organizations, how likely a force is, how sure that is, and what happened."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import Colormap, Normalize
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from analysis.figures.drawing import Job, theories
from analysis.figures.names import Names, Tables, names_of, of_theory
from analysis.figures.style import (
    DASH,
    GREY,
    LARGE,
    NORMAL,
    SMALL,
    WIDTH_CM,
    basis,
    frame,
    page,
    printed,
    share,
    wrapped,
)

ROWS_CM, HEAD_CM = 1.45, 5.0
HATCH = "/////"
ROOMY = 5
"""Up to so many organizations there is room to write out which interval is which."""


def likelihood_data(tables: Tables, theory: str | None = None) -> pd.DataFrame:
    """Cells of the heat map, one row each.

    From `likelihood` and `names`. Adds row, column (places, 0 first), crisis_name, organization_name, theory_name,
    number (p_force in two decimals), runs_text and coding_text (the two intervals).
    """
    names, table = names_of(tables), of_theory(tables["likelihood"], theory)
    rows, columns = (names.ordered(kind, table[kind]) for kind in ("crisis", "organization"))
    data = table.assign(
        row=[rows.index(key) for key in table["crisis"]],
        column=[columns.index(key) for key in table["organization"]],
        number=[share(p) for p in table["p_force"]],
        runs_text=_interval(table, "mc"),
        coding_text=_interval(table, "coding"),
    )
    return _with_names(data, names).sort_values(["row", "column"], ignore_index=True)


def likelihood_page(data: pd.DataFrame) -> Figure:
    """A page of the size that the cells need, with room for slanted names where there are many."""
    columns, rows = int(data["column"].max()) + 1, int(data["row"].max()) + 1
    if columns <= ROOMY:
        return page(HEAD_CM + ROWS_CM * rows)
    return page(HEAD_CM + 1.8 + ROWS_CM * rows, max(WIDTH_CM, 6.5 + 1.7 * columns))


def jobs(tables: Tables, headline: Mapping[str, str]) -> Iterator[Job]:
    """One heat map for each theory."""
    for theory, suffix in theories(tables["likelihood"]) if "likelihood" in tables else []:
        yield f"likelihood{suffix}", partial(_drawn, tables, theory)


def _drawn(tables: Tables, theory: str) -> Figure:
    data = likelihood_data(tables, theory)
    plot_likelihood(data, figure := likelihood_page(data))
    return figure


@printed
def plot_likelihood(data: pd.DataFrame, figure: Figure) -> Axes:
    """Draw the heat map: p_force as colour and number, two intervals, a square for the record, hatching."""
    axes, colours = figure.add_subplot(), mpl.colormaps["YlGnBu"]
    roomy = int(data["column"].max()) < ROOMY
    for cell in data.to_dict("records"):
        _draw_cell(axes, cell, colours, roomy)
    _label_axes(axes, data)
    scale = mpl.cm.ScalarMappable(Normalize(0, 1), colours)
    figure.colorbar(scale, ax=axes, location="bottom", aspect=50, pad=0.02, label="chance of force (p_force)")
    _frame(figure, data, roomy)
    return axes


def _interval(table: pd.DataFrame, kind: str) -> list[str]:
    bounds = zip(table[f"{kind}_low"], table[f"{kind}_high"], strict=True)
    return [f"{share(low)}{DASH}{share(high)}" for low, high in bounds]


def _with_names(data: pd.DataFrame, names: Names) -> pd.DataFrame:
    printed_names = {f"{kind}_name": [names.name(kind, key) for key in data[kind]] for kind in _KINDS}
    return data.assign(**printed_names)


_KINDS = ("crisis", "organization", "theory")


def _draw_cell(axes: Axes, cell: dict[Any, Any], colours: Colormap, roomy: bool) -> None:
    x, y, colour = cell["column"], cell["row"], colours(cell["p_force"])
    ink = _ink(colour)
    axes.add_patch(Rectangle((x, y), 1, 1, facecolor=colour, edgecolor="white", linewidth=1.5))
    if not cell["host_is_member"]:
        axes.add_patch(
            Rectangle((x + 0.02, y + 0.02), 0.08, 0.96, facecolor="white", edgecolor=GREY, hatch=HATCH, linewidth=0)
        )
    axes.text(x + 0.53, y + 0.27, cell["number"], ha="center", va="center", color=ink, size=LARGE + 1, weight="bold")
    for place, kind in ((0.59, "runs"), (0.82, "coding")):
        text = f"{kind} {cell[f'{kind}_text']}" if roomy else cell[f"{kind}_text"]
        axes.text(x + 0.53, y + place, text, ha="center", va="center", color=ink, size=SMALL)
    if not pd.isna(cell["recorded_force"]):
        came = int(cell["recorded_force"]) == 1
        fill, edge = ("black", ink) if came else ("white", "black")  # a full box is full on dark cells too
        axes.plot(x + 0.87, y + 0.2, "s", markersize=5, markerfacecolor=fill, markeredgecolor=edge)


def _ink(colour: tuple[float, ...]) -> str:
    """Black or white, whichever has more contrast on a colour (relative luminance, WCAG 2.2)."""
    red, green, blue = ((part + 0.055) ** 2.4 / 1.055**2.4 if part > 0.04045 else part / 12.92 for part in colour[:3])
    return "black" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 else "white"


def _label_axes(axes: Axes, data: pd.DataFrame) -> None:
    crises = data.drop_duplicates("row").sort_values("row")
    organizations = data.drop_duplicates("column").sort_values("column")
    axes.set_xlim(0, len(organizations))
    axes.set_ylim(len(crises), 0)
    roomy = len(organizations) <= ROOMY
    labels = [wrapped(name, 18 if roomy else 24) for name in organizations["organization_name"]]
    slant: Any = {} if roomy else {"rotation": 40, "ha": "left", "rotation_mode": "anchor"}
    axes.set_xticks([place + (0.5 if roomy else 0.35) for place in organizations["column"]], labels, **slant)
    axes.set_yticks([place + 0.5 for place in crises["row"]], [wrapped(name, 18) for name in crises["crisis_name"]])
    axes.tick_params(length=0, labeltop=True, labelbottom=False, labelsize=NORMAL)
    axes.spines[:].set_visible(False)


def _handles() -> list[Line2D | Patch]:
    def square(fill: str, label: str) -> Line2D:
        return Line2D(
            [], [], marker="s", linestyle="", markerfacecolor=fill, markeredgecolor="black", markersize=5, label=label
        )

    return [
        square("black", "on record: force came, in time"),
        square("white", "on record: no force"),
        Patch(facecolor="white", edgecolor=GREY, hatch=HATCH, linewidth=0, label="host was not a member"),
    ]


def _frame(figure: Figure, data: pd.DataFrame, roomy: bool) -> None:
    first = data.iloc[0]
    which = "" if roomy else " Upper interval: runs, lower: coding."
    frame(
        figure,
        "How likely is the organization's force, there in time?",
        f"{basis(first)} runs: 90 % interval from replications; coding: 5th to 95th "
        f"percentile over coded ranges.{which} Blank: no such organization then.",
        _handles(),
        ncols=3,
    )
