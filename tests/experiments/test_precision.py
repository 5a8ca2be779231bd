"""A point is run until its chances are known precisely enough, and not longer."""

import numpy as np
import pytest

from experiments.sweep.plan import FIRST_ROUND, Plan, plan
from experiments.sweep.precision import half_width
from experiments.sweep.sweep import run_sweep
from tests.experiments.sweeps import Silence, cells_in, factor, job_of

CRISES = ["kazakhstan_2022", "kyrgyzstan_2010_june"]
DESIGN = (
    f"crisis=[{','.join(CRISES)}]",
    factor("noise", "theory.synthesis.threat.noise", levels=[0.0, 0.2, 0.4]),
    factor("where", "crisis", levels=[CRISES[0], CRISES[1], CRISES]),
)
TARGET = 0.02


@pytest.fixture(scope="module")
def stopped(tmp_path_factory):
    """The cells of a sweep in which each point stops by itself."""
    folder = tmp_path_factory.mktemp("precise")
    run_sweep(job_of(*DESIGN, "replications=1000", f"precision={TARGET}"), folder, Silence())
    return cells_in(folder)


def width(row) -> float:
    """Half-width of a cell's chance of force."""
    return float(half_width(np.array([row["force"]]), np.array([float(row["runs"])]))[0])


def test_the_half_width_is_wilsons():
    """Against the interval written out: its ends are where the normal test of a share just fails."""
    events, runs, z = np.array([0, 3, 50, 97]), np.array([10.0, 40.0, 100.0, 97.0]), 1.6448536269514722
    share = events / runs
    centre = (share + z**2 / (2 * runs)) / (1 + z**2 / runs)
    for end in (centre - half_width(events, runs), centre + half_width(events, runs)):
        np.testing.assert_allclose((share - end) ** 2, z**2 * end * (1 - end) / runs, atol=1e-12)


def test_a_point_stops_as_soon_as_all_its_chances_are_known(stopped):
    """Before that round some chance was not, and no point runs on."""
    rounds = [FIRST_ROUND * 2**k for k in range(6)] + [1000]
    for point in range(9):
        rows = [row for key, row in stopped.items() if key[0] == point]
        (runs,) = {row["runs"] for row in rows}
        assert max(width(row) for row in rows) < TARGET or runs == 3 * 1000
        assert runs // 3 in rounds


def test_points_need_different_numbers_of_runs(stopped):
    """Certain ones few, uncertain ones many."""
    assert len({row["runs"] for row in stopped.values()}) > 1


def test_the_promised_interval_is_kept(tmp_path, stopped):
    """Nearly all chances of force lie within the precision of those from many more runs."""
    run_sweep(job_of(*DESIGN, "replications=4000"), tmp_path, Silence())
    exact = cells_in(tmp_path)
    errors = [
        abs(row["force"] / row["runs"] - exact[key]["force"] / exact[key]["runs"]) for key, row in stopped.items()
    ]
    assert np.mean(np.array(errors) < TARGET) >= 0.85
    assert max(errors) < 3 * TARGET


def test_runs_of_a_point_that_stopped_are_those_of_one_that_did_not(tmp_path, stopped):
    """The first replications, and no others."""
    key = min(stopped, key=lambda key: stopped[key]["runs"])
    run_sweep(job_of(*DESIGN, f"replications={stopped[key]['runs'] // 3}"), tmp_path, Silence())
    assert cells_in(tmp_path)[key]["force_by_draw"].tolist() == stopped[key]["force_by_draw"].tolist()


@pytest.mark.parametrize("chunk", [1, 10, 333, 10_000, 10**9])
@pytest.mark.parametrize("rounds", [(7,), (16, 32, 50)])
def test_a_plan_runs_each_replication_of_each_point_once(chunk, rounds):
    """However it is cut."""
    cut = Plan(points=11, points_in_part=4, draws=6, chunk=chunk, rounds=rounds)
    ran = [
        (point, replication)
        for part in range(cut.parts)
        for turn in range(len(rounds))
        for piece in cut.chunks(part, cut.part(part), turn)
        for point in piece.points
        for replication in range(piece.first, piece.first + piece.replications)
    ]
    assert sorted(ran) == [(point, replication) for point in range(11) for replication in range(rounds[-1])]


def test_parts_are_small_enough_for_memory_and_many_enough_for_workers():
    """Points by the thousand share a part; few points are spread; a long point has one of its own."""
    sample = (factor("noise", "theory.synthesis.threat.noise", range=[0, 0.4]), "design.kind=latin_hypercube")
    assert plan(job_of(*sample, "design.size=1000000")).points_in_part == 250_000 // 15
    assert plan(job_of(*sample, "design.size=1000000", "replications=1")).points_in_part == 65_536 // 3
    assert plan(job_of(*sample, "design.size=80")).points_in_part == 10
    assert plan(job_of(*sample, "design.size=80", "replications=1000000")).points_in_part == 1
