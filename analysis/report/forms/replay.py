"""Forms of the tables of replays, comparisons and told runs."""

import pandas as pd

from analysis.figures.names import Names
from analysis.report.forms.common import CELL, CODING, P_FORCE, RUNS, Headline, runs_behind, several
from analysis.report.sheets import Column, Row, Sheet, change, decimals, named, share, sheet, whole, word

HANGS = 12
"""Values of which it is shown how much hangs on them."""


def likelihood(table: pd.DataFrame, names: Names, headline: Headline) -> Sheet:
    """Each cell: the chance of force, both intervals, how far the call got, and the record."""
    columns = [*CELL, *several(table, "theory"), P_FORCE, RUNS, CODING, share("p_asked", "asked")]
    columns += [share("p_council", "council"), whole("days_to_decision", "days"), word("recorded_rung", "on record")]
    note = (
        f"{runs_behind(table)}runs: 90 % interval from replications, codes held fixed; coding: 5th to 95th "
        "percentile over coded ranges; asked, council: share of runs that got so far; days: median from request to "
        "decision."
    )
    return sheet("Chance of force, cell by cell", table, columns, names, note=note)


def patterns(table: pd.DataFrame, names: Names, headline: Headline) -> Sheet:
    """Each documented pattern that could be judged; several theories stand side by side."""
    if table["theory"].nunique() > 1:
        return _side_by_side(table, names)
    said = {True: "holds", False: "does not hold"}
    judged = table["holds"].notna()
    shown = table[judged].assign(verdict=[said[bool(one)] for one in table.loc[judged, "holds"]])
    columns = [word("pattern"), word("kind"), word("verdict"), share("figure"), word("expected")]
    held, left = int(shown["holds"].astype(bool).sum()), int((~judged).sum())
    note = f"{held} of {len(shown)} hold, in-sample; {left} more speak of what was not run."
    return sheet("Documented patterns", shown, columns, names, note=note)


def _side_by_side(table: pd.DataFrame, names: Names) -> Sheet:
    """A row for each pattern that some theory can be judged by, and a column for each theory."""
    judged = table[table["holds"].notna()]
    of = {(row["pattern"], row["theory"]): row for row in judged.to_dict("records")}

    def under(theory: str) -> Column:
        def text(row: Row, _: Names) -> str:
            one = of.get((row["pattern"], theory))
            if one is None:
                return ""
            return f"{decimals(one['figure'], 2) or 'never'}{'' if str(one['holds']) == 'True' else ' *'}"

        return Column(names.name("theory", theory), text)

    theories = [under(str(theory)) for theory in dict.fromkeys(table["theory"])]
    shown = judged.drop_duplicates("pattern")
    left = int(table["pattern"].nunique()) - len(shown)
    note = f"*: does not hold. In-sample, {len(shown)} patterns; {left} more speak of what was not run."
    return sheet("Documented patterns", shown, [word("pattern"), word("expected"), *theories], names, note=note)


def leverage(table: pd.DataFrame, names: Names, headline: Headline) -> Sheet:
    """The values of a crisis that an answer hangs on most."""
    order = table["change"].abs().sort_values(ascending=False, kind="stable").index
    columns = [*CELL, word("path", "value"), share("value", "coded"), share("replaced_by", "mean of all")]
    columns += [P_FORCE, share("p_replaced", "with the mean"), change("change")]
    note = "Each value of a crisis replaced by its mean over the crises; the largest changes."
    return sheet("What hangs on one value", table.loc[order].head(HANGS), columns, names, note=note)


def compare(table: pd.DataFrame, names: Names, headline: Headline) -> Sheet:
    """Each cell under each arm."""
    columns = [*CELL, *several(table, "theory"), word("arm"), P_FORCE, RUNS, CODING, change("change")]
    note = f"{runs_behind(table)}change: against the organization as it is; all arms share their draws."
    return sheet("The same crises under three arms", table, columns, names, note=note)


def trace(table: pd.DataFrame, names: Names, headline: Headline) -> Sheet:
    """The run day by day, without perceptions."""
    near = table["near"].astype(bool) & ~table["kind"].isin(["threat", "severity", "channels"])
    columns = [
        *several(table, "crisis"),
        *several(table, "theory"),
        whole("day"),
        named("organization"),
        word("kind"),
    ]
    columns += [named("state", "who"), word("value"), word("detail")]
    shown = (
        table[near].rename(columns={"subject": "state"}).astype({"organization": object}).fillna({"organization": ""})
    )
    return sheet("The run, day by day", shown, columns, names, note="Perceptions of all days are in trace.csv.")
