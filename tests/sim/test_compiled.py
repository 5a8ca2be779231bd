"""The cache of machine code: no edit can make it stale."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import sim
from sim import compiled
from sim.compiled import COMPILED_SOURCES, source_hash

SOURCES = Path(sim.__file__).parent

_SCRIPT = """
import numpy as np
from sim.arrays import Arrays
from sim.ensemble.members import perceive
from tests.sim.test_compiled import small_case
from sim.ensemble.memory import empty_memory
from sim.record import empty_record
arrays = small_case().arrays
record, memory = empty_record(arrays, trace=True), empty_memory(arrays)
record.severity[0] = 0.5
perceive(arrays, 0, 1, 0, record, memory)
print(record.threat[0].tolist())
"""


def small_case() -> "sim.arrays.Case":  # type: ignore[name-defined]
    """Three members without noise."""
    from sim.lowering import lower
    from sim.schema import DecisionRule
    from tests.sim.worlds import CRISIS, ORGANIZATION, THEORY, world

    return lower(world(3, DecisionRule.CONSENSUS), CRISIS, THEORY, [ORGANIZATION])


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sources, of which the hash is taken."""
    folder = tmp_path / "sim"
    shutil.copytree(SOURCES, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(compiled, "_SOURCES", folder)
    return folder


def test_the_hash_is_that_of_the_sources(copied: Path) -> None:
    """A copy elsewhere has the same hash, whatever else lies beside it."""
    assert copied != SOURCES
    copy = source_hash()
    (copied / "notes.txt").write_text("no source")
    assert copy == source_hash()
    assert len(copy) == 16
    assert int(copy, 16) >= 0


@pytest.mark.parametrize("file", ["rules/position.py", "ensemble/day.py", "draws.py", "arrays.py"])
def test_any_edit_changes_the_hash(copied: Path, file: str) -> None:
    """One more line in any file, and back."""
    before, text = source_hash(), (copied / file).read_text()
    (copied / file).write_text(text + "\n")
    assert before != source_hash()
    (copied / file).write_text(text)
    assert before == source_hash()


def test_a_new_a_lost_and_a_moved_file_change_the_hash(copied: Path) -> None:
    """Names count, not only texts."""
    seen = {source_hash()}
    (copied / "rules" / "new.py").write_text("")
    seen.add(source_hash())
    (copied / "rules" / "new.py").rename(copied / "rules" / "newer.py")
    seen.add(source_hash())
    (copied / "rules" / "hook.py").unlink()
    seen.add(source_hash())
    assert len(seen) == 4


def test_the_cache_lies_in_a_folder_of_the_hash() -> None:
    """Unless the user says where."""
    folder = os.environ["NUMBA_CACHE_DIR"]
    assert folder.endswith(source_hash()) or "casus-foederis" not in folder


@pytest.mark.slow
def test_an_edited_rule_changes_what_the_ensemble_perceives(tmp_path: Path) -> None:
    """The compiled caller in another file, once cached, does not keep the old rule."""
    root = Path(__file__).parents[2]
    for package in ("sim", "configs", "tests"):
        shutil.copytree(root / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    places = {"PYTHONPATH": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache"), "HOME": str(tmp_path)}
    kept = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}

    def perceived() -> list[float]:
        done = subprocess.run(
            [sys.executable, "-c", _SCRIPT],
            cwd=tmp_path,
            env=kept | places,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return [float(number) for number in done.stdout.strip(" []\n").split(",")]

    before, again = perceived(), perceived()
    assert before == again
    rule = tmp_path / "sim" / "rules" / "perception.py"
    line = "severity * vulnerability + noise"
    assert line in rule.read_text()
    rule.write_text(rule.read_text().replace(line, f"{line} + 0.125"))
    assert perceived() == [number + 0.125 for number in before]


def test_every_rule_lies_in_a_file_that_is_hashed() -> None:
    """No file outside the list compiles anything."""
    hashed = {file for pattern in COMPILED_SOURCES for file in SOURCES.glob(pattern)}
    for file in SOURCES.rglob("*.py"):
        compiles = re.search(r"^@(rule|phase|wrapping)$", file.read_text(), re.MULTILINE)
        assert not compiles or file in hashed, file
