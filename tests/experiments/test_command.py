"""The command as its user runs it: one process, one folder of tables and figures."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from experiments import console as screen
from experiments import terminal
from tests.experiments.conftest import CRISIS, ORGANIZATION, write_world

ROOT = Path(__file__).parents[2]
SMALL = ("coding_draws=2", "replications=6")
TABLES = """
    likelihood gates ladder contributions objections patterns leverage assumptions sources names days day_marks
    counts day_counts
""".split()  # noqa: SIM905  (one line a person can read)
COLUMNS = """
    crisis organization theory request host_is_member n_draws n_reps p_force mc_low mc_high coding_low coding_high
    p_asked p_hook p_hegemon p_council p_arrived p_alone days_to_decision days_to_arrival recorded_rung recorded_force
""".split()  # noqa: SIM905


def casus(folder: Path, *arguments: str, command: str = "main") -> subprocess.CompletedProcess[str]:
    """Run a command of the project in `folder`."""
    program = f"from experiments.cli import {command}; {command}()"
    return subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=folder, capture_output=True, text=True, timeout=300
    )


def results(folder: Path) -> Path:
    """The one results folder below `folder`."""
    (found,) = folder.glob("outputs/*/*")
    return found


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small replay of one crisis."""
    folder = tmp_path_factory.mktemp("replay")
    done = casus(folder, "crisis=[kazakhstan_2022]", *SMALL)
    assert done.returncode == 0, done.stderr
    assert "Everything is in outputs/replay/" in done.stdout
    return results(folder)


def test_a_replay_leaves_every_table(replayed: Path) -> None:
    """Tables, configuration, manifest and figures, and nothing half-written."""
    names = {path.name for path in replayed.iterdir()}
    assert {f"{table}.csv" for table in TABLES} | {"config.yaml", "manifest.json", "figures"} <= names
    assert not [name for name in names if name.endswith(".part")]
    assert (replayed / "figures" / "likelihood.svg").exists()
    assert (replayed / "report.html").exists()


def test_the_likelihood_table_has_the_promised_columns(replayed: Path) -> None:
    """One row for each organization of the day, none for one that had ended."""
    table = pd.read_csv(replayed / "likelihood.csv")
    assert table.columns.tolist() == COLUMNS
    assert table["organization"].tolist() == ["csto", "sco", "nato", "eaeu", "un", "osce"]
    assert table["p_force"].between(table["mc_low"], table["mc_high"]).all()


def test_the_ledger_says_what_stands_behind_each_value(replayed: Path) -> None:
    """A basis beside every value; nothing of a crisis that was not run."""
    ledger = pd.read_csv(replayed / "assumptions.csv")
    assert set(ledger["basis"]) <= {"stated", "coded", "record", "assumed"}
    assert ledger["path"].is_unique
    assert not ledger["path"].str.startswith("crisis.armenia").any()
    assert ledger["path"].str.startswith("state.kaz.").any()


def test_the_manifest_tells_how_to_do_it_again(replayed: Path) -> None:
    """Command, seed, versions and a hash of each table."""
    manifest = json.loads((replayed / "manifest.json").read_text())
    assert manifest["command"] == "casus 'crisis=[kazakhstan_2022]' coding_draws=2 replications=6"
    assert manifest["seed"] == 1
    assert set(manifest["hashes"]) >= {"likelihood.csv", "config.yaml"}


def test_figures_and_report_are_made_again_from_the_tables(replayed: Path) -> None:
    """The same bytes, from the folder alone."""
    files = [replayed / "figures" / "likelihood.svg", replayed / "report.html"]
    before = [file.read_bytes() for file in files]
    for file in files:
        file.unlink()
    done = casus(replayed, str(replayed), command="figures")
    assert done.returncode == 0, done.stderr
    assert [file.read_bytes() for file in files] == before


def test_both_engines_write_the_same_table(replayed: Path, tmp_path: Path) -> None:
    """The readable model and the compiled ensemble, byte for byte."""
    done = casus(tmp_path, "crisis=[kazakhstan_2022]", "engine=mesa", *SMALL)
    assert done.returncode == 0, done.stderr
    for table in ("likelihood", "gates", "contributions", "counts"):
        name = f"{table}.csv"
        assert (results(tmp_path) / name).read_bytes() == (replayed / name).read_bytes()


def test_a_run_is_told_day_by_day(tmp_path: Path) -> None:
    """Who perceived what, who voted how, and the rung that the rule let through."""
    done = casus(tmp_path, "experiment=trace", "crisis=[kazakhstan_2022]", "draw=1", "replication=2")
    assert done.returncode == 0, done.stderr
    trace = pd.read_csv(results(tmp_path) / "trace.csv")
    assert {"channels", "threat", "appeal", "weighs", "vote_on_force", "council_takes", "gate"} <= set(trace["kind"])
    assert "coding draw 1, replication 2" in done.stdout
    assert "[csto] vote on force rus: " in done.stdout
    assert "[csto] council takes: " in done.stdout
    assert "INFO" not in done.stdout + done.stderr


