"""Sentences: every number in them is one of the table's."""

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.answers import ANSWERS, answers
from analysis.figures.names import Names, names_of

Tables = dict[str, pd.DataFrame]
NONE = Names(pd.DataFrame(columns=["kind", "key", "name", "order"]))


def said(tables: Tables, headline: dict[str, str] | None = None) -> list[str]:
    """The sentences of some tables."""
    return answers(tables, names_of(tables), headline or {})


def numbers(text: str) -> list[str]:
    """Numbers with decimals."""
    return re.findall(r"[+-]?\d+\.\d+", text)


def cell(crisis: str = "c0", organization: str = "o0", p: float = 0.5, **more: Any) -> dict[str, Any]:
    """A row of a table of chances."""
    row = {"crisis": crisis, "organization": organization, "theory": "synthesis", "p_force": p}
    return row | {"coding_low": p / 2, "coding_high": (1 + p) / 2, "mc_low": p - 0.01, "mc_high": p + 0.01} | more


def test_a_replay_names_the_likeliest_force(tables: Tables) -> None:
    """With its chance and its range over codings, as the table has them."""
    top = tables["likelihood"].loc[tables["likelihood"]["p_force"].idxmax()]
    first = said({name: tables[name] for name in ("likelihood", "names")})[0]
    assert numbers(first) == [f"{top[key]:.2f}" for key in ("p_force", "coding_low", "coding_high")]


def test_a_replay_counts_what_is_on_record() -> None:
    """A force called, one missed, one between; and a cell with too much."""
    chances = [(0.8, 1), (0.2, 1), (0.5, 1), (0.3, 0), (0.1, 0), (0.9, None)]
    rows = [
        cell(f"c{k}", p=p, recorded_force=came, recorded_rung="force" if came else "statement")
        for k, (p, came) in enumerate(chances)
    ]
    sentences = said({"likelihood": pd.DataFrame(rows).astype({"recorded_force": "Float64"})})
    assert "Of 3 forces on record the model calls 1 (a chance of at least 0.75) and misses 1" in sentences[1]
    assert sentences[2] == "Of 2 cells on record in which none came it gives 1 a chance above 0.25."


def test_a_headline_cell_stands_beside_its_record() -> None:
    """What came, what else was done, or that nothing is on record."""
    rows = [
        cell("c0", recorded_force=1.0, recorded_rung="force"),
        cell("c1", recorded_force=0.0, recorded_rung="material_aid"),
        cell("c2", recorded_force=np.nan, recorded_rung=np.nan),
    ]
    sentences = said({"likelihood": pd.DataFrame(rows)}, {"c0": "o0", "c1": "o0", "c2": "o0"})
    ends = ("on record: force, there in time.", "on record: material aid.", "nothing on record.")
    assert all(sentence.endswith(end) for sentence, end in zip(sentences[-3:], ends, strict=True))


def test_a_comparison_tells_the_three_arms() -> None:
    """As it is, asked, and the best of the other institutions."""
    rows = [cell(arm="as_is", p=0.1), cell(arm="ask_all", p=0.4), cell(organization="o1", arm="institutions", p=0.3)]
    (sentence,) = said({"compare": pd.DataFrame(rows)}, {"c0": "o0"})
    assert sentence.startswith("o0 in c0: 0.10 (0.05")
    assert sentence.endswith("0.40 if everyone is asked; with other institutions on its members at most 0.30 (o1).")


def test_no_institution_is_best_where_none_helps() -> None:
    """A comparison and a transplant name no organization where every other has a chance of 0."""
    arms = [cell(arm="as_is", p=0.4), cell(arm="ask_all", p=0.4), cell(organization="o1", arm="institutions", p=0.0)]
    (compared,) = said({"compare": pd.DataFrame(arms)}, {"c0": "o0"})
    assert compared.endswith("0.40 if everyone is asked; 0.00 with any other institutions on its members.")
    pairs = [cell(institutions=name, roster="o0", p=p) for name, p in (("o0", 0.4), ("o1", 0.0), ("o2", 0.0))]
    (moved,) = said({"transplant": pd.DataFrame(pairs)}, {"c0": "o0"})
    assert moved.endswith("with its own institutions; 0.00 with any other on its members.")
    pairs[1]["p_force"] = 0.3
    (moved,) = said({"transplant": pd.DataFrame(pairs)}, {"c0": "o0"})
    assert moved.endswith("with others on its members at most 0.30 (o1), at least 0.00 (o2).")


def test_decision_rules_are_set_against_each_other(tables: Tables) -> None:
    """The first and the last rule, at both ends of the spread."""
    sweep = tables["sweep"]
    sentence = said({"sweep": sweep})[0]
    one = sweep[(sweep["crisis"] == sweep["crisis"].iloc[0]) & (sweep["pressure"] == 0.0)]
    ends = one[one["rule"].isin(["unanimity", "simple_majority"]) & one["spread"].isin([0.05, 0.25])]
    assert {f"{p:.2f}" for p in ends["p_force"]} <= set(numbers(sentence))


def test_any_other_sweep_tells_its_ends() -> None:
    """The lowest and the highest point, with their levels."""
    rows = [cell(p=p, noise=noise, kind="a_b") for p, noise in ((0.2, 0.1), (0.6, 0.0), (0.4, 0.3))]
    (sentence,) = said({"sweep": pd.DataFrame(rows)})
    assert "over 3 points" in sentence
    assert "from 0.20 (noise 0.1, kind a b) to 0.60 (noise 0, kind a b)" in sentence


