"""What several figure modules share: names of figures and how they are drawn, and panels that look alike."""

from collections.abc import Callable, Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures.style import LINES, MARKERS, PALE, SERIES

Job = tuple[str, Callable[[], Figure]]
"""A figure's name, and how it is drawn."""


def theories(table: pd.DataFrame) -> list[tuple[str, str]]:
    """Each theory and what it adds to a figure's name: nothing if it is the only one."""
    found = list(dict.fromkeys(table["theory"].astype(str)))
    return [(theory, f"_{theory}" if len(found) > 1 else "") for theory in found]


def at_home(table: pd.DataFrame, headline: Mapping[str, str]) -> pd.DataFrame:
    """The rows of headline crises met by their own organizations; all rows if there are none."""
    own = [headline.get(c) == o for c, o in zip(table["crisis"], table["organization"], strict=True)]
    return table[own] if any(own) else table


def draw_rules(axes: Axes, points: pd.DataFrame, value: str, low: str, high: str) -> None:
    """A line for each decision rule from 0 to 1: thick from `low` to `high`, thin over the coded ranges.

    `points`: line (a number for each rule), rule_name, x, coding_low, coding_high and the three columns named.
    """
    for _, rows in points.groupby("line"):
        look = int(rows["line"].iloc[0]) % len(SERIES)
        axes.vlines(rows["x"], rows["coding_low"], rows["coding_high"], color=SERIES[look], linewidth=0.7)
        axes.vlines(rows["x"], rows[low], rows[high], color=SERIES[look], linewidth=2.6)
        axes.plot(
            rows["x"],
            rows[value],
            color=SERIES[look],
            linestyle=LINES[look],
            marker=MARKERS[look],
            linewidth=1,
            markersize=3.5,
            label=rows["rule_name"].iloc[0],
            clip_on=False,
        )
    axes.set_ylim(-0.03, 1.03)
    axes.set_yticks([0, 0.5, 1], ["0", ".5", "1"])
    axes.grid(axis="y", color=PALE, linewidth=0.5)
