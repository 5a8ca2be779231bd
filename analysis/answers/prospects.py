"""What crises that have not happened say."""

from collections.abc import Iterator

from analysis.answers.wording import Headline, Tables, cell, chance, highest
from analysis.figures.names import Names

_LISTED = 3
"""Forces named for each theory."""


def prospects(tables: Tables, names: Names, headline: Headline) -> Iterator[str]:
    """The likeliest forces under each theory, and the most that the precedent adds."""
    for theory, rows in tables["prospects"].groupby("theory", sort=False):
        ranked = rows.sort_values("p_force", ascending=False, kind="stable").head(_LISTED).to_dict("records")
        listed = "; ".join(f"{cell(row, names)} {chance(row)}" for row in ranked)
        yield f"Under {names.name('theory', theory)} the likeliest forces are: {listed}."
    for theory, rows in tables["precedent"].groupby("theory", sort=False) if "precedent" in tables else ():
        top = highest(rows.assign(size=rows["change"].abs()), "size")
        ends = [f"{top[f'{kind}_low']:+.3f} to {top[f'{kind}_high']:+.3f}" for kind in ("mc", "coding")]
        yield (
            f"Under {names.name('theory', theory)} the precedent adds most to the {cell(top, names)}: "
            f"{top['change']:+.3f} ({ends[0]} from replications, {ends[1]} over coded ranges)."
        )
    yield "Nothing of these crises is recorded: the chances say what the assumptions imply, and no more."
