"""The experiments that hold theories to the record, at toy size."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml

from analysis.sets import Sets
from experiments.composition.compose import Composed, compose
from experiments.composition.template import SHIPPED
from experiments.validation import flip, out_of_sample, which_patterns, which_theory
from experiments.validation.by_rule import PERIOD, dyads_by_rule
from experiments.validation.draws import prior
from experiments.validation.history import ROWS, Study, history
from experiments.validation.live import documented, published
from experiments.validation.mechanisms import without_each
from experiments.validation.moves import Moving, moving
from experiments.validation.placebo import bad_parts, shuffled, shuffles
from sim.dating import state_on
from sim.errors import WorldError
from sim.schema.validation import Change

CRISES = "crisis=[kazakhstan_2022,armenia_2020,georgia_2008,syria_2011]"
PLACEBO = [
    "validation.placebos=2",
    "validation.placebo_sets=5",
    "validation.blind_sets=5",
    "validation.checked_sets=5",
]


@pytest.fixture(scope="module")
def small() -> Composed:
    """The shipped experiment with drawn weights, four crises, in a size that tests can afford."""
    return compose(["experiment=out_of_sample", CRISES, "coding_draws=20", "replications=4", *PLACEBO])


def terms(composed: Composed, **changes: Any) -> Composed:
    """The same composition under other terms of validation."""
    validation = composed.experiment.validation.model_copy(update=changes)
    return replace(composed, experiment=composed.experiment.model_copy(update={"validation": validation}))


def status(cells: pd.DataFrame) -> dict[tuple[str, str], str]:
    """Status by crisis and organization."""
    return {(row["crisis"], row["organization"]): row["status"] for row in cells.to_dict("records")}


def test_a_cell_is_live_if_its_forum_was_in_question_and_could_send_a_force(small: Composed) -> None:
    """Members and those who asked; not who neither sits there nor asked, nor a body that can order no force."""
    found = status(documented(small))
    assert found["kazakhstan_2022", "csto"] == "live"
    assert found["georgia_2008", "nato"] == "live"
    assert found["kazakhstan_2022", "sco"] == "by structure"
    assert found["kazakhstan_2022", "nato"] == "outside"
    assert ("syria_2011", "csto") not in found


def test_without_a_live_cell_there_is_nothing_to_score(small: Composed) -> None:
    """One line says so."""
    with pytest.raises(WorldError, match="no chosen crisis has a recorded outcome"):
        documented(replace(small, crises=("syria_2011",)))


def test_theory_and_states_are_the_same_in_all_crises_of_a_set_and_codes_are_not(small: Composed) -> None:
    """Weights are shared; each crisis draws its own codes."""
    source, numbers = prior(small, "synthesis"), np.arange(50)
    weight = "theory.synthesis.harm.cost"
    assert (source.fractions("a", weight, numbers) == source.fractions("b", weight, numbers)).all()
    codes = [source.fractions(name, f"crisis.{name}.asker.control", numbers) for name in small.crises[:2]]
    assert abs(np.corrcoef(codes)[0, 1]) < 0.5
    cases = [source.case(name, ["csto"], numbers) for name in ("kazakhstan_2022", "armenia_2020")]
    assert (cases[0].arrays.harm_weights == cases[1].arrays.harm_weights).all()


def test_a_scale_is_drawn_between_its_factors_unless_the_user_sets_it(small: Composed) -> None:
    """Evenly on a scale of ratios: half of the draws lie below the value itself."""
    source = prior(small, "synthesis", scale=(0.5, 2.0))
    drawn = source.values("", source.scale_path, np.arange(2000)) / small.world.theory["synthesis"].threat.scale
    assert 0.5 <= drawn.min() < 0.51
    assert 1.95 < drawn.max() <= 2.0
    assert np.mean(drawn < 1) == pytest.approx(0.5, abs=0.05)
    fixed = replace(small, fixed=(source.scale_path,))
    assert prior(fixed, "synthesis", scale=(0.5, 2.0)).scale is None


def test_the_matrix_does_not_depend_on_how_many_sets_are_run(small: Composed) -> None:
    """Set 3 is set 3, also beyond the first chunk; all runs are counted."""
    cells = documented(small).query("status == 'live'").reset_index(drop=True)
    source = prior(small, "synthesis")
    few = history(Study(cells, 4, 2), lambda crisis: source)
    many = history(Study(cells, ROWS + 2, 2), lambda crisis: source)
    assert (many.counts[:4] == few.counts).all()
    assert (many.counts[:, :, :5].sum(axis=2) == 2).all()
    assert (many.counts[:, :, 5] <= many.counts[:, :, 4]).all()


def test_a_shuffle_gives_no_crisis_its_own_codes(small: Composed) -> None:
    """Codes and ranges move; hosts, days and outcomes stay."""
    order = shuffles(small.crises, 3, 1)[0]
    assert all(crisis != other for crisis, other in order.items())
    assert sorted(order.values()) == sorted(small.crises)
    world, ranges = shuffled(small, order)
    for crisis, other in order.items():
        assert world.crisis[crisis].asker == small.world.crisis[other].asker
        assert world.crisis[crisis].type == small.world.crisis[other].type
        assert world.crisis[crisis].host == small.world.crisis[crisis].host
        assert world.crisis[crisis].recorded == small.world.crisis[crisis].recorded
        moved = f"crisis.{crisis}.asker.control", f"crisis.{other}.asker.control"
        assert ranges.get(moved[0]) == small.ranges.get(moved[1])
    assert shuffles(["one"], 3, 1) == []


def test_only_parts_of_a_crisis_can_be_moved() -> None:
    """What was recorded cannot; the message offers what may be meant."""
    assert [str(problem) for problem in bad_parts(["asker", "missoin", "recorded"])] == [
        "validation.shuffled: no part 'missoin' of a crisis; did you mean 'mission'?",
        "validation.shuffled: no part 'recorded' of a crisis",
    ]


def test_dyads_by_rule_follow_from_neighbourhood_size_and_regime(small: Composed) -> None:
    """Ties are mutual, for regimes are as alike from either side; dependences of a pair add up to its nearness."""
    world, ranges = dyads_by_rule(small.world, small.ranges, "kazakhstan_2022", ["csto"], 0.2)
    onset = date(2022, 1, 2)
    one, other = (state_on(name, world.state[name], 0, onset) for name in ("kaz", "rus"))
    shared = [name for name in one.complexes if name in other.complexes]
    near = max(min(float(one.complexes[name].value), float(other.complexes[name].value)) for name in shared)
    found = {
        (a.name, aspect): float(a.relations[b][aspect].value)
        for a, b in ((one, "rus"), (other, "kaz"))
        for aspect in ("stake", "tie", "dependence")
    }
    assert found[one.name, "tie"] == found[other.name, "tie"]
    assert found[one.name, "dependence"] + found[other.name, "dependence"] == pytest.approx(near)
    path = f"state.kaz.conditions.{PERIOD}.relations.rus.tie"
    assert ranges[path] == pytest.approx((found[one.name, "tie"] - 0.2, min(1.0, found[one.name, "tie"] + 0.2)))
    assert small.world.state["kaz"].conditions.keys() == world.state["kaz"].conditions.keys() - {PERIOD}


def test_a_number_that_is_not_moved_is_as_coded(small: Composed) -> None:
    """Moving a number to its own code changes nothing; a row does not depend on the others."""
    cell = flip._cells(small)[0][0]
    where: Moving = moving(small, cell)
    path, (coded, low, high) = next(item for item in where.numbers.items() if "host_capacity" in item[0])
    chances = where.chances([{}, {path: coded}, {path: low}, {path: high}])
    assert chances[0] == chances[1]
    assert where.chances([{path: high}])[0] == chances[3]
    rule = next(path for path in where.choices if path.endswith("decision_rule"))
    assert 0.0 <= where.chosen(rule, "simple_majority") <= 1.0


def test_flip_finds_what_it_says() -> None:
    """A change that it calls a flip is one, and the change is that of the value over the range."""
    small = compose([CRISES, "crisis=[kazakhstan_2022]", "experiment=flip", "coding_draws=4", "replications=32"])
    tables, used = flip.answer(small, lambda: None)
    numbers = tables["flips"].query("kind == 'number'")
    above = tables["flip_cells"]["p_coded"].iloc[0] >= 0.5
    flips = numbers[numbers["flips"].astype(bool)]
    assert len(flips)
    for row in flips.to_dict("records"):
        assert (row["p_there"] < 0.5) == above
        assert row["change"] == pytest.approx(
            abs(float(row["value"]) - float(row["coded"])) / (row["high"] - row["low"])
        )
    assert tables["flip_cells"]["n_flip_alone"].iloc[0] == len(flips)
    assert set(numbers["path"]) <= set(used)


def test_patterns_are_judged_under_every_theory() -> None:
    """Also those of the sweep, for the theories and crises that were chosen."""
    words = [
        "experiment=which_patterns",
        "crisis=[kazakhstan_2022]",
        "theory=[synthesis,choi]",
        "organization=[csto]",
    ]
    small = compose([*words, "coding_draws=2", "replications=4"])
    which_patterns.check(small)
    tables, _ = which_patterns.answer(small, lambda: None)
    table = tables["patterns"]
    assert list(dict.fromkeys(table["theory"])) == ["synthesis", "choi"]
    spread = table[table["pattern"].str.startswith("Under unanimity")]
    assert spread["figure"].notna().all()


def test_theories_are_compared_over_live_cells_with_baselines_beside() -> None:
    """Also without each mechanism; all documented cells are shown."""
    small = compose(
        ["experiment=which_theory", CRISES, "theory=[synthesis,choi]", "coding_draws=3", "replications=4"]
    )
    tables, used = which_theory.answer(small, lambda: None)
    table = tables["evidence"]
    assert table.loc[table["kind"] == "theory", "forecast"].tolist() == ["synthesis", "choi"]
    assert set(table.loc[table["kind"] == "without", "forecast"]) == set(small.experiment.validation.without)
    assert (table["n_cells"] == 3).all()
    assert len(tables["theory_cells"]) == 2 * len(documented(small))
    assert "theory.choi.threat.scale" in used


def test_mechanisms_that_are_not_there_are_refused(small: Composed) -> None:
    """The line says which mechanism and which path."""
    change = Change(path="theory.synthesis.harm.cots", value=0.0)
    with pytest.raises(WorldError, match=r"validation.without.odd: theory.synthesis.harm.cots: unknown key"):
        which_theory.check(terms(small, without={"odd": [change]}))


def test_a_mechanism_is_taken_out_of_whatever_theory_comes_first() -> None:
    """`theory.*` names none; what is set is no longer drawn, and all else shares its draws."""
    small = compose(["experiment=out_of_sample", "crisis=[kazakhstan_2022]", "theory=[choi,synthesis]"])
    source = prior(small, "choi")
    found = without_each(small, source)
    assert set(found) == set(small.experiment.validation.without)
    bare = found["leading_states_pressure"]
    assert (bare.theory, bare.world.theory["choi"].benefit.pressure) == ("choi", 0.0)
    assert source.world.theory["choi"].benefit.pressure > 0.0
    assert "theory.choi.benefit.pressure" not in bare.ranges
    cases = [one.case("kazakhstan_2022", ["csto"], np.arange(20)) for one in (source, bare)]
    assert (cases[0].arrays.harm_weights == cases[1].arrays.harm_weights).all()


def test_published_rates_have_a_source(small: Composed) -> None:
    """Each names an entry of the sources."""
    sources = yaml.safe_load((SHIPPED / "evidence" / "sources.yaml").read_text(encoding="utf-8"))
    table = published(small)
    assert set(table["source"]) <= set(sources)
    assert table["citation"].str.len().min() > 20


def test_more_runs_than_can_be_counted_are_refused(small: Composed) -> None:
    """The line says how many can."""
    many = replace(small, experiment=small.experiment.model_copy(update={"replications": 70_000}))
    for kind in (out_of_sample, which_theory):
        with pytest.raises(WorldError, match=r"replications: at most 65535 runs of a set are counted here"):
            kind.check(many)


def test_out_of_sample_needs_drawn_weights(small: Composed) -> None:
    """Else there is no prior predictive."""
    fixed = replace(small, experiment=small.experiment.model_copy(update={"draw_weights": False}))
    with pytest.raises(WorldError, match="draw_weights: must be true"):
        out_of_sample.check(fixed)


def test_out_of_sample_leaves_everything_that_its_scores_can_be_made_from(small: Composed) -> None:
    """The matrix of sets and the cells; the plan says how many steps there are."""
    done: list[int] = []
    tables, _ = out_of_sample.answer(small, lambda: done.append(1))
    assert len(done) == out_of_sample.steps(small)
    live = tables["cells"].query("status == 'live'").reset_index(drop=True)
    again = Sets.of_frame(tables["sets_coded.parquet"], live)
    prior_ = tables["predictions"].query("coding == 'coded' and scheme == 'crisis' and cutoff == 2")["prior"]
    assert again.p_force.mean(axis=0).tolist() == pytest.approx(prior_.tolist())
    assert len(tables["placebos"]) == 2
    assert set(tables["out_of_sample"]["coding"]) == {"coded", "without", "blind", "placebo", "baseline"}
    assert tables["constrained"]["path"].is_unique
