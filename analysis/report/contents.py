"""Which tables a page shows, in which order, under which headings; a table that nobody foresaw is shown as it is."""

from collections.abc import Callable, Iterator, Mapping

import pandas as pd

from analysis.figures.names import Names
from analysis.report.forms import assumptions, attribution, councils, replay, validation
from analysis.report.forms.common import Headline
from analysis.report.sheets import Sheet, plainly, sheet

type Tables = Mapping[str, pd.DataFrame]
type Form = Callable[[pd.DataFrame, Names, Headline], Sheet]

MOST = 60
"""Rows of a table that nobody foresaw."""

SHOWN: dict[str, Form] = {
    "likelihood": replay.likelihood,
    "prospects": councils.prospects,
    "precedent": councils.precedent,
    "compare": replay.compare,
    "transplant": councils.transplant,
    "voting_power": councils.voting_power,
    "corners": attribution.corners,
    "shapley": attribution.shapley,
    "evidence": validation.evidence,
    "theory_pairs": validation.theory_pairs,
    "theory_cells": validation.theory_cells,
    "out_of_sample": validation.out_of_sample,
    "predictions": validation.predictions,
    "survivors": validation.survivors,
    "flip_cells": validation.flip_cells,
    "morris": assumptions.morris,
    "sobol": assumptions.sobol,
    "boxes": assumptions.boxes,
    "trace": replay.trace,
    "patterns": replay.patterns,
    "rates": validation.rates,
    "leverage": replay.leverage,
}
"""Tables with a form of their own, in the order of a page."""

QUIET = (
    *("assumptions", "shares", "sources", "names", "counts", "day_counts", "days", "day_marks", "seat_counts"),
    *("gates", "ladder", "contributions", "objections"),
    *("alone", "hybrids", "flips", "flip_pairs", "box_conditions"),
    *("cells", "constrained", "forums", "placebos", "traded"),
)
"""Tables that figures draw, that other parts of a page show, or that are there for other programs."""

_ROWS_FOR_PROGRAMS = "draws_"
"""How tables begin that are handed to other programs."""


def sheets(tables: Tables, names: Names, headline: Headline) -> Iterator[tuple[str, Sheet]]:
    """Every table that is shown, with its name: first those with a form of their own, then the others."""
    for name, form in SHOWN.items():
        if name in tables and len(tables[name]):
            yield name, form(tables[name], names, headline)
    for name, table in tables.items():
        if name not in SHOWN and name not in QUIET and not name.startswith(_ROWS_FOR_PROGRAMS) and len(table):
            yield name, sheet(name.replace("_", " ").capitalize(), table, plainly(table), names, most=MOST)
