"""Deployment: who sends what, when it is there, and when it leaves."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.deployment import (
    allot,
    arrival,
    departure,
    force_days,
    help_share,
    in_place,
    leaves_today,
    ratification_delay,
    troops_needed,
)

type Ready = tuple[np.ndarray, np.ndarray]
type Contingents = tuple[np.ndarray, np.ndarray]

shares = st.floats(0.0, 1.0)
persons = st.floats(0.0, 200_000.0)
needs = st.floats(1.0, 300_000.0)
tokens = st.floats(0.0, 10_000.0)
delays = st.floats(0.0, 60.0)


@st.composite
def ready(draw: st.DrawFn) -> Ready:
    """Troops that each member has ready, and who is willing."""
    size = draw(st.integers(1, 10))
    troops = draw(st.lists(persons, min_size=size, max_size=size))
    return np.array(troops), np.array(draw(st.lists(st.booleans(), min_size=size, max_size=size)))


@st.composite
def contingents(draw: st.DrawFn) -> Contingents:
    """Days until each contingent is in place, and its size."""
    size = draw(st.integers(1, 10))
    days = draw(st.lists(delays | st.integers(0, 20).map(float), min_size=size, max_size=size))
    return np.array(days), np.array(
        draw(st.lists(st.integers(0, 5_000), min_size=size, max_size=size)), dtype=np.int64
    )


def allotted(members: Ready, needed: float, token: float) -> tuple[bool, np.ndarray]:
    """Whether the force is found, and what each sends."""
    available, willing = members
    sent = np.full(len(available), 7, dtype=np.int64)
    return bool(allot(available, willing, needed, token, sent)), sent


@given(ready(), needs, tokens)
def test_contingents_sum_to_the_force(members: Ready, needed: float, token: float) -> None:
    """The willing send the whole force, in whole persons, if they have it, else nothing at all."""
    available, willing = members
    found, sent = allotted(members, needed, token)
    assert found == (willing.any() and np.floor(available)[willing].sum() >= int(needed))
    assert sent.sum() == (int(needed) if found else 0)


@given(ready(), needs, tokens)
def test_nobody_sends_more_than_it_has(members: Ready, needed: float, token: float) -> None:
    """Nor less than nothing, however large the tokens are."""
    available, _ = members
    _, sent = allotted(members, needed, token)
    assert ((sent >= 0) & (sent <= available)).all()


@given(ready(), needs, tokens)
def test_the_unwilling_send_nothing(members: Ready, needed: float, token: float) -> None:
    """Nor does anyone count their troops."""
    available, willing = members
    found, sent = allotted(members, needed, token)
    assert (sent[~willing] == 0).all()
    assert (found, sent.tolist()) == (lambda again: (again[0], again[1].tolist()))(
        allotted((np.where(willing, available, 0.0), willing), needed, token)
    )


@given(ready(), needs, tokens)
def test_everyone_willing_sends_a_token_if_there_is_room(members: Ready, needed: float, token: float) -> None:
    """Who sends less than it has sends a token, or, where tokens would fill the force, an equal part of it."""
    available, willing = members
    found, sent = allotted(members, needed, token)
    if found:
        largest = int(np.argmax(np.where(willing, available, -1.0)))
        wanted = np.minimum(int(min(token, needed / willing.sum())), available.astype(np.int64))
        short = willing & (sent < wanted)
        short[largest] = False
        assert not short.any()


def test_a_mission_that_takes_nobody_is_carried_by_anybody() -> None:
    """Two willing members without troops send the nobody that is needed."""
    found, sent = allotted((np.zeros(2), np.ones(2, dtype=np.bool_)), 0.0, 100.0)
    assert found
    assert sent.tolist() == [0, 0]


@given(ready(), needs, tokens)
def test_one_more_willing_member_never_breaks_the_force(members: Ready, needed: float, token: float) -> None:
    """What can be carried by some can be carried by more."""
    available, willing = members
    found, _ = allotted(members, needed, token)
    for place in range(len(willing)):
        more = willing.copy()
        more[place] = True
        assert found <= allotted((available, more), needed, token)[0]


@given(contingents(), st.floats(0.0, 60_000.0), shares)
def test_arrival_is_the_first_day_with_the_critical_force(force: Contingents, needed: float, critical: float) -> None:
    """On the day of arrival the critical part is in place; before the contingent of that day came, it was not."""
    days, sent = force
    enough = int(critical * needed)
    day = arrival(days, sent, needed, critical)
    if np.isinf(day):
        assert sent.sum() < enough or sent.sum() == 0
    else:
        assert in_place(days, sent, day) >= enough
        earlier = [d for d, troops in zip(days, sent, strict=True) if troops > 0 and d < day]
        assert all(in_place(days, sent, d) < enough for d in earlier)


@given(contingents(), delays, delays)
def test_troops_in_place_only_grow(force: Contingents, one: float, other: float) -> None:
    """Nobody leaves before the exit; in the end all are there."""
    days, sent = force
    early, late = sorted((one, other))
    assert 0 <= in_place(days, sent, early) <= in_place(days, sent, late) <= sent.sum()
    assert in_place(days, sent, float(days.max())) == sent.sum()


@given(delays, delays, st.integers(0, 5_000), persons)
def test_troops_already_there_need_no_days(readiness: float, home: float, sent: int, present: float) -> None:
    """Others leave when they are ready and when home lets them, whichever is later."""
    expected = 0.0 if present >= sent else max(readiness, home)
    assert expected == departure(readiness, home, sent, present)


@given(st.floats(0.0, 1.0, exclude_max=True), st.floats(0.0, 60.0))
def test_ratification_takes_whole_days(chance: float, longest: float) -> None:
    """From none up to the longest delay, which is rounded up if it ends within a day."""
    delay = ratification_delay(chance, longest)
    assert delay == int(delay)
    assert 0.0 <= delay <= np.ceil(longest)
    assert ratification_delay(0.0, longest) == 0.0


def test_delays_of_ratification_are_spread_evenly() -> None:
    """With at most three days each of four delays takes a quarter of the draws."""
    found = [ratification_delay((k + 0.5) / 400, 3.0) for k in range(400)]
    assert [found.count(float(day)) for day in range(4)] == [100, 100, 100, 100]


@given(st.integers(0, 100_000), st.integers(0, 100_000), st.floats(0.0, 100_000.0))
def test_help_is_a_share(troops: int, more: int, needed: float) -> None:
    """It lies between 0 and 1, grows with troops and is full with the whole force."""
    assert 0.0 <= help_share(troops, needed) <= help_share(troops + more, needed) <= 1.0
    assert help_share(int(np.ceil(needed)), needed) == 1.0


@given(shares, shares, shares)
def test_troops_leave_when_order_is_back_or_the_host_is_impatient(
    severity: float, calm: float, impatience: float
) -> None:
    """A more impatient host never keeps them longer."""
    assert leaves_today(severity, calm, 0.0) == (severity < calm)
    assert leaves_today(severity, calm, impatience) == (severity < max(calm, impatience))


@given(st.floats(0.0, 2e6), shares, shares, st.floats(0.0, 10.0))
def test_more_resistance_never_takes_fewer_troops(personnel: float, one: float, other: float, extra: float) -> None:
    """Without resistance the mission takes its own number, with full resistance the extra multiple on top."""
    low, high = sorted((one, other))
    few, many = (float(troops_needed(*(np.array([x]) for x in (personnel, r, extra)))[0]) for r in (low, high))
    assert personnel <= few <= many
    full = troops_needed(np.array([personnel]), np.array([1.0]), np.array([extra]))
    assert float(full[0]) == pytest.approx(personnel * (1.0 + extra))


@given(persons, delays, shares, needs, shares)
def test_a_force_saves_days_only_if_it_brings_the_critical_part(
    personnel: float, readiness: float, fit: float, needed: float, critical: float
) -> None:
    """Its days are its own or infinite, and a fitter force is never slower."""
    rows = [
        float(force_days(*(np.array([x]) for x in (personnel, readiness, good, needed, critical)))[0])
        for good in (0.0, fit, 1.0)
    ]
    assert all(better <= worse for worse, better in pairwise(rows))
    assert rows[1] == (readiness if personnel * fit >= critical * needed else np.inf)
