"""What crises that have not happened say."""

from collections.abc import Iterator

from analysis.answers.wording import Headline, Tables, cell, chance, highest
from analysis.figures.names import Names

_LISTED, _LEAST = 3, 0.005
"""Forces named for each theory, at most, and the least chance of one that is named."""


def prospects(tables: Tables, names: Names, headline: Headline) -> Iterator[str]:
    """The likeliest forces under each theory, and the most that the precedent adds."""
    for theory, rows in tables["prospects"].groupby("theory", sort=False):
        likely = rows[rows["p_force"] >= _LEAST].sort_values("p_force", ascending=False, kind="stable")
        listed = "; ".join(f"{cell(row, names)} {chance(row)}" for row in likely.head(_LISTED).to_dict("records"))
        yield f"Under {names.name('theory', theory)} the likeliest forces are: {listed or 'none'}."
    for theory, rows in tables["precedent"].groupby("theory", sort=False) if "precedent" in tables else ():
        top = highest(rows.assign(size=rows["change"].abs()), "size")
        ends = [f"{top[f'{kind}_low']:+.3f} to {top[f'{kind}_high']:+.3f}" for kind in ("mc", "coding")]
        yield (
            f"Under {names.name('theory', theory)} the precedent adds most to the {cell(top, names)}: "
            f"{top['change']:+.3f} ({ends[0]} from replications, {ends[1]} over coded ranges)."
        )
    yield "Nothing of these crises is recorded: the chances say what the assumptions imply, and no more."
