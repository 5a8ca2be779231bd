"""Designs: which points they hold, and what is refused before the first run."""

import itertools

import numpy as np
import pytest
from SALib.sample import sobol

from experiments.composition.compose import compose
from experiments.design.points import points
from sim.draws import stable_id
from sim.errors import WorldError
from tests.experiments.conftest import write
from tests.experiments.sweeps import SMALL, composed_of, factor

PRESSURE, NOISE = "theory.synthesis.benefit.pressure", "theory.synthesis.threat.noise"
RULE = "organization.csto.charter.founding.decision_rule"
HORIZON = "crisis.kazakhstan_2022.horizon"


def design(*words):
    """The points of a small sweep with some words."""
    return points(composed_of(*SMALL, *words))


def levels(found, name):
    """The levels of a factor at all points."""
    return [found.columns[name].at(point) for point in range(found.count)]


def test_a_grid_is_every_combination_the_first_factor_slowest():
    """As nested loops would write it."""
    found = design(factor("a", PRESSURE, levels=[0, 0.5]), factor("b", RULE, levels=["consensus", "unanimity"]))
    assert [tuple(found.levels(point).values()) for point in range(found.count)] == [
        (0, "consensus"),
        (0, "unanimity"),
        (0.5, "consensus"),
        (0.5, "unanimity"),
    ]


def test_zip_takes_first_levels_then_second_levels():
    """As many points as levels."""
    found = design("design.kind=zip", factor("a", PRESSURE, levels=[0, 0.5]), factor("b", NOISE, levels=[0.2, 0.1]))
    assert [tuple(found.levels(point).values()) for point in range(2)] == [(0, 0.2), (0.5, 0.1)]


def test_a_table_gives_the_points_row_by_row(tmp_path):
    """Numbers exactly, words and switches as such, columns in any order."""
    text = "b,a,c\nconsensus,0.1,true\nunanimity,0.30000000000000004,false\nconsensus,0.1,true\n"
    file = write(tmp_path, "points.csv", text)
    aside = "organization.csto.charter.amended_2010.standing_aside"
    found = design(
        "design.kind=table", f"design.file={file}", factor("a", PRESSURE), factor("b", RULE), factor("c", aside)
    )
    assert levels(found, "a") == [0.1, 0.30000000000000004, 0.1]
    assert levels(found, "b") == ["consensus", "unanimity", "consensus"]
    assert levels(found, "c") == [True, False, True]


def test_a_latin_hypercube_has_one_point_in_each_slice_of_each_factor():
    """Also of categories and whole numbers, in equal shares."""
    words = ["design.kind=latin_hypercube", "design.size=40"]
    found = design(
        *words,
        factor("a", PRESSURE, range=[0.2, 0.6]),
        factor("b", RULE, levels=["consensus", "unanimity", "simple_majority", "leading_states"]),
        factor("c", HORIZON, range=[10, 19], integer=True),
    )
    slices = np.floor((np.array(levels(found, "a")) - 0.2) / 0.4 * 40 + 1e-9)
    assert sorted(slices.tolist()) == list(range(40))
    assert {name: levels(found, "b").count(name) for name in levels(found, "b")} == dict.fromkeys(
        ["consensus", "unanimity", "simple_majority", "leading_states"], 10
    )
    horizons = levels(found, "c")
    assert sorted(horizons) == sorted([*range(10, 20)] * 4)
    assert all(type(level) is int for level in horizons)


@pytest.mark.parametrize(("second", "each"), [(False, 4), (True, 6)])
def test_sobol_is_saltellis_scheme_as_salib_writes_it(second, each):
    """The same rows in the same order, so that SALib's analysis can read them."""
    words = ["design.kind=sobol", "design.size=8", f"design.second_order={second}"]
    found = design(*words, factor("a", PRESSURE, range=[0, 1]), factor("b", NOISE, range=[0, 0.5]))
    problem = {"num_vars": 2, "names": ["a", "b"], "bounds": [[0, 1], [0, 0.5]]}
    expected = sobol.sample(problem, 8, calc_second_order=second, seed=1 + stable_id("design 1"))
    assert found.count == 8 * each
    np.testing.assert_allclose(np.array([levels(found, "a"), levels(found, "b")]).T, expected)


def test_morris_moves_one_factor_at_a_time():
    """Trajectories of factors + 1 points; categories are steps too."""
    words = ["design.kind=morris", "design.size=5"]
    found = design(
        *words,
        factor("a", PRESSURE, range=[0, 1]),
        factor("b", RULE, levels=["consensus", "unanimity"]),
        factor("c", NOISE, range=[0, 0.5]),
    )
    assert found.count == 5 * 4
    for first in range(0, 20, 4):
        rows = [found.levels(point) for point in range(first, first + 4)]
        moved = [[k for k in now if now[k] != before[k]] for before, now in itertools.pairwise(rows)]
        assert sorted(moved) == [["a"], ["b"], ["c"]]


