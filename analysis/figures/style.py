"""One look for all figures: page, type sizes, colours, and files that are the same on every repeat."""

import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.figure import Figure

WIDTH_CM = 16.0
CM = 1 / 2.54
DPI = 160
TITLE_LETTERS, CAPTION_LETTERS = 5.1, 6.8
"""Letters of title and caption that fit into a centimetre."""

TITLE, CAPTION = "title", "caption"
"""Names of the two in a figure's SVG, from which the report takes them."""

LINE_CM, LEGEND_CM = 0.42, 0.4
"""Heights of a line of the heading and of the legend."""

SMALL, NORMAL, LARGE = 7.0, 8.0, 9.0
"""Type sizes in points at print width."""

DASH, TIMES, DOT = "\N{EN DASH}", "\N{MULTIPLICATION SIGN}", "\N{MIDDLE DOT}"

# Okabe and Ito (2008), Color Universal Design.
BLACK, ORANGE, SKY, GREEN = "#000000", "#E69F00", "#56B4E9", "#009E73"
YELLOW, BLUE, VERMILLION, PURPLE = "#F0E442", "#0072B2", "#D55E00", "#CC79A7"
GREY, PALE = "#666666", "#CCCCCC"
SERIES = (BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY, BLACK, GREY)
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
LINES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)), (0, (1, 1)), (0, (5, 5)))

RC: Any = {
    "font.family": "DejaVu Sans",
    "font.size": NORMAL,
    "axes.titlesize": NORMAL,
    "axes.labelsize": NORMAL,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "legend.fontsize": SMALL,
    "figure.titlesize": LARGE,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "hatch.linewidth": 0.6,
    "legend.frameon": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "casus-foederis",
}

printed = mpl.rc_context(RC)
"""Decorator for a plotting function: it draws in this style, and leaves the user's settings alone."""


@printed
def page(height_cm: float, width_cm: float = WIDTH_CM) -> Figure:
    """An empty figure for print; outside pyplot, so that no window and no global state is involved."""
    return Figure(figsize=(width_cm * CM, height_cm * CM), layout="constrained")


@printed
def save(figure: Figure, folder: Path, name: str) -> list[Path]:
    """Write `<name>.svg` and `<name>.png` into a folder; the SVG is byte-identical on every repeat.

    The SVG says its title and its caption also where programs that read pages aloud look for them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{name}.svg", folder / f"{name}.png"]
    # The layout is found once and then kept: it costs as much as the drawing.
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    for axes in figure.axes:  # the solver's last digits differ from run to run
        left, foot, width, height = (round(side, 6) for side in axes.get_position(original=True).bounds)
        axes.set_position((left, foot, width, height))
    texts = {text.get_gid(): " ".join(text.get_text().split()) for text in figure.texts}
    told = {key: texts[name] for name, key in ((TITLE, "Title"), (CAPTION, "Description")) if name in texts}
    figure.savefig(paths[0], metadata={"Date": None, **told})
    figure.savefig(paths[1], dpi=DPI)
    return paths


def frame(figure: Figure, title: str, caption: str, handles: Sequence[Artist], ncols: int) -> None:
    """Title and caption flush left on top, the legend at the foot, and the panels kept clear of both.

    Title and caption wrap to the width of the page; `handles` carry their labels.
    """
    width, height = (float(side) / CM for side in figure.get_size_inches())
    titles = textwrap.wrap(title, int(width * TITLE_LETTERS), break_on_hyphens=False)
    held = caption.replace(" %", "\N{NO-BREAK SPACE}%")  # a number keeps its sign
    captions = textwrap.wrap(held, int(width * CAPTION_LETTERS), break_on_hyphens=False)
    top = 0.2
    for name, lines, size, weight in ((TITLE, titles, LARGE, "bold"), (CAPTION, captions, SMALL + 0.5, "normal")):
        text, y = "\n".join(lines), 1 - top / height
        figure.text(0.012, y, text, va="top", ha="left", size=size, weight=weight, linespacing=1.3, gid=name)
        top += LINE_CM * len(lines)
    foot = LEGEND_CM * -(-len(handles) // ncols) + 0.15
    figure.legend(handles=handles, loc="lower center", bbox_to_anchor=(0.5, 0), ncols=ncols, borderaxespad=0.3)
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.set(rect=(0.01, foot / height, 0.98, 1 - (foot + top + 0.1) / height))  # type: ignore[call-arg]


def sample(n_draws: int, n_reps: int) -> str:
    """How many runs stand behind a figure."""
    draws, replications = ("" if count == 1 else "s" for count in (n_draws, n_reps))
    return f"{n_draws} coding draw{draws} {TIMES} {n_reps} replication{replications}"


def basis(first: pd.Series) -> str:
    """On what a figure rests, from any row of its data: theory, in-sample unless it says no, and how many runs."""
    known = ", in-sample" if first.get("in_sample", True) else ", nothing of it recorded"
    return f"Theory: {first['theory_name']}{known}; {sample(first['n_draws'], first['n_reps'])}."


def share(value: float) -> str:
    """A share in two decimals without the leading zero: .76, 1.00."""
    return f"{value:.2f}".removeprefix("0")


def wrapped(text: str, width: int) -> str:
    """A label broken between words into lines of about `width` characters."""
    return "\n".join(textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)) or text
