"""Hybrid worlds: their ends are the two that are compared, and each group moves what it names and nothing else."""

from dataclasses import replace

import numpy as np
import pytest

from experiments.attribution.answer import answer
from experiments.attribution.assembly import HYBRID
from experiments.attribution.comparisons import Comparison, comparisons
from experiments.composition.compose import Composed
from tests.experiments.hybrids import (
    CHANGED,
    SMALL,
    WHY,
    composed,
    differing,
    everything,
    itself,
    judged_as,
    led_by_capability,
    lowered,
    told_apart,
)

# --- organizations ----------------------------------------------------------------------------------------


def test_with_all_of_one_side_it_is_that_organization_led_by_capability():
    """Run by run: only the leading states and, on the base's side, the noise of the host's judgement are others."""
    of = composed(WHY)
    (comparison,) = comparisons(of)
    number = of.world.organization[comparison.target].draw_id
    for name, chosen in ((comparison.target, everything(of)), (comparison.base, set())):
        world = led_by_capability(of.world, name, comparison.hybrids.leading[name])
        expected = judged_as(itself(of, world, comparison.within, name), number)
        assert told_apart(lowered(of, comparison.hybrids.hybrid(chosen)), expected) == ""


def test_leading_follows_capability_in_the_roster():
    """A hybrid is led by the greatest of its roster, with its part in their capability; as it is, as documented."""
    of = composed(WHY, *SMALL)
    tables, _ = answer(of, lambda: None)
    leading = tables["corners"].query("request == 'modelled'").set_index(["name", "form"])["leading"]
    assert leading["sco", "hybrid"].startswith("chn=")
    assert "rus=" in leading["sco", "alone"]
    assert leading["csto", "hybrid"] != leading["csto", "alone"]


@pytest.mark.parametrize(
    ("factor", "moved"),
    [
        ("record", {"organizations"}),
        ("force", {"organizations", "seats"}),
        ("obligation", {"organizations", "charters"}),
        ("structure", {"organizations", "charters"}),
    ],
)
def test_a_factor_moves_its_own_parts_only(factor: str, moved: set[str]):
    """States, rosters and weights stay when a clause, a record or a force is exchanged."""
    of = composed(WHY)
    (comparison,) = comparisons(of)
    base, changed = (lowered(of, comparison.hybrids.hybrid(chosen)) for chosen in (set(), {factor}))
    assert differing(base, changed)
    assert differing(base, changed) <= moved


def test_size_takes_the_roster_along():
    """The members are those of the other side."""
    of = composed(WHY)
    (comparison,) = comparisons(of)
    case = lowered(of, comparison.hybrids.hybrid({"size"}))
    expected = itself(of, of.world, comparison.within, comparison.target)
    assert case.seats == expected.seats


def test_concern_puts_what_one_leading_state_cares_for_onto_the_other():
    """The hybrid's leading state feels the threat that the other side's feels, and keeps all else of its own."""
    of = composed(WHY)
    (comparison,) = comparisons(of)
    (theirs,), (mine,) = comparison.hybrids.leading["csto"], comparison.hybrids.leading["sco"]
    base, caring = (lowered(of, comparison.hybrids.hybrid(chosen)) for chosen in (set(), {"concern"}))
    model = itself(of, of.world, comparison.within, "csto")
    at = caring.states.index(mine)
    np.testing.assert_array_equal(caring.channels[:, at], model.channels[:, model.states.index(theirs)])
    others = [k for k in range(len(base.states)) if k != at]
    np.testing.assert_array_equal(caring.channels[:, others], base.channels[:, others])
    for name in ("cost", "ready", "own_ready"):
        np.testing.assert_array_equal(caring.arrays.seats[name], base.arrays.seats[name])


def test_concern_of_the_same_leading_state_changes_nothing():
    """Where one state leads both, its concern is no difference."""
    of = composed(WHY, "organization=[csto,eaeu]")
    (comparison,) = comparisons(of)
    assert comparison.hybrids.leading["csto"] == comparison.hybrids.leading["eaeu"]
    base, caring = (lowered(of, comparison.hybrids.hybrid(chosen)) for chosen in (set(), {"concern"}))
    assert differing(base, caring) == set()


