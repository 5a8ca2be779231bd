"""The claims and sources that a run's ledger cites, in words, so that its folder can be read without the program."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from experiments.composition.compose import Composed
from experiments.composition.ledger import Ledger
from experiments.composition.template import SHIPPED

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("kind", "id", "text")


def sources(composed: Composed, assumptions: "pd.DataFrame") -> "pd.DataFrame":
    """One row per claim and per source that the assumptions cite, by id; ids without an entry are left out."""
    import pandas as pd

    ledger = ledger_of(composed)
    claims = sorted({claim for cited in assumptions["claims"] for claim in str(cited).split()})
    looked_up = sorted({str(source) for source in assumptions["source"]})
    rows = [
        *_rows("claim", claims, ledger.claims, partial(_claim, ledger.documents)),
        *_rows("source", looked_up, ledger.sources, citation),
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def ledger_of(composed: Composed) -> Ledger:
    """The shipped ledger, and what the user's folders add to it."""
    homes = {SHIPPED: None} | {file.parents[1]: None for file in composed.files.values()}
    return Ledger(tuple(homes))


def citation(source: Mapping[str, Any]) -> str:
    """A source in words, with its address if it has one."""
    return " ".join(str(source[key]) for key in ("citation", "address") if source.get(key))


def _rows(kind: str, ids: list[str], known: Any, text: Any) -> Iterator[tuple[str, str, str]]:
    yield from ((kind, one, text(known[one])) for one in ids if one in known)


def _claim(documents: Mapping[str, Any], claim: Any) -> str:
    """Author and title, paragraph, and the claim as paraphrased."""
    document = str(claim.get("document", ""))
    cited = documents.get(document)
    named = f"{cited['author']}, {cited['title']}" if cited else document
    place = f"{named}, paragraph {claim.get('paragraph', '-')}: "
    note = f" ({claim['note']})" if claim.get("note") else ""
    return f"{place if document else ''}{claim.get('claim', '')}{note}"
