"""The jobs of a multirun under each other."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.figures.jobs import jobs_data
from analysis.gather import gather, is_multirun


@pytest.fixture
def multirun(tmp_path: Path, tables: dict[str, pd.DataFrame]) -> Path:
    """Eleven jobs that differ in the seed, one of them without results."""
    (tmp_path / "multirun.yaml").write_text("")
    for job in range(11):
        folder = tmp_path / str(job)
        (folder / ".hydra").mkdir(parents=True)
        (folder / ".hydra" / "overrides.yaml").write_text(f"- ++seed={job}\n- request=ask_all\n")
        if job != 3:
            tables["likelihood"].to_csv(folder / "likelihood.csv", index=False)
            tables["names"].to_csv(folder / "names.csv", index=False)
    return tmp_path


def test_tables_stand_under_each_other_with_the_overrides_as_columns(multirun: Path) -> None:
    """In the order of jobs; an override called like a column gets another name."""
    written = gather(multirun)
    table = pd.read_csv(multirun / "likelihood.csv")
    assert table.columns.tolist()[:4] == ["job", "seed", "request_override", "crisis"]
    assert table["seed"].drop_duplicates().tolist() == [0, 1, 2, 4, 5, 6, 7, 8, 9, 10]
    assert (table["request_override"] == "ask_all").all()
    figures = {path.name for path in written if path.parent.name == "figures"}
    assert figures == {"jobs.svg", "jobs.png"}


def test_a_folder_without_jobs_is_no_multirun(tmp_path: Path) -> None:
    """Its figures are drawn as those of one run."""
    assert not is_multirun(tmp_path)
    (tmp_path / "multirun.yaml").write_text("")
    with pytest.raises(FileNotFoundError, match=r"no job has a likelihood\.csv or a sweep\.csv"):
        gather(tmp_path)


def test_organizations_stand_side_by_side_at_each_job(tables: dict[str, pd.DataFrame]) -> None:
    """In the order of their names' table, none over another."""
    likelihood = tables["likelihood"]
    one = likelihood[likelihood["theory"] == likelihood["theory"].iloc[0]]
    jobs = pd.concat([one.assign(job=job, job_label=f"seed={job}") for job in ("0", "1")])
    data = jobs_data({"jobs": jobs, "names": tables["names"]})
    assert len(data) == len(jobs)
    assert not data.duplicated(["panel", "x"]).any()
    assert (data["x"] - data["place"]).abs().max() < 0.5
