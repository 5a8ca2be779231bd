"""Theories against patterns: what comes out under which theory."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.figures.drawing import Job
from analysis.figures.names import Tables, names_of, sizes
from analysis.figures.style import BLUE, GREY, NORMAL, PALE, SMALL, VERMILLION, frame, page, printed, sample, wrapped

HOLDS, FAILS, EMPTY = "holds", "does not hold", "empty"
LOOKS = {HOLDS: ("o", BLUE, BLUE), FAILS: ("X", "none", VERMILLION), EMPTY: ("_", GREY, GREY)}
"""Marker, fill and edge: told apart by form and by fill, not by colour alone."""

LETTERS = 62
"""Letters of a pattern's sentence in a line."""

LINE_CM, HEAD_CM, WIDE_CM = 0.3, 6.4, 19.0
BETWEEN, HEADING = 0.55, 2.6
"""Lines between two patterns, and over the first of a kind."""


def theories_data(tables: Tables) -> pd.DataFrame:
    """One row per pattern and theory, emergent patterns first.

    From `patterns`, `names` and `design`. Adds judgement (HOLDS, FAILS, EMPTY), column (place of the theory), y (of
    the pattern, in lines from the top), label (wrapped), theory_name, held and judged (of the theory, by kind), and
    weights (what is drawn of them: beside a table of evidence, the scale of threat is).
    """
    names, table = names_of(tables), tables["patterns"]
    order = names.ordered("theory", table["theory"])
    labels = {text: wrapped(text, LETTERS) for text in table["pattern"]}
    places = _places(table, labels)
    holds = table["holds"].map(lambda held: EMPTY if pd.isna(held) else HOLDS if str(held) == "True" else FAILS)
    data = table.assign(
        judgement=holds,
        column=[order.index(key) for key in table["theory"]],
        y=table["pattern"].map(places),
        label=table["pattern"].map(labels),
        theory_name=[names.name("theory", key) for key in table["theory"]],
        weights="Scales of threat drawn, other weights" if "evidence" in tables else "Weights",
        **sizes(tables),
    )
    of_kind = data.groupby(["theory", "kind"])["judgement"]
    data["held"] = of_kind.transform(lambda found: int((found == HOLDS).sum()))
    data["judged"] = of_kind.transform(lambda found: int((found != EMPTY).sum()))
    return data.sort_values(["y", "column"], ignore_index=True)


def jobs(tables: Tables, headline: Mapping[str, str]) -> Iterator[Job]:
    """One figure, where several theories were judged."""
    if "patterns" in tables and tables["patterns"]["theory"].nunique() > 1:
        yield "theories_patterns", partial(_figure, tables)


def _figure(tables: Tables) -> Figure:
    data = theories_data(tables)
    plot_theories(data, figure := theories_page(data))
    return figure


def theories_page(data: pd.DataFrame) -> Figure:
    """A page with as many lines as the sentences take."""
    return page(HEAD_CM + LINE_CM * float(data["y"].max() + 1), WIDE_CM)


@printed
def plot_theories(data: pd.DataFrame, figure: Figure) -> Axes:
    """Draw a mark for each pattern and theory; over each kind, how many of its patterns hold under each theory."""
    axes = figure.add_subplot()
    for judgement, (marker, fill, edge) in LOOKS.items():
        marks = data[data["judgement"] == judgement]
        look: Any = {"markerfacecolor": fill, "markeredgecolor": edge, "markersize": 5.5}
        axes.plot(marks["column"], marks["y"], marker, linestyle="", **look)
    for kind, rows in data.groupby("kind", sort=False):
        _head(axes, str(kind), rows)
    _dress(axes, data)
    _frame(figure, data)
    return axes


def _places(table: pd.DataFrame, labels: Mapping[str, str]) -> dict[str, float]:
    """The middle of each pattern, in lines from the top; emergent ones first."""
    rows = table.drop_duplicates("pattern").sort_values("kind", key=lambda kinds: kinds != "emergent", kind="stable")
    places, y, before = {}, 0.0, ""
    for pattern, kind in zip(rows["pattern"], rows["kind"], strict=True):
        lines = labels[pattern].count("\n") + 1
        y += HEADING if kind != before else 0.0
        places[pattern], before = y + lines / 2, kind
        y += lines + BETWEEN
    return places


def _head(axes: Axes, kind: str, rows: pd.DataFrame) -> None:
    first = rows.sort_values("y").iloc[0]
    y = float(first["y"]) - (str(first["label"]).count("\n") + 1) / 2 - 1.1
    axes.annotate(
        kind.capitalize(), (0, y), xycoords=("axes fraction", "data"), xytext=(-5, 0), textcoords="offset points",
        ha="right", va="center", size=NORMAL, weight="bold", annotation_clip=False,
    )  # fmt: skip
    for _, of_theory in rows.groupby("column"):
        one = of_theory.iloc[0]
        axes.text(one["column"], y, f"{one['held']}/{one['judged']}", ha="center", va="center", size=SMALL)


def _dress(axes: Axes, data: pd.DataFrame) -> None:
    rows, theories = data.drop_duplicates("y"), data.drop_duplicates("column").sort_values("column")
    axes.set_yticks(rows["y"], rows["label"])
    axes.set_ylim(float(data["y"].max()) + 1.5, 0)
    axes.set_xlim(-0.6, len(theories) - 0.4)
    slant: Any = {"rotation": 40, "ha": "left", "rotation_mode": "anchor"}
    axes.set_xticks(theories["column"], [str(name) for name in theories["theory_name"]], **slant)
    axes.tick_params(length=0, labeltop=True, labelbottom=False)
    for y in rows["y"]:
        axes.axhline(float(y), color=PALE, linewidth=0.4, zorder=0)
    axes.spines[:].set_visible(False)


def _frame(figure: Figure, data: pd.DataFrame) -> None:
    first, several = data.iloc[0], data["pattern"].nunique()
    handles = [
        Line2D([], [], marker=marker, linestyle="", markerfacecolor=fill, markeredgecolor=edge, label=judgement)
        for judgement, (marker, fill, edge) in LOOKS.items()
    ]
    frame(
        figure,
        "Theories against patterns",
        f"{several} patterns, in-sample: the values were coded from texts that know the outcome. {first['weights']} "
        f"as fixed ex ante; {sample(first['n_draws'], first['n_reps'])}. Over each kind: how many hold, of those "
        "that could be judged. By coding: the pattern follows from one or two coded values almost directly.",
        handles,
        ncols=3,
    )
