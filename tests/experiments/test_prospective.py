"""Variants and removals: arms that an experiment adds, and what they must not disturb."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from experiments.composition.compose import Composed, compose
from experiments.composition.variants import without
from experiments.kinds import answer, steps
from experiments.replay import counting
from experiments.replay.batches import BATCHES, batch_sizes, run_batches
from experiments.replay.execute import replay_arms, run_arms
from sim.errors import WorldError
from sim.tally import Tally

SMALL = ["experiment=prospective", "theory=[sukhankin]", "coding_draws=3", "replications=20"]
ENTRY = "organization.csto.record.kazakhstan_2022"


@pytest.fixture(scope="module")
def composed() -> Composed:
    """The shipped experiment, smaller."""
    return compose([*SMALL, "crisis=[uzbekistan_next,belarus_next]"])


@pytest.fixture(scope="module")
def tables(composed: Composed) -> dict[str, pd.DataFrame]:
    """Its tables."""
    done: list[Any] = []
    found, used = answer(composed, lambda: done.append(1))
    assert len(done) == steps(composed)
    assert any(path.startswith("organization.csto_with_uzbekistan.") for path in used)
    return found


def problems(*words: str) -> list[str]:
    """What the user is told."""
    with pytest.raises(WorldError) as raised:
        compose([*SMALL, *words])
    return [str(problem) for problem in raised.value.problems]


def test_a_variant_is_loaded_without_a_clash_and_stands_in_no_arm_of_its_own_accord(composed: Composed) -> None:
    """It has the draws of the organization whose place it takes, so the two never run together."""
    world = composed.world.organization
    assert world["csto"].draw_id == world["csto_with_uzbekistan"].draw_id
    assert composed.organizations == ("csto", "sco", "eaeu")


def test_two_organizations_with_the_same_draws_still_clash() -> None:
    """Unless an experiment says that one takes the other's place."""
    with pytest.raises(WorldError, match=r"1 is also the draw_id of organization\.csto; choose another"):
        compose(["crisis=[belarus_next]", "organization=[csto,csto_with_uzbekistan]"])


def test_each_variant_has_its_rows_and_nothing_else_moves(
    composed: Composed, tables: dict[str, pd.DataFrame]
) -> None:
    """The other organizations are told once, as they are in a replay."""
    rows = tables["prospects"][["crisis", "organization"]].to_numpy().tolist()
    assert rows.count(["uzbekistan_next", "csto_with_uzbekistan"]) == 1
    assert len(rows) == 2 * 3 + 1
    replayed = counting.counts(list(run_arms(composed, replay_arms(composed))))
    sums = replayed.groupby(["crisis", "organization"])[["force", "runs"]].sum()
    for row in tables["prospects"].to_dict("records"):
        if row["organization"] in composed.organizations:
            counted = sums.loc[(row["crisis"], row["organization"])]
            assert row["p_force"] == pytest.approx(counted["force"] / counted["runs"])


def test_the_member_more_is_a_member(tables: dict[str, pd.DataFrame]) -> None:
    """The host sits in the variant and not in the organization as it is."""
    table = tables["prospects"].set_index(["crisis", "organization"])["host_is_member"]
    assert table["uzbekistan_next", "csto_with_uzbekistan"]
    assert not table["uzbekistan_next", "csto"]


def test_a_removed_entry_is_gone_and_all_else_is_there(composed: Composed) -> None:
    """The record has one case less; the composition itself is left alone."""
    before, after = composed.world.organization["csto"], without(composed).world.organization["csto"]
    assert set(before.record) - set(after.record) == {"kazakhstan_2022"}
    assert after.model_copy(update={"record": before.record}) == before
    assert without(composed).world.state == composed.world.state


def test_what_a_precedent_adds_is_the_difference_of_the_arms(tables: dict[str, pd.DataFrame]) -> None:
    """With it less without it, inside both of its intervals or at their edge."""
    table = tables["precedent"]
    assert (table["p_with"] - table["p_without"]).to_numpy() == pytest.approx(table["change"].to_numpy())
    assert (table["mc_low"] <= table["change"]).all()
    assert (table["change"] <= table["mc_high"]).all()
    merged = table.merge(tables["prospects"], on=["crisis", "organization", "theory"])
    assert merged["p_with"].to_numpy() == pytest.approx(merged["p_force"].to_numpy())


def test_removing_what_did_not_yet_happen_changes_nothing() -> None:
    """A case after the crisis is no precedent: all differences are zero, without width."""
    composed = compose([*SMALL, "crisis=[belarus_next]", f"crisis.belarus_next.onset={'2021-06-01'}"])
    tables, _ = answer(composed, lambda: None)
    assert (tables["precedent"][["change", "mc_low", "mc_high", "coding_low", "coding_high"]] == 0).all(axis=None)


def test_without_removals_there_is_no_second_arm() -> None:
    """And no table of differences."""
    composed = compose([*SMALL, "crisis=[belarus_next]", "without=[]"])
    tables, _ = answer(composed, lambda: None)
    assert "precedent" not in tables
    assert steps(composed) == 3 * 16


def test_what_speaks_of_things_not_chosen_is_left_off() -> None:
    """A narrower run of the experiment needs no other words."""
    composed = compose([*SMALL, "crisis=[belarus_next]", "organization=[csto]"])
    assert composed.experiment.variants == {}
    assert composed.experiment.without == [ENTRY]


MEANT = "; did you mean"
WRONG = {
    "an entry that is not there": (
        f"without=[{ENTRY}x]",
        f"organization.csto.record has no 'kazakhstan_2022x'{MEANT} 'kazakhstan_2022'?",
    ),
    "a group that is not there": (
        "without=[organisation.csto.name]",
        f"no group 'organisation'{MEANT} 'organization'?",
    ),
    "a thing that has no file": ("without=[organization.csta.name]", f"no organization 'csta'{MEANT} 'csto'?"),
    "a thing as a whole": ("without=[organization.csto]", "must go on to an entry below the thing"),
    "what the thing needs": ("without=[organization.csto.name]", "organization.csto.name cannot be left out"),
    "a variant that has no file": ("+variants.belarus_next={csto: cstu}", f"no organization 'cstu'{MEANT} 'csto'?"),
    "a crisis that has no file": (
        "+variants.belarus_nex={csto: csto}",
        f"no crisis 'belarus_nex'{MEANT} 'belarus_next'?",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_names_are_refused(case: str) -> None:
    """In a line that says what was meant."""
    word, told = WRONG[case]
    assert any(told in line for line in problems(word)), problems(word)


@pytest.mark.parametrize("replications", [1, 7, 16, 100])
def test_batches_share_out_all_replications(replications: int) -> None:
    """As equally as can be, none of them empty."""
    sizes = batch_sizes(replications)
    assert sizes.sum() == replications
    assert len(sizes) == min(BATCHES, replications)
    assert sizes.max() - sizes.min() <= 1


def test_batches_count_what_one_go_counts(composed: Composed) -> None:
    """Replications are the same however they are cut."""
    arm = replay_arms(composed)[0]
    (whole,) = run_arms(composed, [arm])
    batched = run_batches(composed, arm, lambda: None)
    for name, counts in zip(Tally._fields, whole.tally, strict=True):
        assert np.array_equal(getattr(batched.run.tally, name), counts), name
    assert np.array_equal(batched.force.sum(axis=2), whole.tally.force)
