"""Differences shared out: the tables of every comparison, and what cannot be compared."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

import analysis.attribution
from experiments.attribution.answer import answer
from experiments.attribution.assembly import HYBRID
from experiments.attribution.comparisons import comparisons
from experiments.composition.compose import Composed
from experiments.composition.template import MODELS
from sim.errors import BrokenInvariant, WorldError
from sim.schema import RequestMode
from sim.schema.attribution import PathGroup
from tests.experiments.hybrids import CHANGED, SMALL, WHY, composed, everything


def coarser(of: Composed) -> Composed:
    """The same experiment with two groups: the organization, and all else."""
    groups = {
        "organization": PathGroup(title="Organization", paths=["organization.*"]),
        "rest": PathGroup(title="All else", paths=["crisis.*", "state.*"]),
    }
    attribution = of.experiment.attribution.model_copy(update={"groups": groups})
    return replace(of, experiment=of.experiment.model_copy(update={"attribution": attribution}))


@pytest.mark.parametrize("question", [WHY, CHANGED])
def test_values_add_up_in_every_comparison(question: str):
    """The table's values are the difference of the table's corners; both requests are there."""
    of = composed(question, *SMALL)
    of = coarser(of) if question == CHANGED else of
    steps: list[None] = []
    tables, used = answer(of, lambda: steps.append(None))
    keys = ["within", "target", "base", "request"]
    sums = tables["shapley"].groupby(keys)["value"].sum()
    corners = tables["corners"].query("name == 'difference'").set_index(keys)["value"]
    pd.testing.assert_series_equal(sums.sort_index(), corners.sort_index(), check_names=False)
    assert set(tables["shapley"]["request"]) == {RequestMode.MODELLED.value, RequestMode.ASK_ALL.value}
    assert len(steps) == len(corners) * 2 ** len(everything(of)) == len(tables["hybrids"])
    assert all(path.split(".")[0] in (*MODELS, "default") for path in used)
    assert HYBRID not in str(list(used))


def test_what_is_not_shared_out_is_told(monkeypatch: pytest.MonkeyPatch):
    """Values that do not add up are a defect of the program, and not a table."""
    honest = analysis.attribution.shapley_table

    def skewed(*arguments: Any) -> pd.DataFrame:
        return honest(*arguments).assign(value=1.0)

    monkeypatch.setattr(analysis.attribution, "shapley_table", skewed)
    with pytest.raises(BrokenInvariant, match=r"csto less sco: .* of the difference is not shared out"):
        answer(composed(WHY, "coding_draws=1", "replications=2"), lambda: None)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((WHY, "organization=[csto,sco,nato]"), "attribution.pairs: empty, so exactly two must be chosen with"),
        (
            (WHY, "attribution.pairs=[[csto,sko]]"),
            "attribution.pairs: no organization 'sko' in this run; did you mean 'sco'. there are: csto, sco; choose",
        ),
        (
            (WHY, "attribution.pairs=[[csto,csto]]"),
            r"attribution.pairs: a pair is two different names \(got \[csto, cs",
        ),
        (
            (WHY, "organization=[csto,warsaw_pact]"),
            "organization.warsaw_pact: did not exist on 2022-01-02, the first",
        ),
        (
            (CHANGED, "organization=[csto,sco]"),
            r"organization: choose one with organization=\[...\] \(got csto, sco\)",
        ),
        ((CHANGED, "replications=1"), r"replications: must be at least 2, so that .* \(got 1\)"),
        (
            (WHY, "attribution.groups.force.paths=[organization.rapid_reactions]"),
            "groups.force.paths: 'organization.rapid_reactions' matches no path; did you mean 'organization.rapid_re",
        ),
    ],
)
def test_what_cannot_be_compared_is_refused(words: tuple[str, ...], message: str):
    """In one line that names what is allowed."""
    with pytest.raises(WorldError, match=message):
        comparisons(composed(*words))


def test_groups_are_in_a_table():
    """Every path with the group in which it was exchanged."""
    of = coarser(composed(CHANGED, *SMALL))
    tables, _ = answer(of, lambda: None)
    groups = tables["groups"]
    assert list(groups.columns) == ["factor", "title", "path"]
    assert set(groups["factor"]) == everything(of)
    assert not groups["path"].duplicated().any()
    assert groups.set_index("path").loc["crisis.mission.intrusion", "title"] == "All else"


def test_all_that_is_wrong_is_told_at_once():
    """Runs, groups, pairs and what was not there."""
    words = (
        "replications=1",
        "attribution.groups.force.paths=[organization.standing]",
        "organization=[csto,warsaw_pact]",
    )
    with pytest.raises(WorldError) as refused:
        comparisons(composed(WHY, *words))
    where = [problem.where for problem in refused.value.problems]
    assert where == ["replications", "attribution.groups", "organization.warsaw_pact"]
