"""A crisis on another date: the world of that date, and what of it is another."""

import pytest

from experiments.composition.compose import compose
from experiments.composition.dated import moved_crises, refuse_empty_rooms
from sim.errors import WorldError

CRISIS = "kazakhstan_2022"


def told(onset: str) -> str:
    """What is said of the crisis when it is put on another day."""
    return "\n".join(moved_crises(compose([f"crisis=[{CRISIS}]", f"crisis.{CRISIS}.onset={onset}"])))


def test_nothing_is_said_of_a_crisis_on_its_own_day() -> None:
    """Also if the day is typed."""
    assert not moved_crises(compose([f"crisis=[{CRISIS}]"]))
    assert not told("2022-01-02")


def test_another_day_has_other_members_charters_forces_and_records() -> None:
    """In January 2009 there was another member, an older charter, no usable force, and no union."""
    lines = told("2009-01-05")
    assert f"{CRISIS} is put on 2009-01-05 instead of 2022-01-02" in lines
    for change in (
        "csto: with uzb",
        "csto: mandates.internal_order is 0.2, not 0.8",
        "csto: its rapid reaction force cannot be used",
        "csto: 0 of 2 past cases met with force",
        "eaeu does not exist",
        "sco: without ind, pak",
    ):
        assert change in lines, lines


def test_a_crisis_that_nobody_could_meet_is_refused() -> None:
    """None of the chosen organizations existed then; one that did is enough."""
    words = ["crisis=[czechoslovakia_1968]", "organization=[csto,sco]"]
    with pytest.raises(WorldError) as refused:
        refuse_empty_rooms(compose(words))
    assert str(refused.value.problems[0]) == (
        "organization: none of csto, sco existed on the day of czechoslovakia_1968 (1968-07-14); "
        "choose others, or another onset"
    )
    refuse_empty_rooms(compose(["crisis=[czechoslovakia_1968,turkey_2012]", "organization=[csto]"]))


def test_a_day_before_an_organization_runs_without_it() -> None:
    """The world of 1995 has no CSTO."""
    assert "csto does not exist" in told("1995-01-05")
