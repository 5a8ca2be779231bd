"""Tables as a page shows them: rows of short texts under headings that a reader understands."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.figures.names import Names
from analysis.figures.style import DASH

type Row = Mapping[Any, Any]
type Text = Callable[[Row, Names], str]

KINDS = ("crisis", "organization", "theory", "state")
"""Columns of keys that have printed names."""


@dataclass(frozen=True)
class Column:
    """A heading and how its texts are made; numbers stand flush right."""

    heading: str
    text: Text
    number: bool = True


@dataclass(frozen=True)
class Sheet:
    """A table ready to be shown; `note` says what it rests on, `left_out` how many rows are not shown."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    note: str = ""
    left_out: int = 0
    file: str = ""


def sheet(
    title: str, table: pd.DataFrame, columns: Sequence[Column], names: Names, *, note: str = "", most: int = 200
) -> Sheet:
    """The first `most` rows of a table; columns in which no row has anything are left off."""
    shown = [[column.text(row, names) for column in columns] for row in table.head(most).to_dict("records")]
    kept = [k for k in range(len(columns)) if any(texts[k] for texts in shown)]
    rows = [[texts[k] for k in kept] for texts in shown]
    return Sheet(title, [columns[k] for k in kept], rows, note, max(0, len(table) - most))


def named(kind: str, heading: str | None = None) -> Column:
    """The printed name of the key in column `kind`."""
    return Column(heading or kind, lambda row, names: names.name(kind, row[kind]), number=False)


def word(key: str, heading: str | None = None) -> Column:
    """A text, with blanks for underscores; nothing where it is missing."""
    return Column(heading or key.replace("_", " "), lambda row, _: _words(row.get(key)), number=False)


def share(key: str, heading: str | None = None) -> Column:
    """A number in two decimals."""
    return Column(heading or key, lambda row, _: decimals(row.get(key), 2))


def change(key: str, heading: str | None = None, places: int = 2) -> Column:
    """A number with its sign."""
    return Column(heading or key, lambda row, _: signed(row.get(key), places))


def whole(key: str, heading: str | None = None) -> Column:
    """A number without decimals."""
    return Column(heading or key, lambda row, _: decimals(row.get(key), 0))


def span(low: str, high: str, heading: str, places: int = 2) -> Column:
    """An interval from one column to another."""
    return Column(heading, lambda row, _: interval(row.get(low), row.get(high), places))


def plainly(table: pd.DataFrame) -> list[Column]:
    """Columns for a table of which nothing is known but its own words."""
    return [_plain(str(key), pd.api.types.is_numeric_dtype(table[key])) for key in table.columns]


def _plain(key: str, number: bool) -> Column:
    if key in KINDS:
        return named(key)
    return Column(key.replace("_", " "), lambda row, _: _short(row[key]), number)


def _short(value: Any) -> str:
    if empty(value):
        return ""
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else f"{value:.3g}"
    return str(value)


def _words(value: Any) -> str:
    return "" if empty(value) else str(value).replace("_", " ")


def decimals(value: Any, places: int) -> str:
    """A number with so many decimals, without the sign of a zero; nothing where it is missing."""
    return "" if empty(value) else f"{float(value):.{places}f}".replace(f"-{0:.{places}f}", f"{0:.{places}f}")


def signed(value: Any, places: int) -> str:
    """A number with its sign, none for what rounds to zero."""
    text = decimals(value, places)
    return f"+{text}" if text and not text.startswith("-") and float(text) else text


def interval(low: Any, high: Any, places: int = 2) -> str:
    """Two numbers with a dash, or with `to` where one is below zero; nothing where one is missing."""
    if empty(low) or empty(high):
        return ""
    one, other = decimals(low, places), decimals(high, places)
    return f"{one} to {other}" if "-" in one + other else f"{one}{DASH}{other}"


def empty(value: Any) -> bool:
    """Whether there is no value."""
    return value is None or bool(pd.isna(value))
