"""The request: what a host believes, and what asking is worth to it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.request import (
    appeal,
    believed_chance,
    bilateral_chance,
    flags_cover,
    rapid_reaction,
    record_of_action,
    responsiveness,
    sounded,
    sovereignty_price,
    structure,
)

shares = st.floats(0.0, 1.0)
weights = st.floats(0.0, 2.0)
members = st.integers(1, 60)
troops = st.floats(0.0, 1e6)
four_weights = st.tuples(weights, weights, weights, weights).map(np.array)


def one(number: float) -> np.ndarray:
    """A number as an array over one coding draw."""
    return np.array([number])


@given(shares, shares, shares)
def test_a_shared_history_and_a_lead_count_alike(history: float, lead: float, more: float) -> None:
    """The first factor is the mean of both."""
    assert float(structure(one(history), one(lead))[0]) == pytest.approx((history + lead) / 2.0)
    less, most = sorted((lead, more))
    assert structure(one(history), one(less))[0] <= structure(one(history), one(most))[0]


@given(shares, members, members, st.floats(1.0, 1_000.0))
def test_larger_bodies_are_never_believed_faster(cohesion: float, few: int, many: int, reference: float) -> None:
    """The second factor falls with members, grows with cohesion, and stays on its scale."""
    small, large = sorted((few, many))
    fast, slow = (float(responsiveness(one(cohesion), size, one(reference))[0]) for size in (small, large))
    assert 0.0 <= slow <= fast <= 1.0


@given(st.floats(1.0, 1_000.0))
def test_size_halves_belief_at_the_reference(reference: float) -> None:
    """A body without cohesion of as many members as the reference is believed a quarter."""
    assert float(responsiveness(one(0.0), reference, one(reference))[0]) == pytest.approx(0.25)  # type: ignore[arg-type]


@given(st.integers(0, 50), st.integers(0, 50))
def test_a_record_of_action_speaks_for_itself(acted: int, refused: int) -> None:
    """One more case met with force raises the record, one more refusal lowers it; it never reaches 0 or 1."""
    now = record_of_action(acted, acted + refused)
    assert 0.0 < record_of_action(acted, acted + refused + 1) < now < record_of_action(acted + 1, acted + refused + 1)
    assert now < 1.0


def test_nobody_knows_an_organization_without_a_record() -> None:
    """Without a case the record is one half."""
    assert record_of_action(0, 0) == 0.5


@given(troops, troops, st.floats(0.0, 365.0), shares)
def test_a_rapid_force_counts_if_large_near_and_fit(
    personnel: float, needed: float, readiness: float, fit: float
) -> None:
    """The fifth factor lies on its scale and is never more than the force's fit; a week halves it."""
    factor = float(rapid_reaction(one(personnel), one(needed), one(readiness), one(fit))[0])
    assert 0.0 <= factor <= fit
    assert float(rapid_reaction(one(needed + 1.0), one(needed), one(7.0), one(fit))[0]) == pytest.approx(fit / 2.0)


@given(shares, shares)
def test_the_price_is_fear_times_dominance(fear: float, dominance: float) -> None:
    """Nobody pays a price to those who cannot dominate, and the fearless pay none."""
    assert sovereignty_price(one(fear), one(dominance))[0] == fear * dominance


@given(members)
def test_more_flags_give_more_cover(number: int) -> None:
    """One flag covers nothing, and each further one adds less than the one before."""
    assert flags_cover(1) == 0.0
    first, second = (flags_cover(number + k + 1) - flags_cover(number + k) for k in (0, 1))
    assert first > second > 0.0


@given(shares, shares, shares, shares, shares, shares)
def test_a_believed_chance_is_a_chance(
    factors: float, concern: float, part: float, hook: float, weight: float, standing: float
) -> None:
    """It lies between 0 and 1."""
    assert 0.0 <= believed_chance((1.0 - part) * factors, concern, part, hook, weight, standing) <= 1.0


@given(shares, shares, shares, shares, shares, shares, shares)
def test_a_clearer_hook_never_lowers_belief(
    factors: float, concern: float, part: float, weight: float, standing: float, less: float, more: float
) -> None:
    """Nor does a greater concern of the leading states."""
    low, high = sorted((less, more))
    chances = [believed_chance(factors, concern, part, hook, weight, standing) for hook in (low, high)]
    assert chances[0] <= chances[1]
    chances = [believed_chance(factors, care, part, concern, weight, standing) for care in (low, high)]
    assert chances[0] <= chances[1]


@given(shares, shares, shares)
def test_a_close_able_and_concerned_state_is_believed(tie: float, concern: float, able: float) -> None:
    """The chance of a bilateral request is the mean of three."""
    assert bilateral_chance(tie, concern, able) == pytest.approx((tie + concern + able) / 3.0)


@given(shares, shares, shares)
def test_sounding_moves_belief_toward_what_is_heard(belief: float, inclination: float, weight: float) -> None:
    """Belief stays between what it was and what was heard; without sounding it stays as it was."""
    heard = sounded(belief, inclination, weight)
    assert min(belief, inclination) - 1e-12 <= heard <= max(belief, inclination) + 1e-12
    assert sounded(belief, inclination, 0.0) == belief


@given(shares, shares, shares, shares, shares, four_weights, shares, shares)
def test_a_greater_need_never_lowers_the_appeal(
    chance: float,
    cover: float,
    price: float,
    pride: float,
    noise: float,
    weights: np.ndarray,
    one: float,
    other: float,
) -> None:
    """Nor does more cover; a higher price or a prouder host never raises it."""
    low, high = sorted((one, other))
    assert appeal(low, chance, cover, price, pride, weights, noise) <= appeal(
        high, chance, cover, price, pride, weights, noise
    )
    assert appeal(one, chance, low, price, pride, weights, noise) <= appeal(
        one, chance, high, price, pride, weights, noise
    )
    assert appeal(one, chance, cover, high, pride, weights, noise) <= appeal(
        one, chance, cover, low, pride, weights, noise
    )
    assert appeal(one, chance, cover, price, high, weights, noise) <= appeal(
        one, chance, cover, price, low, weights, noise
    )


def test_an_addressee_that_never_comes_costs_only_reluctance() -> None:
    """With no chance of acting there is neither gain nor price."""
    assert appeal(1.0, 0.0, 1.0, 1.0, 0.4, np.array([1.0, 1.0, 1.0, 0.5]), 0.0) == -0.2