def test_a_users_world_runs_without_code(tmp_path: Path) -> None:
    """An invented organization of 15 members, majority rule and no leading state."""
    world = tmp_path / "my_world"
    write_world(world, 15, "simple_majority")
    done = casus(tmp_path, "--config-dir", str(world), f"crisis=[{CRISIS}]", f"organization=[{ORGANIZATION}]", *SMALL)
    assert done.returncode == 0, done.stderr
    table = pd.read_csv(results(tmp_path) / "likelihood.csv")
    assert table["organization"].tolist() == [ORGANIZATION]
    assert table["p_hegemon"].isna().all()


def test_bad_input_ends_with_status_2_and_no_folder(tmp_path: Path) -> None:
    """One line for each problem, no traceback, nothing written."""
    done = casus(tmp_path, "crisis=[kazakstan_2022]", "organization.csto.rapid_reaction.personel=5")
    assert done.returncode == 2
    assert "did you mean 'kazakhstan_2022'" in done.stderr
    assert "did you mean 'personnel'" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_help_is_one_screen(tmp_path: Path) -> None:
    """What it does, what there is, three examples."""
    done = casus(tmp_path, "--help")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) <= 40
    for word in ("replay", "kazakhstan_2022", "warsaw_pact", "legalist", "casus-template"):
        assert word in done.stdout


def test_the_readmes_lines_for_mesa_run() -> None:
    """They step the model and read its data frames."""
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.S)
    names: dict[str, object] = {}
    exec(code, names)
    model = names["model"]
    assert not model.running  # type: ignore[attr-defined]
    frame = model.datacollector.get_agenttype_vars_dataframe(type(model.states[0]))  # type: ignore[attr-defined]
    assert {"state", "threat"} <= set(frame.columns)
    assert len(frame) > 0


def test_a_template_carries_the_name_of_the_thing(tmp_path: Path) -> None:
    """So that the printed file can be saved and checked as it is."""
    (tmp_path / "my_world" / "state").mkdir(parents=True)
    printed = casus(tmp_path, "state", "abc", command="template")
    assert printed.stdout.startswith("# @package state.abc\n")
    (tmp_path / "my_world" / "state" / "abc.yaml").write_text(printed.stdout)
    assert casus(tmp_path, "my_world", command="check").stdout.endswith("my_world: nothing is wrong\n")


def test_a_template_needs_a_plain_name(tmp_path: Path) -> None:
    """Such as can stand in a path; the message proposes one."""
    done = casus(tmp_path, "state", "ABC", command="template")
    assert done.returncode == 2
    assert done.stderr == "'ABC' must be a plain lower-case name: letters, digits and _; for example abc\n"


def test_an_unknown_template_is_refused(tmp_path: Path) -> None:
    """With what was meant, and what there is."""
    done = casus(tmp_path, "crises", command="template")
    assert done.returncode == 2
    there = "state, organization, crisis, evidence"
    assert done.stderr == f"no template 'crises'; did you mean 'crisis'? there are: {there}\n"
    done = casus(tmp_path, "evidence", "crises/abc", command="template")
    assert done.returncode == 2
    assert done.stderr.startswith("no group 'crises'; did you mean 'crisis'? groups with evidence: state, ")


def test_output_that_nobody_reads_ends_quietly(tmp_path: Path) -> None:
    """A reader that stops, such as head, is no error."""
    program = "import time; time.sleep(0.5); from experiments.cli import main; main()"
    command = shlex.join([sys.executable, "-c", program, "--help"])
    done = subprocess.run(f"{command} | true", shell=True, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.stderr == ""


def test_notes_are_few(tmp_path: Path) -> None:
    """Six files without evidence are named, the others counted; problems come on the error stream."""
    write_world(tmp_path / "my_world", 15, "simple_majority")
    done = casus(tmp_path, "my_world", command="check")
    *notes, more, last = done.stdout.splitlines()
    assert len(notes) == 6
    assert (more, last) == ("note: 11 more files state numbers without evidence", "my_world: nothing is wrong")
    done = casus(tmp_path, "my_world/state/land_01.yaml", command="check")
    assert done.returncode == 2
    assert done.stderr.startswith("my_world/state/land_01.yaml: is a file; name the folder of your world")


def test_a_table_is_not_cut(
    replayed: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not in a pipe, and not on a narrow terminal; an asterisk marks where the host is no member."""
    table = pd.read_csv(replayed / "likelihood.csv")
    terminal.print_likelihood(table)
    wide = capsys.readouterr().out
    assert "┃ crisis " in wide
    assert " nato * " in wide
    assert "* (dim): the host is no member." in wide
    monkeypatch.setattr(screen, "_PIPE_WIDTH", 80)
    monkeypatch.setenv("COLUMNS", "80")
    terminal.print_likelihood(table)
    narrow = capsys.readouterr().out
    assert max(map(len, narrow.splitlines())) <= 80
    assert "…" not in wide + narrow
    for low, high in zip(table["mc_low"], table["mc_high"], strict=True):
        assert f" {low:.2f}-{high:.2f} " in narrow
