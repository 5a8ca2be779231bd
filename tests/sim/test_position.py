"""Positions: what moves a member toward force, and what moves it away. Others' positions are held fixed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.position import (
    abandonment,
    benefit,
    borne,
    consent,
    entrapment,
    harm,
    intrusion,
    lean,
    missing_mandate,
    own_cost,
    practice,
    precedent,
    pressure,
    utility,
    vote,
)
from sim.rules.voting import FORCE

shares = st.floats(0.0, 1.0)
pressures = st.floats(-1.0, 1.0)
weights = st.floats(0.0, 2.0)
bands = st.floats(0.0, 1.0)
reasons_for = st.tuples(shares, shares, shares, pressures, shares)
reasons_against = st.tuples(shares, shares, shares, shares, shares)
weights_for = st.tuples(weights, weights, weights, weights, weights).map(np.array)
weights_against = st.tuples(weights, weights, weights, weights, weights).map(np.array)
rungs = st.integers(1, FORCE)
FOR = ("threat", "obligation", "abandonment", "pressure", "record")
AGAINST = ("intrusion", "missing mandate", "precedent", "ties to the other side", "cost")


def position(
    good: tuple[float, ...], bad: tuple[float, ...], w_good: np.ndarray, w_bad: np.ndarray, rung: int = FORCE
) -> float:
    """A member's utility of a rung."""
    return utility(benefit(*good, w_good), harm(*bad, w_bad), rung / FORCE)  # type: ignore[call-arg, arg-type]


def replaced(reasons: tuple[float, ...], place: int, value: float) -> tuple[float, ...]:
    """The same reasons but for one."""
    return (*reasons[:place], value, *reasons[place + 1 :])


@pytest.mark.parametrize("place", range(len(FOR)), ids=FOR)
@given(reasons_for, reasons_against, weights_for, weights_against, shares, shares, bands, bands, rungs)
def test_a_stronger_reason_for_force_never_lowers_a_position(
    place: int,
    good: tuple[float, ...],
    bad: tuple[float, ...],
    w_good: np.ndarray,
    w_bad: np.ndarray,
    one: float,
    other: float,
    abstention: float,
    spared: float,
    rung: int,
) -> None:
    """More threat, obligation, fear of abandonment, pressure or record raises utility and vote, or leaves them."""
    less, more = (position(replaced(good, place, value), bad, w_good, w_bad, rung) for value in sorted((one, other)))
    assert less <= more
    assert vote(less, spared, abstention) <= vote(more, spared, abstention)


@pytest.mark.parametrize("place", range(len(AGAINST)), ids=AGAINST)
@given(reasons_for, reasons_against, weights_for, weights_against, shares, shares, bands, bands, rungs)
def test_a_stronger_reason_against_force_never_raises_a_position(
    place: int,
    good: tuple[float, ...],
    bad: tuple[float, ...],
    w_good: np.ndarray,
    w_bad: np.ndarray,
    one: float,
    other: float,
    abstention: float,
    spared: float,
    rung: int,
) -> None:
    """More intrusion, fear of precedent, ties or cost lowers utility and vote, or leaves them."""
    less, more = (position(good, replaced(bad, place, value), w_good, w_bad, rung) for value in sorted((one, other)))
    assert more <= less
    assert vote(more, spared, abstention) <= vote(less, spared, abstention)


@given(shares, shares, shares, shares)
def test_more_resistance_never_lowers_the_expected_cost(
    commitment: float, share: float, one: float, other: float
) -> None:
    """Nor does a backer that is firmer or stronger; the cost stays on its scale."""
    low, high = (np.array([x]) for x in sorted((one, other)))
    c, s = np.array([commitment]), np.array([share])
    for less, more in (
        (entrapment(low, c, s), entrapment(high, c, s)),
        (entrapment(c, low, s), entrapment(c, high, s)),
        (entrapment(c, s, low), entrapment(c, s, high)),
    ):
        assert 0.0 <= less[0] <= more[0] <= 1.0


@given(shares, shares)
def test_without_backers_the_cost_is_the_resistance(resistance: float, share: float) -> None:
    """Nobody behind the other side, nobody to be drawn into war with."""
    cost = entrapment(np.array([resistance]), np.array([0.0]), np.array([share]))
    assert float(cost[0]) == pytest.approx(resistance, abs=1e-12)


@given(shares, shares, shares)
def test_a_better_asker_never_makes_help_more_intrusive(depth: float, one: float, other: float) -> None:
    """A deeper mission intrudes more, a better request less, and uninvited help intrudes fully."""
    low, high = sorted((one, other))
    assert intrusion(depth, high, True) <= intrusion(depth, low, True) <= intrusion(depth, low, False) == 1.0
    assert intrusion(low, depth, True) <= intrusion(high, depth, True)


@given(shares, shares)
def test_a_request_is_worth_the_weaker_of_control_and_acceptance(control: float, legitimacy: float) -> None:
    """Neither makes up for the other."""
    assert consent(np.array([control]), np.array([legitimacy]))[0] == min(control, legitimacy)


@given(shares, shares)
def test_a_precedent_is_one_of_home_affairs(fear: float, depth: float) -> None:
    """Only force in an internal crisis is a precedent, as far as it reaches."""
    assert precedent(np.array([fear]), np.array([depth]), False)[0] == 0.0
    assert precedent(np.array([fear]), np.array([depth]), True)[0] == fear * depth


@given(shares, shares)
def test_those_who_need_nobody_fear_no_abandonment(insecure: float, share: float) -> None:
    """Fear of abandonment is that of the insecure, less their own part in the whole."""
    assert abandonment(np.array([insecure]), np.array([1.0]), True)[0] == 0.0
    assert 0.0 <= abandonment(np.array([insecure]), np.array([share]), True)[0] <= insecure


