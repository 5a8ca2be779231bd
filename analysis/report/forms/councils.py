"""Forms of the tables of voting power, of transplants and of crises that have not happened."""

import pandas as pd

from analysis.figures.names import Names
from analysis.report.forms.common import CELL, CODING, P_FORCE, RUNS, Headline, runs_behind, several
from analysis.report.sheets import Column, Sheet, change, named, share, sheet, span, word

_GATES = {
    "asked": "asked",
    "hook": "mandate",
    "hegemon": "leaders willing",
    "council": "council",
    "arrived": "in time",
}


def voting_power(table: pd.DataFrame, names: Names, headline: Headline) -> Sheet:
    """Members of headline councils under their own rule."""
    at_home = [
        not headline or headline.get(c) == o for c, o in zip(table["crisis"], table["organization"], strict=True)
    ]
    shown = table[table["own_rule"].astype(bool) & pd.Series(at_home, index=table.index)]
    columns = [*CELL, *several(table, "theory"), named("state", "member"), word("rule")]
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


def transplant(table: pd.DataFrame, names: Names, headline: Headline) -> Sheet:
    """Each pair of institutions and members."""
    pair = [_whose("institutions", "institutions of"), _whose("roster", "members of")]
    columns = [named("crisis"), *pair, *several(table, "theory"), P_FORCE, RUNS, CODING]
    columns += [share(f"p_{gate}", heading) for gate, heading in _GATES.items() if gate != "asked"]
    note = (
        f"{runs_behind(table)}Everyone is asked. mandate to in time: share of runs that passed this gate and all "
        "before it; force past the council is not in them. change: against the members' own institutions."
    )
    return sheet("Institutions on members", table, [*columns, change("change")], names, note=note)


def _whose(key: str, heading: str) -> Column:
    return Column(heading, lambda row, names: names.name("organization", row[key]), number=False)


def prospects(table: pd.DataFrame, names: Names, headline: Headline) -> Sheet:
    """Each cell of a crisis that has not happened, and how far the call got."""
    columns = [*CELL, *several(table, "theory"), P_FORCE, RUNS, CODING]
    columns += [share(f"p_{gate}", heading) for gate, heading in _GATES.items()]
    note = f"{runs_behind(table)}asked to in time: share of runs that passed this gate and all before it."
    return sheet("Chance of force", table, columns, names, note=note)


def precedent(table: pd.DataFrame, names: Names, headline: Headline) -> Sheet:
    """What removing the precedent changes, cell by cell."""
    columns = [*CELL, *several(table, "theory"), share("p_with", "with it"), share("p_without", "without it")]
    columns += [change("change", places=3), span("mc_low", "mc_high", "runs", 3)]
    columns += [span("coding_low", "coding_high", "coding", 3)]
    note = f"{runs_behind(table)}Both arms share all draws; intervals are of the paired difference."
    return sheet("What the precedent adds", table, columns, names, note=note)
