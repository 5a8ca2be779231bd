"""Figures: the data behind them, and what is written on them."""

import itertools
from collections.abc import Callable
from typing import Any

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from analysis.figures.compare import compare_data
from analysis.figures.contributions import SHOWN, contributions_data, contributions_page, plot_contributions
from analysis.figures.dates import dates_data, levels
from analysis.figures.days import day_marks_data, days_data, days_page, plot_days
from analysis.figures.funnel import funnel_data, funnel_page, plot_funnel
from analysis.figures.likelihood import likelihood_data, likelihood_page, plot_likelihood
from analysis.figures.names import Names
from analysis.figures.unanimity import tick_labels, unanimity_data

Tables = dict[str, pd.DataFrame]


def written(figure: Figure) -> list[str]:
    """All text on a figure, in one line each."""
    return [text.get_text().replace("\n", " ") for text in figure.findobj(Text) if text.get_text()]


def test_heat_map_cells_hold_number_and_both_intervals(tables: Tables) -> None:
    """Each cell has its place, its number and its intervals in two decimals."""
    data = likelihood_data(tables)
    assert not data.duplicated(["row", "column"]).any()
    assert len(data) == len(tables["likelihood"])
    assert data["number"].str.fullmatch(r"\.\d\d|1\.00").all()
    assert data["coding_text"].str.fullmatch("(\\.\\d\\d|1\\.00)\N{EN DASH}(\\.\\d\\d|1\\.00)").all()


def test_heat_map_prints_names_and_the_basis(tables: Tables) -> None:
    """Names are printed, keys are not; theory, in-sample and N stand on the figure."""
    data = likelihood_data(tables)
    plot_likelihood(data, figure := likelihood_page(data))
    texts = written(figure)
    assert "Shore Cooperation Council" in texts
    assert "c0" not in texts
    assert any("Theory: Synthesis, in-sample; 8 coding draws" in text and "32 replications" in text for text in texts)
    assert "on record: no force" in texts


def test_colours_of_the_heat_map_darken_evenly_in_grey() -> None:
    """A grey print keeps the order of the probabilities."""
    colours = mpl.colormaps["YlGnBu"]([i / 20 for i in range(21)])[:, :3]
    grey = colours @ [0.299, 0.587, 0.114]
    assert all(b < a for a, b in itertools.pairwise(grey))


def test_funnel_has_a_place_for_every_gate(tables: Tables) -> None:
    """Five gates in order for each organization, also one that its rule does not have."""
    data = funnel_data(tables, "c1")
    assert data["x"].tolist() == [0, 1, 2, 3, 4] * 3
    panels = plot_funnel(data, figure := funnel_page(data))
    assert [len(axes.patches) for axes in panels] == [5, 5, 4]
    assert sum("no such gate" in text for text in written(figure)) == 1


def test_unknown_crises_are_named(tables: Tables) -> None:
    """A figure of a crisis that is not there says which there are."""
    with pytest.raises(ValueError, match="crisis: got 'nowhere'; the table has c0, c1, c2"):
        funnel_data(tables, "nowhere")
    with pytest.raises(ValueError, match="crisis: got 'nowhere'; the table has c0"):
        days_data(tables, "nowhere")


def test_days_have_a_lane_for_each_state(tables: Tables) -> None:
    """Lanes are numbered without gaps; who has no vote has no lane among the votes."""
    data = days_data(tables, "c0")
    lanes = data.groupby("series")["lane"].agg(lambda places: sorted(places.dropna().unique()))
    assert lanes["threat"] == [0, 1, 2, 3, 4]
    assert lanes["vote"] == [0, 1, 2, 3]
    dates = day_marks_data(tables, "c0")
    panels = plot_days(data, dates, figure := days_page(data, dates))
    assert list(panels) == ["dates", "severity", "threat", "vote", "help"]
    assert {"aye", "no", "abstains", "this run", "Cape Verge"} <= set(written(figure))


def test_days_say_whose_they_are_and_when_nothing_happened(tables: Tables) -> None:
    """The organization whose dates and votes are shown; words instead of an empty strip."""
    days, marks = tables["days"].copy(), tables["day_marks"].query("source == 'recorded'")
    days.loc[days["series"] == "help", "subject"] = "o0"
    silent = tables | {"days": days, "day_marks": marks}
    data, dates = days_data(silent, "c0"), day_marks_data(silent, "c0")
    plot_days(data, dates, figure := days_page(data, dates))
    texts = written(figure)
    assert "not asked, did not come" in texts
    assert any(f"Dates and votes: {data['organization_name'].iloc[0]}." in text for text in texts)


