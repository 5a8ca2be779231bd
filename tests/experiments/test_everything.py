"""Everything at once: one folder, one index, and a failure that stops nothing else."""

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from analysis.report import EXPERIMENTS, INDEX
from experiments import everything
from experiments.composition.compose import Composed, compose
from experiments.composition.template import SHIPPED
from experiments.everything import DONE, FAILED, INTERRUPTED, arguments_of, run_everything
from experiments.results import store
from experiments.results.assumptions import assumptions
from experiments.results.sources import sources
from sim.dating import Sourced

COMMAND = "casus experiment=all crisis=[kazakhstan_2022] organization=[csto] coding_draws=2 replications=2"
NAMES = ["compare", "replay", "unanimity"]

type Fake = Callable[[Composed, Path, str, float], int]


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a few experiments are shipped."""
    monkeypatch.setattr(everything, "shipped", lambda but: list(NAMES))


def written(folder: Path, run: Fake) -> tuple[int, pd.DataFrame, str]:
    """Exit status, table and index of a run of everything."""
    composed = compose(COMMAND.split()[1:])
    folder.mkdir()
    status = run_everything(composed, folder, COMMAND, 0.0, run)
    table = pd.read_csv(folder / EXPERIMENTS, keep_default_na=False)
    return status, table, (folder / INDEX).read_text(encoding="utf-8")


def test_each_experiment_runs_in_its_folder_by_its_own_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the user's other words; its tables stay off the terminal, its progress does not."""
    ran = []

    def run(composed: Composed, folder: Path, command: str, started: float) -> int:
        print("a long table")
        ran.append((composed.experiment.name, folder.name, command))
        return DONE

    status, table, index = written(tmp_path / "all", run)
    assert status == DONE
    assert [(name, folder) for name, folder, _ in ran] == [(name, name) for name in NAMES]
    assert all(f"experiment={name}" in command and "coding_draws=2" in command for name, _, command in ran)
    assert table["experiment"].tolist() == NAMES
    assert set(table["message"]) == {""}
    assert "3 of 3 experiments are done" in index
    said = capsys.readouterr()
    assert "a long table" not in said.out
    assert "[2 of 3] replay" in said.err


def test_a_failure_is_a_line_and_the_others_go_on(tmp_path: Path) -> None:
    """Whatever it is that fails; the exit status says so."""

    def run(composed: Composed, folder: Path, command: str, started: float) -> int:
        if composed.experiment.name == "replay":
            raise RuntimeError("it broke\nin two lines")
        return FAILED if composed.experiment.name == "unanimity" else DONE

    status, table, index = written(tmp_path / "all", run)
    assert status == FAILED
    assert table["message"].tolist() == [
        "",
        "RuntimeError: it broke in two lines",
        "some points failed; see failed.csv in its folder",
    ]
    assert "RuntimeError: it broke in two lines" in index
    assert "1 of 3 experiments are done" in index


def test_a_user_who_stops_it_keeps_what_is_done(tmp_path: Path) -> None:
    """Nothing after it is run, and the index says where it stopped."""

    def run(composed: Composed, folder: Path, command: str, started: float) -> int:
        if composed.experiment.name == "replay":
            raise KeyboardInterrupt
        return DONE

    status, table, index = written(tmp_path / "all", run)
    assert status == INTERRUPTED
    assert table["experiment"].tolist() == ["compare", "replay"]
    assert "stopped by the user" in index


def test_an_experiment_of_experiments_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user's own one of that kind would go on for ever."""
    monkeypatch.setattr(everything, "compose", lambda words: compose(["experiment=all", *COMMAND.split()[2:]]))
    status, table, _ = written(tmp_path / "all", lambda *_: pytest.fail("it was run"))
    assert status == DONE
    assert set(table["message"]) == {"it is made of other experiments"}


def test_every_shipped_experiment_but_itself_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a list that somebody would have to keep."""
    monkeypatch.undo()
    files = {file.stem for file in (SHIPPED / "experiment").glob("*.yaml")}
    assert set(everything.shipped("all")) == files - {"all"}


def test_only_the_experiment_is_another_one() -> None:
    """Flags, folders and other words are kept, quotes undone."""
    command = "casus --config-dir 'my world' experiment=all 'crisis=[a,b]' seed=3"
    assert arguments_of(command, "replay") == [
        "--config-dir",
        "my world",
        "experiment=replay",
        "crisis=[a,b]",
        "seed=3",
    ]


def test_the_manifest_says_what_the_results_are_of(tmp_path: Path) -> None:
    """Kind and title, which the report prints."""
    composed = compose(COMMAND.split()[1:])
    store.write_config(tmp_path, composed)
    store.write_manifest(tmp_path, composed, COMMAND, 0.0)
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["kind"], manifest["title"]) == ("all", "All experiments")


def test_sources_are_told_in_words() -> None:
    """Each claim and each source that is cited, once; what has no entry is left out."""
    composed = compose(COMMAND.split()[1:])
    cited = pd.DataFrame(
        {
            "claims": ["choi-hard-to-collectivise kaleji-two-orgs", "", "choi-hard-to-collectivise"],
            "source": ["", "nmc7", "no evidence given"],
        }
    )
    table = sources(composed, cited)
    assert table[["kind", "id"]].to_numpy().tolist() == [
        ["claim", "choi-hard-to-collectivise"],
        ["claim", "kaleji-two-orgs"],
        ["source", "nmc7"],
    ]
    assert table["text"].str.len().min() > 30
    assert table["text"].iloc[0].startswith("Choi, ")


def test_a_value_that_no_file_states_is_the_schemas() -> None:
    """One vote for each member, unless somebody says otherwise; then it is the user's."""
    votes = "organization.csto.membership.rus.votes"
    for word, origin in ((), "default of the schema"), ((f"{votes}=2",), "set by the user"):
        composed = compose([*COMMAND.split()[1:], *word])
        used = {path: Sourced(path, 1.0) for path in (votes, "organization.csto.charter.founding.sitting_days")}
        table = assumptions(composed, used).set_index("path")
        assert table.loc[votes, "source"] == origin
        assert table.loc[votes, "basis"] == "assumed"
        assert table["source"].iloc[1] not in ("default of the schema", "no evidence given")