def test_seed_zero_is_a_seed():
    """The same points twice, and others than those of seed 1."""
    words = ["design.kind=sobol", "design.size=8", factor("a", PRESSURE, range=[0, 1])]
    zero, again, one = (levels(design(*words, f"seed={seed}"), "a") for seed in (0, 0, 1))
    assert zero == again != one


def test_a_parameter_that_no_file_states_can_be_a_factor():
    """The schema knows it."""
    quorum = "organization.csto.charter.clashes_2021.quorum"
    assert levels(design(factor("a", quorum, levels=[0.5, 0.6])), "a") == [0.5, 0.6]


TWO = factor("b", NOISE, levels=[0.1, 0.2])
SAMPLE = ["design.kind=latin_hypercube", "design.size=10"]
REFUSED = {
    "no_factor": ([], "factors: a sweep needs at least one factor, such as factors.x={path: ..., levels: [...]}"),
    "no_such_path": (
        [factor("a", "theory.synthesis.benefit.presure", levels=[0])],
        "factors.a.path: no parameter 'theory.synthesis.benefit.presure': theory.synthesis.benefit has no 'presure'; "
        "did you mean 'pressure'?",
    ),
    "no_such_thing": (
        [factor("a", "theory.legalist.benefit.pressure", levels=[0])],
        "factors.a.path: no parameter 'theory.legalist.benefit.pressure': theory has no 'legalist'",
    ),
    "no_such_group": (
        [factor("a", "theries.synthesis", levels=[0])],
        "factors.a.path: no parameter 'theries.synthesis'; did you mean 'theory'? a factor's path is request, seed, "
        "invented.members, invented.heterogeneity, invented.sample "
        "or starts with state, organization, crisis, theory",
    ),
    "no_factor_setting": (
        [factor("a", "replications", levels=[1, 2])],
        "factors.a.path: 'replications' cannot be a factor; a factor's path is request, seed, "
        "invented.members, invented.heterogeneity, invented.sample or starts with state, "
        "organization, crisis, theory",
    ),
    "twice": (
        [factor("a", NOISE, levels=[0]), TWO],
        "factors.b.path: theory.synthesis.threat.noise is moved by factor 'a' already",
    ),
    "part_twice": (
        [factor("a", "theory.synthesis.threat", levels=["{noise: 0}"]), TWO],
        "factors.b.path: theory.synthesis.threat.noise is moved by factor 'a' already (as theory.synthesis.threat)",
    ),
    "too_high": (
        [factor("a", "crisis.kazakhstan_2022.spillover", levels=[0.2, 1.7, 0.4])],
        "factors.a.levels: crisis.kazakhstan_2022.spillover: must be at most 1 (got 1.7; ",
    ),
    "range_too_low": (
        [*SAMPLE, factor("a", "crisis.kazakhstan_2022.spillover", range=[-0.5, 0.5])],
        "factors.a.range: crisis.kazakhstan_2022.spillover: must be at least 0 (got -0.5; ",
    ),
    "no_such_choice": (
        [factor("a", RULE, levels=["consensus", "unanimty"])],
        "factors.a.levels: organization.csto.charter.founding.decision_rule: must be one of unanimity, consensus, ",
    ),
    "wrong_type": (
        [factor("a", NOISE, levels=[0.1, True])],
        "factors.a.levels: theory.synthesis.threat.noise: must be a number, not true or false (got true; ",
    ),
    "fraction_of_a_day": (
        [*SAMPLE, factor("a", HORIZON, range=[10, 30])],
        "factors.a.range: crisis.kazakhstan_2022.horizon: must be a whole number (got 10; ",
    ),
    "no_state": (
        [factor("a", "crisis.kazakhstan_2022.host", levels=["kaz", "kax"])],
        "factors.a.levels: crisis.kazakhstan_2022.host: host without a state: no state 'kax'; did you mean 'kaz'?",
    ),
    "not_composed": (
        [factor("a", "theory", levels=["synthesis", "legalist"])],
        "factors.a.levels: no theory 'legalist' in this run; there are: synthesis",
    ),
    "no_request": (
        [factor("a", "request", levels=["modeled"])],
        "factors.a.levels: request: must be one of modelled, recorded, ask_all (got 'modeled'); did you mean "
        "'modelled'?",
    ),
    "both": (
        [*SAMPLE, factor("a", NOISE, levels=[0], range=[0, 1])],
        "factors.a: has both levels and a range; take one away with levels=null or range=null",
    ),
    "neither": ([factor("a", NOISE)], "factors.a: needs levels: [...]"),
    "neither_sampled": ([*SAMPLE, factor("a", NOISE)], "factors.a: needs levels: [...] or range: [low, high]"),
    "no_level": ([factor("a", NOISE, levels=[])], "factors.a.levels: must name at least one level"),
    "range_in_a_grid": (
        [factor("a", NOISE, range=[0, 0.5])],
        "factors.a.range: a grid needs levels (got [0, 0.5]); or set design.kind, such as latin_hypercube",
    ),
    "range_reversed": (
        [*SAMPLE, factor("a", NOISE, range=[0.5, 0.1])],
        "factors.a.range: low must be less than high (got [0.5, 0.1])",
    ),
    "whole_ends": (
        [*SAMPLE, factor("a", HORIZON, range=[10.5, 20], integer=True)],
        "factors.a.range: must have whole ends, as integer is true (got [10.5, 20])",
    ),
    "whole_levels": (
        [factor("a", HORIZON, levels=[10, 20], integer=True)],
        "factors.a.integer: is for a range only (got true without one)",
    ),
    "taken": (
        [factor("theory", NOISE, levels=[0])],
        "factors.theory: the results have a column of that name; choose another, such as theory_level",
    ),
    "no_size": (
        ["design.kind=latin_hypercube", TWO],
        "design.size: latin_hypercube needs a number of points, such as 1000 (got nothing)",
    ),
    "no_base_samples": (
        ["design.kind=sobol", TWO],
        "design.size: sobol needs a number of base samples, a power of 2 such as 256 (got nothing)",
    ),
    "no_power_of_two": (
        ["design.kind=sobol", "design.size=100", TWO],
        "design.size: sobol needs a power of 2 (got 100); 64 or 128",
    ),
    "size_of_a_grid": (
        ["design.size=10", TWO],
        "design.size: a grid has as many points as its levels of its factors say (got 10); leave it out",
    ),
    "unequal_zip": (
        ["design.kind=zip", TWO, factor("a", PRESSURE, levels=[0, 0.5, 1])],
        "design.kind: zip needs as many levels of each factor as of the others (got b 2, a 3)",
    ),
    "no_file": (["design.kind=table", factor("a", NOISE)], "design.file: a table needs a CSV file with a column"),
    "lost_file": (
        ["design.kind=table", "design.file=lost.csv", factor("a", NOISE)],
        "design.file: no such file: lost.csv",
    ),
    "file_of_a_grid": (
        ["design.file=x.csv", TWO],
        "design.file: a grid reads no file (got x.csv); write design.kind=table",
    ),
    "levels_of_a_table": (
        ["design.kind=table", "design.file=lost.csv", TWO],
        "factors.b: a table gives the levels; leave out levels and range",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_design_is_refused_with_what_is_wrong(case):
    """Where, what was got, what is allowed."""
    words, expected = REFUSED[case]
    with pytest.raises(WorldError) as refusal:
        design(*words)
    assert [line for line in str(refusal.value).splitlines() if line.startswith(expected)], str(refusal.value)


TABLES = {
    "pressre\n0.1\n": [
        "column 'pressre' is no factor; did you mean 'pressure'? there are: pressure",
        "no column for factor 'pressure'; the file has: pressre",
    ],
    "pressure\n": ["must have at least one row below its header"],
    "pressure,spread\n0.1,0\n0.1,0\n": ["column 'spread' is no factor; there are: pressure"],
    "pressure\n0.1\n0.2\n9e9\n": [", column 'pressure': theory.synthesis.benefit.pressure: must be at most "],
    "pressure\n0.1\nhigh\n": [", column 'pressure': theory.synthesis.benefit.pressure: must be a number (got 'high'"],
}


@pytest.mark.parametrize("text", TABLES)
def test_a_bad_table_is_refused_with_its_name(text, tmp_path):
    """The file, the column, and what is wrong."""
    file = write(tmp_path, "points.csv", text)
    with pytest.raises(WorldError) as refusal:
        design("design.kind=table", f"design.file={file}", factor("pressure", PRESSURE))
    told = str(refusal.value).splitlines()
    assert len(told) == len(TABLES[text])
    for line, expected in zip(told, TABLES[text], strict=True):
        assert line.removeprefix(str(file)).removeprefix(": ").startswith(expected), told


def test_an_empty_cell_is_refused_with_its_line(tmp_path):
    """The first one, and how many more there are."""
    file = write(tmp_path, "points.csv", "a,b\n0.1,0.1\n,0.1\n,\n")
    with pytest.raises(WorldError) as refusal:
        design("design.kind=table", f"design.file={file}", factor("a", PRESSURE), factor("b", NOISE))
    assert str(refusal.value).splitlines() == [
        f"{file}:3: column 'a' is empty and 1 more",
        f"{file}:4: column 'b' is empty",
    ]


def test_all_problems_are_told_at_once():
    """One line each."""
    with pytest.raises(WorldError) as refusal:
        design("design.size=3", factor("a", NOISE), factor("b", "seed", levels=[]), factor("c", "x.y", levels=[1]))
    assert len(refusal.value.problems) == 4


def test_a_star_stands_for_any_one_name():
    """Of what is chosen, where a value is stated; a pattern that fits nothing is told as a path."""
    words = ["experiment=unanimity", "theory=[synthesis,kaleji]"]
    factors = compose(words).experiment.factors
    assert factors["rule"].path == [
        "organization.csto.charter.founding.decision_rule",
        "organization.nato.charter.treaty.decision_rule",
    ]
    assert factors["pressure"].path == ["theory.synthesis.benefit.pressure", "theory.kaleji.benefit.pressure"]
    with pytest.raises(WorldError) as refused:
        points(compose([*words, "factors.spread.path=theory.*.threat.nose"]))
    assert "theory.*.threat.nose" in str(refused.value)
