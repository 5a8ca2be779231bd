"""Printed names and their order, from the table of names; a key without a name prints as itself."""

from collections.abc import Iterable, Mapping

import pandas as pd

Tables = Mapping[str, pd.DataFrame]

GATE_NAMES = {
    "asked": "Asked",
    "hook": "Mandate",
    "hegemon": "Leading states\nwilling",
    "council": "Council",
    "arrived": "Carried,\nin time",
}
ARM_NAMES = {
    "as_is": "as it is",
    "ask_all": "everyone asked",
    "institutions": "institutions transplanted",
}


class Names:
    """Looks up the printed name and the rank of a key of a kind (crisis, organization, state, theory)."""

    def __init__(self, table: pd.DataFrame) -> None:
        keys = [(str(kind), str(key)) for kind, key in zip(table["kind"], table["key"], strict=True)]
        self._names = dict(zip(keys, table["name"].astype(str), strict=True))
        self._orders = dict(zip(keys, table["order"].astype(int), strict=True))

    def name(self, kind: str, key: object) -> str:
        """The printed name of a key, or the key."""
        return self._names.get((kind, str(key)), str(key))

    def ordered(self, kind: str, keys: Iterable[object]) -> list[str]:
        """The distinct keys by their order; those without one last, as they came."""
        distinct = dict.fromkeys(str(key) for key in keys)
        last = max(self._orders.values(), default=0) + 1
        return sorted(distinct, key=lambda key: self._orders.get((kind, key), last))


def names_of(tables: Tables) -> Names:
    """The names among the tables, or none at all."""
    return Names(tables.get("names", pd.DataFrame(columns=["kind", "key", "name", "order"])))


def of_theory(table: pd.DataFrame, theory: str | None) -> pd.DataFrame:
    """The rows of one theory, the first in the table unless said; ValueError if it has none."""
    chosen = theory if theory is not None else next(iter(table["theory"]), None)
    rows = table[table["theory"] == chosen]
    if rows.empty:
        raise ValueError(f"theory: got {theory!r}; the table has {', '.join(map(str, table['theory'].unique()))}")
    return rows


def sizes(tables: Tables) -> dict[str, int]:
    """n_draws and n_reps, from the one-row table `design`."""
    design = tables["design"].iloc[0]
    return {"n_draws": int(design["n_draws"]), "n_reps": int(design["n_reps"])}
