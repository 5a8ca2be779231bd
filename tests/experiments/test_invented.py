"""Invented members: the same whatever stands beside them, within the schema, and refused where they cannot join."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.composition.invented import FIRST_ID, enlarged, name_of
from experiments.run import check
from sim import ensemble
from sim.dating import organization_on
from sim.errors import WorldError
from sim.lowering import lower
from sim.schema import Invented, RequestMode, World
from tests.experiments.sweeps import SMALL, cells_in, composed_of, factor, job_of, swept

CRISIS = "kazakhstan_2022"
JOIN = "invented={organization: csto, members: 2, heterogeneity: 0.2}"


def world() -> World:
    """The shipped world of one crisis and one organization."""
    return composed_of(*SMALL).world


def joined(members: int, heterogeneity: float = 0.2, sample: int = 0, seed: int = 1) -> World:
    """That world with invented members."""
    invented = Invented(organization="csto", members=members, heterogeneity=heterogeneity, sample=sample)
    return enlarged(world(), world(), CRISIS, invented, seed)


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 12), st.integers(0, 12), st.floats(0.0, 1.0), st.integers(0, 5))
def test_a_larger_organization_holds_the_smaller_one(few: int, more: int, heterogeneity: float, sample: int) -> None:
    """The first k members are the same in every larger organization of the sample, and the same on every repeat."""
    small, large = joined(few, heterogeneity, sample), joined(few + more, heterogeneity, sample)
    for number in range(few):
        assert small.state[name_of(number)] == large.state[name_of(number)]
        assert large.state[name_of(number)].draw_id == FIRST_ID + number
    assert large == joined(few + more, heterogeneity, sample)


def test_every_invented_member_sits() -> None:
    """They are members on the day of the crisis, beside those that were there; nobody else changes."""
    found = joined(3)
    onset = found.crisis[CRISIS].onset
    before, after = (organization_on("csto", w.organization["csto"], 1, onset) for w in (world(), found))
    assert set(after.members) - set(before.members) == {name_of(k) for k in range(3)}
    assert all(found.state[name] == state for name, state in world().state.items())


def test_without_heterogeneity_all_are_the_mean() -> None:
    """They differ in name and draws alone; mean of the ordinary members by hand: of unrest and tie to the host."""
    first, last = (joined(2, 0.0).state[name_of(k)] for k in (0, 1))
    assert first.conditions == last.conditions
    assert first.complexes == last.complexes
    (period,) = first.conditions.values()
    assert set(period.relations) == {"kaz", "rus"}
    assert joined(2, 0.0, sample=0).state == joined(2, 0.0, sample=7).state


def test_samples_and_seeds_differ() -> None:
    """Another sample, or another seed, invents others."""
    assert joined(1).state[name_of(0)] != joined(1, sample=1).state[name_of(0)]
    assert joined(1).state[name_of(0)] != joined(1, seed=2).state[name_of(0)]


def test_the_order_of_members_changes_nothing() -> None:
    """States and spells in reverse give the same counts."""

    def counts(one: World) -> np.ndarray:
        invented = Invented(organization="csto", members=5, heterogeneity=0.3)
        there = enlarged(one, one, CRISIS, invented, 1)
        case = lower(there, CRISIS, "synthesis", ["csto"], draws=np.arange(3), mode=RequestMode.ASK_ALL)
        return ensemble.run(case, seed=1, replications=20).passed

    data = world().model_dump(by_alias=True)
    data["state"] = dict(reversed(data["state"].items()))
    spells = data["organization"]["csto"]["membership"]
    data["organization"]["csto"]["membership"] = dict(reversed(spells.items()))
    assert np.array_equal(counts(world()), counts(World.model_validate(data)))


def test_a_sweep_over_members_gives_what_worlds_of_their_own_give(tmp_path: Path) -> None:
    """Members, heterogeneity and rule as factors: each point as if its world had been written down."""
    words = (
        *SMALL,
        "+" + JOIN,
        factor("members", "invented.members", levels=[0, 3]),
        factor("heterogeneity", "invented.heterogeneity", levels=[0.0, 0.4]),
        factor("spread", "theory.synthesis.threat.noise", levels=[0.1, 0.3]),
    )
    swept(tmp_path, *words)
    found, composed = cells_in(tmp_path), composed_of(*words)
    levels = [(m, h, s) for m in (0, 3) for h in (0.0, 0.4) for s in (0.1, 0.3)]
    assert len(found) == len(levels)
    for point, (members, heterogeneity, spread) in enumerate(levels):
        there = enlarged(
            composed.world,
            composed.world,
            CRISIS,
            Invented(organization="csto", members=members, heterogeneity=heterogeneity),
            1,
        )
        case = lower(
            there,
            CRISIS,
            "synthesis",
            ["csto"],
            ranges=composed.ranges,
            draws=np.arange(3),
            mode=RequestMode.ASK_ALL,
            pinned={"theory.synthesis.threat.noise": np.full(3, spread)},
        )
        tally = ensemble.run(case, seed=1, replications=5)
        row = found[point, CRISIS, "csto", "synthesis"]
        assert list(row["force_by_draw"]) == tally.force[:, 0].tolist()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((factor("x", "invented.members", levels=[0, 4]),), "factors.x.path: nobody is invented"),
        (
            ("+invented={organization: nato}", factor("x", "seed", levels=[1, 2])),
            "no organization 'nato' in this run",
        ),
        (("+" + JOIN, factor("x", "invented.members", levels=[0, 4000])), "must be at most 200"),
        (("+" + JOIN, factor("x", "invented.heterogeneity", levels=[-0.1])), "must be at least 0"),
    ],
)
def test_what_cannot_join_is_refused(words: tuple[str, ...], message: str) -> None:
    """Before the first run, in one line."""
    with pytest.raises(WorldError, match=message):
        job_of(*words)


def test_only_a_sweep_invents() -> None:
    """A replay with invented members is refused, and not run without them."""
    with pytest.raises(WorldError, match=r"invented: only a sweep can have invented members \(got kind replay\)"):
        check(composed_of(*SMALL, "kind=replay", "+" + JOIN), alone=True)
