"""The assumptions of a headline cell: what may move, over what, and what runs at a point."""

import numpy as np
import pytest

from experiments.composition.compose import compose
from experiments.replay.execute import lower_arm, replay_arms
from experiments.sensitivity.assumption_space import Cell, cell_case, dimensions, drawn, headline_cells
from experiments.sensitivity.at_points import half, shares
from sim.schema import DecisionRule, Design, DesignKind
from tests.experiments.sweeps import world_per_point

WORDS = ("crisis=[kazakhstan_2022]", "draw_weights=true", "coding_draws=1", "replications=6")
RULE = "organization.csto.charter.founding.decision_rule"
CELL = Cell("kazakhstan_2022", "csto", "synthesis")


def space(*words):
    """A composition with one cell, and the cell's dimensions."""
    composed = compose([*WORDS, *words])
    return composed, dimensions(composed, cell_case(composed, CELL))


def test_numbers_switches_counts_and_rules_may_move():
    """Numbers over the coded range, switches both ways, counts around their value, rules over all; facts never."""
    composed, factors = space("organization=[csto,sco]")
    assert headline_cells(composed) == [CELL]
    assert factors["theory.synthesis.threat.scale"].range == composed.ranges["theory.synthesis.threat.scale"]
    assert factors["theory.synthesis.hook.required"].levels == [False, True]
    assert factors["theory.synthesis.council.sittings"].levels == [2, 5, 10]
    assert factors[RULE].levels == [rule.value for rule in DecisionRule]
    assert not any(path.startswith(("organization.sco", "default.")) for path in factors)
    assert not {"crisis.kazakhstan_2022.type", "crisis.kazakhstan_2022.horizon"} & set(factors)


def test_what_the_user_sets_stays():
    """A value given on the command line is no dimension, and weights are none unless they are drawn."""
    _, factors = space("theory.synthesis.threat.scale=1.0", "theory.synthesis.hook.required=true")
    assert not {"theory.synthesis.threat.scale", "theory.synthesis.hook.required"} & set(factors)
    _, factors = space("draw_weights=false")
    assert not any(factor.range for path, factor in factors.items() if path.startswith("theory."))


def test_a_choice_without_a_headline_cell_has_one_for_each_crisis():
    """Who did most by the record is in question, else who existed then and had the host among its members."""
    cells = headline_cells(compose(["crisis=[kazakhstan_2022,georgia_2008]", "organization=[nato,sco,cis]"]))
    assert [(cell.crisis, cell.organization) for cell in cells] == [
        ("kazakhstan_2022", "sco"),
        ("georgia_2008", "nato"),
    ]
    (cell,) = headline_cells(compose(["crisis=[zhanaozen_2011]", "organization=[nato,sco]"]))
    assert cell.organization == "sco"


@pytest.mark.parametrize("kind", [DesignKind.MORRIS, DesignKind.SOBOL, DesignKind.LATIN_HYPERCUBE])
def test_a_sample_stays_within_ranges_and_is_the_same_again(kind):
    """Numbers lie in their range and levels among those given, for seed 0 too."""
    _, factors = space("organization=[csto]")
    design = Design(kind=kind, size=2)
    points, again = (drawn(factors, design, seed=0) for _ in range(2))
    other = drawn(factors, design, seed=1)
    assert points.count == again.count > 1
    for path, column in points.columns.items():
        values = [column.at(point) for point in range(points.count)]
        factor = factors[path]
        if factor.levels is not None:
            assert set(values) <= set(factor.levels)
        else:
            assert factor.range[0] <= min(values) <= max(values) <= factor.range[1]
        assert values == [again.columns[path].at(point) for point in range(points.count)]
    assert any(points.levels(k) != other.levels(k) for k in range(points.count))


def test_points_as_rows_are_what_a_world_of_their_own_gives():
    """The runs with force at a point are those of a world in which every value of the point is set."""
    composed, factors = space("organization=[csto,sco]")
    points = drawn(factors, Design(kind=DesignKind.LATIN_HYPERCUBE, size=3), seed=5)
    found = shares(composed, CELL, points, lambda: None)
    assert found.shape == (2, 3)
    (arm,) = replay_arms(composed)
    read = lower_arm(composed, arm, 1).used
    as_coded = {path: leaf.value for path, leaf in read.items() if path in composed.ranges}
    for point in range(points.count):
        one = world_per_point(composed, as_coded | points.levels(point))
        force = one[CELL.crisis, CELL.organization, CELL.theory]["force"]
        assert round(found[:, point].sum() * half(composed)) == force


def test_an_assumption_that_nothing_reads_has_no_effect_at_all():
    """All points share their replications: what decides nothing changes no run."""
    composed, factors = space("organization=[csto]")
    path = "theory.synthesis.exit.withdrawal_days"  # how long troops take home
    points = drawn({path: factors[path]}, Design(kind=DesignKind.LATIN_HYPERCUBE, size=4), seed=1)
    found = shares(composed, CELL, points, lambda: None)
    assert np.ptp(found, axis=1).tolist() == [0.0, 0.0]