def test_bands_say_their_own_number_of_runs(tables: Tables) -> None:
    """A table of days that states how many runs its bands rest on is believed."""
    own = tables | {"days": tables["days"].assign(n_draws=64, n_reps=4)}
    assert days_data(own, "c0")[["n_draws", "n_reps"]].iloc[0].tolist() == [64, 4]
    assert days_data(tables, "c0")[["n_draws", "n_reps"]].iloc[0].tolist() == [8, 32]


def test_crowded_ticks_have_no_label() -> None:
    """Uneven levels are all marked, and labelled where there is room."""
    assert tick_labels([0.0, 0.05, 0.1, 0.2, 0.3]) == ["0", "", "0.1", "0.2", "0.3"]
    assert tick_labels([0.5]) == ["0.5"]


def test_only_the_most_threatened_states_are_shown_and_said_to_be(make: Callable[..., Tables], size: Any) -> None:
    """Thirty states are cut to twelve, by their highest median threat."""
    tables = make(size(members=30))
    data = days_data(tables, "c0")
    threats = tables["days"].query("series == 'threat'").groupby("subject")["p50"].max().nlargest(12)
    assert set(data.loc[data["series"] == "threat", "subject"]) == set(threats.index)
    dates = day_marks_data(tables, "c0")
    plot_days(data, dates, figure := days_page(data, dates))
    assert any("The 12 most threatened of 30 states." in text for text in written(figure))


def test_dates_of_one_day_share_a_label_and_distant_ones_point_off_the_page(tables: Tables) -> None:
    """Decision and arrival on one day are one label; a date past the last day has no line."""
    dates = day_marks_data(tables, "c0")
    assert "decision, arrival 4" in set(dates["label"])
    beyond = dates[dates["beyond"]]
    assert beyond["label"].tolist() == ["exit 8383 \N{RIGHTWARDS ARROW}"]
    assert (dates["start"] <= 60).all()


def test_labels_of_dates_do_not_cover_each_other() -> None:
    """A label moves to the next line where it would touch one before it."""
    assert levels([0, 2, 4, 10], [3, 3, 3, 3]) == [0, 1, 0, 0]
    marks = pd.DataFrame([{"crisis": "c", "what": "exit", "source": "model", "day": float("nan")}])
    assert dates_data(marks, "c", 60).empty


def test_contributions_are_cut_to_the_largest(make: Callable[..., Tables], size: Any) -> None:
    """The top dozen and one row for the others, whose shares still sum to all."""
    data = contributions_data(make(size(members=30)), "c0", "o0")
    assert len(data) == SHOWN + 1
    assert data["label"].iloc[-1] == "18 others"
    assert data["share"].sum() == pytest.approx(1.0)
    assert pd.isna(data["low"].iloc[-1])
    assert data["count"].sum() == 30


def test_thirteen_contributors_are_all_named(make: Callable[..., Tables], size: Any) -> None:
    """A row of others never stands for a single state."""
    data = contributions_data(make(size(members=SHOWN + 1)), "c0", "o0")
    assert data["count"].tolist() == [1] * (SHOWN + 1)
    plot_contributions(data, contributions_page(data))


def test_comparison_has_a_dot_for_each_arm(tables: Tables) -> None:
    """Dots of one crisis never share a height."""
    data = compare_data(tables)
    assert not data.duplicated(["panel", "y"]).any()
    assert len(data) == 3 * len(tables["likelihood"])


def test_rules_stand_side_by_side_in_the_sweep(tables: Tables) -> None:
    """Rules at one spread are moved apart by less than the step between spreads."""
    data = unanimity_data(tables)
    assert not data.duplicated(["row", "column", "x"]).any()
    assert ((data["x"] - data["spread"]).abs() < 0.05).all()


def test_keys_without_a_name_print_as_themselves() -> None:
    """Names are looked up by kind; unnamed keys come last."""
    names = Names(pd.DataFrame([{"kind": "state", "key": "s1", "name": "Orm", "order": 1}]))
    assert names.name("state", "s1") == "Orm"
    assert names.name("crisis", "s1") == "s1"
    assert names.ordered("state", ["zz", "s1"]) == ["s1", "zz"]
