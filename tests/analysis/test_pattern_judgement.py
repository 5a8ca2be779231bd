"""Patterns: thresholds, measures, and what is said where nothing can be."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from hypothesis import given as where
from hypothesis import strategies as st

from analysis.expectation import expectation
from analysis.measures import MEASURES
from analysis.patterns import COLUMNS, KINDS, held, patterns

SHIPPED = Path(__file__).parents[2] / "configs" / "patterns.yaml"
HERE = {"crisis": "c0", "organization": "o0"}


def define(figure: str, expected: str = ">= 0.5", **of: Any) -> dict[str, Any]:
    """A definition with a sentence of its own."""
    return {
        "pattern": f"Something about {figure}.",
        "kind": "emergent",
        "figure": figure,
        "of": of,
        "expected": expected,
    }


def judge(tables: dict[str, pd.DataFrame], figure: str, expected: str = ">= 0.5", **of: Any) -> pd.Series:
    """The one row of the one pattern."""
    return patterns(tables, [define(figure, expected, **of)]).iloc[0]


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        (">= 0.75", [0.75, 1.0], [0.7499]),
        ("<= 1.5", [1.5, -3.0], [1.6]),
        ("<= -0.05", [-0.05, -1], [0.0]),
        ("0.70-0.90", [0.70, 0.8, 0.90], [0.69, 0.91]),
        ("all >= .5", [0.5], [0.4]),
    ],
)
def test_thresholds_include_their_ends(text: str, inside: list[float], outside: list[float]) -> None:
    """A threshold is met at its ends, and by no NaN."""
    threshold = expectation(text)
    assert all(threshold.holds(figure) for figure in inside)
    assert not any(threshold.holds(figure) for figure in [*outside, float("nan")])


@where(st.floats(-5, 5), st.floats(-5, 5))
def test_a_bound_from_below_and_one_from_above_split_the_line(figure: float, value: float) -> None:
    """One of the two holds, and both only at the value itself."""
    above, below = expectation(f">= {value:.6f}").holds(figure), expectation(f"<= {value:.6f}").holds(figure)
    assert above or below
    assert (above and below) == (figure == float(f"{value:.6f}"))


def test_figure_is_the_one_in_the_table(tables: dict[str, pd.DataFrame]) -> None:
    """Simple measures are a cell of a table."""
    cell = tables["likelihood"].set_index(["crisis", "organization"]).loc[("c0", "o0")]
    assert judge(tables, "p_force", **HERE)["figure"] == cell["p_force"]
    assert judge(tables, "days_to_decision", "<= 9", **HERE)["holds"]
    gate = tables["gates"].query("crisis == 'c0' and organization == 'o0' and gate == 'council'")["shut"].iloc[0]
    assert judge(tables, "gate_shut", gate="council", **HERE)["figure"] == gate


def test_derived_measures_follow_their_definitions(tables: dict[str, pd.DataFrame]) -> None:
    """Least joining leaves out leading state and host; rungs add up; unanimity is at most 1 - top objector."""
    members = tables["contributions"].query("crisis == 'c0' and organization == 'o0' and state not in ['s0', 's1']")
    assert judge(tables, "least_joining", host="s1", **HERE)["figure"] == members["joins"].min()
    ladder = tables["ladder"].query("crisis == 'c0' and organization == 'o0'").set_index("rung")["probability"]
    found = judge(tables, "rung_probability", at_least="statement", at_most="offer", **HERE)["figure"]
    assert found == pytest.approx(ladder["statement"] + ladder["offer"])
    top = tables["objections"].query("crisis == 'c0' and organization == 'o0'")["objected"].max()
    assert judge(tables, "p_unanimous", **HERE)["figure"] == 1 - top
    assert judge(tables, "highest_p_force", organization="o1")["figure"] == max(
        tables["likelihood"].query("organization == 'o1'")["p_force"]
    )


def test_shares_of_runs_come_from_the_counts(tables: dict[str, pd.DataFrame]) -> None:
    """Requested, raised and first asked are shares of all runs."""
    assert judge(tables, "first_asked", **HERE)["figure"] == 0.5
    assert judge(tables, "p_raised", **HERE)["figure"] == 0.0
    assert 0 < judge(tables, "p_requested", **HERE)["figure"] <= 1


def test_stay_is_the_day_by_which_nearly_all_have_left(tables: dict[str, pd.DataFrame]) -> None:
    """95 % of the missions are over by that day."""
    days = tables["day_counts"].query("crisis == 'c0' and organization == 'o0' and event == 'stayed'")
    figure = judge(tables, "stay", event="stayed", **HERE)["figure"]
    assert days.loc[days["day"] <= figure, "runs"].sum() >= 0.95 * days["runs"].sum()
    assert days.loc[days["day"] < figure, "runs"].sum() < 0.95 * days["runs"].sum()


def test_spread_lowers_the_chance_under_unanimity(tables: dict[str, pd.DataFrame]) -> None:
    """The change along a factor is the mean over all else, narrowed where the definition says so."""
    found = {
        rule: judge(tables, "sweep_change", "<= -0.05", along="spread", where={"rule": rule})["figure"]
        for rule in ("unanimity", "simple_majority")
    }
    assert found["unanimity"] < found["simple_majority"] <= 0
    pressed = {"rule": "unanimity", "spread": "highest"}
    assert judge(tables, "sweep_change", along="pressure", where=pressed)["figure"] > 0


def test_absent_cells_and_tables_are_left_empty(tables: dict[str, pd.DataFrame]) -> None:
    """Where the crisis, the organization or the table is not there, nothing is said."""
    for of in ({"crisis": "elsewhere", "organization": "o0"}, {"crisis": "c0", "organization": "o2"}):
        row = judge(tables, "p_force", **of)
        assert pd.isna(row["holds"])
        assert pd.isna(row["figure"])
    without = {name: table for name, table in tables.items() if name != "sweep"}
    assert pd.isna(judge(without, "sweep_change", along="spread")["holds"])
    assert pd.isna(judge(tables, "sweep_change", along="unknown_factor")["holds"])


def test_what_never_happened_does_not_hold(tables: dict[str, pd.DataFrame]) -> None:
    """A share of a force that never came is empty, and the pattern fails."""
    never = tables | {"contributions": tables["contributions"].iloc[:0]}
    row = judge(never, "share_of_state", "0.70-0.90", state="s0", **HERE)
    assert not row["holds"]
    assert pd.isna(row["figure"])


def test_each_theory_is_judged(make: Any, size: Any) -> None:
    """One row per pattern and theory."""
    table = patterns(make(size(theories=("synthesis", "rival"))), [define("p_force", **HERE)])
    assert list(table.columns) == COLUMNS
    assert table["theory"].tolist() == ["synthesis", "rival"]


def test_patterns_that_hold_are_counted_by_theory_and_kind(make: Any, size: Any) -> None:
    """What could not be judged is not counted."""
    shown = [define("p_force", "<= 1", **HERE), define("p_requested", ">= 2", **HERE)]
    missing = define("p_raised", **(HERE | {"crisis": "elsewhere"}))
    table = held(patterns(make(size()), [*shown, missing]))
    assert table.to_dict("records") == [{"theory": "synthesis", "kind": "emergent", "held": 1, "judged": 2}]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"figure": "p_forse"}, "no measure 'p_forse'; there are p_force, highest_p_force"),
        ({"kind": "lucky"}, "kind: got 'lucky'; allowed: emergent, by coding"),
        ({"expected": "about half"}, "expected: got 'about half'; write it as"),
        ({"of": {"crisis": "c0"}}, "of: p_force needs organization"),
    ],
)
def test_bad_definitions_are_named(change: dict[str, Any], message: str, tables: dict[str, pd.DataFrame]) -> None:
    """A message says which pattern, what was got and what is allowed."""
    with pytest.raises(ValueError, match=message) as caught:
        patterns(tables, [define("p_force", **HERE) | change])
    assert "pattern 'Something about p_force.'" in str(caught.value)


def test_missing_fields_are_named(tables: dict[str, pd.DataFrame]) -> None:
    """A definition without a threshold is refused."""
    with pytest.raises(ValueError, match="expected missing"):
        patterns(tables, [{k: v for k, v in define("p_force", **HERE).items() if k != "expected"}])


def test_unknown_rungs_are_named(tables: dict[str, pd.DataFrame]) -> None:
    """A rung that is not on the ladder is refused with those that are."""
    with pytest.raises(ValueError, match="at_most: got 'troops'; the rungs are silence"):
        judge(tables, "rung_probability", at_most="troops", **HERE)


def test_shipped_patterns_are_sound(tables: dict[str, pd.DataFrame]) -> None:
    """Every shipped pattern has a known measure, a readable threshold and a sentence of its own."""
    definitions = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    table = patterns(tables, definitions)
    assert table["pattern"].is_unique
    assert set(table["kind"]) <= set(KINDS)
    assert {definition["figure"] for definition in definitions} == set(MEASURES)
