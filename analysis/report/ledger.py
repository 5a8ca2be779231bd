"""What a run's assumptions stand on: how much is stated, coded, on record or assumed, and the values one by one."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from analysis.figures.names import Names
from analysis.report.sheets import Column, Sheet, empty, sheet, whole, word

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
    groups = assumptions["path"].str.split(".", n=2).str[0]
    things = assumptions["path"].str.split(".", n=2).str[1].where(~groups.isin(SHARED), "")
    rows = []
    for group in ("crisis", "organization", *SHARED):
        for thing in dict.fromkeys(things[groups == group]):
            rows.append(
                {"group": group, "thing": thing, **_counted(assumptions[(groups == group) & (things == thing)])}
            )
    rows.append({"group": "all", "thing": "", **_counted(assumptions)})
    return pd.DataFrame(rows)


def _counted(rows: pd.DataFrame) -> dict[str, float]:
    counts = {basis: int((rows["basis"] == basis).sum()) for basis in BASES}
    return {**counts, "values": len(rows), "sourced": 1.0 - counts["assumed"] / len(rows)}


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
    """Every thing of which values were read, in the order in which they were read first."""
    parts = assumptions["path"].str.split(".", n=2)
    keys = parts.str[0] + "." + parts.str[1].where(parts.str[0] != "default", "")
    order = {"crisis": 0, "organization": 1, "theory": 2, "state": 3, "default": 4}
    for key in sorted(dict.fromkeys(keys), key=lambda key: order.get(key.split(".")[0], len(order))):
        group, name = key.split(".")
        title = SHARED["default"] if group == "default" else f"{group}: {names.name(group, name)}"
        yield Thing(title.capitalize() if group == "default" else title, list(_rows(assumptions[keys == key])))


def _rows(table: pd.DataFrame) -> Iterator[tuple[str, str, str, str, str]]:
    for row in table.to_dict("records"):
        ends = "" if empty(row["low"]) else f"{float(row['low']):g} to {float(row['high']):g}"
        stands_on = " ".join(str(row[key]) for key in ("claims", "source") if not empty(row[key]))
        below = str(row["path"]).split(".", 2)[-1]
        yield below, "" if empty(row["value"]) else str(row["value"]), ends, str(row["basis"]), stands_on
