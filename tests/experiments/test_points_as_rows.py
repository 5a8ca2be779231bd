"""Points as rows of one case give what a world for each point gives, to the last count."""

import numpy as np
import pytest

from experiments.sweep.groups import groups
from experiments.sweep.sweep import run_sweep
from tests.experiments.sweeps import MIXED, SMALL, Silence, cells_in, factor, job_of, world_per_point

DESIGNS = {
    "numbers": [factor("a", "theory.synthesis.benefit.pressure", levels=[0.0, 0.2]), "coding_draws=5"],
    "several_paths": [
        factor("a", "[crisis.kazakhstan_2022.severity.peak, crisis.kazakhstan_2022.spillover]", levels=[0.6, 1.0]),
        factor("b", "state.kaz.conditions.y2022.personnel", levels=[10, 39.5]),
    ],
    "shapes": [
        factor("a", "state.rus.conditions.y2022.capability", levels=[0.0001, 0.03]),
        factor("b", "crisis.kazakhstan_2022.onset", levels=['"2021-12-20"', '"2022-01-02"']),
        factor("c", "organization.csto.membership.blr.to", levels=['"2020-01-01"', "null"]),
    ],
    "not_in_force": [
        "crisis=[kyrgyzstan_2010_june]",
        factor("a", "organization.csto.charter.crrf_2010.cohesion", levels=[0.2, 0.8]),
        factor("b", "organization.csto.charter.founding.quorum", levels=[0.5, 0.9]),
    ],
    "choices": [
        "crisis=[kazakhstan_2022,armenia_2020]",
        "organization=[csto,sco]",
        "theory=[synthesis,legalist]",
        factor("argument", "theory", levels=["synthesis", "legalist"]),
        factor("venue", "organization", levels=["csto", ["sco", "csto"]]),
        factor("where", "crisis", levels=["armenia_2020", ["kazakhstan_2022", "armenia_2020"]]),
        factor("pressure", "theory.synthesis.benefit.pressure", levels=[0.0, 0.3]),
    ],
    "settings": [
        factor("asked", "request", levels=["modelled", "ask_all", "recorded"]),
        factor("dice", "seed", levels=[0, 7]),
    ],
    "part": [
        factor(
            "a",
            "crisis.kazakhstan_2022.asker",
            levels=["{control: 0.2, legitimacy: 0}", "{control: 1.0, legitimacy: 0.2}"],
        )
    ],
    "mixed": list(MIXED[len(SMALL) :]),
}


@pytest.mark.parametrize("design", DESIGNS)
def test_rows_equal_a_world_for_each_point(design, tmp_path):
    """Every count of every cell, and the runs with force of each coding draw."""
    job = job_of(*DESIGNS[design])
    assert run_sweep(job, tmp_path, Silence()) == {}
    found = cells_in(tmp_path)
    for point in range(job.points.count):
        levels = {path: column.at(point) for column in job.points.columns.values() for path in column.paths}
        expected = world_per_point(job.composed, levels)
        here = {key[1:]: row for key, row in found.items() if key[0] == point}
        assert set(here) == set(expected)
        for cell, counts in expected.items():
            assert {name: _plain(here[cell][name]) for name in counts} == counts


def _plain(value):
    return value.tolist() if hasattr(value, "tolist") else value


def test_numbers_share_one_case():
    """A hundred points that differ in numbers only are one group; a choice makes two of them."""
    many = factor("a", "theory.synthesis.benefit.pressure", range=[0, 1])
    sample = ["design.kind=latin_hypercube", "design.size=100", many]
    (group,) = groups(job_of(*sample), np.arange(100))
    assert len(group.points) == 100
    rule = factor("rule", "organization.csto.charter.founding.decision_rule", levels=["consensus", "unanimity"])
    assert [len(group.points) for group in groups(job_of(*sample, rule), np.arange(100))] == [50, 50]


def test_a_crisis_is_lowered_once_for_the_levels_of_another():
    """What only another crisis or theory reads makes no groups."""
    job = job_of(
        "crisis=[kazakhstan_2022,armenia_2020]",
        factor("a", "crisis.armenia_2020.horizon", levels=[20, 30, 40]),
    )
    assert [(group.crisis, len(group.points)) for group in groups(job, np.arange(3))] == [
        ("kazakhstan_2022", 3),
        *[("armenia_2020", 1)] * 3,
    ]
