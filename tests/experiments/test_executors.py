"""Results are the same bits for any executor, number of workers and chunking, resumed or not."""

import os
import signal
import threading
from pathlib import Path

import pytest

from experiments.sweep import executors
from experiments.sweep.chunk import Chunk
from experiments.sweep.executors import run_same
from sim.errors import WorldError
from tests.experiments.sweeps import MIXED, SMALL, factor, job_of, swept

NOISE = factor("noise", "theory.synthesis.threat.noise", levels=[0.1, 0.2])

PRECISE = (*MIXED, "replications=60", "precision=0.12")


@pytest.fixture(scope="module", params=[MIXED, PRECISE], ids=["fixed", "precise"])
def given(request, tmp_path_factory):
    """A design and its tables by one thread."""
    return request.param, swept(tmp_path_factory.mktemp("one"), *request.param, "workers=1", "chunk=200")


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_threads_change_nothing(workers, given, tmp_path):
    """Every table and every part, byte for byte."""
    words, expected = given
    assert swept(tmp_path, *words, f"workers={workers}", "chunk=200") == expected


@pytest.mark.parametrize("chunk", [30, 77, 1_000_000])
def test_chunks_change_no_table(chunk, given, tmp_path):
    """Parts are cut otherwise; what they hold is the same."""
    words, expected = given
    found = swept(tmp_path, *words, f"chunk={chunk}")
    for name in ("sweep.csv", "points.parquet"):
        assert found[name] == expected[name]


@pytest.mark.filterwarnings("ignore")
def test_dask_changes_nothing(tmp_path):
    """Other processes count the same."""
    expected = swept(tmp_path / "threads", *PRECISE, "chunk=200")
    assert swept(tmp_path / "dask", *PRECISE, "executor=dask", "workers=2", "chunk=200") == expected


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("workers", [1, 2, 4])
def test_dask_with_any_number_of_workers_changes_nothing(workers, given, tmp_path):
    """As many processes as there are, or more than processors."""
    words, expected = given
    assert swept(tmp_path, *words, "executor=dask", f"workers={workers}", "chunk=200") == expected


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_killed_dask_workers_cost_only_time(tmp_path):
    """Their chunks are run again by others."""
    words = (*MIXED, "replications=20000", "chunk=20000")
    expected = swept(tmp_path / "quiet", *words)
    killed, over = [], threading.Event()
    thread = threading.Thread(target=_kill_workers, args=(tmp_path / "killed", killed, over))
    thread.start()
    found = swept(tmp_path / "killed", *words, "executor=dask", "workers=2")
    over.set()
    thread.join()
    assert len(killed) >= 2
    assert found == expected


def _kill_workers(folder: Path, killed: list[int], over: threading.Event) -> None:
    """Kill a worker process of this process each second, from when the first chunk or part is kept."""
    while not over.wait(0.05) and not [*folder.glob("c*/*")]:
        pass
    while len(killed) < 4 and not over.wait(1.0):
        workers = [pid for pid in _below(os.getpid()) if pid not in killed and _is_worker(pid)]
        if len(workers) > 1:
            os.kill(workers[0], signal.SIGKILL)
            killed.append(workers[0])


def _is_worker(pid: int) -> bool:
    """Whether a process was made by multiprocessing's spawn, as Dask's nannies do."""
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            return b"spawn_main" in file.read()
    except OSError:
        return False


def _below(pid: int) -> list[int]:
    """Child processes of a process, and theirs."""
    found: list[int] = []
    for task in os.listdir(f"/proc/{pid}/task"):
        try:
            with open(f"/proc/{pid}/task/{task}/children") as file:
                children = [int(word) for word in file.read().split()]
        except OSError:
            continue
        for child in children:
            found += [child, *_below(child)]
    return found


@pytest.mark.filterwarnings("ignore")
def test_a_scheduler_that_is_not_there_is_refused(monkeypatch):
    """Before any folder is made; also one that nothing asks for."""
    monkeypatch.setattr(executors, "_PATIENCE", 1)
    nobody = "tcp://127.0.0.1:1"
    with pytest.raises(WorldError) as refusal:
        job_of(NOISE, f"scheduler='{nobody}'")
    assert str(refusal.value) == f"scheduler={nobody}: is for executor=dask only (got executor=local)"
    with pytest.raises(WorldError, match=f"^scheduler={nobody}: no Dask scheduler answers there: "):
        job_of(NOISE, "executor=dask", f"scheduler='{nobody}'")


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_that_is_there_already_is_used(tmp_path):
    """The command connects to its scheduler and leaves it running."""
    from distributed import LocalCluster

    expected = swept(tmp_path / "threads", *SMALL, NOISE)
    with LocalCluster(n_workers=1, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster:
        words = ("executor=dask", f"scheduler='{cluster.scheduler_address}'")
        assert swept(tmp_path / "dask", *SMALL, NOISE, *words) == expected
        assert cluster.status.name == "running"


def test_another_version_of_the_model_is_no_worker():
    """A worker whose sources differ counts nothing."""
    with pytest.raises(RuntimeError, match="a worker has another version of the model"):
        run_same(job_of(NOISE), Chunk(0, (0,), 0, 1), "0" * 16)
