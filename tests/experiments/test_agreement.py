"""Agreement between coders: published values, closed forms, and what must not change it."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from experiments.pages.agreement import agreement, alpha, interval, ordinal
from sim.schema.fields import SIX_STEPS

codes_on_the_scale = some.tuples(some.sampled_from(SIX_STEPS), some.sampled_from(SIX_STEPS))

# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section E: four observers, twelve units.
PUBLISHED = (
    (1, 1, 1),
    (2, 2, 3, 2),
    (3, 3, 3, 3),
    (3, 3, 3, 3),
    (2, 2, 2, 2),
    (1, 2, 3, 4),
    (4, 4, 4, 4),
    (1, 1, 2, 1),
    (2, 2, 2, 2),
    (5, 5, 5),
    (1, 1),
    (3,),
)


@pytest.mark.parametrize(("distance", "wanted"), [(ordinal, 0.815), (interval, 0.849)])
def test_alpha_is_that_of_the_published_example(distance, wanted):
    """With missing values, and a unit that only one observer coded."""
    assert alpha(PUBLISHED, distance) == pytest.approx(wanted, abs=5e-4)


@pytest.mark.parametrize("distance", [ordinal, interval])
def test_alpha_in_closed_form(distance):
    """Perfect agreement is 1, two units crosswise -1/2; without two different values there is none."""
    assert alpha([(0.2, 0.2), (0.6, 0.6)], distance) == 1
    assert alpha([(0, 1), (1, 0)], distance) == -0.5
    assert alpha([(0.2, 0.2), (0.2, 0.2)], distance) is None
    assert alpha([], distance) is None


@given(some.lists(codes_on_the_scale, max_size=30))
def test_alpha_knows_as_much_as_its_scale(pairs):
    """Ordinal alpha keeps under any rising change of the values, interval alpha under a change of unit."""
    squares = [(one**2, other**2) for one, other in pairs]
    percent = [(100 * one + 3, 100 * other + 3) for one, other in pairs]
    assert alpha(squares, ordinal) == pytest.approx(alpha(pairs, ordinal))
    assert alpha(percent, interval) == pytest.approx(alpha(pairs, interval))


@given(some.lists(codes_on_the_scale, min_size=1, max_size=30))
def test_coders_are_alike_but_for_the_sign(pairs):
    """Exchanging the coders turns the mean difference and changes nothing else."""
    there, back = agreement(pairs), agreement([(other, one) for one, other in pairs])
    assert there.difference == pytest.approx(-back.difference)
    assert there.ordinal == pytest.approx(back.ordinal)
    assert (there.n, there.exact, there.within_one) == (back.n, back.exact, back.within_one)


def test_plain_figures_of_agreement():
    """Shares count steps, not decimals; a difference is second minus first."""
    found = agreement([(0.2, 0.2), (0.2, 0.4), (0.6, 0.8), (0.4, 1.0)])
    assert (found.n, found.exact, found.within_one) == (4, 0.25, 0.75)
    assert found.difference == pytest.approx(0.25)
