"""The patterns that the model is judged by: documented facts, each with its threshold, in-sample.

The definitions are data (`configs/patterns.yaml`); this module looks up their figures and compares.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.expectation import expectation
from analysis.measures import MEASURES, NAN, matching

Tables = Mapping[str, pd.DataFrame]
Definition = Mapping[str, Any]

COLUMNS = ["pattern", "kind", "theory", "holds", "figure", "expected"]
KINDS = ("emergent", "by coding")


def patterns(tables: Tables, definitions: Sequence[Definition]) -> pd.DataFrame:
    """Judge every pattern under every theory in the tables.

    `tables`: by name, any of likelihood, gates, ladder, contributions, objections, counts, day_counts, sweep. A
    definition gives pattern (a sentence), kind, figure (a key of MEASURES), of (what the measure needs)
    and expected (see `expectation`).

    Returns COLUMNS: holds is True, False or empty, figure a number or empty. Both are empty when the crisis, the
    organization or the table is not there; where they are and what is measured never happened (no force
    to share, no decision), figure is empty and the pattern does not hold. ValueError for a bad definition.
    """
    for definition in definitions:
        _check(definition)
    rows = [_judge(tables, definition, theory) for definition in definitions for theory in _theories(tables)]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"holds": "boolean", "figure": "Float64"})


def held(table: pd.DataFrame) -> pd.DataFrame:
    """How many patterns hold, of those that could be judged: theory, kind, held, judged."""
    judged = table[table["holds"].notna()]
    by_kind = judged.groupby(["theory", "kind"], sort=False)["holds"].agg(["sum", "count"]).astype(int)
    return by_kind.rename(columns={"sum": "held", "count": "judged"}).reset_index()


def _theories(tables: Tables) -> list[str]:
    """Theories in order of first appearance."""
    seen: dict[str, None] = {}
    for table in tables.values():
        if "theory" in table.columns:
            seen.update(dict.fromkeys(table["theory"]))
    return list(seen)


def _judge(tables: Tables, definition: Definition, theory: str) -> dict[str, Any]:
    figure = _figure(tables, definition, theory)
    holds = expectation(definition["expected"]).holds(figure) if figure is not None else None
    return {
        "pattern": definition["pattern"],
        "kind": definition["kind"],
        "theory": theory,
        "holds": holds,
        "figure": None if figure is None or figure != figure else figure,
        "expected": definition["expected"],
    }


def _figure(tables: Tables, definition: Definition, theory: str) -> float | None:
    """The number; NaN where the cell is there and the thing never happened; None where the cell is not there."""
    measure, of = MEASURES[definition["figure"]], definition["of"]
    if measure.table not in tables or not _present(tables, measure.table, of, theory):
        return None
    rows = matching(_of_theory(tables[measure.table], theory), of)
    return measure.figure(rows, of) if len(rows) else NAN


def _present(tables: Tables, table: str, of: Definition, theory: str) -> bool:
    """Whether crisis and organization are in the likelihood table; for a sweep, whether its own has the factors."""
    place = {key: of[key] for key in ("crisis", "organization") if key in of}
    factors = [*([of["along"]] if "along" in of else []), *of.get("where", {})]
    base = tables[table] if table == "sweep" else tables.get("likelihood", tables[table])
    return set(factors) <= set(base.columns) and len(matching(_of_theory(base, theory), place)) > 0


def _of_theory(table: pd.DataFrame, theory: str) -> pd.DataFrame:
    return table[table["theory"] == theory]


def _check(definition: Definition) -> None:
    """Raise ValueError that says which pattern, what is wrong with it and what is allowed."""
    where = f"pattern {definition.get('pattern', definition)!r}"
    missing = [key for key in ("pattern", "kind", "figure", "of", "expected") if key not in definition]
    if missing:
        raise ValueError(f"{where}: {', '.join(missing)} missing")
    if definition["kind"] not in KINDS:
        raise ValueError(f"{where}: kind: got {definition['kind']!r}; allowed: {', '.join(KINDS)}")
    if definition["figure"] not in MEASURES:
        raise ValueError(f"{where}: figure: no measure {definition['figure']!r}; there are {', '.join(MEASURES)}")
    _check_needs(where, definition)
    _check_expected(where, definition["expected"])


def _check_needs(where: str, definition: Definition) -> None:
    needs = [key for key in MEASURES[definition["figure"]].needs if key not in definition["of"]]
    if needs:
        raise ValueError(f"{where}: of: {definition['figure']} needs {', '.join(needs)}")


def _check_expected(where: str, text: str) -> None:
    try:
        expectation(text)
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from None
