"""Figures of validation: what they show, and that nothing on them is cut, small or covered."""

import itertools
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.answers import answers
from analysis.baselines import baselines
from analysis.constrained import constrained_table
from analysis.draw import figures
from analysis.evidence_of_theories import evidence_table, pairs_table
from analysis.figures.evidence import evidence_data
from analysis.figures.flip import NOTHING, UNMOVED, flip_data
from analysis.figures.names import names_of
from analysis.figures.out_of_sample import out_of_sample_data
from analysis.figures.predictions import predictions_data
from analysis.figures.theories import EMPTY, FAILS, HOLDS, theories_data
from analysis.figures.theory_cells import theory_cells_data
from analysis.matching import SCHEMES, predictions, survivors
from analysis.out_of_sample import placebo_rows, placebo_table, scores_table, without_rows
from analysis.report.contents import sheets
from analysis.sets import LIVE, OUTSIDE, Sets
from tests.analysis.test_drawing import drawn
from tests.analysis.validation import record, sets_of

Tables = dict[str, pd.DataFrame]
GOOD, BAD = [0.9, 0.9, 0.1, 0.1], [0.1, 0.1, 0.9, 0.9]
RATES = {"honoured_1900_1950": 0.75}
BESIDE = ("survivors", "constrained", "predictions", "forums", "traded", "theory_pairs", "placebos")
OTHERS = ("predictions", "out_of_sample", "constrained", "flip")


def patterns() -> pd.DataFrame:
    """Three patterns under two theories; the last cannot be judged."""
    rows = [
        (
            f"What is known of case {k}, told at such a length that it takes more than a line of the page.",
            kind,
            theory,
        )
        for k, kind in enumerate(("emergent", "by coding", "emergent"))
        for theory in ("t0", "t1")
    ]
    table = pd.DataFrame(rows, columns=["pattern", "kind", "theory"])
    return table.assign(holds=[True, False, True, True, None, None], figure=0.5, expected=">= 0.5")


def flips() -> Tables:
    """Two cells: one that a number flips, one that nothing moves."""
    columns = ["crisis", "organization", "theory", "path", "kind", "coded", "low", "high", "p_low", "p_high"]
    rows = [
        ("c0", "o0", "t0", "theory.t0.harm.cost", "number", 0.5, 0.0, 1.0, 0.8, 0.2),
        ("c0", "o0", "t0", "state.s1.conditions.y2000.unrest", "number", 0.4, 0.2, 0.6, 0.6, 0.65),
        ("c1", "o1", "t0", "theory.t0.harm.cost", "number", 0.5, 0.0, 1.0, 0.0, 0.0),
    ]
    table = pd.DataFrame(rows, columns=columns).assign(flips=[True, False, False], change=[0.2, np.nan, np.nan])
    cell: dict[str, Any] = {"theory": "t0", "n_reps": 64, "n_draws": 8, "n_choices": 5, "n_choices_flip": 0}
    cell["near_half"] = False
    cells = pd.DataFrame(
        [
            cell | {"crisis": "c0", "organization": "o0", "outcome": 1, "p_coded": 0.7, "n_numbers": 2}
            | {"n_flip_alone": 1, "easiest": "theory.t0.harm.cost", "change": 0.2, "n_pairs_needed": 0},
            cell | {"crisis": "c1", "organization": "o1", "outcome": 0, "p_coded": 0.0, "n_numbers": 1}
            | {"n_flip_alone": 0, "easiest": None, "change": np.nan, "n_pairs_needed": 0},
        ]
    )  # fmt: skip
    return {"flips": table, "flip_cells": cells}


def constrained() -> pd.DataFrame:
    """Five assumptions, of which the first is moved."""
    dice, paths = np.random.default_rng(1), [f"theory.t0.harm.weight_{k}" for k in range(5)]
    fractions = pd.DataFrame({path: dice.random(300) for path in paths})
    fractions[paths[0]] = fractions[paths[0]] / 3
    return constrained_table(fractions, pd.DataFrame({"low": 0.0, "high": 2.0}, index=paths))


def theory_cells(theories: dict[str, Sets]) -> pd.DataFrame:
    """Two live cells and two others, the last of which no theory gives a chance."""
    table = pd.concat(
        [
            one.cells.assign(theory=theory, p_force=one.p_force.mean(axis=0), n_draws=3, n_reps=100)
            for theory, one in theories.items()
        ],
        ignore_index=True,
    )
    table["status"] = [LIVE, LIVE, OUTSIDE, OUTSIDE] * len(theories)
    table.loc[table["crisis"] == "c3", "p_force"] = 0.0
    return table.assign(draws_low=table["p_force"] / 2, draws_high=table["p_force"])


