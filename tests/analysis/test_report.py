"""The page of a results folder: complete, self-contained, with words for pictures, the same each time."""

import itertools
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.draw import draw_all
from analysis.redraw import redraw
from analysis.report import EXPERIMENTS, INDEX, REPORT, write_index, write_report
from analysis.report.ledger import BASES, shares, shares_sheet
from analysis.report.sheets import decimals, interval, signed

Tables = dict[str, pd.DataFrame]
MANIFEST = {
    "command": "casus 'crisis=[c0]' seed=0",
    "experiment": "replay",
    "kind": "replay",
    "title": "Who comes, & why <here>?",
    "seed": 0,
    "coding_draws": 8,
    "replications": 32,
    "headline": {"c0": "o0", "c1": "o0"},
    "python": "3.13.0",
    "versions": {"numpy": "2.5.5"},
    "hashes": {"config.yaml": "abc123"},
    "started": "2031-01-01T00:00:00+0000",
    "seconds": 12.5,
}
VOID = ("meta", "br", "hr", "img", "link", "input", "path", "use", "rect")
OPTIONAL = ("td", "tr", "dt", "dd")
"""Elements that need no end."""


class Page(HTMLParser):
    """Elements, ids, links and text of a page; whether all that is opened is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        found = dict(attrs)
        self.attributes.append((tag, found))
        self.ids += [found["id"] or ""] if "id" in found else []
        self.links += [found[key] or "" for key in ("href", "src") if key in found]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open[-1] in OPTIONAL and self.open[-1] != tag:
            self.open.pop()
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def assumptions() -> pd.DataFrame:
    """Values of two crises, an organization, a state and the schema."""
    rows = [
        ("crisis.c0.severity.level", 0.4, 0.2, 0.6, "coded", "some-claim", None),
        ("crisis.c0.horizon", 60, None, None, "assumed", None, "set by the user"),
        ("crisis.c1.severity.level", 0.6, None, None, "stated", "some-claim other-claim", None),
        ("organization.o0.membership.a.from", "1990-01-01", None, None, "record", None, "treaties"),
        ("state.s0.conditions.y2000.unrest", 0.2, 0.0, 0.4, "coded", "some-claim", None),
        ("default.charter.quorum", 0.667, None, None, "assumed", None, "default of the schema"),
    ]
    return pd.DataFrame(rows, columns=["path", "value", "low", "high", "basis", "claims", "source"]).assign(unit="")


def sources() -> pd.DataFrame:
    """What is cited, in words."""
    rows = [("claim", "some-claim", "Author, paragraph 3: <it> happened."), ("source", "treaties", "Texts.")]
    return pd.DataFrame(rows, columns=["kind", "id", "text"])


def write(tables: Tables, folder: Path, *names: str, **manifest: Any) -> Path:
    """A results folder with tables, figures and a manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        tables[name].to_csv(folder / f"{name}.csv", index=False)
    assumptions().to_csv(folder / "assumptions.csv", index=False)
    sources().to_csv(folder / "sources.csv", index=False)
    (folder / "manifest.json").write_text(json.dumps(MANIFEST | manifest), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def folder(tables: Tables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A replay with all its figures."""
    names = ("likelihood", "gates", "contributions", "days", "day_marks", "names")
    made = write(tables, tmp_path_factory.mktemp("results") / "run", *names)
    draw_all(made)
    return made


@pytest.fixture(scope="module")
def html(folder: Path) -> str:
    """The page of that replay."""
    return write_report(folder).read_text(encoding="utf-8")


def test_the_page_is_whole_and_well_formed(html: str) -> None:
    """Every element that needs an end has one, no id is given twice, every link within the page leads somewhere."""
    page = Page(html)
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)


def test_nothing_is_fetched_or_run(html: str, folder: Path) -> None:
    """No script, no picture, font or style from elsewhere; other links lead to files beside the page."""
    page = Page(html)
    assert not {"script", "link", "iframe", "img"} & set(page.tags)
    assert "http" not in re.sub(r'xmlns="[^"]+"', "", html)
    assert "@import" not in html
    assert all((folder / link).is_file() for link in page.links if not link.startswith(("#", "data:")))


def test_question_answer_and_how_to_run_it_again_are_there(html: str, tables: Tables) -> None:
    """The words of the manifest, escaped; the answer's number is the table's; in-sample is said."""
    page = Page(html)
    top = tables["likelihood"]["p_force"].max()
    assert "<h1>Who comes, &amp; why &lt;here&gt;?</h1>" in html
    assert f"{top:.2f}" in page.text
    for word in (
        "In-sample",
        "casus 'crisis=[c0]' seed=0",
        "Seed 0",
        "8 coding draws \N{MULTIPLICATION SIGN} 32 replications",
        "numpy 2.5.5",
    ):
        assert word in page.text


def test_no_time_is_told(html: str) -> None:
    """So that two runs of one command give the same page."""
    assert "2031-01-01" not in html
    assert "12.5" not in Page(html).text


def test_figures_say_what_they_show(html: str, folder: Path) -> None:
    """Each is a picture with a name, beside a heading and a caption in words that says how many runs."""
    page, figures = Page(html), list((folder / "figures").glob("*.svg"))
    drawn = [found for tag, found in page.attributes if tag == "svg"]
    assert len(drawn) == page.tags.count("figure") == page.tags.count("figcaption") == len(figures) > 5
    assert all(found["role"] == "img" and found["aria-label"] for found in drawn)
    captions = re.findall(r"<figcaption><h3>.*?</h3><p>(.*?)</p></figcaption>", html)
    assert len(captions) == len(figures)
    assert all(re.search(r"\d+ (coding draws|runs)|\d+ replications", caption) for caption in captions)


def test_headings_are_in_order(html: str) -> None:
    """One first heading, and no level is skipped."""
    levels = [int(tag[1]) for tag in Page(html).tags if re.fullmatch(r"h\d", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_tables_scroll_in_a_box_of_their_own(html: str) -> None:
    """Each has column headings, and a box around it."""
    assert html.count("<table>") == len(re.findall(r'<div class="box"[^>]*><table>', html))
    assert html.count("<thead>") == html.count("<table>")


def test_it_suits_paper_dark_rooms_and_small_screens(html: str) -> None:
    """By media queries and a viewport, without scripts."""
    for rule in (
        "@media print",
        "prefers-color-scheme: dark",
        "width=device-width",
        "overflow-x: auto",
        "break-inside",
    ):
        assert rule in html


def test_the_ledger_is_counted_and_shown(html: str) -> None:
    """Every value with its basis, every claim in words, and the share that nobody states."""
    page = Page(html)
    for word in ("6 values were read; for 33 % of them nobody states anything", "severity.level", "0.2 to 0.6"):
        assert word in page.text
    assert "Author, paragraph 3: &lt;it&gt; happened." in html
    assert "All values" in page.text


def test_shares_are_of_crises_organizations_and_the_rest() -> None:
    """Crises and organizations one by one, states and the schema together, and all of them."""
    table = shares(assumptions()).set_index(["group", "thing"])
    assert table.index.tolist() == [
        ("crisis", "c0"),
        ("crisis", "c1"),
        ("organization", "o0"),
        ("state", ""),
        ("default", ""),
        ("all", ""),
    ]
    assert table["sourced"].tolist() == pytest.approx([0.5, 1, 1, 1, 0, 4 / 6])
    assert (table[list(BASES)].sum(axis=1) == table["values"]).all()
    assert table.loc[("all", ""), "values"] == len(assumptions())


def test_the_aim_is_held_against_what_is_reached(tables: Tables) -> None:
    """Two of the three crises and organizations have sources for 85 % of their values."""
    from analysis.figures.names import names_of

    assert "2 of 3 reach it" in shares_sheet(assumptions(), names_of(tables)).note


def test_the_same_folder_gives_the_same_bytes(html: str, folder: Path) -> None:
    """However often it is made, and though the clock in the manifest goes on."""
    manifest = MANIFEST | {"started": "2032-02-02T00:00:00+0000", "seconds": 99.0}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert write_report(folder).read_text(encoding="utf-8") == html


def test_a_large_result_stays_small(make: Callable[..., Tables], size: Any, tmp_path: Path) -> None:
    """A page of seven crises, five organizations and thirty members is under two million bytes."""
    tables = make(size(crises=7, organizations=5, members=30, draws=4))
    made = write(tables, tmp_path / "run", "likelihood", "gates", "contributions", "names", headline={})
    draw_all(made)
    assert write_report(made).stat().st_size < 2_000_000


def test_tables_that_nobody_foresaw_are_shown_as_they_are(tables: Tables, tmp_path: Path) -> None:
    """With their own words, printed names for keys, and as many rows as a reader bears."""
    novelty = pd.DataFrame({"crisis": ["c0"] * 70, "some_share": [0.12345] * 70})
    made = write(tables | {"novelty": novelty}, tmp_path / "run", "novelty", "names", experiment="novelty")
    page = Page(write_report(made).read_text(encoding="utf-8"))
    for word in (
        "Novelty",
        "some share",
        "0.123",
        "Northern Marches",
        "10 more are in the file",
        "no sentence is made",
    ):
        assert word in page.text


def test_a_folder_without_a_manifest_has_no_report(tmp_path: Path) -> None:
    """It says what is missing."""
    with pytest.raises(FileNotFoundError, match=r"no manifest\.json"):
        write_report(tmp_path)


def test_all_is_made_again_from_the_tables(folder: Path, html: str) -> None:
    """Figures and report, the same bytes."""
    (folder / REPORT).unlink()
    (folder / "figures" / "likelihood.svg").unlink()
    files = redraw(folder)
    assert files[-1] == folder / REPORT
    assert (folder / "figures" / "likelihood.svg").is_file()
    assert (folder / REPORT).read_text(encoding="utf-8") == html


@pytest.fixture
def several(tables: Tables, tmp_path: Path) -> Path:
    """Two experiments, of which one failed before it had any results."""
    made = write(tables, tmp_path / "replay", "likelihood", "names")
    write_report(made)
    rows = [("replay", "Who comes?", ""), ("trace", "One run", "WorldError: it <broke>")]
    pd.DataFrame(rows, columns=["experiment", "title", "message"]).to_csv(tmp_path / EXPERIMENTS, index=False)
    return tmp_path


def test_the_index_binds_reports_and_tells_failures(several: Path, tables: Tables) -> None:
    """One answer each with a link to its page; what failed says why, and has no link."""
    text = write_index(several).read_text(encoding="utf-8")
    page = Page(text)
    assert page.open == []
    assert page.links == ["replay/report.html"]
    assert "1 of 2 experiments are done" in page.text
    assert f"{tables['likelihood']['p_force'].max():.2f}" in page.text
    assert "WorldError: it &lt;broke&gt;" in text


def test_a_folder_of_several_is_made_again_as_one(several: Path) -> None:
    """Reports of those that have results, then the index."""
    files = redraw(several)
    assert files[-1] == several / INDEX
    assert several / "replay" / REPORT in files


def test_numbers_are_written_as_readers_expect() -> None:
    """No minus before a zero, a sign before a change, a dash or a word between ends."""
    assert decimals(-0.001, 2) == "0.00"
    assert decimals(float("nan"), 2) == ""
    assert [signed(value, 2) for value in (0.1, -0.1, 0.001, None)] == ["+0.10", "-0.10", "0.00", ""]
    assert interval(0.1, 0.25) == "0.10\N{EN DASH}0.25"
    assert interval(-0.1, 0.25) == "-0.10 to 0.25"
    assert interval(None, 0.25) == ""
