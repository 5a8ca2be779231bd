"""The ledger of a run: every value that was used, its range, and what stands behind it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from experiments.compose import Composed
from experiments.template import MODELS, slot_at
from sim.dating import Sourced

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("path", "value", "low", "high", "unit", "basis", "claims", "source")


def assumptions(composed: Composed, used: Mapping[str, Sourced]) -> "pd.DataFrame":
    """One row per value that was read; `low` and `high` are empty where the value was the same in all draws."""
    import pandas as pd

    return pd.DataFrame([_row(composed, leaf) for leaf in used.values()], columns=COLUMNS)


def _row(composed: Composed, leaf: Sourced) -> dict[str, Any]:
    low, high = composed.ranges.get(leaf.path, (None, None))
    row = {"path": leaf.path, "value": str(leaf.value), "low": low, "high": high, "unit": _unit(leaf.path)}
    if leaf.path.startswith("default."):
        return row | {"basis": "assumed", "claims": "", "source": "default of the schema"}
    evidence = composed.evidence.get(leaf.path)
    if leaf.path in composed.fixed:
        return row | {"basis": "assumed", "claims": "", "source": "set by the user"}
    if evidence is None:
        return row | {"basis": "assumed", "claims": "", "source": "no evidence given"}
    return row | {"basis": evidence.basis, "claims": " ".join(evidence.claims), "source": evidence.source}


def _unit(path: str) -> str:
    group, *below = path.split(".")
    slot = slot_at(MODELS[group], tuple(below[1:])) if group in MODELS else None
    return slot.unit if slot is not None else ""


def share_assumed(table: "pd.DataFrame") -> float:
    """Share of the used values that nobody states and nobody looked up."""
    return float((table["basis"] == "assumed").mean()) if len(table) else 0.0
