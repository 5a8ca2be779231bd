"""Coded values vary within their ranges, each by itself."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.coding import CodedValues, Ranges, draw_key
from sim.dating import Sourced
from sim.schema import DecisionRule
from tests.sim.worlds import changed, world

WORLD = world(2, DecisionRule.CONSENSUS)
PATH, OTHER = "state.land_01.conditions.always.unrest", "state.land_02.conditions.always.unrest"

shares = st.floats(0.0, 1.0)
seeds = st.integers(0, 2**63 - 1)


def values(ranges: Ranges, seed: int = 1, number: int = 64) -> CodedValues:
    """A reader of coded values over the first draws."""
    return CodedValues(WORLD, seed, np.arange(number), ranges)


@given(seeds, shares, shares, shares)
def test_a_value_with_a_range_stays_within_it(seed: int, value: float, one: float, other: float) -> None:
    """No draw leaves the range, wherever the value itself lies."""
    low, high = sorted((one, other))
    drawn = values({PATH: (low, high)}, seed).read(Sourced(PATH, value))
    assert drawn.shape == (64,)
    assert np.all((low <= drawn) & (drawn <= high))


def test_a_value_with_a_range_is_uniform_within_it() -> None:
    """Its quarters, its mean and its spread are those of a uniform number."""
    drawn = values({PATH: (0.2, 0.6)}, number=4_000).read(Sourced(PATH, 0.4))
    counted = np.histogram(drawn, bins=4, range=(0.2, 0.6))[0]
    assert counted.sum() == 4_000
    assert counted == pytest.approx(np.full(4, 1_000), abs=100)
    assert np.mean(drawn) == pytest.approx(0.4, abs=0.01)
    assert np.std(drawn) == pytest.approx(0.4 / np.sqrt(12.0), abs=0.005)


def test_two_values_are_drawn_independently() -> None:
    """Knowing the draws of one path says nothing about those of another."""
    reader = values({PATH: (0.0, 1.0), OTHER: (0.0, 1.0)}, number=4_000)
    one, other = reader.read(Sourced(PATH, 0.0)), reader.read(Sourced(OTHER, 0.0))
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.05


@given(seeds, shares)
def test_a_value_is_the_same_whatever_others_exist(seed: int, value: float) -> None:
    """Neither another range, nor what was read before, nor the number of draws changes a value."""
    alone = values({PATH: (0.0, 1.0)}, seed).read(Sourced(PATH, value))
    company = values({OTHER: (0.0, 0.5), PATH: (0.0, 1.0)}, seed, number=8)
    company.read(Sourced(OTHER, value))
    assert alone[:8].tolist() == company.read(Sourced(PATH, value)).tolist()


@given(seeds, st.floats(-1e6, 1e6))
def test_a_value_without_a_range_is_constant(seed: int, value: float) -> None:
    """A fact, or a value that the user fixed, is the same in all draws."""
    drawn = values({OTHER: (0.0, 1.0)}, seed).read(Sourced(PATH, value))
    assert np.full(64, value).tolist() == drawn.tolist()


def test_the_seed_matters() -> None:
    """Two seeds give two sets of draws; seed 0 is a seed."""
    of_seed_0, of_seed_1 = (values({PATH: (0.0, 1.0)}, seed).read(Sourced(PATH, 0.0)) for seed in (0, 1))
    assert not np.any(of_seed_0 == of_seed_1)


def test_a_reader_remembers_what_was_read() -> None:
    """Values and facts are both noted with their paths."""
    reader = values({})
    assert reader.fact(Sourced(OTHER, "consensus")) == "consensus"
    reader.read(Sourced(PATH, 0.4))
    assert {path: leaf.value for path, leaf in reader.used.items()} == {OTHER: "consensus", PATH: 0.4}


def test_a_pinned_value_is_not_drawn() -> None:
    """A point of a design gives it for each row; it counts as read."""
    reader = CodedValues(WORLD, 1, np.array([0, 0, 1]), {PATH: (0.0, 1.0)}, {PATH: np.array([0.1, 0.2, 0.3])})
    assert reader.read(Sourced(PATH, 0.4)).tolist() == [0.1, 0.2, 0.3]
    assert list(reader.used) == [PATH]


def test_the_key_of_a_draw_knows_no_names() -> None:
    """Renamed states and organizations keep their draws; crises, theories and periods share theirs."""
    assert (
        draw_key(WORLD, "state.land_01.conditions.always.relations.land_02.tie")
        == "state.101.conditions.relations.102.tie"
    )
    assert draw_key(WORLD, "organization.league.charter.founding.obligation") == "organization.7.charter.obligation"
    assert draw_key(WORLD, "crisis.uproar.presence.land_02") == "crisis..presence.102"
    assert draw_key(WORLD, "theory.synthesis.benefit.threat") == "theory..benefit.threat"
    nameless = changed(WORLD, {"state.land_01.draw_id": None})
    assert draw_key(nameless, PATH) != draw_key(WORLD, PATH)
