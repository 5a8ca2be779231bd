"""Figures of the shipped sweeps: what their data are, and that no text is cut or covered."""

import itertools

import pandas as pd
import pytest

from analysis.draw import figures
from analysis.figures.enlargement import enlargement_data
from tests.analysis.test_drawing import drawn

RULES = ("unanimity", "consensus", "simple_majority")
CELLS = [("c0", "o0"), ("c1", "o0")]
NAMES = pd.DataFrame(
    [("crisis", "c0", "A country of two words, January 2022", 0), ("crisis", "c1", "Elsewhere 2010", 1)]
    + [("organization", f"o{k}", f"Pact of Nations {k}", k) for k in range(5)]
    + [("theory", "t", "Synthesis", 0)],
    columns=["kind", "key", "name", "order"],
)
FIGURES = {"n_draws": 16, "n_reps": 64, "mc_low": 0.4, "mc_high": 0.6, "coding_low": 0.1, "coding_high": 0.9}


def _rows(cells: list[tuple[str, str]], **factors: tuple[object, ...]) -> pd.DataFrame:
    """A row for each cell and combination of levels."""
    found: list[dict[str, object]] = []
    for (crisis, organization), levels in itertools.product(cells, itertools.product(*factors.values())):
        point = {
            "crisis": crisis,
            "organization": organization,
            "theory": "t",
            **dict(zip(factors, levels, strict=True)),
        }
        share = 0.3 + 0.01 * (len(found) % 50)
        more = {"p_force": share, "p_council": share, "p_arrived": share, "mean_days_to_arrival": 10 * share}
        found.append(point | FIGURES | more)
    return pd.DataFrame(found)


ENLARGEMENT = _rows(CELLS, rule=RULES, members=(0, 8, 40), heterogeneity=(0.0, 0.2, 0.4, 0.6), sample=(0, 1))
READINESS = _rows(CELLS, mission=(2500, 20000), personnel=(0, 2500, 40000), days=(1, 3, 7, 14, 30, 60))
TRANSPLANT = _rows(CELLS, institutions=tuple(f"o{k}" for k in range(5)), roster=tuple(f"o{k}" for k in range(3)))


@pytest.mark.parametrize(
    ("table", "rows", "name"),
    [
        ("sweep", ENLARGEMENT, "enlargement"),
        ("sweep", READINESS, "readiness"),
        ("transplant", TRANSPLANT, "transplant"),
    ],
)
def test_no_text_is_cut_small_or_covered(table: str, rows: pd.DataFrame, name: str) -> None:
    """All text lies on the page, is at least 7 points high, and covers no other text."""
    ((found, draw),) = figures({table: rows, "names": NAMES}, {"headline": {"c0": "o0", "c1": "o0"}})
    assert found == name
    figure = draw()
    boxes = [(text, text.get_window_extent()) for text in drawn(figure)]
    assert len(boxes) > 10
    for text, box in boxes:
        assert float(text.get_fontsize()) >= 7, text
        assert min(box.x0, box.y0) >= 0, text
        assert box.x1 <= figure.bbox.x1, text
        assert box.y1 <= figure.bbox.y1, text
    for (one, first), (other, second) in itertools.combinations(boxes, 2):
        assert not first.overlaps(second), (one, other)


def test_samples_are_averaged_and_their_range_kept() -> None:
    """The line is the mean over samples of invented members; the range goes from the lowest to the highest."""
    data = enlargement_data({"sweep": ENLARGEMENT, "names": NAMES})
    assert len(data) == 2 * len(ENLARGEMENT) / 2
    assert (data["n_samples"] == 2).all()
    assert (data["p"] == (data["low"] + data["high"]) / 2).all()


def test_only_cells_at_home_are_drawn() -> None:
    """A headline leaves out organizations that were not the crisis' own."""
    both = pd.concat([ENLARGEMENT, ENLARGEMENT.assign(organization="o1")])
    ((_, draw),) = figures({"sweep": both, "names": NAMES}, {"headline": {"c0": "o1"}})
    assert len([axes for axes in draw().axes if axes.get_visible()]) == 2 * 4
