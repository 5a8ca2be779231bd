"""Where a chance crosses one half, on toys of which the answer is known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.validation.crossing import HALVINGS, LOOKS, Floats, Ints, crossings

STEP = LOOKS[0] / 2**HALVINGS


def rising(start: float, slopes: list[float]):  # type: ignore[no-untyped-def]
    """Chances that rise, or fall, evenly along each line."""

    def chances(lines: Ints, parts: Floats) -> Floats:
        return start + np.asarray(slopes)[lines] * parts

    return chances


@given(st.floats(0.0, 0.45), st.floats(0.06, 1.0))
def test_a_line_that_rises_evenly_crosses_where_it_must(start: float, slope: float) -> None:
    """At (1/2 - start) / slope, to the step of the search; nowhere if that lies beyond the end."""
    found = crossings(rising(start, [slope]), 1, above=False)
    place = (0.5 - start) / slope
    if place > 1:
        assert np.isnan(found.at[0])
        assert np.isnan(found.there[0])
    else:
        assert place - 1e-9 <= found.at[0] <= place + STEP + 1e-9
        assert found.there[0] >= 0.5
    assert found.end[0] == pytest.approx(start + slope)


def test_each_line_is_found_by_itself() -> None:
    """From above: a steep fall, a slow one, and one that does not reach."""
    found = crossings(rising(0.8, [-0.8, -0.4, -0.2]), 3, above=True)
    assert found.at[:2] == pytest.approx([0.375, 0.75], abs=STEP)
    assert np.isnan(found.at[2])
    assert found.end == pytest.approx([0.0, 0.4, 0.6])


def test_a_chance_that_comes_back_to_its_side_is_seen() -> None:
    """Beyond one half in the middle of the way only: the end alone would not tell."""

    def chances(lines: Ints, parts: Floats) -> Floats:
        return np.where((parts > 0.4) & (parts < 0.7), 0.9, 0.1)

    found = crossings(chances, 1, above=False)
    assert found.at[0] == pytest.approx(0.4, abs=2 * STEP)
    assert found.end[0] == 0.1


def test_nothing_in_range_is_an_answer() -> None:
    """A chance that nothing moves crosses nowhere."""
    found = crossings(lambda lines, parts: np.zeros(len(lines)), 4, above=False)
    assert np.isnan(found.at).all()
    assert crossings(lambda lines, parts: np.zeros(len(lines)), 0, above=False).at.shape == (0,)
