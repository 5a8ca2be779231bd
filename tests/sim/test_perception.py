"""Perception: any channel suffices, and the trusted are listened to."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.perception import (
    contagion,
    endangered_stake,
    exposure,
    influenced,
    insecurity,
    noisy_or,
    own_perception,
    sponsorship,
    trusted_voice,
)

shares = st.floats(0.0, 1.0)
causes = st.lists(shares, min_size=1, max_size=6)


def draws(*numbers: float) -> list[np.ndarray]:
    """Each number as an array over one coding draw."""
    return [np.array([number]) for number in numbers]


def either(*chances: float) -> float:
    """The noisy-or of numbers."""
    return float(noisy_or(*draws(*chances))[0])


@given(causes)
def test_causes_combine_in_closed_form(chances: list[float]) -> None:
    """The chance that none acts is the product of the chances that each does not."""
    assert either(*chances) == pytest.approx(1.0 - np.prod(1.0 - np.array(chances)), abs=1e-12)


@given(causes)
def test_any_cause_suffices(chances: list[float]) -> None:
    """Together causes are at least as strong as the strongest, at most as their sum, and never above 1."""
    together = either(*chances)
    assert max(chances) - 1e-12 <= together <= min(1.0, sum(chances) + 1e-12)


@given(causes, st.permutations(range(6)))
def test_the_order_of_causes_changes_nothing(chances: list[float], order: list[int]) -> None:
    """Up to rounding, as channels have a fixed order anyway."""
    shuffled = [chances[k] for k in order if k < len(chances)]
    assert either(*shuffled) == pytest.approx(either(*chances), abs=1e-12)


@given(causes, shares, shares)
def test_a_stronger_cause_never_weakens_the_whole(chances: list[float], one: float, other: float) -> None:
    """The noisy-or grows with each of its parts."""
    less, more = sorted((one, other))
    assert either(*chances, less) <= either(*chances, more)


def test_a_leadership_is_insecure_by_fear_or_by_unrest() -> None:
    """Either alone makes it wholly insecure; half of each makes three quarters."""
    assert float(insecurity(*draws(1.0, 0.0))[0]) == 1.0
    assert float(insecurity(*draws(0.0, 1.0))[0]) == 1.0
    assert float(insecurity(*draws(0.5, 0.5))[0]) == 0.75


@given(shares, shares, shares, shares, shares)
def test_contagion_reaches_regimes_alike(
    threat: float, host: float, insecure: float, one: float, other: float
) -> None:
    """The nearer a state's regime is to the host's, the more its fall endangers it."""
    nearer, farther = sorted((one, other), key=lambda polyarchy: abs(polyarchy - host))
    near, far = (float(contagion(*draws(threat, polyarchy, host, insecure))[0]) for polyarchy in (nearer, farther))
    assert far <= near <= threat


@given(shares, shares)
def test_a_secure_leadership_fears_no_contagion(threat: float, polyarchy: float) -> None:
    """Without insecurity at home there is no contagion."""
    assert contagion(*draws(threat, polyarchy, polyarchy, 0.0))[0] == 0.0


@given(shares, shares)
def test_each_channel_needs_both_its_parts(one: float, other: float) -> None:
    """A channel is its two parts' product: 0 if either is 0, never more than either."""
    for channel in (endangered_stake, exposure, lambda a, b: sponsorship(a, b, True)):
        felt = float(channel(*draws(one, other))[0])
        assert felt == one * other
        assert felt <= min(one, other)


@given(shares, shares)
def test_open_war_needs_no_frame_of_sponsorship(framed: float, fear: float) -> None:
    """Sponsorship is a channel of internal crises only."""
    assert sponsorship(*draws(framed, fear), False)[0] == 0.0


@given(shares, shares, shares, st.floats(-4.0, 4.0))
def test_a_worse_crisis_is_never_perceived_as_less(
    vulnerability: float, one: float, other: float, noise: float
) -> None:
    """Perception grows with severity and stays on its scale."""
    less, more = sorted((one, other))
    mild, grave = (own_perception(severity, vulnerability, noise) for severity in (less, more))
    assert 0.0 <= mild <= grave <= 1.0


@given(shares, shares, shares, st.floats(-4.0, 4.0))
def test_the_more_vulnerable_never_perceive_less(severity: float, one: float, other: float, noise: float) -> None:
    """Perception grows with vulnerability."""
    less, more = sorted((one, other))
    assert own_perception(severity, less, noise) <= own_perception(severity, more, noise)


@given(st.lists(st.tuples(shares, st.floats(0.01, 1.0)), min_size=1, max_size=8))
def test_the_voice_of_the_trusted_lies_among_theirs(trusted: list[tuple[float, float]]) -> None:
    """A weighted mean stays between the least and the most alarmed of those a state trusts."""
    perceptions = np.array([perception for perception, _ in trusted])
    trust = np.array([weight for _, weight in trusted])
    voice = trusted_voice(perceptions, np.arange(len(trusted)), trust / trust.sum())
    assert perceptions.min() - 1e-12 <= voice <= perceptions.max() + 1e-12


@given(shares, shares, st.floats(0.0, 0.95))
def test_the_influenced_stay_between_their_view_and_the_voice(own: float, voice: float, weight: float) -> None:
    """Friedkin and Johnsen: a convex combination, its closed form included."""
    felt = influenced(own, voice, weight)
    assert min(own, voice) - 1e-12 <= felt <= max(own, voice) + 1e-12
    assert felt == pytest.approx((1.0 - weight) * own + weight * voice, abs=1e-12)
    assert influenced(own, voice, 0.0) == own


@given(st.lists(shares, min_size=2, max_size=6), st.floats(0.0, 0.95), st.data())
def test_talk_never_widens_the_views(views: list[float], weight: float, data: st.DataObject) -> None:
    """Day after day of listening keeps every perception within the hull of the own views."""
    size = len(views)
    trust = np.array([data.draw(st.lists(st.floats(0.01, 1.0), min_size=size, max_size=size)) for _ in range(size)])
    trust /= trust.sum(axis=1, keepdims=True)
    today, everyone = np.array(views), np.arange(size)
    for _ in range(10):
        voices = [trusted_voice(today, everyone, row) for row in trust]
        today = np.array([influenced(own, voice, weight) for own, voice in zip(views, voices, strict=True)])
    assert min(views) - 1e-9 <= today.min()
    assert today.max() <= max(views) + 1e-9
