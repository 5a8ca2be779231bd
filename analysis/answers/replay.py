"""What a replay, a comparison and one told run say."""

from collections.abc import Iterator

import pandas as pd

from analysis.answers.wording import ROUNDED, Headline, Row, Tables, cell, chance, highest, theory_of
from analysis.figures.names import Names

FORCE, NONE = 0.75, 0.25
"""From which chance on the model says force, and up to which it says none."""

_STEPS = {"request": "asked", "decided": "decided", "arrived": "there", "exit": "leaving"}
"""What is told of a run, and the word for it."""


def likelihood(tables: Tables, names: Names, headline: Headline) -> Iterator[str]:
    """The likeliest force, how many recorded outcomes the model says, and each headline cell."""
    table, under = theory_of(tables["likelihood"], names)
    top = highest(table, "p_force")
    yield f"{under}Most likely to come is the {cell(top, names)}, with a chance of {chance(top)}."
    yield from _against_record(table)
    for row in table.to_dict("records"):
        if headline.get(row["crisis"]) == row["organization"]:
            yield f"{cell(row, names)}: {chance(row)}; {_recorded(row)}."


def _against_record(table: pd.DataFrame) -> Iterator[str]:
    came = table.loc[table["recorded_force"] == 1, "p_force"]
    stayed = table.loc[table["recorded_force"] == 0, "p_force"]
    if len(came):
        said, missed = int((came >= FORCE).sum()), int((came <= NONE).sum())
        yield (
            f"Of {len(came)} forces on record the model calls {said} (a chance of at least {FORCE}) and misses "
            f"{missed} (at most {NONE}); the others lie between."
        )
    if len(stayed):
        more = int((stayed > NONE).sum()) or "none"
        yield f"Of {len(stayed)} cells on record in which none came it gives {more} a chance above {NONE}."


def _recorded(row: Row) -> str:
    if pd.isna(row["recorded_rung"]):
        return "nothing on record"
    happened = "force, there in time" if row["recorded_force"] == 1 else str(row["recorded_rung"]).replace("_", " ")
    return f"on record: {happened}"


def compare(tables: Tables, names: Names, headline: Headline) -> Iterator[str]:
    """Each headline cell as it is, if everyone is asked, and with the best of other institutions."""
    table, under = theory_of(tables["compare"], names)
    for crisis, rows in table.groupby("crisis", sort=False):
        at_home = rows["organization"] == headline.get(str(crisis))
        own = {row["arm"]: row for row in rows[at_home].to_dict("records")}
        if {"as_is", "ask_all"} <= own.keys():
            as_it_is = f"{chance(own['as_is'])} as it is"
            asked = f"{own['ask_all']['p_force']:.2f} if everyone is asked"
            moved = _institutions(rows[(rows["arm"] == "institutions") & ~at_home], names)
            yield f"{under}{cell(own['as_is'], names)}: {as_it_is}, {asked}{moved}."


def _institutions(moved: pd.DataFrame, names: Names) -> str:
    if moved.empty:
        return ""
    best = highest(moved, "p_force")
    if best["p_force"] < ROUNDED:
        return "; 0.00 with any other institutions on its members"
    other = names.name("organization", best["organization"])
    return f"; with other institutions on its members at most {best['p_force']:.2f} ({other})"


def trace(tables: Tables, names: Names, headline: Headline) -> Iterator[str]:
    """Who was asked, decided, arrived and left on which day of the run."""
    for (crisis, _), lines in tables["trace"].groupby(["crisis", "theory"], sort=False):
        first, found = lines.iloc[0], []
        for organization, rows in lines[lines["kind"].isin(_STEPS)].groupby("organization", sort=False):
            once = rows.drop_duplicates("kind")
            days = [f"{_STEPS[kind]} on day {day:.0f}" for kind, day in zip(once["kind"], once["day"], strict=True)]
            found.append(f"{names.name('organization', organization)} {', '.join(days)}")
        which = f"coding draw {first['draw']}, replication {first['replication']}"
        happened = "; ".join(found) or "nobody was asked, and nobody came"
        yield f"{names.name('crisis', crisis)}, {which}: {happened}."
