"""Figures inside a page: nothing collides, nothing is lost but the heading."""

import re
from pathlib import Path
from xml.etree import ElementTree

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from analysis.figures.style import RC, frame, page, save
from analysis.report.pictures import SVG, picture


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A figure with markers, clipped lines and a hatch, which all refer to ids."""
    with mpl.rc_context(RC):
        figure = page(8.0)
        axes = figure.add_subplot()
        axes.plot([0.123456, 1], [0, 1.23456], "o-", label="a line")
        axes.bar([0.5], [0.7], hatch="///", label="a bar")
        axes.set_xlabel("how much & how <long>")
        frame(figure, "The title", "The caption says a lot, over more than one line of the page. " * 4, [Patch()], 1)
    return save(figure, tmp_path_factory.mktemp("figures"), "some_figure")[0]


def ids(svg: str) -> list[str]:
    """Every id of a figure."""
    return re.findall(r' id="([^"]+)"', svg)


def test_title_and_caption_are_taken_from_the_file(file: Path) -> None:
    """As they were given, without the breaks of their lines."""
    found = picture(file)
    assert found.title == "The title"
    assert found.caption == ("The caption says a lot, over more than one line of the page. " * 4).strip()


def test_what_the_page_says_in_words_is_not_drawn_again(file: Path) -> None:
    """The heading and its room are gone; the rest is there."""
    found = picture(file)
    root = ElementTree.fromstring(found.svg)
    texts = [element.text for element in root.iter(f"{SVG}text")]
    assert "The title" not in texts
    assert "how much & how <long>" in texts
    top, height = (float(root.attrib["viewBox"].split()[place]) for place in (1, 3))
    whole = ElementTree.parse(file).getroot()
    assert top > 30
    assert top + height == pytest.approx(float(whole.attrib["viewBox"].split()[3]), abs=0.02)


def test_ids_are_the_figures_own_and_all_referred_to(file: Path) -> None:
    """No id without a reference, no reference without an id, each with the figure's name before it."""
    svg = picture(file).svg
    referred = re.findall(r'(?:url\(#|href="#)([^)"]+)', svg)
    assert len(ids(svg)) == len(set(ids(svg))) > 2
    assert set(ids(svg)) == set(referred)
    assert all(one.startswith("some_figure-") for one in ids(svg))


def test_two_figures_of_the_same_drawing_share_no_id(file: Path, tmp_path: Path) -> None:
    """Although matplotlib gives them the same ones."""
    other = tmp_path / "other_figure.svg"
    other.write_bytes(file.read_bytes())
    assert not set(ids(picture(file).svg)) & set(ids(picture(other).svg))


def test_colours_are_no_references(file: Path) -> None:
    """A fill such as #ffffff stays what it is."""
    assert 'fill="#' in picture(file).svg.replace("fill: #", 'fill="#')
    assert "some_figure-ffffff" not in picture(file).svg


def test_a_page_needs_nothing_from_elsewhere(file: Path) -> None:
    """No style that reaches beyond the figure, no address, no prolog; and it is smaller."""
    svg = picture(file).svg
    assert svg.startswith("<svg ")
    for foreign in ("<style", "<metadata", "<?xml", "<!DOCTYPE", "matplotlib.org", "xlink"):
        assert foreign not in svg
    assert len(svg) < file.stat().st_size


def test_a_figure_without_heading_is_kept_whole(tmp_path: Path) -> None:
    """It is called by its file's name."""
    figure = Figure()
    figure.add_subplot().plot([0, 1])
    found = picture(save(figure, tmp_path, "by_itself")[0])
    assert (found.title, found.caption) == ("by itself", "")
    assert ElementTree.fromstring(found.svg).attrib["viewBox"].startswith("0 0 ")