@pytest.fixture(scope="module")
def tables() -> Tables:
    """All tables of validation."""
    model, other = sets_of([GOOD, GOOD, BAD]), sets_of([BAD, GOOD, GOOD])
    cells = record()
    fixed = baselines(cells, RATES, np.full(4, 0.8), list(cells["crisis"]))
    shuffled = placebo_table([model, other], "crisis", 2.0)
    scores = scores_table({"coded": model, "blind": other}, SCHEMES, [2.0, 1.0], RATES)
    keys = [("crisis", f"c{k}", f"Upper Lorn, spring 19{k}5", k) for k in range(4)]
    keys += [("organization", f"o{k}", name, k) for k, name in enumerate(("Pact of Five", "North League"))]
    keys += [("theory", f"t{k}", f"Smith: reason {k}", k) for k in range(2)] + [("state", "s1", "Arda", 1)]
    return {
        "names": pd.DataFrame(keys, columns=["kind", "key", "name", "order"]),
        "design": pd.DataFrame([{"n_draws": 3, "n_reps": 100}]),
        "patterns": patterns(),
        "evidence": evidence_table({"t0": model, "t1": other}, {"cost": other}, fixed),
        "theory_pairs": pairs_table({"t0": model, "t1": other}),
        "theory_cells": theory_cells({"t0": model, "t1": other}),
        "predictions": pd.concat(
            [
                predictions(one, SCHEMES, [2.0]).assign(coding=name)
                for name, one in (("coded", model), ("blind", other))
            ]
        ),
        "out_of_sample": pd.concat(
            [scores, without_rows(model, {"cost": other}, "crisis"), placebo_rows(shuffled, "crisis", 2.0, 4)],
            ignore_index=True,
        ),
        "forums": cells[["crisis", "organization"]].assign(p_alone=0.5, p_everyone=[0.5, 0.2, 0.6, 0.5], n_sets=3),
        "traded": pd.DataFrame(
            {"path_a": "theory.t0.harm.cost", "path_b": "state.s1.conditions.y2000.unrest", "correlation": -0.4}
            | {"p_value": 0.0, "traded": [True]}
        ),
        "placebos": shuffled,
        "survivors": survivors(model, SCHEMES, [2.0, 1.0]),
        "constrained": constrained(),
        **flips(),
    }


def test_patterns_are_judged_and_counted_by_kind(tables: Tables) -> None:
    """Emergent ones first; what could not be judged is neither held nor failed."""
    data = theories_data(tables)
    assert data["judgement"].tolist() == [HOLDS, FAILS, EMPTY, EMPTY, HOLDS, HOLDS]
    assert data.groupby(["theory", "kind"])[["held", "judged"]].first().to_numpy().tolist() == [
        [1, 1],
        [1, 1],
        [1, 1],
        [0, 1],
    ]
    assert data["y"].is_monotonic_increasing


def test_theories_come_by_their_evidence_with_baselines_last(tables: Tables) -> None:
    """Names are printed ones, and each row has its own place."""
    data = evidence_data(tables)
    assert data["kind"].tolist() == ["theory"] * 2 + ["without"] + ["baseline"] * 5
    assert data["label"].tolist()[2] == "without cost"
    assert data["y"].is_unique


def test_every_theory_speaks_of_live_cells_and_of_others_that_it_gives_a_chance(tables: Tables) -> None:
    """Live cells first; a cell without any chance is counted and not drawn."""
    data = theory_cells_data(tables)
    assert data.groupby("y")["live"].agg(["first", "size"]).to_numpy().tolist() == [[True, 2], [True, 2], [False, 2]]
    assert (data["n_live"].iloc[0], data["n_other"].iloc[0]) == (2, 2)
    assert data["theory_name"].tolist()[:2] == ["Smith: reason 0", "Smith: reason 1"]


def test_theories_stand_side_by_side_in_the_tables_of_a_page(tables: Tables) -> None:
    """A column for each theory, with the numbers of the table; what does not hold has a star."""
    some = {name: tables[name] for name in ("theory_cells", "theory_pairs", "patterns")}
    shown = dict(sheets(some, names_of(tables), {}))
    cells, pairs, judged = shown["theory_cells"], shown["theory_pairs"], shown["patterns"]
    assert [column.heading for column in cells.columns[-2:]] == ["Smith: reason 0", "Smith: reason 1"]
    assert cells.rows[0][-2:] == ["0.63 (0.32\N{EN DASH}0.63)", "0.63 (0.32\N{EN DASH}0.63)"]
    assert pairs.rows[0][-1] == "no"
    assert [list(row[-2:]) for row in judged.rows] == [["0.50", "0.50 *"], ["0.50", "0.50"]]


def test_each_cell_has_its_prior_and_what_others_say_of_it(tables: Tables) -> None:
    """Three lines a cell, those of the coding sorted by their prior."""
    data = predictions_data(tables)
    assert data.groupby("y")["line"].agg(list).tolist() == [[0, 1, 2]] * 4
    priors = data[data["line"] == 0]["p"]
    assert priors.is_monotonic_decreasing


