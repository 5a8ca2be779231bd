"""Shares of the force, and objectors."""

import pandas as pd
import pytest

from analysis.contributions import COLUMNS, OBJECTIONS, contributions, objections

NO_RECORD = pd.DataFrame(columns=["crisis", "organization", "state", "persons"])


def seats(*rows: tuple[int, str, int, int, int, int]) -> pd.DataFrame:
    """Seat counts of one cell from (draw, state, force, sent, joined, objected); state `a` leads."""
    table = pd.DataFrame(rows, columns=["draw", "state", "force", "sent", "joined", "objected"])
    cell = {"crisis": "c", "organization": "o", "theory": "t", "runs": 10, "pivotal": 0}
    return table.assign(**cell, leading=table["state"] == "a")


def test_shares_sum_to_one(tables: dict[str, pd.DataFrame]) -> None:
    """All persons sent are somebody's."""
    table = tables["contributions"]
    assert list(table.columns) == COLUMNS
    assert table.groupby(["crisis", "organization"])["share"].sum().to_numpy() == pytest.approx(1.0)


def test_equal_draws_have_no_range() -> None:
    """If every coding sends the same shares, nothing hangs on the coding, however often a force comes."""
    table = contributions(
        seats((0, "a", 4, 300, 4, 0), (0, "b", 4, 100, 2, 0), (1, "a", 8, 600, 8, 0), (1, "b", 8, 200, 4, 0)),
        NO_RECORD,
    )
    assert table["share"].tolist() == table["low"].tolist() == table["high"].tolist() == [0.75, 0.25]
    assert table["joins"].tolist() == [1.0, 0.5]


def test_draws_without_force_are_left_out_of_the_range() -> None:
    """A draw in which no force comes says nothing about shares."""
    table = contributions(
        seats((0, "a", 4, 300, 4, 0), (0, "b", 4, 100, 2, 0), (1, "a", 0, 0, 0, 0), (1, "b", 0, 0, 0, 0)), NO_RECORD
    )
    assert table["low"].tolist() == table["high"].tolist() == [0.75, 0.25]


def test_cell_without_force_has_no_rows() -> None:
    """Where no force ever came there is nothing to share."""
    table = contributions(seats((0, "a", 0, 0, 0, 0)), NO_RECORD)
    assert table.empty
    assert list(table.columns) == COLUMNS


def test_recorded_shares_are_of_all_on_record(tables: dict[str, pd.DataFrame]) -> None:
    """Recorded shares sum to 1 over those on record; others are empty."""
    rows = tables["contributions"].query("crisis == 'c0' and organization == 'o0'").set_index("state")
    assert rows["recorded_share"].sum() == pytest.approx(1.0)
    assert rows.loc["s0", "recorded_persons"] == 1950
    assert pd.isna(rows.loc["s4", "recorded_share"])


def test_most_frequent_objector_ranks_first() -> None:
    """Rank counts down from the most frequent objector; equals share the better rank; who never objects is last."""
    table = objections(seats((0, "a", 0, 0, 0, 0), (0, "b", 0, 0, 0, 7), (0, "c", 0, 0, 0, 7), (0, "d", 0, 0, 0, 2)))
    assert list(table.columns) == OBJECTIONS
    assert table["rank"].tolist() == [4, 1, 1, 3]
    assert table["objected"].tolist() == [0.0, 0.7, 0.7, 0.2]


def test_council_without_objections_has_no_first() -> None:
    """Nobody is the most frequent objector of a council that agrees."""
    assert objections(seats((0, "a", 0, 0, 0, 0), (0, "b", 0, 0, 0, 0)))["rank"].tolist() == [2, 2]
