"""The sensitivity and discovery experiments, small: their tables fit to each other and to what was drawn."""

import numpy as np
import pytest

from analysis.boxes import Condition, inside, narrowed
from analysis.figures.discovery import discovery_data, discovery_page, plot_discovery
from analysis.figures.names import names_of
from analysis.figures.sensitivity import SHOWN, plot_sensitivity, sensitivity_data, sensitivity_page
from analysis.labels import path_label
from experiments.composition.compose import compose
from experiments.sensitivity import discovery
from experiments.sensitivity import screening as sensitivity
from experiments.sensitivity.assumption_space import cell_case, dimensions, headline_cells
from tests.analysis.test_figure_data import written

SMALL = (
    "crisis=[kazakhstan_2022,kyrgyzstan_2010_june]",
    "organization=[csto]",
    "replications=4",
    "sensitivity={trajectories: 2, followed: 3, base_samples: 4}",
    "discovery={draws: 200, choices: 4, depth: 2, smallest: 0.1}",
)


class Counted:
    """A bar that counts."""

    steps = 0

    def __call__(self):
        """One more."""
        self.steps += 1


@pytest.fixture(scope="module")
def screened():
    """Composition, tables and steps of a small sensitivity experiment."""
    composed, bar = compose(["experiment=sensitivity", *SMALL]), Counted()
    tables, used = sensitivity.answer(composed, bar)
    return composed, tables, used, bar.steps


@pytest.fixture(scope="module")
def found():
    """Composition and tables of a small discovery experiment."""
    composed, bar = compose(["experiment=discovery", *SMALL]), Counted()
    tables, _ = discovery.answer(composed, bar)
    assert bar.steps == discovery.steps(composed)
    return composed, tables


def test_every_assumption_of_each_cell_is_screened_once(screened):
    """One row for each dimension of each cell, those that matter most first; all of them are read."""
    composed, tables, used, steps = screened
    for cell in headline_cells(composed):
        rows = tables["morris"][tables["morris"]["crisis"] == cell.crisis]
        assert sorted(rows["path"]) == sorted(dimensions(composed, cell_case(composed, cell)))
        assert rows["mu_star"].is_monotonic_decreasing
        assert set(rows["path"]) <= set(used)
    assert steps <= sensitivity.steps(composed)
    assert (tables["morris"]["mu_star"] <= 1.0).all()


def test_what_stands_out_is_followed_up(screened):
    """The assumptions with indices are the first of those that matter."""
    _, tables, _, _ = screened
    for crisis, rows in tables["morris"].groupby("crisis"):
        expected = rows[rows["matters"]]["path"].head(3)
        followed = tables["sobol"][tables["sobol"]["crisis"] == crisis] if "sobol" in tables else rows.head(0)
        assert sorted(expected) == sorted(followed["path"])


def test_the_same_seed_gives_the_same_tables(screened):
    """Threads and order change nothing."""
    composed, tables, _, _ = screened
    again, _ = sensitivity.answer(composed, lambda: None)
    assert all(tables[name].equals(again[name]) for name in tables)


def test_draws_can_be_read_back_and_judged_again(found):
    """A box of the tables, applied to the exported draws, holds as many of the judging half as the table says."""
    composed, tables = found
    for cell in headline_cells(composed):
        draws = tables[f"draws_{cell.crisis}"]
        assert (draws["comes"] == (draws["p_force"] >= 0.5)).all()
        assert list(draws.columns[:-3]) == list(dimensions(composed, cell_case(composed, cell)))
        judged = draws[draws["choices"] % 2 == 1]
        rows = tables["boxes"][(tables["boxes"]["crisis"] == cell.crisis) & (tables["boxes"]["method"] == "tree")]
        for row in rows.to_dict("records"):
            assert inside(_box(tables["box_conditions"], cell.crisis, row["box"]), judged).sum() == row["n_inside"]
        assert rows["n_inside"].sum() == len(judged)


def _box(conditions, crisis, number):
    box = ()
    for row in conditions[(conditions["crisis"] == crisis) & (conditions["box"] == number)].to_dict("records"):
        low = -np.inf if row["above"] != row["above"] or row["above"] is None else row["above"]
        high = np.inf if row["up_to"] != row["up_to"] or row["up_to"] is None else row["up_to"]
        among = tuple(str(row["among"]).split(" | ")) if isinstance(row["among"], str) else ()
        box = narrowed(box, Condition(row["path"], low, high, among))
    return box


def test_each_set_of_choices_has_as_many_draws(found):
    """Draws with the same number of choices agree in all choices."""
    composed, tables = found
    cell = headline_cells(composed)[0]
    draws, factors = tables[f"draws_{cell.crisis}"], dimensions(composed, cell_case(composed, cell))
    assert draws["choices"].value_counts().nunique() == 1
    chosen = [path for path, factor in factors.items() if factor.levels is not None]
    assert (draws.groupby("choices")[chosen].nunique() == 1).all(axis=None)


def test_figures_say_n_and_name_no_path(screened, found):
    """Printed names instead of keys, how many points and replications stand behind them, and that it is in-sample."""
    _, tables, _, _ = screened
    data = sensitivity_data(tables, "kazakhstan_2022")
    assert len(data) == SHOWN
    plot_sensitivity(data, figure := sensitivity_page(data))
    text = " ".join(written(figure))
    assert f"N = 2 trajectories, {data['n_points'][0]} points, 4 shared replications" in text
    data = discovery_data(found[1], "kyrgyzstan_2010_june")
    plot_discovery(data, figure := discovery_page(data))
    other = " ".join(written(figure))
    assert "N = 100 draws, 4 shared replications" in other
    for said in (text, other):
        assert "in-sample" in said
        assert not any(word in said for word in ("theory.", "csto", "_2022", "_2010"))


def test_labels_say_whose_value_it_is(screened):
    """Periods are left out, states and organizations have their names."""
    names = names_of(screened[1])
    assert path_label("state.rus.conditions.y2022.relations.kaz.tie", names) == "Russia: tie (Kazakhstan)"
    assert path_label("organization.csto.charter.founding.decision_rule", names) == "CSTO: decision rule"
    assert path_label("crisis.kazakhstan_2022.presence.rus", names) == "Crisis: presence Russia"
    assert path_label("theory.synthesis.request.hook_in_belief", names) == "Theory: request hook in belief"