@given(shares, shares)
def test_a_strangers_fate_is_no_precedent(insecure: float, share: float) -> None:
    """Where no member calls, nobody fears to be left alone by its allies."""
    assert abandonment(np.array([insecure]), np.array([share]), False)[0] == 0.0


@given(shares)
def test_hook_and_missing_mandate_make_one(hook: float) -> None:
    """What a mandate does not cover is missing."""
    assert missing_mandate(hook) == 1.0 - hook


@given(shares, st.floats(0.0, 1e6), st.floats(0.0, 1e6), st.floats(0.0, 1e6))
def test_troops_already_there_are_cheap(cost: float, one: float, other: float, needed: float) -> None:
    """The more of a member's troops are in the host, the less it costs; nothing if all are."""
    low, high = sorted((one, other))
    c, n = np.array([cost]), np.array([needed])
    assert 0.0 <= own_cost(c, np.array([high]), n)[0] <= own_cost(c, np.array([low]), n)[0] <= cost
    assert own_cost(c, np.array([max(needed, 1.0)]), n)[0] == 0.0


@given(st.floats(0.001, 4.0), st.floats(0.001, 4.0), st.floats(0.0, 1.0))
def test_the_ideal_rung_is_benefit_over_twice_the_harm(good: float, bad: float, height: float) -> None:
    """Inside the ladder no height is worth more than b / 2h, which is worth b * b / 4h: the closed form."""
    ideal = good / (2.0 * bad)
    assert utility(good, bad, ideal) == pytest.approx(good * good / (4.0 * bad))
    if ideal < 1.0:
        assert utility(good, bad, height) <= utility(good, bad, ideal) + 1e-9
    else:
        assert utility(good, bad, height) <= utility(good, bad, 1.0) + 1e-9


@given(st.floats(-4.0, 8.0), st.floats(0.0, 10.0), rungs, rungs)
def test_who_gains_by_a_rung_gains_by_every_lower_one(good: float, bad: float, one: int, other: int) -> None:
    """Who does not object to force does not object to a statement."""
    lower, higher = sorted((one, other))
    if utility(good, bad, higher / FORCE) > 0.0:
        assert utility(good, bad, lower / FORCE) > -1e-12


@given(st.floats(-4.0, 8.0), st.floats(0.0, 10.0))
def test_silence_is_worth_nothing(good: float, bad: float) -> None:
    """The ladder is measured against doing nothing."""
    assert utility(good, bad, 0.0) == 0.0


@given(st.floats(-4.0, 8.0), st.floats(0.0, 10.0))
def test_a_lean_has_the_sign_of_the_gain(good: float, bad: float) -> None:
    """It lies from -1 to 1, above 0 exactly if benefit exceeds harm where there are reasons at all."""
    firmness = lean(good, bad)
    assert -1.0 <= firmness <= 1.0
    if good + bad > 0.0:
        assert np.sign(firmness) == np.sign(good - bad)


@st.composite
def leaders(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Dependence on, preponderance of and lean of up to four leading states."""
    number = draw(st.integers(0, 4))

    def column(values: st.SearchStrategy[float]) -> np.ndarray:
        return np.array(draw(st.lists(values, min_size=number, max_size=number)), dtype=np.float64)

    return column(shares), column(shares), column(pressures)


@given(leaders(), st.integers(-1, 3), pressures)
def test_a_firmer_leader_never_presses_less(
    lead: tuple[np.ndarray, np.ndarray, np.ndarray], own: int, firmer: float
) -> None:
    """Pressure lies from -1 to 1 and grows with every leading state's lean."""
    dependence, asymmetry, leans = lead
    base = pressure(dependence, asymmetry, leans, own)
    assert -1.0 <= base <= 1.0
    for place in range(len(leans)):
        raised = leans.copy()
        raised[place] = max(raised[place], firmer)
        assert base <= pressure(dependence, asymmetry, raised, own)


@given(leaders())
def test_nobody_presses_itself(lead: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
    """A leading state feels the others alone, and an organization of equals presses nobody."""
    dependence, asymmetry, leans = lead
    for own in range(len(leans)):
        without = np.delete(dependence * asymmetry * leans, own)
        expected = float(np.clip(without.sum(), -1.0, 1.0))
        assert pressure(dependence, asymmetry, leans, own) == pytest.approx(expected, abs=1e-12)
    assert pressure(np.zeros(0), np.zeros(0), np.zeros(0), -1) == 0.0


@given(st.floats(-4.0, 4.0), bands, bands)
def test_votes_follow_the_band_of_abstention(gain: float, abstention: float, spared: float) -> None:
    """Aye above the band, objection below it, else neither; who is spared by standing aside objects less."""
    expected = 1 if gain > abstention else -1 if gain < -abstention else 0
    assert expected == vote(gain, 0.0, abstention)
    assert expected <= vote(gain, spared, abstention)
    assert (vote(gain, spared, abstention) == 1) == (expected == 1)


@given(st.integers(0, 50), st.integers(0, 50))
def test_practice_grows_with_action_and_fades_with_inaction(acted: int, refused: int) -> None:
    """It is nothing where nothing was ever done, and never complete."""
    now = practice(acted, acted + refused)
    assert practice(acted, acted + refused + 1) <= now < practice(acted + 1, acted + refused + 1) < 1.0
    assert (now == 0.0) == (acted == 0)


@given(shares, shares, shares)
def test_resistance_is_borne_by_burden(resistance: float, one: float, other: float) -> None:
    """A member that sends little meets little of it, the ablest all."""
    small, large = (borne(np.array([resistance]), np.array([part]))[0] for part in sorted((one, other)))
    assert 0.0 <= small <= large <= borne(np.array([resistance]), np.array([1.0]))[0] == resistance