def test_two_equal_organizations_have_no_difference_to_share():
    """A twin under another name: every value is 0, with intervals without width."""
    of = composed(WHY, *SMALL)
    world = of.world.model_copy(
        update={"organization": {**of.world.organization, "twin": of.world.organization["csto"]}}
    )
    ranges = of.ranges | {
        path.replace("organization.csto.", "organization.twin."): ends
        for path, ends in of.ranges.items()
        if path.startswith("organization.csto.")
    }
    twins = replace(of, world=world, ranges=ranges, organizations=("csto", "twin"))
    tables, _ = answer(twins, lambda: None)
    figures = ["value", "mc_low", "mc_high", "coding_low", "coding_high"]
    assert (tables["shapley"][figures].to_numpy() == 0.0).all()
    assert tables["hybrids"]["p_force"].nunique() == 2  # one for each request


def test_others_that_are_chosen_stay_in_the_room():
    """With a pair named, further organizations are there in every hybrid, and p_force is that of the hybrid."""
    of = composed(WHY, "organization=[csto,sco,eaeu]", "attribution.pairs=[[sco,csto]]")
    (comparison,) = comparisons(of)
    assert (comparison.target, comparison.base) == ("sco", "csto")
    assert set(lowered(of, comparison.hybrids.hybrid(set())).organizations) == {HYBRID, "eaeu"}
    assert [own.company for own in comparison.own][-1] == ["sco", "csto", "eaeu"]


# --- crises -----------------------------------------------------------------------------------------------


def ends_of(of: Composed) -> Comparison:
    """The only comparison of crises."""
    (comparison,) = comparisons(of)
    return comparison


@pytest.mark.parametrize("organization", ["csto", "sco"])
def test_with_all_of_one_day_it_is_that_crisis(organization: str):
    """Run by run, where both crises have one host: dating, exchanging and pinning lose nothing."""
    pair = "kyrgyzstan_2010_april", "kyrgyzstan_2010_june"
    of = composed(CHANGED, f"organization=[{organization}]", f"crisis=[{','.join(pair)}]", "attribution.pairs=[]")
    comparison = ends_of(of)
    assert (comparison.base, comparison.target) == pair
    for name, chosen in ((comparison.target, everything(of)), (comparison.base, set())):
        expected = itself(of, of.world, name, organization)
        assert told_apart(lowered(of, comparison.hybrids.hybrid(chosen)), expected) == ""


def test_hosts_exchange_their_parts():
    """The earlier host has the later one's name, and the later one its seat: all else is as it was."""
    of = composed(CHANGED, "attribution.pairs=[[armenia_2020,kazakhstan_2022]]")
    case = lowered(of, ends_of(of).hybrids.hybrid(set()))
    expected = itself(of, of.world, "armenia_2020", "csto")
    names = {"arm": "kaz", "kaz": "arm"}
    assert case.host == "kaz"
    assert set(case.seats[0]) == {names.get(state, state) for state in expected.seats[0]}
    for state in expected.states:
        place, was = case.states.index(names.get(state, state)), expected.states.index(state)
        np.testing.assert_array_equal(case.channels[:, place], expected.channels[:, was])
        for name in ("precedent", "ties", "presence", "readiness_days"):
            mine, theirs = case.arrays.states[name], expected.arrays.states[name]
            np.testing.assert_array_equal(mine[:, place], theirs[:, was])
    for name in ("hook", "duty", "record", "price", "five_factors"):
        np.testing.assert_allclose(
            case.arrays.organizations[name], expected.arrays.organizations[name], rtol=1e-12, atol=0.0
        )


def test_the_target_is_the_later_crisis_itself():
    """All groups of the later day make the later crisis, state by state, whatever states only the earlier had."""
    of = composed(CHANGED, "attribution.pairs=[[kyrgyzstan_2010_june,kazakhstan_2022]]")
    case = lowered(of, ends_of(of).hybrids.hybrid(everything(of)))
    expected = itself(of, of.world, "kazakhstan_2022", "csto")
    assert told_apart(case, expected) == ""


def test_value_of_the_host_moves_with_the_part():
    """Stakes in the host of the later day are those in the later host."""
    of = composed(CHANGED, "attribution.pairs=[[kyrgyzstan_2010_june,kazakhstan_2022]]")
    hybrid = ends_of(of).hybrids.hybrid({"value"})
    source = hybrid.sources["state.rus.conditions.onset.relations.kaz.stake"].path
    assert source.startswith("state.rus.conditions.")
    assert source.endswith(".relations.kaz.stake")
    earlier = ends_of(of).hybrids.hybrid(set()).sources["state.rus.conditions.onset.relations.kaz.stake"].path
    assert earlier.endswith(".relations.kgz.stake")
