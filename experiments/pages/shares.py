"""The README's shares of assumed values, by crisis and organization: `python -m experiments.pages.shares`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from analysis.report.ledger import shares
from experiments.composition.compose import compose
from experiments.composition.template import SHIPPED
from experiments.replay.execute import lower_arm, note_read, replay_arms
from experiments.results.assumptions import assumptions
from sim.dating import Sourced

if TYPE_CHECKING:
    import pandas as pd

README = SHIPPED.parent / "README.md"
_BEGIN, _END = "<!-- shares: python -m experiments.pages.shares -->\n", "<!-- end of shares -->"


def rewritten(text: str) -> str:
    """The README with the shares as they are now. Raises ValueError if it has no place for them."""
    before, begin, rest = text.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not (begin and end):
        raise ValueError(f"no place for the shares: {_BEGIN.strip()} ... {_END}")
    return "".join([before, begin, *(f"{line}\n" for line in lines(default_shares())), end, after])


def default_shares() -> "pd.DataFrame":
    """`shares` of every value that the default replay reads."""
    composed = compose([])
    used: dict[str, Sourced] = {}
    for arm in replay_arms(composed):
        note_read(used, lower_arm(composed, arm, 1))
    return shares(assumptions(composed, used))


def lines(table: "pd.DataFrame") -> Iterator[str]:
    """The shares in words: of all values, then of each crisis and organization, lowest first."""
    everything = table[table["group"] == "all"].iloc[0]
    yield (
        f"Of the {everything['values']:,} values that the default replay reads, "
        f"{100 * (1 - everything['sourced']):.0f} % are `assumed`: nobody states them, or they were known and not "
        "looked up."
    )
    yield "The weights of a theory are assumed by nature, and fixed before the first table."
    for group, several in (("crisis", "crises"), ("organization", "organizations")):
        of = table[table["group"] == group].sort_values(["sourced", "thing"], ascending=[False, True])
        told = ", ".join(f"{row['thing']} {100 * (1 - row['sourced']):.0f} %" for row in of.to_dict("records"))
        yield f"Assumed among the values of {several}: {told}."


def main() -> None:
    """Write the README anew."""
    README.write_text(rewritten(README.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
