"""The page of one results folder: question, answer, figures, tables, assumptions, how to run it again."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.answers import answers
from analysis.draw import figures, read_manifest
from analysis.figures.names import Names, names_of
from analysis.figures.style import sample
from analysis.report.contents import sheets
from analysis.report.ledger import shares_sheet, things
from analysis.report.pictures import Picture, picture

REPORT = "report.html"

_BIG = 4_000_000
"""Bytes of a table that is too long to be read for a page."""

_IN_SAMPLE = (
    "In-sample: the values were coded from texts that know the outcomes, so what matches is a consistency check and "
    "no forecast."
)
_OTHERWISE = {
    "prospective": "Crises that have not happened: there is no outcome to hold the chances against.",
    "out_of_sample": "Out of sample where a crisis is left out, as far as weights and ranges go; the values were "
    "coded by people who knew the outcomes.",
}
"""Kinds of experiment that are not only in-sample, and what is said of them instead."""

_AT_POINTS = ("sensitivity", "discovery")
"""Kinds in which points take the place of coding draws; their tables and figures say how many."""

_LABELS = {"claim": "Claims of the documents", "source": "Public sources"}


def write_report(folder: Path) -> Path:
    """Write report.html from what a results folder holds, and nothing else; the same bytes for the same folder.

    FileNotFoundError if there is no manifest, which says what the results are of.
    """
    manifest = read_manifest(folder)
    if not manifest:
        raise FileNotFoundError(f"{folder}: no manifest.json; a report is made of the results of a run")
    path = folder / REPORT
    temporary = path.with_suffix(".part")
    temporary.write_text(rendered("report.html.j2", **_parts(folder, manifest)), encoding="utf-8")
    temporary.replace(path)
    return path


def rendered(template: str, **parts: Any) -> str:
    """A template of this folder filled in; what is no markup is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader(Path(__file__).parent)
    environment = Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    return environment.get_template(template).render(**parts)


def read_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """All tables of a folder that a page can hold, by name; only an empty field is missing (`NA` may be a key)."""
    files = sorted(file for file in folder.glob("*.csv") if 0 < file.stat().st_size <= _BIG)
    return {file.stem: pd.read_csv(file, keep_default_na=False, na_values=[""]) for file in files}


def headline_of(manifest: Mapping[str, Any]) -> dict[str, str]:
    """Headline crises, each with the organization whose members were there."""
    return dict(manifest.get("headline") or {})


def title_of(manifest: Mapping[str, Any]) -> str:
    """The question, or the name of the experiment."""
    return str(manifest.get("title") or manifest.get("experiment", "results"))


def basis_of(manifest: Mapping[str, Any]) -> str:
    """What kind of statement the results are, and how many runs stand behind them."""
    said = _OTHERWISE.get(str(manifest.get("kind")), _IN_SAMPLE)
    return f"{said} {_draws(manifest)}."


def _draws(manifest: Mapping[str, Any]) -> str:
    replications = int(manifest["replications"])
    if manifest.get("kind") in _AT_POINTS:
        return f"{replications} replications at each point"
    return sample(int(manifest["coding_draws"]), replications)


def _parts(folder: Path, manifest: dict[str, Any]) -> dict[str, Any]:
    tables = read_tables(folder)
    names, headline = names_of(tables), headline_of(manifest)
    shown = [(f"{name}.csv", one) for name, one in sheets(tables, names, headline)]
    pictures = _pictures(folder, tables, manifest)
    parts = {
        "title": title_of(manifest),
        "experiment": manifest["experiment"],
        "sentences": answers(tables, names, headline),
        "basis": basis_of(manifest),
        "pictures": pictures,
        "sheets": shown,
        **_assumptions(tables, names),
        "command": manifest["command"],
        "seed": manifest["seed"],
        "draws": _draws(manifest),
        "python": manifest["python"],
        "versions": ", ".join(f"{name} {version}" for name, version in manifest["versions"].items()),
        "config_hash": manifest["hashes"]["config.yaml"],
        "files": sorted(file.name for file in folder.glob("*.csv")),
    }
    present = {"figures": pictures, "tables": shown, "assumptions": parts["shares"], "again": True}
    headings = {
        "figures": "Figures",
        "tables": "Tables",
        "assumptions": "Assumptions",
        "again": "How to run it again",
    }
    return parts | {"contents": [(key, headings[key]) for key, there in present.items() if there]}


def _pictures(folder: Path, tables: dict[str, pd.DataFrame], manifest: dict[str, Any]) -> list[Picture]:
    """The folder's figures in the order in which they are drawn; those that nobody foresaw last."""
    files = {file.stem: file for file in sorted((folder / "figures").glob("*.svg"))}
    order = [name for name, _ in figures(tables, manifest) if name in files]
    return [picture(files[name]) for name in dict.fromkeys([*order, *files])]


def _assumptions(tables: Mapping[str, pd.DataFrame], names: Names) -> dict[str, Any]:
    table = tables.get("assumptions")
    if table is None:
        return {"shares": None, "lead": "", "things": [], "sources": []}
    nobody = float((table["basis"] == "assumed").mean())
    lead = f"{len(table)} values were read; for {100 * nobody:.0f} % of them nobody states anything."
    cited = tables.get("sources", pd.DataFrame(columns=["kind", "id", "text"]))
    return {
        "shares": shares_sheet(table, names),
        "lead": lead,
        "things": list(things(table, names)),
        "sources": [
            (_LABELS.get(str(kind), str(kind)), list(zip(rows["id"], rows["text"], strict=True)))
            for kind, rows in cited.groupby("kind", sort=False)
        ],
    }
