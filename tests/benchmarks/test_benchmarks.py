"""The benchmarks run at toy size, compare equal work only, and write what they found."""

import importlib
import itertools
import math

import pandas as pd
import pytest

from benchmarks import figures, threads, timing
from benchmarks.__main__ import COLUMNS, PARTS, main
from benchmarks.batch_run import batch_run
from benchmarks.figures import TOY, Unequal, must_equal
from benchmarks.mesa_model import OutcomeModel, compiled_outcomes

IN_PROCESS = ("batch_run", "threads", "members", "workbench")

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("part", IN_PROCESS)
def test_a_part_gives_figures(part):
    """Each figure is our way, the other way and their ratio; or nothing, and why."""
    for figure in importlib.import_module(f"benchmarks.{part}").measure(TOY):
        if math.isnan(figure.ratio):
            assert "not installed" in figure.note
        else:
            assert min(figure.ours, figure.other, figure.ratio) > 0


@pytest.mark.slow
@pytest.mark.parametrize("part", [part for part in PARTS if part not in IN_PROCESS])
def test_a_part_in_processes_of_its_own_gives_a_figure(part):
    """The same for what starts processes. A difference of two short times may come out below zero."""
    (figure,) = importlib.import_module(f"benchmarks.{part}").measure(TOY)
    assert math.isfinite(figure.ratio)


def test_different_results_are_no_comparison(monkeypatch):
    """A part whose two ways disagree raises, and says what differs."""
    counts = itertools.count()
    monkeypatch.setattr(threads, "ensemble_run", lambda *arguments: [pd.Series([next(counts)])])
    with pytest.raises(Unequal, match="two threads"):
        list(threads.measure(TOY))
    with pytest.raises(Unequal, match="outcomes: ours 1, the other 2"):
        must_equal(1, 2, "outcomes")


def test_mesa_gives_what_the_ensemble_gives_run_by_run():
    """The outcomes that batch_run collects are those of the same keys, compiled."""
    assert batch_run("csto", 3, 1) == compiled_outcomes("csto", range(3))


def test_mesa_collects_the_outcome_only():
    """Nothing is collected before the run is over, and one row then."""
    model = OutcomeModel("csto", 0)
    model.step()
    assert model.running
    assert model.datacollector.model_vars["outcome"] == []
    model.run()
    assert len(model.datacollector.model_vars["outcome"]) == 1


def test_what_a_beginning_costs_falls_out(monkeypatch):
    """The price of one more item is the slope, whatever starting costs."""
    clock = [0.0]
    monkeypatch.setattr(timing.time, "perf_counter", lambda: clock[0])

    def work(items):
        clock[0] += 7.0 + 0.5 * items

    assert timing.each(work, 2, 10) == pytest.approx(0.5)


def test_the_ratio_is_taken_pair_by_pair():
    """A machine that is slow for one pair hardly moves the ratio."""
    assert timing.median_ratio([(1.0, 2.0), (10.0, 20.0), (1.0, 3.0)]) == pytest.approx(0.5)
    assert timing.medians([(1.0, 2.0), (10.0, 20.0), (1.0, 3.0)]) == (1.0, 3.0)


def test_the_command_writes_the_table(tmp_path, monkeypatch, capsys):
    """One row a figure; what is not installed is a line without figures; unknown parts are refused."""
    rows = [figures.Figure("a", 2.0, 1.0, 2.0, ">= 1", "b"), figures.left_out("c", "not installed")]
    monkeypatch.setattr(threads, "measure", lambda sizes: iter(rows))
    main(["threads", "--toy", "--out", str(tmp_path / "found.csv")])
    table = pd.read_csv(tmp_path / "found.csv")
    assert tuple(table.columns) == COLUMNS
    assert table["ratio"].isna().tolist() == [False, True]
    assert capsys.readouterr().out.splitlines() == ["a: 2 / 1 = 2 (aim >= 1); b", "c: not installed"]
    with pytest.raises(SystemExit, match="2"):
        main(["thread"])
