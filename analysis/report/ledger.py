"""What a run's assumptions stand on: how much is stated, coded, on record or assumed, and the values one by one."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.figures.names import Names
from analysis.report.sheets import Column, Row, Sheet, empty, sheet, whole, word

BASES = ("stated", "coded", "record", "assumed")
"""What a value can stand on: a document's number, a claim or source put on a scale, a public record, nothing."""

AIM = 0.85
"""Share of values with a source that a crisis or an organization should have."""

SHARED = {"state": "States", "theory": "Theories", "default": "Defaults of the schema"}
"""Groups of which all things are counted together."""


@dataclass(frozen=True)
class Thing:
    """The values of one crisis, organization, state or theory: path below it, value, range, basis, origin."""

    title: str
    rows: list[tuple[str, str, str, str, str]]


def shares(assumptions: pd.DataFrame) -> pd.DataFrame:
    """One row a crisis and organization, then all states, theories and defaults, then all values.

    Columns: group, thing (key, or empty where counted together), one count for each of BASES, values, sourced (share
    of values that are not assumed).
    """
    found: dict[tuple[str, str], Counter[str]] = {}
    for path, basis in zip(assumptions["path"], assumptions["basis"], strict=True):
        group, thing, *_ = str(path).split(".")
        found.setdefault((group, "" if group in SHARED else thing), Counter())[str(basis)] += 1
    order = ("crisis", "organization", *SHARED)
    rows = [_counted(*key, found[key]) for group in order for key in found if key[0] == group]
    return pd.DataFrame([*rows, _counted("all", "", sum(found.values(), Counter()))])


def _counted(group: str, thing: str, counts: Counter[str]) -> dict[str, Any]:
    values = counts.total()
    by_basis = {basis: counts[basis] for basis in BASES}
    return {"group": group, "thing": thing, **by_basis, "values": values, "sourced": 1 - counts["assumed"] / values}


def shares_sheet(assumptions: pd.DataFrame, names: Names) -> Sheet:
    """The table of shares, and how many crises and organizations reach the aim."""
    table = shares(assumptions)
    own = table[table["group"].isin(["crisis", "organization"])]
    reached = int((own["sourced"] >= AIM).sum())
    table["what"] = [_title(row["group"], row["thing"], names) for row in table.to_dict("records")]
    table["percent"] = [f"{100 * share:.0f} %" for share in table["sourced"]]
    table["nobody"] = [f"{100 * (1 - share):.0f} %" for share in table["sourced"]]
    columns: list[Column] = [word("what", "values of"), *(whole(basis) for basis in BASES), whole("values", "all")]
    columns += [
        Column("sourced", lambda row, _: row["percent"]),
        Column("nobody states", lambda row, _: row["nobody"]),
    ]
    note = (
        "stated: a number in a document; coded: a claim or a source put on a six-step scale; record: a public "
        "record; assumed: nobody says, or set by hand. The aim is that 85 % of the values of each crisis and "
        f"organization have a source: {reached} of {len(own)} reach it."
    )
    return sheet("What the assumptions stand on", table, columns, names, note=note, most=len(table))


def _title(group: str, thing: str, names: Names) -> str:
    if group in SHARED:
        return SHARED[group]
    return "All values" if group == "all" else names.name(group, thing)


def things(assumptions: pd.DataFrame, names: Names) -> Iterator[Thing]:
    """Every thing of which values were read: crises, organizations, theories, states, each as it was read first."""
    found: dict[tuple[str, str], list[tuple[str, str, str, str, str]]] = {}
    for row in assumptions.to_dict("records"):
        group, thing, below = str(row["path"]).split(".", 2)
        found.setdefault((group, "" if group == "default" else thing), []).append(_shown(row, below))
    for group in ("crisis", "organization", "theory", "state", "default"):
        for (kind, thing), rows in found.items():
            if kind == group:
                yield Thing(SHARED[group] if not thing else f"{group}: {names.name(group, thing)}", rows)


def _shown(row: Row, below: str) -> tuple[str, str, str, str, str]:
    ends = "" if empty(row["low"]) else f"{float(row['low']):g} to {float(row['high']):g}"
    stands_on = " ".join(str(row[key]) for key in ("claims", "source") if not empty(row[key]))
    return below, "" if empty(row["value"]) else str(row["value"]), ends, str(row["basis"]), stands_on
