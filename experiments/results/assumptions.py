"""The ledger of a run: every value that was used, its range, and what stands behind it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from experiments.composition.compose import Composed
from experiments.composition.template import MODELS, slot_at
from sim.dating import Sourced

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("path", "value", "low", "high", "unit", "basis", "claims", "source")


def assumptions(composed: Composed, used: Mapping[str, Sourced]) -> "pd.DataFrame":
    """One row per value that was read, with its coded range; empty where it has none or the user set it."""
    import pandas as pd

    return pd.DataFrame([_row(composed, leaf) for leaf in used.values()], columns=COLUMNS)


def _row(composed: Composed, leaf: Sourced) -> dict[str, Any]:
    row = {"path": leaf.path, "value": str(leaf.value), "low": None, "high": None, "unit": _unit(leaf.path)}
    evidence = composed.evidence.get(leaf.path)
    if leaf.path in composed.fixed:
        return row | {"basis": "assumed", "claims": "", "source": "set by the user"}
    if leaf.path.startswith("default.") or (evidence is None and not _is_given(composed.config, leaf.path)):
        return row | {"basis": "assumed", "claims": "", "source": "default of the schema"}
    if evidence is None:
        return row | {"basis": "assumed", "claims": "", "source": "no evidence given"}
    known = {"low": evidence.low, "high": evidence.high, "basis": evidence.basis}
    return row | known | {"claims": " ".join(evidence.claims), "source": evidence.source}


def _is_given(config: Mapping[str, Any], path: str) -> bool:
    """Whether a file, an experiment or a word of the command line states the value at `path`."""
    here: Any = config
    for key in path.split("."):
        if not isinstance(here, Mapping) or key not in here:
            return False
        here = here[key]
    return True


def _unit(path: str) -> str:
    group, *below = path.split(".")
    slot = slot_at(MODELS[group], tuple(below[1:])) if group in MODELS else None
    return slot.unit if slot is not None else ""


def share_assumed(table: "pd.DataFrame") -> float:
    """Share of the used values that nobody states and nobody looked up."""
    return float((table["basis"] == "assumed").mean()) if len(table) else 0.0
