"""What the record says of the assumptions: kept ranges beside the ranges from which all were drawn."""

from collections.abc import Iterator, Mapping
from functools import partial

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.figures.drawing import Job
from analysis.figures.names import Tables, names_of
from analysis.figures.style import BLUE, GREY, PALE, SMALL, frame, page, printed, wrapped
from analysis.labels import label_of_any

SHOWN, ACROSS = 24, 3
PANEL_CM, HEAD_CM, WIDE_CM = 1.65, 4.6, 19.0


def constrained_data(tables: Tables) -> pd.DataFrame:
    """The assumptions that the record moves most, one row each: from `constrained` and `names`; adds label and place,
    and n_assumptions, n_constrained and most (the most that any range is narrowed), over the whole table.
    """
    names, table = names_of(tables), tables["constrained"]
    shown = table.head(SHOWN)
    return shown.assign(
        place=range(len(shown)),
        label=[wrapped(label_of_any(path, names), 40) for path in shown["path"]],
        n_assumptions=len(table),
        n_constrained=int(table["constrained"].sum()),
        most=table["narrowing"].max(),
    )


def jobs(tables: Tables, headline: Mapping[str, str]) -> Iterator[Job]:
    """One figure."""
    if "constrained" in tables:
        yield "constrained", partial(_figure, tables)


def _figure(tables: Tables) -> Figure:
    data = constrained_data(tables)
    plot_constrained(data, figure := constrained_page(data))
    return figure


def constrained_page(data: pd.DataFrame) -> Figure:
    """A page with small panels, three across."""
    return page(HEAD_CM + PANEL_CM * -(-len(data) // ACROSS), WIDE_CM)


@printed
def plot_constrained(data: pd.DataFrame, figure: Figure) -> list[Axes]:
    """Draw in each panel the prior's 5th to 95th percentile above, that of the kept sets below, with their median."""
    down = -(-len(data) // ACROSS)
    panels: list[Axes] = list(figure.subplots(down, ACROSS, squeeze=False).ravel())
    for axes, row in zip(panels, data.to_dict("records"), strict=False):
        axes.hlines(1, row["prior_low"], row["prior_high"], color=GREY, linewidth=2.0)
        axes.hlines(0, row["kept_low"], row["kept_high"], color=BLUE, linewidth=3.2)
        axes.plot(row["kept_median"], 0, "o", color=BLUE, markersize=5, markeredgecolor="white")
        star = " *" if str(row["constrained"]) == "True" else ""
        axes.set_title(f"{row['label']}{star}", size=SMALL, loc="left")
        axes.set_ylim(-0.8, 1.8)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.grid(axis="x", color=PALE, linewidth=0.5)
    for axes in panels[len(data) :]:
        axes.set_visible(False)
    _frame(figure, data)
    return panels[: len(data)]


def _frame(figure: Figure, data: pd.DataFrame) -> None:
    first = data.iloc[0]
    handles = [
        Line2D([], [], color=GREY, linewidth=2.0, label="all sets, 5th to 95th percentile"),
        Line2D(
            [], [], color=BLUE, linewidth=3.2, marker="o", markeredgecolor="white", label="kept sets, with median"
        ),
    ]
    frame(
        figure,
        "What the record says of the assumptions",
        f"The {len(data)} of {int(first['n_assumptions'])} drawn assumptions that the record moves most; "
        f"{int(first['n_kept']):,} sets are kept. *: told apart from nothing learnt (Kolmogorov-Smirnov, 5 % over "
        f"all assumptions together); these are {int(first['n_constrained'])}, and no range is narrowed by more than "
        f"{100 * max(0.0, first['most']):.0f} %. In-sample: all live cells.",
        handles,
        ncols=2,
    )
