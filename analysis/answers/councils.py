"""What voting power on paper and vetoes in the runs say."""

from collections.abc import Iterator

import pandas as pd

from analysis.answers.wording import Headline, Tables, cell, chance, highest, plain, theory_of
from analysis.figures.names import Names

_ALIKE = 1e-9
_RARE = 0.005
"""Share of runs below which two decimals say nothing."""


def voting_power(tables: Tables, names: Names, headline: Headline) -> Iterator[str]:
    """For each headline council, its members' power under its own rule, and whose vote alone stopped force most."""
    table, under = theory_of(tables["voting_power"], names)
    own = table[table["own_rule"].astype(bool)]
    for (crisis, organization), rows in own.groupby(["crisis", "organization"], sort=False):
        if not headline or headline.get(str(crisis)) == organization:
            council = f"{cell(rows.iloc[0].to_dict(), names)}, by {plain(rows['rule'].iloc[0])} of {len(rows)}"
            yield f"{under}{council}: power on paper {_power(rows)}; {_did(rows, names)}."


def _power(rows: pd.DataFrame) -> str:
    """The Shapley-Shubik index, or its range."""
    low, high = rows["shapley_shubik"].min(), rows["shapley_shubik"].max()
    return f"{high:.2f} each" if high - low < _ALIKE else f"from {low:.2f} to {high:.2f}"


def _did(rows: pd.DataFrame, names: Names) -> str:
    top = highest(rows, "pivotal")
    if top["pivotal"] < _RARE:
        return f"in fewer than one run in {1 / _RARE:.0f} did one vote alone stop force"
    who, often = names.name("state", top["state"]), chance(top, "pivotal", "pivotal_")
    return f"the vote that most often stopped force alone was that of {who}, in a share of {often} of the runs"