def test_survivors_stand_by_what_is_left_out_and_few_are_called_so(tables: Tables) -> None:
    """A row for each thing left out, a column for each cutoff."""
    shown = dict(sheets({"survivors": tables["survivors"]}, names_of(tables), {}))["survivors"]
    assert [column.heading for column in shown.columns][2:4] == ["kept within 2", "kept within 1"]
    assert list(shown.rows[1]) == ["crisis", "Upper Lorn, spring 1905", "2 few", "2 few", shown.rows[1][-1]]


def test_scores_show_one_cutoff_and_every_coding(tables: Tables) -> None:
    """The prior, the schemes at the first cutoff, and baselines once."""
    data = out_of_sample_data(tables)
    assert data["coding"].value_counts().to_dict() == {
        "coded": 4,
        "blind": 4,
        "placebo": 2,
        "baseline": 5,
        "without": 1,
    }
    assert data["cutoff"].dropna().eq(2.0).all()


def test_what_flips_a_cell_comes_first_and_nothing_is_an_answer(tables: Tables) -> None:
    """Numbers that do not move the chance are not ranked."""
    data = flip_data(tables, "t0")
    assert data["label"].tolist()[-1] == UNMOVED
    assert data["verdict"].tolist() == ["1 of 2 numbers flip it"] * 2 + [NOTHING]
    assert data["flips"].tolist() == [True, False, False]


def test_no_text_is_cut_small_or_covered(tables: Tables) -> None:
    """On every figure all text lies on the page, is at least 7 points high, and covers no other text."""
    jobs = dict(figures(tables, {}))
    assert set(jobs) == {"theories_patterns", "evidence", "theory_cells", *OTHERS}
    for name, draw in jobs.items():
        figure = draw()
        texts = drawn(figure)
        boxes = [text.get_window_extent() for text in texts]
        for text, box in zip(texts, boxes, strict=True):
            assert text.get_fontsize() >= 7, (name, text)
            assert min(box.x0, box.y0) >= 0, (name, text)
            assert box.x1 <= figure.bbox.x1 + 1, (name, text)
            assert box.y1 <= figure.bbox.y1, (name, text)
        for (one, first), (other, second) in itertools.combinations(zip(texts, boxes, strict=True), 2):
            assert one.get_text() == other.get_text() or not first.padded(-1).overlaps(second.padded(-1)), (
                name,
                one.get_text(),
                other.get_text(),
            )


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("evidence", "log-evidence -0.8"),
        ("evidence", "The best baseline, honoured 1900\N{EN DASH}1950, has a Brier score of 0.312;"),
        ("out_of_sample", "Brier score 0.134 before calibration and 0.010 after; calibration adds +0.124"),
        ("out_of_sample", "say something of 1 of 5 drawn assumptions"),
        ("out_of_sample", "taken out one at a time, cost (+0.0) change the prior's log-likelihood"),
        ("out_of_sample", "on its side of one half in 66.7% of the sets before calibration, and in 66.7% of those"),
        ("out_of_sample", "0 of 4 cells lie on the wrong side of one half: none."),
        ("out_of_sample", "with every organization in play (3 sets) the chance differs most for North League in"),
        ("out_of_sample", "2 to 2 within 2 of the best, 2 to 2 within 1 of the best; in 8 of 8 cases fewer than 100"),
        ("out_of_sample", "make up for the other: 1, above all Theory: harm cost and Arda: unrest (-0.40)."),
        ("evidence", "is at work: cost ("),
        ("flip_cells", "Of 2 cells, one assumption within its coded range"),
        ("patterns", "Smith: reason 0 2 of 2; Smith: reason 1 1 of 2."),
    ],
)
def test_answers_say_the_numbers_of_the_tables(tables: Tables, table: str, said: str) -> None:
    """Some sentence has them; a baseline that does better is not hidden."""
    beside = {name: tables[name] for name in (table, *BESIDE)}
    found = answers(beside, names_of(tables), {})
    assert said in " ".join(found)
    assert all(sentence.endswith(".") for sentence in found)


@pytest.mark.parametrize(("wrong", "over"), [(BAD, "Smith: reason 1"), ([0.9, 0.1, 0.1, 0.1], "none of them")])
def test_a_lead_that_hangs_on_a_cell_is_not_firm(tables: Tables, wrong: list[float], over: str) -> None:
    """A theory that is wrong everywhere stays behind whatever cells are drawn; one that misses one cell does not."""
    theories = {"t0": sets_of([GOOD] * 3), "t1": sets_of([wrong] * 3)}
    fixed = baselines(record(), RATES, np.full(4, 0.8), list(record()["crisis"]))
    told = {"evidence": evidence_table(theories, {}, fixed), "theory_pairs": pairs_table(theories)}
    found = answers(told, names_of(tables), {})
    assert f"over resampled cells (90 %) the lead stays at 2 or more only over {over}." in " ".join(found)
