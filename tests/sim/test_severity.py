"""A crisis rises, is helped or pushed, and ends."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.severity import daily_decay, need, next_severity, still_on

shares = st.floats(0.0, 1.0)
periods = st.floats(0.5, 730.0)
multiples = st.floats(0.0, 10.0)
savings = st.floats(0.0, 0.95)
rises = st.floats(0.0, 1.0)
heights = st.integers(1, 30)


def decay(half_life: float, push: float = 0.0, backing: float = 0.0, help_effect: float = 0.0) -> float:
    """The daily factor of one draw."""
    return float(
        daily_decay(np.array([half_life]), np.array([push]), np.array([backing]), np.array([help_effect]))[0]
    )


def course(level: float, rise: float, height: int, factors: tuple[float, float], help: list[float]) -> list[float]:
    """Severity day by day while `help` is in place."""
    days = [level]
    for day, present in enumerate(help, start=1):
        days.append(next_severity(days[-1], day, float(height), rise, *factors, present))
    return days


@given(shares, st.integers(1, 365))
def test_without_help_severity_halves_in_its_half_life(level: float, half_life: int) -> None:
    """After `half_life` days past the height, half is left: the closed form."""
    severity, factor = level, decay(float(half_life))
    for day in range(2, half_life + 2):
        severity = next_severity(severity, day, 1.0, 0.0, factor, factor, 0.0)
    assert severity == pytest.approx(level / 2.0, rel=1e-9, abs=1e-12)


@given(periods)
def test_full_help_shortens_the_half_life_by_its_effect(half_life: float) -> None:
    """Help that halves the half-life squares the daily factor: the closed form."""
    assert decay(half_life, help_effect=0.5) == pytest.approx(decay(half_life) ** 2)


@given(shares, rises, heights, periods, savings, st.lists(st.tuples(shares, shares), min_size=1, max_size=40))
def test_more_help_never_raises_severity(
    level: float, rise: float, height: int, half_life: float, effect: float, help: list[tuple[float, float]]
) -> None:
    """On no day is a crisis with more help on every day worse than with less."""
    factors = decay(half_life), decay(half_life, help_effect=effect)
    more = course(level, rise, height, factors, [max(pair) for pair in help])
    less = course(level, rise, height, factors, [min(pair) for pair in help])
    assert all(with_more <= with_less for with_more, with_less in zip(more, less, strict=True))


@given(periods, multiples, shares, shares, savings)
def test_more_backing_never_shortens_the_half_life(
    half_life: float, push: float, one: float, other: float, effect: float
) -> None:
    """The firmer the other side's backers, the slower a crisis fades."""
    less, more = sorted((one, other))
    assert decay(half_life, push, less, effect) <= decay(half_life, push, more, effect)


@given(periods, multiples, shares, savings)
def test_every_crisis_fades(half_life: float, push: float, backing: float, effect: float) -> None:
    """The daily factor lies between 0 and 1."""
    assert 0.0 < decay(half_life, push, backing, effect) < 1.0


@given(shares, rises, heights, periods, savings, st.lists(shares, min_size=1, max_size=40))
def test_severity_stays_on_its_scale(
    level: float, rise: float, height: int, half_life: float, effect: float, help: list[float]
) -> None:
    """No day lies below 0 or above 1."""
    factors = decay(half_life), decay(half_life, help_effect=effect)
    assert all(0.0 <= day <= 1.0 for day in course(level, rise, height, factors, help))


def test_severity_rises_to_its_height_then_falls() -> None:
    """A rise of 0.2 a day for three days from 0.2 makes 0.8, which then halves in a day."""
    days = course(0.2, 0.2, 3, (0.5, 0.25), [0.0] * 5)
    assert days == pytest.approx([0.2, 0.4, 0.6, 0.8, 0.4, 0.2])


@given(shares, shares, shares)
def test_need_is_what_the_host_cannot_master(severity: float, capacity: float, more: float) -> None:
    """A host that masters all needs nothing, one that masters nothing needs all."""
    assert need(severity, 0.0) == 0.0
    assert need(severity, 1.0) == severity
    less, most = sorted((capacity, more))
    assert need(severity, 1.0 - most) <= need(severity, 1.0 - less)


@given(shares, st.integers(0, 30), st.integers(0, 30), heights, rises, periods, shares)
def test_foresight_follows_the_unhelped_course(
    severity: float, day: int, ahead: int, height: int, rise: float, half_life: float, calm: float
) -> None:
    """A crisis is still on at a later day exactly if its course without help is not calm then."""
    factor, later = decay(half_life), severity
    for step in range(day + 1, day + ahead + 1):
        later = next_severity(later, step, float(height), rise, factor, factor, 0.0)
    assert still_on(severity, day, day + ahead, float(height), rise, factor, calm) == (later >= calm)
