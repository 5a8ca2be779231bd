"""What a sweep leaves in its folder, and that others can read it."""

import json

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from experiments.sweep.cells import COUNTS, KEYS, Cells, added
from experiments.sweep.chunk import Chunk
from experiments.sweep.store_cells import CellStore
from experiments.sweep.sweep import run_sweep
from experiments.sweep.tables import write_sweep
from sim.errors import BrokenInvariant
from tests.experiments.sweeps import SMALL, Silence, cells_in, factor, job_of, swept

PRESSURE = factor("pressure", "theory.synthesis.benefit.pressure", levels=[0.0, 0.25, 1.0])
RULE = factor("rule", "organization.csto.charter.founding.decision_rule", levels=["consensus", "unanimity"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A finished sweep of six points."""
    path = tmp_path_factory.mktemp("sweep")
    swept(path, *SMALL, PRESSURE, RULE, "chunk=30")
    return path


def test_parts_and_points_are_plain_parquet(folder):
    """One row for each point; one for each point, crisis, organization and theory; whole numbers."""
    points, cells = pd.read_parquet(folder / "points.parquet"), pd.read_parquet(folder / "cells")
    assert points.columns.tolist() == ["point", "pressure", "rule", "message"]
    assert points["pressure"].tolist() == [0.0, 0.0, 0.25, 0.25, 1.0, 1.0]
    assert points["message"].isna().all()
    named = ["point", "crisis", "organization", "theory", "host_is_member"]
    assert cells.columns.tolist() == [*named, *COUNTS, "force_by_draw"]
    assert cells["point"].tolist() == list(range(6))
    assert all(kind == np.int64 for kind in cells[list(COUNTS)].dtypes)
    assert (cells["force_by_draw"].map(sum) == cells["force"]).all()


def test_counts_add_up(folder):
    """Rungs sum to the runs; whoever passed all gates or died at one is everyone."""
    cells = pd.read_parquet(folder / "cells")
    assert (cells["runs"] == 15).all()
    assert (cells.filter(like="rung_").sum(axis=1) == 15).all()
    assert (cells.filter(like="first_shut_").sum(axis=1) + cells["passed_arrived"] == 15).all()


def test_the_table_of_a_sweep_has_its_points_in_order(folder):
    """As read from the parts."""
    table = pd.read_csv(folder / "sweep.csv")
    cells = pd.read_parquet(folder / "cells")
    assert table["pressure"].tolist() == [0.0, 0.0, 0.25, 0.25, 1.0, 1.0]
    assert table["p_force"].tolist() == pytest.approx((cells["force"] / cells["runs"]).tolist())
    assert (table["n_draws"] == 3).all()
    assert (table["n_reps"] == 5).all()


def test_what_it_was_begun_with_is_written_down(folder):
    """Seed, hash, plan, and every value that decides a number."""
    begun = json.loads((folder / "begun.json").read_text())
    assert begun["seed"] == 1
    assert begun["plan"]["points"] == 6
    assert begun["numbers"]["factors.pressure.levels"] == [0.0, 0.25, 1.0]
    assert "version of numba" in begun["numbers"]
    progress = json.loads((folder / "progress.json").read_text())
    assert progress["config_hash"] == begun["config_hash"]
    assert progress["runs_done"] == progress["runs"] == 6 * 15
    assert "100.0% 90 of 90 runs, " in (folder / "progress.log").read_text()


def test_size_grows_with_points_and_not_with_runs(tmp_path):
    """A hundred times the runs are as many rows and columns."""
    few = swept(tmp_path / "few", *SMALL, PRESSURE, "replications=2")
    many = swept(tmp_path / "many", *SMALL, PRESSURE, "replications=200")
    assert sum(map(len, many.values())) < 1.05 * sum(map(len, few.values()))


def test_nothing_but_whole_files_is_left(folder):
    """No temporary names, no chunks."""
    names = {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}
    assert not [name for name in names if name.endswith(".part")]
    assert not (folder / "chunks").exists()


def test_cells_are_the_same_after_writing_and_reading(tmp_path):
    """Keys, counts, draws, and reasons of failure."""
    job = job_of(PRESSURE)
    rng = np.random.default_rng(1)
    keys = np.array([[1, 0, 0, 0, 1], [2, 0, 0, 0, 0]])
    cells = Cells(keys, rng.integers(0, 9, (2, len(COUNTS))), rng.integers(0, 9, (2, 3)), {0: "no"})
    store, chunk = CellStore(tmp_path, job), Chunk(0, (0, 1, 2), 0, 5)
    store.write_chunk(range(3), chunk, cells)
    found = store.read_chunk(range(3), chunk)
    assert found is not None
    for name in ("keys", "counts", "force_by_draw"):
        np.testing.assert_array_equal(getattr(found, name), getattr(cells, name))
    assert found.failed == {0: "no"}
    assert store.read_chunk(range(3), Chunk(0, (0, 1, 2), 5, 5)) is None


def test_cells_add_up_in_any_order():
    """The order of their keys, not of the parts; a point that failed once is left out."""
    rng = np.random.default_rng(2)
    keys = np.array([[point, 0, crisis, 0, 1] for point in range(4) for crisis in range(2)])
    parts = [
        Cells(keys[chosen], rng.integers(0, 9, (6, len(COUNTS))), rng.integers(0, 9, (6, 3)))
        for chosen in (rng.permutation(8)[:6] for _ in range(3))
    ]
    once, again = added(parts), added([added(parts[1:]), parts[0]])
    np.testing.assert_array_equal(once.keys, again.keys)
    np.testing.assert_array_equal(once.counts, again.counts)
    assert once.keys.tolist() == sorted(once.keys.tolist())
    without = added([*parts, Cells(keys[:0], parts[0].counts[:0], parts[0].force_by_draw[:0], {1: "no"})])
    assert 1 not in without.column("point")
    assert len(KEYS) == keys.shape[1]


def test_a_point_that_fails_is_a_row_with_its_message(tmp_path, monkeypatch):
    """All others are finished."""
    import experiments.sweep.chunk as chunk

    tally_of = chunk.tally_of

    def broken(case, *args, **keys):
        if (case.arrays.benefit_weights[:, 3] == 0.25).any():
            raise BrokenInvariant("pressure of a quarter")
        return tally_of(case, *args, **keys)

    monkeypatch.setattr(chunk, "tally_of", broken)
    job = job_of(PRESSURE, RULE, "workers=1")
    failed = run_sweep(job, tmp_path, Silence())
    assert failed == {2: "BrokenInvariant: pressure of a quarter", 3: "BrokenInvariant: pressure of a quarter"}
    points = pd.read_parquet(tmp_path / "points.parquet")
    assert points["message"].notna().tolist() == [False, False, True, True, False, False]
    assert {key[0] for key in cells_in(tmp_path)} == {0, 1, 4, 5}
    write_sweep(tmp_path, ["pressure", "rule"])
    assert len(pd.read_csv(tmp_path / "sweep.csv")) == 4
    assert run_sweep(job, tmp_path, Silence()) == failed


def test_a_part_is_a_file_named_by_its_points(folder):
    """So that they sort in the order of points."""
    names = [file.name for file in sorted((folder / "cells").iterdir())]
    assert names == [f"part-{point:06}-{point:06}.parquet" for point in range(6)]
    assert pq.read_schema(folder / "cells" / names[0]).metadata[b"casus"] == b'{"runs": 15, "failed": {}}'
