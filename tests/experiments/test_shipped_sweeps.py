"""The shipped sweeps compose, and transplants pair the organizations that can order force."""

import pytest

from analysis.transplant import COLUMNS
from experiments.comparison.transplant import answer, arms
from experiments.composition.compose import compose
from experiments.design.points import points
from tests.experiments.conftest import ORGANIZATION, arguments


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("unanimity", 5 * 4 * 7),
        ("enlargement", 3 * 6 * 4 * 4),
        ("enlargement_large", 3 * 4 * 3 * 2),
        ("readiness", 2 * 8 * 6),
    ],
)
def test_shipped_sweeps_compose(name: str, count: int) -> None:
    """Each has the points that its file says."""
    assert points(compose([f"experiment={name}"])).count == count


def test_transplants_have_their_own_pairs_and_columns() -> None:
    """Each roster that existed meets all institutions; at home nothing changes."""
    words = ["experiment=transplant", "crisis=[kazakhstan_2022]", "organization=[csto,cis,sco]"]
    composed = compose([*words, "coding_draws=2", "replications=8"])
    pairs = [(institutions, roster) for institutions, roster, _ in arms(composed)]
    assert ("cis", "csto") in pairs
    assert not any("sco" in pair for pair in pairs)
    table = answer(composed, lambda: None)[0]["transplant"]
    assert list(table.columns) == COLUMNS
    assert len(table) == len(pairs)
    own = table["institutions"] == table["roster"]
    assert (table.loc[own, "change"] == 0).all()


def test_a_council_may_order_force_unless_its_charter_says_otherwise(world) -> None:
    """Force is what a charter allows that names no highest rung."""
    composed = compose(arguments(world, "experiment=transplant"))
    assert [(institutions, roster) for institutions, roster, _ in arms(composed)] == [(ORGANIZATION, ORGANIZATION)]
