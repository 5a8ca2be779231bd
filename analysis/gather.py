"""Many results folders as one: the tables of a multirun's jobs under each other, and figures of all jobs.

A multirun folder holds a folder for each job, and in it `.hydra/overrides.yaml`, the words that made it differ.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import yaml
from matplotlib.figure import Figure

from analysis.draw import figures, read_manifest, read_tables
from analysis.figures.drawing import Job
from analysis.figures.jobs import jobs_data, jobs_page, plot_jobs
from analysis.figures.style import save

MARK = "multirun.yaml"
"""The file by which a multirun folder is known."""

GATHERED = ("likelihood", "sweep")
"""Tables that are gathered."""

JOB, LABEL = "job", "job_label"


def is_multirun(folder: Path) -> bool:
    """Whether a folder holds the jobs of a multirun."""
    return (folder / MARK).is_file()


def gather(folder: Path) -> list[Path]:
    """Write likelihood.csv and sweep.csv of all jobs to the folder, and their figures; returns the files.

    Each table has first `job` (the name of the job's folder) and a column for each override; an override that is
    called like a column of the table gets `_override` behind its name. FileNotFoundError if no job has a table.
    """
    jobs = sorted((file.parent.parent for file in folder.glob("*/.hydra/overrides.yaml")), key=_number)
    words = {job.name: _overrides(job) for job in jobs}
    tables = {name: _together(jobs, words, name) for name in GATHERED}
    written = []
    for name, table in tables.items():
        if table is not None:
            table.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
            written.append(folder / f"{name}.csv")
    if not written:
        raise FileNotFoundError(f"{folder}: no job has a {' or a '.join(f'{name}.csv' for name in GATHERED)}")
    drawn = [*_of_all_jobs(tables["likelihood"], words, jobs), *_of_sweeps(jobs)]
    return written + [path for name, draw in drawn for path in save(draw(), folder / "figures", name)]


def _number(job: Path) -> tuple[int, str]:
    """Jobs in the order of their numbers, those with a name after them."""
    return (int(job.name), "") if job.name.isdigit() else (10**9, job.name)


def _overrides(job: Path) -> dict[str, str]:
    """The words of a job's command line, by what they set."""
    words = yaml.safe_load((job / ".hydra" / "overrides.yaml").read_text(encoding="utf-8")) or []
    pairs = [str(word).lstrip("+~").partition("=") for word in words]
    return {key: value for key, _, value in pairs}


def _together(jobs: list[Path], words: Mapping[str, Mapping[str, str]], name: str) -> pd.DataFrame | None:
    """One table of all jobs, or None if none has it."""
    found = []
    for job in jobs:
        file = job / f"{name}.csv"
        if file.is_file():
            table = pd.read_csv(file, keep_default_na=False, na_values=[""])
            for key, value in reversed([(JOB, job.name), *words[job.name].items()]):
                table.insert(0, f"{key}_override" if key in table.columns else key, value)
            found.append(table)
    return pd.concat(found, ignore_index=True) if found else None


def _label(words: Mapping[str, Mapping[str, str]], job: str) -> str:
    """What makes a job differ from the others, or its name."""
    differing = [
        f"{key}={value}" for key, value in words[job].items() if len({other.get(key) for other in words.values()}) > 1
    ]
    return "\n".join(differing) or job


def _of_all_jobs(
    likelihood: pd.DataFrame | None, words: Mapping[str, Mapping[str, str]], jobs: list[Path]
) -> Iterator[Job]:
    """The chance of force over the jobs, a figure for each theory."""
    if likelihood is None:
        return
    labelled = likelihood.assign(**{LABEL: [_label(words, str(job)) for job in likelihood[JOB]]})
    names = [tables["names"] for tables in map(read_tables, jobs) if "names" in tables]
    known = {"names": pd.concat(names).drop_duplicates(["kind", "key"])} if names else {}
    theories = list(dict.fromkeys(likelihood["theory"].astype(str)))
    for theory in theories:
        data = jobs_data({"jobs": labelled[labelled["theory"] == theory], **known})
        yield f"jobs_{theory}" if len(theories) > 1 else "jobs", partial(_drawn, data)


def _drawn(data: pd.DataFrame) -> Figure:
    plot_jobs(data, figure := jobs_page(data))
    return figure


def _of_sweeps(jobs: list[Path]) -> Iterator[Job]:
    """The figures of each job's sweep, under the job's name."""
    for job in jobs:
        tables: dict[str, Any] = {
            name: table for name, table in read_tables(job).items() if name in ("sweep", "names")
        }
        for name, draw in figures(tables, read_manifest(job)):
            yield f"{name}_{job.name}", draw
