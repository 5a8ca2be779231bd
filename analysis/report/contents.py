"""Which tables a page shows, in which order, under which headings; a table that nobody foresaw is shown as it is."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pandas as pd

from analysis.figures.names import Names
from analysis.figures.style import sample
from analysis.report.sheets import Sheet, change, named, plainly, share, sheet, span, whole, word

type Tables = Mapping[str, pd.DataFrame]
type Headline = Mapping[str, str]
type Maker = Callable[[pd.DataFrame, Names, Headline], Sheet]

MOST = 60
"""Rows of a table that nobody foresaw."""

HANGS = 12
"""Values of which it is shown how much hangs on them."""

RUNS, CODING = span("mc_low", "mc_high", "runs"), span("coding_low", "coding_high", "coding")
P_FORCE = share("p_force", "chance of force")
CELL = (named("crisis"), named("organization"))

QUIET = (
    "assumptions",
    "sources",
    "names",
    "counts",
    "day_counts",
    "days",
    "day_marks",
    "gates",
    "ladder",
    "contributions",
    "objections",
    "seat_counts",
    "points",
)
"""Tables that figures draw, that other parts of a page show, or that are there for other programs."""


def sheets(tables: Tables, names: Names, headline: Headline) -> Iterator[tuple[str, Sheet]]:
    """Every table that is shown, with its name: first those with a form of their own, then the others."""
    for name, maker in SHOWN.items():
        if name in tables and len(tables[name]):
            yield name, maker(tables[name], names, headline)
    for name, table in tables.items():
        if name not in SHOWN and name not in QUIET and len(table):
            yield name, sheet(name.replace("_", " ").capitalize(), table, plainly(table), names, most=MOST)


def _several(table: pd.DataFrame, column: str) -> list[Any]:
    """The column, if it tells rows apart."""
    return [named(column)] if table[column].nunique() > 1 else []


def runs_behind(table: pd.DataFrame) -> str:
    """How many runs stand behind each row, if it is the same for all."""
    sizes = table[["n_draws", "n_reps"]].drop_duplicates()
    return f"{sample(*map(int, sizes.iloc[0]))}. " if len(sizes) == 1 else ""


def _likelihood(table: pd.DataFrame, names: Names, headline: Headline) -> Sheet:
    columns = [*CELL, *_several(table, "theory"), P_FORCE, RUNS, CODING, share("p_asked", "asked")]
    columns += [share("p_council", "council"), whole("days_to_decision", "days"), word("recorded_rung", "on record")]
    note = (
        f"{runs_behind(table)}runs: 90 % interval from replications, codes held fixed; coding: 5th to 95th "
        "percentile over coded ranges; asked, council: share of runs that got so far; days: median from request to "
        "decision."
    )
    return sheet("Chance of force, cell by cell", table, columns, names, note=note)


def _patterns(table: pd.DataFrame, names: Names, headline: Headline) -> Sheet:
    said = {True: "holds", False: "does not hold"}
    judged = table["holds"].notna()
    shown = table[judged].assign(verdict=[said[bool(one)] for one in table.loc[judged, "holds"]])
    columns = [word("pattern"), word("kind"), *_several(table, "theory"), word("verdict")]
    columns += [share("figure"), word("expected")]
    held, left = int(shown["holds"].astype(bool).sum()), int((~judged).sum())
    note = f"{held} of {len(shown)} hold, in-sample; {left} more speak of what was not run."
    return sheet("Documented patterns", shown, columns, names, note=note)


def _leverage(table: pd.DataFrame, names: Names, headline: Headline) -> Sheet:
    order = table["change"].abs().sort_values(ascending=False, kind="stable").index
    columns = [*CELL, word("path", "value"), share("value", "coded"), share("replaced_by", "mean of all")]
    columns += [P_FORCE, share("p_replaced", "with the mean"), change("change")]
    note = "Each value of a crisis replaced by its mean over the crises; the largest changes."
    return sheet("What hangs on one value", table.loc[order].head(HANGS), columns, names, note=note)


def _compare(table: pd.DataFrame, names: Names, headline: Headline) -> Sheet:
    columns = [*CELL, *_several(table, "theory"), word("arm"), P_FORCE, RUNS, CODING, change("change")]
    note = f"{runs_behind(table)}change: against the organization as it is; all arms share their draws."
    return sheet("The same crises under three arms", table, columns, names, note=note)


def _voting_power(table: pd.DataFrame, names: Names, headline: Headline) -> Sheet:
    at_home = [headline.get(c, o) == o for c, o in zip(table["crisis"], table["organization"], strict=True)]
    shown = table[table["own_rule"].astype(bool) & pd.Series(at_home, index=table.index)]
    columns = [*CELL, *_several(table, "theory"), named("state", "member"), word("rule")]
    columns += [
        share("shapley_shubik", "Shapley-Shubik"),
        share("banzhaf", "Banzhaf"),
        share("prevent", "can prevent"),
    ]
    columns += [share("objected"), share("pivotal", "stopped it alone")]
    columns += [span("pivotal_mc_low", "pivotal_mc_high", "runs")]
    columns += [span("pivotal_coding_low", "pivotal_coding_high", "coding")]
    note = (
        f"{runs_behind(table)}Under each council's own rule; the table has all rules. Banzhaf: normalized. can "
        "prevent: share of winning coalitions that the member can break up. objected, stopped it alone: shares of "
        "runs."
    )
    return sheet("Power on paper and in the runs", shown, columns, names, note=note)


def _prospects(table: pd.DataFrame, names: Names, headline: Headline) -> Sheet:
    columns = [*CELL, *_several(table, "theory"), P_FORCE, RUNS, CODING]
    columns += [share(f"p_{gate}", heading) for gate, heading in _GATES.items()]
    note = f"{runs_behind(table)}asked to in time: share of runs that passed this gate and all before it."
    return sheet("Chance of force", table, columns, names, note=note)


_GATES = {
    "asked": "asked",
    "hook": "mandate",
    "hegemon": "leaders willing",
    "council": "council",
    "arrived": "in time",
}


def _precedent(table: pd.DataFrame, names: Names, headline: Headline) -> Sheet:
    columns = [*CELL, *_several(table, "theory"), share("p_with", "with it"), share("p_without", "without it")]
    columns += [change("change", places=3), span("mc_low", "mc_high", "runs", 3)]
    columns += [span("coding_low", "coding_high", "coding", 3)]
    note = f"{runs_behind(table)}Both arms share all draws; intervals are of the paired difference."
    return sheet("What the precedent adds", table, columns, names, note=note)


def _trace(table: pd.DataFrame, names: Names, headline: Headline) -> Sheet:
    near = table["near"].astype(bool) & ~table["kind"].isin(["threat", "severity", "channels"])
    columns = [
        *_several(table, "crisis"),
        *_several(table, "theory"),
        whole("day"),
        named("organization"),
        word("kind"),
    ]
    columns += [named("state", "who"), word("value"), word("detail")]
    shown = (
        table[near].rename(columns={"subject": "state"}).astype({"organization": object}).fillna({"organization": ""})
    )
    return sheet("The run, day by day", shown, columns, names, note="Perceptions of all days are in trace.csv.")


SHOWN: dict[str, Maker] = {
    "likelihood": _likelihood,
    "prospects": _prospects,
    "precedent": _precedent,
    "compare": _compare,
    "voting_power": _voting_power,
    "trace": _trace,
    "patterns": _patterns,
    "leverage": _leverage,
}
