"""The strip of dates above the days of a crisis: what happened when, on record and in the run, without overlaps."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from analysis.figures.style import BLACK, SMALL, VERMILLION

SOURCES = ("recorded", "model")
SOURCE_NAMES = {"recorded": "on record", "model": "this run"}
LOOKS: dict[str, tuple[str, Any]] = {"recorded": (BLACK, (0, (4, 3))), "model": (VERMILLION, "-")}
"""Colour and line of each source's dates, in all panels."""

NOTHING = {"recorded": "no date", "model": "not asked, did not come"}
"""What is written where a source has no date; of the model all are known, so that nothing happened."""

PAPER = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}
"""Behind a label, so that no line runs through it."""

DAYS_PER_LETTER = 0.0115
"""Width of a letter of small print, as a share of the axis of days at print width."""


def dates_data(marks: pd.DataFrame, crisis: str, last_day: int) -> pd.DataFrame:
    """Labels of the dates of one crisis: source, day, label, beyond, start, level.

    `marks`: crisis, what, source, day (empty days are left out). Events on one day share a label. Days outside
    [0, last_day] are beyond: they have a label at the edge and no line. start is the day at which the label
    begins and level its line within the source, so that labels do not cover each other.
    """
    chosen = marks[(marks["crisis"] == crisis) & marks["day"].notna()]
    labels = [_labels(chosen[chosen["source"] == source], source, last_day) for source in SOURCES]
    return pd.concat(labels, ignore_index=True)


def levels(starts: Sequence[float], widths: Sequence[float]) -> list[int]:
    """The lowest level for each label, in the order given, at which it covers none before it."""
    taken: list[list[tuple[float, float]]] = []
    found = []
    for start, width in zip(starts, widths, strict=True):
        end = start + width
        level = next((i for i, row in enumerate(taken) if all(end <= a or b <= start for a, b in row)), len(taken))
        if level == len(taken):
            taken.append([])
        taken[level].append((start, end))
        found.append(level)
    return found


def height(dates: pd.DataFrame) -> int:
    """Lines of print that the strip needs."""
    return sum(_depth(dates, source) for source in SOURCES)


def draw_strip(axes: Axes, dates: pd.DataFrame) -> None:
    """Write the labels of both sources under each other, each beside its own line."""
    base, ticks, foot = 0, [], height(dates) - 0.4
    for source in SOURCES:
        rows = dates[dates["source"] == source]
        for row in rows.to_dict("records"):
            y, colour = base + row["level"], LOOKS[source][0]
            if not row["beyond"]:
                axes.plot([row["day"]] * 2, [y, foot], color=colour, linestyle=LOOKS[source][1], linewidth=0.8)
            axes.text(row["start"], y, row["label"], va="center", ha="left", size=SMALL, color=colour, bbox=PAPER)
        if rows.empty:
            axes.text(
                0, base, NOTHING[source], va="center", ha="left", size=SMALL, color=LOOKS[source][0], bbox=PAPER
            )
        ticks.append(base + (_depth(dates, source) - 1) / 2)
        base += _depth(dates, source)
    axes.set_ylim(foot, -0.6)
    axes.set_yticks(ticks, [SOURCE_NAMES[source] for source in SOURCES])
    axes.tick_params(length=0, labelbottom=False)
    axes.spines[:].set_visible(False)


def draw_lines(axes: Axes, dates: pd.DataFrame) -> None:
    """Draw a vertical line at each date within the axis; the run's under the record's, so that both are seen."""
    for source in reversed(SOURCES):
        colour, line = LOOKS[source]
        within = dates[(dates["source"] == source) & ~dates["beyond"]]
        for day in within["day"]:
            axes.axvline(day, color=colour, linestyle=line, linewidth=0.8, zorder=1.5)


def _labels(rows: pd.DataFrame, source: str, last_day: int) -> pd.DataFrame:
    table: pd.DataFrame = rows.astype({"day": float}).groupby("day")["what"].agg(", ".join).reset_index()
    table["source"] = source
    table["label"] = [_label(what, day, last_day) for what, day in zip(table["what"], table["day"], strict=True)]
    table["beyond"] = (table["day"] < 0) | (table["day"] > last_day)
    widths = table["label"].astype(str).str.len() * DAYS_PER_LETTER * max(1, last_day)
    gap = 0.006 * max(1, last_day)
    table["start"] = (table["day"] + gap).clip(lower=0).clip(upper=last_day - widths).clip(lower=0)
    table["level"] = levels(table["start"].tolist(), widths.tolist())
    return table


def _label(what: str, day: float, last_day: int) -> str:
    text = f"{what} {day:g}"
    if day > last_day:
        return f"{text} \N{RIGHTWARDS ARROW}"
    return f"\N{LEFTWARDS ARROW} {text}" if day < 0 else text


def _depth(dates: pd.DataFrame, source: str) -> int:
    """Levels of a source; one where it has no date, for its name."""
    levels_used = dates.loc[dates["source"] == source, "level"]
    return 1 if levels_used.empty else int(levels_used.max()) + 1
