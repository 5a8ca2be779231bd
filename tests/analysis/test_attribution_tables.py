"""A difference shared out: figures, both intervals, and the picture."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis.attribution import End, Game, alone_table, corner_table, difference, hybrid_table, shapley_table
from analysis.figures.attribution import attribution_data
from analysis.figures.attribution import jobs as attribution_jobs
from analysis.intervals import Z90
from tests.analysis.test_drawing import drawn

RUNS = np.array([10, 10, 10, 10])
ABOUT = {"compared": "organization", "within": "c0", "theory": "t0", "target": "o0", "base": "o1"}
INTERVALS = ("mc_low", "mc_high", "coding_low", "coding_high")


def game(force: list[list[list[int]]]) -> Game:
    """A game from runs with force by hybrid, draw and batch, of ten runs each."""
    return Game(np.array(force), RUNS)


def noisy(factors: int, draws: int = 6, seed: int = 1) -> Game:
    """Any runs of all hybrids of some factors."""
    dice = np.random.default_rng(seed)
    return game(dice.integers(0, 11, (2**factors, draws, len(RUNS))).tolist())


def test_noise_that_hybrids_share_is_no_noise_of_their_difference() -> None:
    """A factor that adds the same in every batch has an interval without width, however the batches differ."""
    base = [[0, 4, 2, 6], [1, 5, 3, 1]]
    raised = [[k + 4 for k in row] for row in base]
    table = shapley_table(game([base, raised]), ["a"])
    assert table.loc[0, ["value", *INTERVALS]].tolist() == pytest.approx([0.4] * 5)


def test_interval_from_replications_by_hand() -> None:
    """Ninety per cent of a normal with the variance of the batches, draw by draw, with the draws held fixed."""
    table = shapley_table(game([[[0, 0, 0, 0]] * 2, [[2, 4, 4, 6], [8, 8, 8, 8]]]), ["a"])
    deviations = np.array([-0.2, 0.0, 0.0, 0.2])
    variance = (deviations**2).mean() / 3
    half = Z90 * np.sqrt(variance) / 2
    assert table.loc[0, "value"] == pytest.approx(0.6)
    assert table.loc[0, ["mc_low", "mc_high"]].tolist() == pytest.approx([0.6 - half, 0.6 + half])


def test_interval_over_codings_may_leave_the_scale_of_probabilities() -> None:
    """A factor can add in one coding and take away in another."""
    low, high = [[8] * 4] * 50 + [[2] * 4] * 50, [[2] * 4] * 50 + [[8] * 4] * 50
    table = shapley_table(game([low, high]), ["a"])
    assert table.loc[0, ["value", "coding_low", "coding_high"]].tolist() == pytest.approx([0.0, -0.6, 0.6])


@pytest.mark.parametrize("factors", [1, 3])
def test_values_add_up_to_the_difference(factors: int) -> None:
    """The table's values are shares of the table's difference, itself that of the corners."""
    of = noisy(factors)
    whole = difference(of)["value"].iloc[0]
    assert shapley_table(of, list("abc")[:factors])["value"].sum() == pytest.approx(whole, abs=1e-12)
    hybrids = hybrid_table(of, list("abc")[:factors])
    assert hybrids["p_force"].iloc[-1] - hybrids["p_force"].iloc[0] == pytest.approx(whole, abs=1e-12)


def test_one_batch_tells_no_noise() -> None:
    """Unknown intervals are empty and not without width."""
    table = shapley_table(Game(np.ones((2, 3, 1), dtype=int), np.array([1])), ["a"])
    assert table.loc[0, list(INTERVALS)].isna().all()


def test_hybrids_are_told_by_what_they_have_of_the_target() -> None:
    """One row each, with a column for each factor."""
    table = hybrid_table(noisy(2), ["a", "b"])
    assert table[["a", "b"]].to_numpy().tolist() == [[0, 0], [1, 0], [0, 1], [1, 1]]


def tables(factors: int = 6, draws: int = 6) -> dict[str, pd.DataFrame]:
    """The tables that a comparison leaves, with long names."""
    titles = {f"f{k}": f"Factor number {k}, of which there is much to say" for k in range(factors)}
    found: dict[str, list[pd.DataFrame]] = {"shapley": [], "alone": [], "corners": []}
    for request in ("modelled", "ask_all"):
        of = noisy(factors, draws, seed=len(request))
        ends = [End("o0", "hybrid", "s0=1.00", of.force[-1], RUNS), End("o1", "hybrid", "", of.force[0], RUNS)]
        shapley = shapley_table(of, list(titles))
        found["shapley"].append(shapley.assign(title=list(titles.values()), request=request, **ABOUT))
        found["alone"].append(alone_table(of, list(titles)).assign(request=request, **ABOUT))
        found["corners"].append(corner_table(ends, difference(of)).assign(request=request, **ABOUT))
    names = [("organization", "o0", "Pact of Five and Associated Powers"), ("organization", "o1", "League"),
             ("crisis", "c0", "Republic of Sund, winter of 1988"), ("theory", "t0", "Synthesis")]  # fmt: skip
    rows = [{"kind": kind, "key": key, "name": name, "order": k} for k, (kind, key, name) in enumerate(names)]
    return {name: pd.concat(parts) for name, parts in found.items()} | {"names": pd.DataFrame(rows)}


def test_figure_says_what_the_tables_say() -> None:
    """Both p_force, the difference and every value stand in the data of the figure."""
    of = tables()
    data = attribution_data(of, {key: ABOUT[key] for key in ("theory", "within", "target", "base")})
    assert len(data) == 12
    assert set(data["target_name"]) == {"Pact of Five and Associated Powers"}
    ends = of["corners"].query("request == 'modelled'").set_index("name")["value"]
    heading = data["heading"].iloc[0]
    assert f"League {ends['o1']:.2f}".replace(" 0.", " .") in heading
    assert f"difference {abs(ends['difference']):.2f}".replace(" 0.", " .") in heading.replace("\N{MINUS SIGN}", "")
    first = of["alone"].query("request == 'modelled' and factor == 'f2' and start == 'base'")["value"].iloc[0]
    assert data.query("panel == 0 and factor == 'f2'")["alone_base"].iloc[0] == first


@pytest.mark.parametrize("factors", [1, 9])
def test_no_text_of_the_figure_is_cut_or_covered(factors: int) -> None:
    """All text lies on the page and none covers another, with few and with many groups."""
    ((name, draw),) = attribution_jobs(tables(factors), {})
    figure = draw()
    assert name == "shapley_c0_o0_o1"
    _is_readable(figure)


def _is_readable(figure: Figure) -> None:
    texts = drawn(figure)
    boxes = [text.get_window_extent() for text in texts]
    for k, (text, box) in enumerate(zip(texts, boxes, strict=True)):
        assert min(box.x0, box.y0) >= 0, text
        assert box.x1 <= figure.bbox.x1, text
        assert box.y1 <= figure.bbox.y1, text
        assert not any(box.overlaps(other) for other in boxes[k + 1 :]), text


def test_no_figure_of_what_is_not_there() -> None:
    """A comparison that was not made is refused by name; without the table there is no figure."""
    with pytest.raises(ValueError, match="no comparison of 'o2' with 'o1' in the table"):
        attribution_data(tables(1), {"theory": "t0", "within": "c0", "target": "o2", "base": "o1"})
    assert list(attribution_jobs({}, {})) == []
