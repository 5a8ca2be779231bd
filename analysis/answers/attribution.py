"""What a difference that is shared out says."""

from collections.abc import Iterator

import pandas as pd

from analysis.answers.wording import Headline, Row, Tables, plus, signed_chance
from analysis.figures.names import Names

PAIR = ["compared", "within", "theory", "target", "base"]
_WITHIN = {"organization": "crisis", "crisis": "organization"}
"""What is compared, and the kind of thing within which it is."""

_REQUESTS = {"modelled": "with the request as modelled", "ask_all": "with everyone asked"}
_NAMED = 3
"""Parts that are named, the largest first."""


def attribution(tables: Tables, names: Names, headline: Headline) -> Iterator[str]:
    """For each pair and each way of asking, the difference and its largest parts."""
    corners = tables["corners"]
    whole = corners[corners["name"] == "difference"]
    for row in whole.to_dict("records"):
        parts = tables["shapley"]
        for key in [*PAIR, "request"]:
            parts = parts[parts[key] == row[key]]
        yield f"{_pair(row, names)} {signed_chance(row)}; {_parts(parts)}."


def _pair(row: Row, names: Names) -> str:
    kind = row["compared"]
    target, base = (names.name(kind, row[end]) for end in ("target", "base"))
    within = names.name(_WITHIN[kind], row["within"])
    request = _REQUESTS.get(row["request"], row["request"])
    return f"{target} against {base} ({within}), {request}, the chance of force differs by"


def _parts(parts: pd.DataFrame) -> str:
    ranked = parts.loc[parts["value"].abs().sort_values(ascending=False, kind="stable").index].head(_NAMED)
    listed = [f"{row['title']} {plus(row['value'])}" for row in ranked.to_dict("records")]
    return f"the largest parts are {', '.join(listed)}"
