"""Forms of the tables of a difference that is shared out."""

import pandas as pd

from analysis.figures.names import Names
from analysis.report.forms.common import Headline, runs_behind
from analysis.report.sheets import Column, Row, Sheet, change, decimals, sheet, signed, span, word

_KINDS = {"organization": "crisis", "crisis": "organization"}
_ENDS = (span("mc_low", "mc_high", "runs"), span("coding_low", "coding_high", "coding"))


def _pair(row: Row, names: Names) -> str:
    kind = row["compared"]
    target, base = (names.name(kind, row[end]) for end in ("target", "base"))
    return f"{target} against {base} ({names.name(_KINDS[kind], row['within'])})"


def _value(row: Row, names: Names) -> str:
    """A chance without a sign, their difference with one."""
    return signed(row["value"], 2) if row["name"] == "difference" else decimals(row["value"], 2)


PAIR = Column("compared", _pair, number=False)
REQUEST = word("request")


def corners(table: pd.DataFrame, names: Names, headline: Headline) -> Sheet:
    """The two ends of each comparison, and their difference."""
    end = Column("end", lambda row, names: names.name(row["compared"], row["name"]), number=False)
    columns = [PAIR, REQUEST, end, word("form"), word("leading"), Column("chance or difference", _value), *_ENDS]
    note = (
        f"{runs_behind(table)}hybrid: put together like all that lie between; alone, both: as it is, without or with "
        "the one that it is compared with."
    )
    return sheet("The ends of each comparison", table, columns, names, note=note)


def shapley(table: pd.DataFrame, names: Names, headline: Headline) -> Sheet:
    """What each group of assumptions has of the difference."""
    columns = [PAIR, REQUEST, word("title", "group"), change("value", "part of the difference"), *_ENDS]
    note = (
        f"{runs_behind(table)}Exact Shapley values: the mean over all orders in which the groups can be exchanged; "
        "they sum to the difference. Where groups interact a part is no effect of its own."
    )
    return sheet("Parts of the difference", table, columns, names, note=note)