def test_a_run_is_told_by_its_days() -> None:
    """Once for each step; or that nothing happened."""
    line = {"crisis": "c0", "theory": "synthesis", "draw": 1, "replication": 2, "organization": "o0", "day": 3.0}
    rows = [line | {"kind": kind} for kind in ("request", "decided", "vote")]
    assert said({"trace": pd.DataFrame(rows)}) == [
        "c0, coding draw 1, replication 2: o0 asked on day 3, decided on day 3."
    ]
    assert said({"trace": pd.DataFrame(rows[2:])})[0].endswith("nobody was asked, and nobody came.")


def test_power_on_paper_stands_beside_vetoes() -> None:
    """Only under the council's own rule, and only for headline councils."""
    member = {
        "crisis": "c0",
        "organization": "o0",
        "theory": "synthesis",
        "rule": "simple_majority",
        "own_rule": True,
    }
    ends = {"pivotal_coding_low": 0.0, "pivotal_coding_high": 0.4}
    rows = [
        member | ends | {"state": "s0", "shapley_shubik": 0.6, "pivotal": 0.25},
        member | ends | {"state": "s1", "shapley_shubik": 0.4, "pivotal": 0.0},
        member | ends | {"state": "s2", "shapley_shubik": 1.0, "pivotal": 1.0, "own_rule": False},
    ]
    (sentence,) = said({"voting_power": pd.DataFrame(rows)}, {"c0": "o0"})
    assert "by simple majority of 2: power on paper from 0.40 to 0.60" in sentence
    assert "that of s0, in a share of 0.25 (0.00" in sentence
    assert said({"voting_power": pd.DataFrame(rows)}, {"c9": "o0"}) == []


def test_prospects_say_that_nothing_is_recorded() -> None:
    """The likeliest forces, the most that the precedent adds with its sign, and what such chances are."""
    rows = [cell(f"c{k}", p=p) for k, p in enumerate((0.1, 0.7, 0.3, 0.2))]
    change = {"change": -0.0421, "mc_low": -0.05, "mc_high": -0.03, "coding_low": -0.1, "coding_high": 0.0}
    precedent = [cell("c0") | change, cell("c1") | change | {"change": 0.001}]
    sentences = said({"prospects": pd.DataFrame(rows), "precedent": pd.DataFrame(precedent)})
    assert re.findall(r"o0 in (c\d)", sentences[0]) == ["c1", "c2", "c3"]
    assert "o0 in c0: -0.042 (-0.050 to -0.030 from replications, -0.100 to +0.000 over coded ranges)" in sentences[1]
    assert sentences[-1].startswith("Nothing of these crises is recorded")


def test_theories_are_named_if_there_are_several() -> None:
    """Else the name would only be noise."""
    rows = [cell(recorded_force=np.nan, recorded_rung=np.nan), cell(recorded_force=np.nan, recorded_rung=np.nan)]
    rows[1]["theory"] = "rival"
    names = pd.DataFrame([{"kind": "theory", "key": "synthesis", "name": "Synthesis", "order": 0}])
    assert said({"likelihood": pd.DataFrame(rows), "names": names})[0].startswith("Under Synthesis: Most likely")


@pytest.mark.parametrize("name", ANSWERS)
def test_empty_tables_say_nothing(name: str) -> None:
    """No sentence is made of no rows."""
    assert answers({name: pd.DataFrame()}, NONE, {}) == []


def test_unknown_tables_say_nothing() -> None:
    """The page then says that the tables are the answer."""
    assert answers({"novelty": pd.DataFrame([{"x": 1}])}, NONE, {}) == []


def test_a_difference_is_told_with_its_largest_parts() -> None:
    """For each way of asking; signs and numbers are the table's."""
    pair = {"compared": "organization", "within": "c0", "theory": "synthesis", "target": "o0", "base": "o1"}
    ends = {"coding_low": -0.001, "coding_high": 0.75}
    corners = [
        pair | ends | {"request": request, "name": name, "value": 0.5}
        for request in ("modelled", "ask_all")
        for name in ("o0", "difference")
    ]
    values = {"one": 0.1, "two": -0.4, "three": 0.3, "four": 0.5}
    shapley = [pair | {"request": "modelled", "title": title, "value": value} for title, value in values.items()]
    first, second = said({"corners": pd.DataFrame(corners), "shapley": pd.DataFrame(shapley)})
    assert first == (
        "o0 against o1 (c0), with the request as modelled, the chance of force differs by +0.50 (+0.00 to +0.75 over "
        "coded ranges); the largest parts are four +0.50, two -0.40, three +0.30."
    )
    assert second.startswith("o0 against o1 (c0), with everyone asked")


def test_a_screening_names_what_moves_most() -> None:
    """And how many assumptions stand out of the noise."""
    rows = [
        cell(path=f"crisis.c0.value_{k}", mu_star=mu, matters=mu > 0.2) for k, mu in enumerate((0.1, 0.3, 0.0, 0.25))
    ]
    (sentence,) = said({"morris": pd.DataFrame(rows)})
    assert "2 of 4 assumptions stand out" in sentence
    assert sentence.endswith("value 1 0.30, Crisis: value 3 0.25, Crisis: value 0 0.10.")


def test_a_box_is_told_with_what_it_covers() -> None:
    """The surest of them, beside how often help comes at all."""
    rows = [
        cell(rule="x > 1", density=0.8, coverage=0.5, base_rate=0.2),
        cell(rule="y > 1", density=0.9, coverage=0.3, base_rate=0.2),
    ]
    (sentence,) = said({"boxes": pd.DataFrame(rows)})
    assert "in a share of 0.20 of the draws" in sentence
    assert "y > 1, in 0.90, which covers 0.30" in sentence
    (alone,) = said({"boxes": pd.DataFrame(rows[:1])})
    assert alone.endswith("in a share of 0.20 of the draws; no box was found in which it comes more often.")
