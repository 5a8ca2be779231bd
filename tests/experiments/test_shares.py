"""The README says which share of the values of each crisis and organization is assumed."""

import pytest

from experiments.composition.compose import compose
from experiments.pages.shares import README, default_shares, lines, rewritten


def test_the_readme_is_up_to_date() -> None:
    """Making its lines anew changes nothing."""
    text = README.read_text(encoding="utf-8")
    assert rewritten(text) == text


def test_every_crisis_and_organization_is_told() -> None:
    """Each with its share, and the aim of 85 % with a source is reached by each."""
    table = default_shares()
    told = "\n".join(lines(table))
    composed = compose([])
    for name in (*composed.crises, *composed.organizations):
        assert f" {name} " in told
    own = table[table["group"].isin(["crisis", "organization"])]
    assert (own["sourced"] >= 0.85).all()


def test_a_readme_without_a_place_is_refused() -> None:
    """Rather than written without the shares."""
    with pytest.raises(ValueError, match="no place for the shares"):
        rewritten("# Title")
