"""What sweeps say."""

from collections.abc import Iterator

import pandas as pd

from analysis.answers.wording import ROUNDED, Headline, Tables, cell, chance, highest, lowest, plain, theory_of
from analysis.figures.drawing import at_home
from analysis.figures.names import Names

RULE, PRESSURE, SPREAD = "rule", "pressure", "spread"
MEMBERS, HETEROGENEITY = "members", "heterogeneity"
"""Factors of the sweeps over decision rules and over invented members."""

_FURTHER = (MEMBERS, HETEROGENEITY)

_NO_FACTOR = (
    *("crisis", "organization", "theory", "point", "n_draws", "n_reps"),
    *("p_force", "p_council", "p_arrived", "mean_days_to_arrival"),
)


def sweep(tables: Tables, names: Names, headline: Headline) -> Iterator[str]:
    """For each cell, what its strictest rule costs, or else the lowest and the highest point."""
    table, under = theory_of(tables["sweep"], names)
    table = at_home(table, headline)
    there = set(table.columns)
    say = _rules if {RULE, PRESSURE, SPREAD} <= there else _members if {RULE, *_FURTHER} <= there else _ends
    for _, rows in table.groupby(["crisis", "organization"], sort=False):
        yield f"{under}{cell(rows.iloc[0].to_dict(), names)}: {say(rows)}."


def _rules(rows: pd.DataFrame) -> str:
    """The first rule against the last, as perceptions spread; and what pressure does to the first."""
    at = {(row[RULE], row[PRESSURE], row[SPREAD]): row["p_force"] for row in rows.to_dict("records")}
    first, last = plain(rows[RULE].iloc[0]), plain(rows[RULE].iloc[-1])
    free, pressed = rows[PRESSURE].min(), rows[PRESSURE].max()
    near, far = rows[SPREAD].min(), rows[SPREAD].max()
    moves = [
        f"from {at[rule, free, near]:.2f} to {at[rule, free, far]:.2f} under {plain(rule)}"
        for rule in dict.fromkeys(rows[RULE])
        if plain(rule) in (first, last)
    ]
    return (
        f"as perceptions spread from {near:g} to {far:g}, at a pressure of {free:g}, the chance of force goes "
        f"{' and '.join(moves)}; at a pressure of {pressed:g} it ends at {at[rows[RULE].iloc[0], pressed, far]:.2f} "
        f"under {first}"
    )


def _members(rows: pd.DataFrame) -> str:
    """The council's yes from the fewest to the most further members, as unlike as they get, for each rule."""
    unlike = rows[rows[HETEROGENEITY] == rows[HETEROGENEITY].max()]
    few, many = unlike[MEMBERS].min(), unlike[MEMBERS].max()
    moves = []
    for rule, of_rule in unlike.groupby(RULE, sort=False):
        yes = of_rule.groupby(MEMBERS)["p_council"].mean()
        moves.append(f"from {yes[few]:.2f} to {yes[many]:.2f} under {plain(rule)}")
    return (
        f"from {few:g} to {many:g} further members of heterogeneity {unlike[HETEROGENEITY].iloc[0]:g},"
        f" the chance that "
        f"the council says yes goes {', '.join(moves)}"
    )


def transplant(tables: Tables, names: Names, headline: Headline) -> Iterator[str]:
    """For each headline crisis, its own members under their own institutions, and under the best and worst other."""
    table, under = theory_of(tables["transplant"], names)
    for crisis, rows in table.groupby("crisis", sort=False):
        home = rows[rows["roster"] == headline.get(str(crisis))]
        own, others = (home[home["institutions"].eq(home["roster"]) == same] for same in (True, False))
        if own.empty or others.empty:
            continue
        where = cell({**highest(own, "p_force"), "organization": home["roster"].iloc[0]}, names)
        theirs = chance(highest(own, "p_force"))
        yield f"{under}{where}: {theirs} with its own institutions; {_others(others, names)}."


def _others(others: pd.DataFrame, names: Names) -> str:
    """The best and the worst of other institutions."""
    best, worst = highest(others, "p_force"), lowest(others, "p_force")
    if best["p_force"] < ROUNDED:
        return "0.00 with any other on its members"
    most, least = (
        f"{row['p_force']:.2f} ({names.name('organization', row['institutions'])})" for row in (best, worst)
    )
    return f"with others on its members at most {most}, at least {least}"


def _ends(rows: pd.DataFrame) -> str:
    factors = [key for key in rows.columns if key not in _NO_FACTOR and not key.endswith(("_low", "_high"))]
    ends = []
    for row in (lowest(rows, "p_force"), highest(rows, "p_force")):
        levels = ", ".join(f"{factor} {plain(row[factor])}" for factor in factors)
        ends.append(f"{row['p_force']:.2f} ({levels})")
    return f"over {len(rows)} points the chance of force runs from {ends[0]} to {ends[1]}"
