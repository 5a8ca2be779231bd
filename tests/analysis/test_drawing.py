"""Drawing: what is seen on the pages, and the files in a results folder."""

import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from analysis.draw import draw_all, figures
from analysis.figures.funnel import funnel_data, funnel_page, plot_funnel
from analysis.figures.likelihood import likelihood_data, likelihood_page, plot_likelihood
from analysis.figures.style import save

Tables = dict[str, pd.DataFrame]
NEEDED = ("likelihood", "gates", "contributions", "days", "day_marks", "compare", "sweep", "names")


def write(tables: Tables, folder: Path, *names: str) -> Path:
    """Put tables into a results folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        tables[name].to_csv(folder / f"{name}.csv", index=False)
    return folder


def drawn(figure: Figure) -> list[Text]:
    """Text that is seen: ticks outside their axis, and axes that are hidden, have none."""
    figure.draw_without_rendering()
    unseen: list[Text] = []
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            ticks = axis.get_major_ticks()
            unseen += [t.label1 for t in ticks if not (axes.get_visible() and low <= t.get_loc() <= high)]
            unseen += [t.label2 for t in ticks if not (axes.get_visible() and low <= t.get_loc() <= high)]
        unseen += [] if axes.get_visible() else axes.findobj(Text)
    hidden = {id(text) for text in unseen}
    return [t for t in figure.findobj(Text) if t.get_text().strip() and t.get_visible() and id(t) not in hidden]


@pytest.mark.parametrize("members", [5, 30])
def test_no_text_is_cut_small_or_covered(make: Callable[..., Tables], size: Any, members: int) -> None:
    """All text lies on the page, is at least 7 points high, and covers no other text."""
    tables = make(size(crises=4, organizations=5, members=members))
    for name, draw in figures(tables, {"headline": {"c0": "o0", "c1": "o1"}}):
        figure = draw()
        texts = drawn(figure)
        boxes = [text.get_window_extent() for text in texts]
        assert len(texts) > 10
        for text, box in zip(texts, boxes, strict=True):
            assert text.get_fontsize() >= 7, (name, text)
            assert min(box.x0, box.y0) >= 0, (name, text)
            assert box.x1 <= figure.bbox.x1, (name, text)
            assert box.y1 <= figure.bbox.y1, (name, text)
        for (one, first), (other, second) in itertools.combinations(zip(texts, boxes, strict=True), 2):
            assert not first.overlaps(second), (name, one, other)


def test_smallest_results_are_drawn(make: Callable[..., Tables], size: Any) -> None:
    """One run of one crisis and one member has all figures but that of a force that never came."""
    tables = make(size(crises=1, organizations=2, members=1, draws=1, runs=1))
    names = [name for name, draw in figures(tables, {}) if drawn(draw())]
    assert names == ["likelihood", "funnel_c0", "days_c0", "compare", "unanimity"]


def test_svg_is_the_same_on_every_repeat(tables: Tables, tmp_path: Path) -> None:
    """Two drawings of the same data are the same bytes, with text as text."""
    data = funnel_data(tables, "c0")
    written_files = []
    for name in ("one", "two"):
        plot_funnel(data, figure := funnel_page(data))
        written_files.append(save(figure, tmp_path / name, "funnel")[0].read_bytes())
    assert written_files[0] == written_files[1]
    assert b"Pact of Five" in written_files[0]


def test_style_leaves_the_users_settings_alone(tables: Tables) -> None:
    """Drawing changes no global setting of matplotlib."""
    before = dict(mpl.rcParams)
    data = likelihood_data(tables)
    plot_likelihood(data, likelihood_page(data))
    assert dict(mpl.rcParams) == before


def test_every_figure_is_drawn_from_a_folder(tables: Tables, tmp_path: Path) -> None:
    """All tables give all figures, each as SVG and PNG."""
    paths = draw_all(write(tables, tmp_path, *NEEDED))
    stems = [path.stem for path in paths[::2]]
    assert {"likelihood", "funnel_c0", "days_c0", "contributions_c0_o0", "compare", "unanimity"} <= set(stems)
    assert all(path.is_file() and path.parent == tmp_path / "figures" for path in paths)
    assert [path.suffix for path in paths[:2]] == [".svg", ".png"]


def test_headline_narrows_funnels_and_contributions(tables: Tables, tmp_path: Path) -> None:
    """With headline crises in the manifest only these have a funnel."""
    folder = write(tables, tmp_path, "gates", "contributions", "names")
    manifest = {"coding_draws": 8, "replications": 32, "headline": {"c1": "o0"}}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert {path.stem for path in draw_all(folder)} == {"funnel_c1", "contributions_c1_o0"}


def test_each_theory_has_its_own_figure(make: Callable[..., Tables], size: Any) -> None:
    """Two theories give two heat maps with their names."""
    tables = make(size(crises=2, organizations=2, theories=("synthesis", "rival")))
    names = [name for name, _ in figures({"likelihood": tables["likelihood"], "names": tables["names"]}, {})]
    assert names == ["likelihood_synthesis", "likelihood_rival"]


def test_key_that_looks_like_nothing_survives_the_file(tables: Tables, tmp_path: Path) -> None:
    """A key `NA` is a key and not a missing value."""
    table = tables["likelihood"].replace({"organization": {"o0": "NA"}})
    write({"likelihood": table}, tmp_path, "likelihood")
    draw_all(tmp_path)
    assert b">NA</text>" in (tmp_path / "figures" / "likelihood.svg").read_bytes()


def test_folders_without_results_are_refused(tmp_path: Path, tables: Tables) -> None:
    """A message says what was looked for, and where."""
    with pytest.raises(FileNotFoundError, match="no such folder"):
        draw_all(tmp_path / "nowhere")
    with pytest.raises(FileNotFoundError, match=r"no results to draw; expected at least one of likelihood\.csv"):
        draw_all(tmp_path)
    with pytest.raises(ValueError, match=r"number of runs unknown: no likelihood\.csv"):
        draw_all(write(tables, tmp_path, "gates"))
