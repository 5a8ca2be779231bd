"""Gates three ways, and the ladder."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given as where
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analysis.gates import COLUMNS, gates
from analysis.vocabulary import GATES, RUNGS

CELL = {"crisis": "c", "organization": "o", "theory": "t"}


def test_words_are_those_of_the_model() -> None:
    """Gates and rungs are those that the model records, in its order."""
    record, enums = pytest.importorskip("sim.record"), pytest.importorskip("sim.schema.enums")
    assert record.GATES == GATES
    assert tuple(rung.value for rung in enums.Rung) == RUNGS


def test_every_run_dies_once_or_passes(tables: dict[str, pd.DataFrame]) -> None:
    """p_route and the shares that died first at each gate sum to 1 in every cell."""
    table = tables["gates"]
    assert list(table.columns) == COLUMNS
    died = table.groupby(["crisis", "organization"])["first_shut"].sum()
    route = table.groupby(["crisis", "organization"])["p_route"].first()
    assert (died + route).to_numpy() == pytest.approx(1.0)


def test_missing_gate_is_empty_and_not_passed(tables: dict[str, pd.DataFrame]) -> None:
    """A gate that a rule does not have has no shares."""
    table = tables["gates"]
    missing = table[(table["organization"] == "o2") & (table["gate"] == "hegemon")]
    assert not missing["exists"].any()
    assert missing[["passed", "shut", "first_shut", "lifted"]].isna().all(axis=None)


def test_broken_counts_are_refused(given: dict[str, pd.DataFrame]) -> None:
    """Counts that do not add up are said to be wrong, cell by cell."""
    broken = given["counts"].assign(passed_arrived=0)
    with pytest.raises(ValueError, match="c0 / o0 / synthesis: 0 runs passed all gates"):
        gates(broken)


def test_ladder_sums_to_one(tables: dict[str, pd.DataFrame]) -> None:
    """Every run delivers one highest rung."""
    assert tables["ladder"].groupby(["crisis", "organization"])["probability"].sum().to_numpy() == pytest.approx(1.0)
    assert tables["ladder"]["rung"].tolist()[: len(RUNGS)] == list(RUNGS)


@settings(deadline=None)
@where(opened=arrays(bool, st.tuples(st.integers(1, 40), st.just(len(GATES)))))
def test_three_ways_agree_with_the_runs(opened: np.ndarray, counted: Callable[..., dict[str, int]]) -> None:
    """First shut <= shut; lifting alone <= shut and opens only runs with one shut gate."""
    table = gates(pd.DataFrame([CELL | counted(opened)])).set_index("gate")
    assert (table["first_shut"] <= table["shut"]).all()
    assert (table["lifted"] <= table["shut"]).all()
    assert table["lifted"].sum() == pytest.approx(((~opened).sum(axis=1) == 1).mean())
    assert table.loc["asked", "shut"] == pytest.approx(table.loc["asked", "first_shut"])
