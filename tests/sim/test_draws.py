"""Draws are pure functions of their key."""

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from sim import ensemble
from sim.draws import (
    CODED_VALUE,
    JUDGEMENT_OF_ORGANIZATION,
    JUDGEMENT_OF_STATE,
    OWN_PERCEPTION,
    RATIFICATION_DELAY,
    RATIFICATION_FAILURE,
    SHARED_PERCEPTION,
    bell,
    bell_draw,
    coded_uniforms,
    keyed_word,
    mix,
    run_key,
    stable_id,
    uniform,
    uniform_draw,
)
from sim.lowering import lower
from sim.model import CrisisModel
from sim.schema import DecisionRule
from tests.sim.worlds import CRISIS, ORGANIZATION, THEORY, world

PURPOSES = (
    CODED_VALUE,
    SHARED_PERCEPTION,
    OWN_PERCEPTION,
    JUDGEMENT_OF_ORGANIZATION,
    JUDGEMENT_OF_STATE,
    RATIFICATION_DELAY,
    RATIFICATION_FAILURE,
)

words = st.integers(0, 2**64 - 1)
seeds = st.integers(0, 2**63 - 1)
counts = st.integers(0, 10**8)
purposes = st.sampled_from(PURPOSES)
days = st.integers(0, 3_650)
identities = st.integers(0, 2**31 - 1)


def word(seed: int, draw: int, replication: int, purpose: int, day: int, identity: int) -> int:
    """The random bits of one whole key."""
    return int(keyed_word(np.uint64(run_key(seed, draw, replication)), purpose, day, identity))


def many_words(number: int) -> list[np.uint64]:
    """The random bits of one purpose for many states."""
    key = np.uint64(run_key(1, 0, 0))
    return [np.uint64(keyed_word(key, OWN_PERCEPTION, 0, identity)) for identity in range(number)]


def test_mixing_is_splitmix64() -> None:
    """The mixing function gives the published outputs of SplitMix64 for the seed 1234567."""
    golden = 0x9E3779B97F4A7C15
    states = [(1234567 + k * golden) % 2**64 for k in range(5)]
    expected = [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ]
    assert expected == [int(mix(np.uint64(state))) for state in states]


@given(words, words)
def test_mixing_loses_nothing(one: int, other: int) -> None:
    """Two different words stay different when mixed."""
    assume(one != other)
    assert mix(np.uint64(one)) != mix(np.uint64(other))


@given(seeds, counts, counts, purposes, days, identities)
def test_the_same_key_gives_the_same_number(
    seed: int, draw: int, replication: int, purpose: int, day: int, identity: int
) -> None:
    """A draw depends on its key and on nothing else."""
    key = seed, draw, replication, purpose, day, identity
    assert word(*key) == word(*key)


@given(
    st.tuples(seeds, counts, counts, purposes, days, identities),
    st.tuples(seeds, counts, counts, purposes, days, identities),
    st.integers(0, 5),
)
def test_every_part_of_the_key_matters(one: tuple[int, ...], other: tuple[int, ...], part: int) -> None:
    """Two keys that differ in one part alone give different numbers."""
    assume(one[part] != other[part])
    changed = [*one[:part], other[part], *one[part + 1 :]]
    assert word(*one) != word(*changed)


def test_no_purpose_has_the_number_of_another() -> None:
    """What a draw is for is told apart by its number."""
    assert len(PURPOSES) == len(set(PURPOSES))


def test_seed_0_is_a_seed() -> None:
    """Seed 0 gives its own run, the same each time, in both drivers."""
    case = lower(world(3, DecisionRule.CONSENSUS), CRISIS, THEORY, [ORGANIZATION])
    of_seed_0 = ensemble.trace(case, seed=0, draw=0, replication=0)
    assert np.array_equal(of_seed_0.threat, ensemble.trace(case, seed=0, draw=0, replication=0).threat)
    assert np.array_equal(of_seed_0.threat, CrisisModel(case, rng=0).run().threat)
    for seed in (1, 2, 2**63 - 1):
        assert not np.array_equal(of_seed_0.threat, ensemble.trace(case, seed=seed, draw=0, replication=0).threat)


@given(words)
def test_a_uniform_number_lies_from_0_to_below_1(bits: int) -> None:
    """No bits give less than 0, or 1."""
    assert 0.0 <= uniform(np.uint64(bits)) < 1.0


def test_the_ends_of_the_uniform_numbers() -> None:
    """No bits give 0, all bits the number next to 1."""
    assert uniform(np.uint64(0)) == 0.0
    assert uniform(np.uint64(2**64 - 1)) == 1.0 - 2.0**-53


def test_uniform_numbers_fill_twenty_boxes_alike() -> None:
    """Chi-square over twenty boxes stays below its 99.9th percentile (43.8 with 19 degrees of freedom)."""
    numbers = [uniform(bits) for bits in many_words(20_000)]
    counted = np.histogram(numbers, bins=20, range=(0.0, 1.0))[0]
    assert float(np.sum((counted - 1_000.0) ** 2 / 1_000.0)) < 43.8


@given(words)
def test_a_bell_shaped_number_is_bounded(bits: int) -> None:
    """No draw lies beyond twice the root of 3."""
    assert abs(bell(np.uint64(bits))) <= 2.0 * np.sqrt(3.0)


@given(words)
def test_bell_shaped_numbers_have_mean_0(bits: int) -> None:
    """Bits and their complement give opposite numbers, exactly."""
    assert bell(np.uint64(bits)) == -bell(np.uint64(2**64 - 1 - bits))


def test_bell_shaped_numbers_have_standard_deviation_1() -> None:
    """Over 20,000 keys the standard deviation is 1, the mean 0 and neighbours are unrelated."""
    numbers = np.array([bell(bits) for bits in many_words(20_000)])
    assert abs(np.std(numbers) - 1.0) < 0.02
    assert abs(np.mean(numbers)) < 0.03
    assert abs(np.corrcoef(numbers[:-1], numbers[1:])[0, 1]) < 0.03


@given(seeds, purposes, identities)
def test_a_draw_for_a_run_is_that_of_day_0(seed: int, purpose: int, identity: int) -> None:
    """What is drawn once per run uses the key of day 0."""
    key = np.uint64(run_key(seed, 0, 0))
    bits = np.uint64(keyed_word(key, purpose, 0, identity))
    assert bell(bits) == bell_draw(key, purpose, identity)
    assert uniform(bits) == uniform_draw(key, purpose, identity)


def test_an_id_is_the_same_on_every_machine() -> None:
    """The id of a name is fixed by its letters: recorded values."""
    assert (stable_id("rus"), stable_id("land_01")) == (814412359, 777623648)


@given(st.text(), st.text())
def test_names_have_ids_of_their_own(name: str, other: str) -> None:
    """An id lies in the schema's range, and two names share one as rarely as chance has it."""
    assume(name != other)
    assert 0 <= stable_id(name) < 2**31
    assert stable_id(name) != stable_id(other)


@given(seeds, st.lists(counts, min_size=1, max_size=5))
def test_a_coded_number_belongs_to_its_draw(seed: int, draws: list[int]) -> None:
    """The number of a draw is the same alone and among others."""
    together = coded_uniforms(seed, "crisis.uproar.spillover", np.array(draws))
    alone = [coded_uniforms(seed, "crisis.uproar.spillover", np.array([draw]))[0] for draw in draws]
    assert alone == together.tolist()
