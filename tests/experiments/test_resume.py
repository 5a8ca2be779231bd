"""An interrupted sweep goes on, does only what is missing, and ends as if nothing had happened."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from experiments.run import check
from experiments.sweep.plan import plan
from experiments.sweep.sweep import prepare, run_sweep
from sim.errors import WorldError
from tests.experiments.sweeps import MIXED, SMALL, Silence, composed_of, factor, job_of, swept, tables

PRECISE = (*MIXED, "replications=60", "precision=0.12", "chunk=200")
NOISE = factor("noise", "theory.synthesis.threat.noise", levels=[0.1, 0.2, 0.3, 0.4])
LONG = (*SMALL, NOISE, "coding_draws=40", "replications=16000", "chunk=50000")
TABLES = ("sweep.csv", "points.parquet", "assumptions.csv", "names.csv", "config.yaml", "cells/*")


def casus(folder: Path, *words: str) -> subprocess.Popen[str]:
    """The command, started in `folder`."""
    program = "from experiments.cli import main; main()"
    return subprocess.Popen(
        [sys.executable, "-c", program, *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def finished(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Exit status and all that the terminal showed."""
    out, err = process.communicate(timeout=300)
    return process.returncode, out + err


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Tables and parts of a results folder."""
    files = [file for pattern in TABLES for file in folder.glob(pattern)]
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    """The folder of a sweep that nobody disturbed."""
    folder = tmp_path_factory.mktemp("whole")
    status, told = finished(casus(folder, *LONG, "hydra.run.dir=out"))
    assert status == 0, told
    return folder / "out"


@pytest.mark.parametrize("words", [(*MIXED, "chunk=200"), PRECISE], ids=["fixed", "precise"])
def test_only_what_is_missing_is_run(words, tmp_path, monkeypatch):
    """Whatever is missing, and however the rest was cut."""
    job = prepare(composed_of(*words))
    expected = swept(tmp_path, *words)
    lost = sorted((tmp_path / "cells").iterdir())[1::3]
    for file in lost:
        file.unlink()
    asked = []
    import experiments.sweep.executors as executors

    run_chunk = executors.run_chunk
    monkeypatch.setattr(executors, "run_chunk", lambda job, chunk: asked.append(chunk) or run_chunk(job, chunk))
    again = prepare(composed_of(*words, f"resume={tmp_path}", "chunk=77", "workers=3"))
    run_sweep(again, tmp_path, Silence())
    assert {chunk.part for chunk in asked} == set(range(1, plan(job).parts, 3))
    assert tables(again, tmp_path) == expected


def test_chunks_of_a_part_are_kept_until_it_is_whole(tmp_path, monkeypatch):
    """A part that is long to run loses only the chunks that ran."""
    words = (*SMALL, NOISE, "replications=50", "chunk=12")
    expected = swept(tmp_path / "whole", *words)
    import experiments.sweep.executors as executors

    run_chunk, asked = executors.run_chunk, []

    def tired(job, chunk):
        asked.append(chunk)
        if len(asked) == 20:
            raise MemoryError("enough")
        return run_chunk(job, chunk)

    monkeypatch.setattr(executors, "run_chunk", tired)
    job, folder = job_of(*words[len(SMALL) :], "workers=1"), tmp_path / "stopped"
    with pytest.raises(Exception, match="MemoryError: enough"):
        run_sweep(job, folder, Silence())
    kept = len(list((folder / "chunks").iterdir()))
    assert kept >= 1
    before = len(asked)
    run_sweep(job, folder, Silence())
    assert before - 1 + len(asked) - before <= 4 * 13 + 2
    assert tables(job, folder) == expected
    assert not (folder / "chunks").exists()


def test_another_experiment_is_refused_with_what_differs(whole, tmp_path):
    """Each key with both values; exit status 2, and nothing is written."""
    before = {file: file.stat().st_mtime_ns for file in whole.rglob("*")}
    words = ["seed=2", "coding_draws=41", "crisis.kazakhstan_2022.spillover=0.1"]
    status, told = finished(casus(tmp_path, *LONG, *words, f"resume={whole}"))
    assert status == 2
    lines = told.splitlines()
    assert f"resume={whole}: seed differs: 1 there, 2 now" in lines
    assert f"resume={whole}: coding_draws differs: 40 there, 41 now" in lines
    assert f"resume={whole}: crisis.kazakhstan_2022.spillover differs: 0.4 there, 0.1 now" in lines
    assert any("coded range of crisis.kazakhstan_2022.spillover differs" in line for line in lines)
    assert lines[-1] == "4 problems; nothing was run or written"
    assert list(tmp_path.iterdir()) == []
    assert {file: file.stat().st_mtime_ns for file in whole.rglob("*")} == before


def test_no_folder_no_resuming(tmp_path):
    """A folder that is not there, one without a sweep, a replay, and several jobs at once."""
    (tmp_path / "empty").mkdir()
    empty, sweep = f"resume={tmp_path / 'empty'}", [*SMALL, NOISE]
    for words, alone, expected in [
        ([*sweep, "resume=lost"], True, "resume=lost: no such folder"),
        ([*sweep, empty], True, f"{empty}: no sweep was begun there: it has no begun.json"),
        ([empty], True, f"{empty}: only a sweep can be resumed (got kind replay); run it anew"),
        ([*sweep, empty], False, f"{empty}: goes without -m: resume one folder at a time"),
    ]:
        with pytest.raises(WorldError) as refusal:
            check(composed_of(*words), alone=alone)
        assert str(refusal.value) == expected


def test_a_folder_of_another_sweep_is_not_gone_on_with(tmp_path):
    """Also when nobody asked to resume it."""
    swept(tmp_path, *SMALL, NOISE)
    with pytest.raises(WorldError, match=f"^{tmp_path}: seed differs: 1 there, 2 now$"):
        run_sweep(job_of(NOISE, "seed=2"), tmp_path, Silence())


def test_machine_settings_make_no_other_experiment(tmp_path):
    """Where and how fast a sweep runs is no part of what it is."""
    words = [*SMALL, NOISE]
    swept(tmp_path, *words)
    for more in ("workers=1", "executor=dask", "chunk=3", "title=Other"):
        prepare(composed_of(*words, more, f"resume={tmp_path}"))
    with pytest.raises(WorldError, match="replications differs: 5 there, 6 now"):
        prepare(composed_of(*words, "replications=6", f"resume={tmp_path}"))


def test_ctrl_c_ends_with_how_to_go_on(whole, tmp_path):
    """One line and exit status 130; what was done is kept."""
    process = casus(tmp_path, *LONG, "workers=1", "hydra.run.dir=out")
    _wait_for(tmp_path / "out" / "cells", 1)
    process.send_signal(signal.SIGINT)
    status, told = finished(process)
    assert status == 130, told
    (line,) = [line for line in told.splitlines() if line]
    assert line.startswith("interrupted; what is done is kept; go on with: casus kind=sweep ")
    assert line.endswith(" resume=out")
    assert finished(casus(tmp_path, *LONG, "resume=out"))[0] == 0
    assert bytes_of(tmp_path / "out") == bytes_of(whole)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_a_killed_sweep_goes_on_as_if_nothing_had_happened(seed, whole, tmp_path):
    """SIGKILL at a random moment, once or several times."""
    dice = random.Random(seed)
    words = [*LONG, "hydra.run.dir=out"]
    while True:
        process = casus(tmp_path, *words)
        if not (tmp_path / "out" / "begun.json").exists():
            _wait_for(tmp_path / "out", 1)
        time.sleep(dice.uniform(0.0, 3.0))
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        if not (tmp_path / "out" / "begun.json").exists():
            shutil.rmtree(tmp_path / "out")
            continue
        words = [*LONG, "resume=out"]
        if dice.random() < 0.5:
            break
    status, told = finished(casus(tmp_path, *words))
    assert status == 0, told
    assert bytes_of(tmp_path / "out") == bytes_of(whole)


def _wait_for(folder: Path, files: int) -> None:
    """Until the folder holds so many files, at most a minute."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if folder.is_dir() and len(list(folder.iterdir())) >= files:
            return
        time.sleep(0.005)
    raise TimeoutError(folder)
