"""The hook: which mandate covers the case."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.hook import MANDATES, attack_from_outside, hooks

shares = st.floats(0.0, 1.0)
mandates = st.tuples(shares, shares, shares, shares)
kinds = st.sampled_from([(True, True), (True, False), (False, False)])


def cover(
    texts: tuple[float, ...],
    attack: float,
    kind: tuple[bool, bool],
    terrorism: float,
    *,
    member: bool,
    invited: bool = True,
) -> list[float]:
    """Cover under each mandate in one draw."""
    columns = tuple(np.array([text]) for text in texts)
    found = hooks(columns, np.array([attack]), *kind, np.array([terrorism]), member, invited)  # type: ignore[arg-type]
    return [float(row[0]) for row in found]


def attacked(fact: float, framed: float, latitude: float, territory: float, *, fellow: bool = False) -> float:
    """How far there is an attack from outside, in one draw."""
    return float(attack_from_outside(*(np.array([x]) for x in (fact, framed, latitude, territory)), fellow)[0])


@given(mandates, shares, kinds, shares)
def test_only_peacekeeping_reaches_a_host_outside(
    texts: tuple[float, ...], attack: float, kind: tuple[bool, bool], terrorism: float
) -> None:
    """For a host that is no member, no other mandate covers anything."""
    *others, peacekeeping = cover(texts, attack, kind, terrorism, member=False)
    assert others == [0.0, 0.0, 0.0]
    assert peacekeeping == (texts[3] if kind[1] else 0.0)


@given(shares, shares, shares, shares)
def test_no_fellow_member_is_an_aggressor_from_outside(
    fact: float, framed: float, latitude: float, territory: float
) -> None:
    """Where a fellow member is on the other side, collective defence never falls due."""
    attack = attacked(fact, framed, latitude, territory, fellow=True)
    assert attack == 0.0
    assert cover((1.0, 1.0, 1.0, 1.0), attack, (False, False), 1.0, member=True)[0] == 0.0


@given(shares, shares, shares)
def test_an_attack_off_recognised_territory_is_not_covered(fact: float, framed: float, latitude: float) -> None:
    """With no fighting on the host's own territory there is no attack on it."""
    assert attacked(fact, framed, latitude, 0.0) == 0.0


@given(shares, shares, shares)
def test_a_claim_counts_as_far_as_latitude_goes(fact: float, framed: float, latitude: float) -> None:
    """The attack is the fact or the claim at latitude, whichever is more; without latitude it is the fact."""
    assert attacked(fact, framed, latitude, 1.0) == max(fact, latitude * framed)
    assert attacked(fact, framed, 0.0, 1.0) == fact


@given(mandates, shares, kinds, shares, st.booleans())
def test_cover_lies_on_its_scale(
    texts: tuple[float, ...], attack: float, kind: tuple[bool, bool], terrorism: float, member: bool
) -> None:
    """No cover is less than 0, or more than its own text gives."""
    found = cover(texts, attack, kind, terrorism, member=member)
    assert len(found) == len(MANDATES)
    assert all(0.0 <= covered <= text for covered, text in zip(found, texts, strict=True))


@given(mandates, mandates, shares, kinds, shares, st.booleans())
def test_a_clearer_text_never_covers_less(
    one: tuple[float, ...],
    other: tuple[float, ...],
    attack: float,
    kind: tuple[bool, bool],
    terrorism: float,
    member: bool,
) -> None:
    """Cover grows with every mandate."""
    weaker = cover(tuple(map(min, one, other)), attack, kind, terrorism, member=member)
    stronger = cover(tuple(map(max, one, other)), attack, kind, terrorism, member=member)
    assert all(less <= more for less, more in zip(weaker, stronger, strict=True))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        pytest.param((True, False), [0.5, 0.8, 0.3, 0.0], id="overthrow"),
        pytest.param((True, True), [0.5, 0.8, 0.3, 0.4], id="civil war"),
        pytest.param((False, False), [0.5, 0.0, 0.3, 0.0], id="war between states"),
    ],
)
def test_mandates_cover_their_kind_of_case(kind: tuple[bool, bool], expected: list[float]) -> None:
    """Order at home in internal crises, peacekeeping in communal ones, defence by attack, terrorism as framed."""
    assert expected == cover((1.0, 0.8, 0.6, 0.4), 0.5, kind, 0.5, member=True)


def test_an_internal_mandate_works_at_the_hosts_request_alone() -> None:
    """Uninvited, order at home covers nothing; the other mandates are as they were."""
    invited, uninvited = (
        cover((1.0, 0.8, 0.6, 0.4), 0.5, (True, True), 0.5, member=True, invited=k) for k in (True, False)
    )
    assert uninvited == [invited[0], 0.0, *invited[2:]]
