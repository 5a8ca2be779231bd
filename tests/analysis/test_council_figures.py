"""Figures of voting power and of crises that have not happened: what they show, and that all of it can be read."""

import itertools
from typing import Any

import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis.figures.prospective import CAME, FATE_NAMES, FATES, prospective_data
from analysis.figures.prospective import jobs as prospective_jobs
from analysis.figures.voting_power import jobs as voting_power_jobs
from analysis.vocabulary import GATES
from analysis.voting_power import voting_power
from tests.analysis.test_drawing import drawn

Tables = dict[str, pd.DataFrame]
RULES = ("unanimity", "consensus", "consensus_minus_parties", "simple_majority", "leading_states")


def council(members: int) -> Tables:
    """Members of an invented council under five rules, the first of whom leads; later ones object more often."""
    seats, vetoes = [], []
    for rule in RULES:
        own = {"crisis": "c0", "organization": "o0", "theory": "synthesis", "rule": rule}
        for k in range(members):
            seats.append(
                own
                | {"own_rule": rule == RULES[1], "state": f"s{k}", "leading": k == 0, "host": k == 1, "party": k == 1}
                | {"votes": 1.0, "quorum": 0.667, "leading_consent": True}
            )
            counts = {"runs": 20, "objected": k % 20, "pivotal": k % 7}
            vetoes += [own | {"state": f"s{k}", "draw": draw} | counts for draw in range(3)]
    return {"voting_power": voting_power(pd.DataFrame(seats), pd.DataFrame(vetoes))}


@pytest.fixture(scope="module")
def prospects(tables: Tables) -> Tables:
    """The invented crises as if none of them had happened, with a precedent."""
    likelihood = tables["likelihood"]
    sides = {"mc_low": -0.02, "mc_high": 0.04, "coding_low": -0.1, "coding_high": 0.2}
    precedent = likelihood[["crisis", "organization", "theory"]].assign(change=0.01, **sides)
    return {
        "prospects": likelihood,
        "gates": tables["gates"],
        "precedent": precedent,
        "names": tables["names"],
        "design": tables["design"],
    }


def check_readable(figure: Figure) -> None:
    """All text is on the page, at least 7 points high, and covers no other text."""
    texts = drawn(figure)
    boxes = [text.get_window_extent() for text in texts]
    for text, box in zip(texts, boxes, strict=True):
        assert text.get_fontsize() >= 7, text
        assert min(box.x0, box.y0) >= 0, text
        assert box.x1 <= figure.bbox.x1, text
        assert box.y1 <= figure.bbox.y1, text
    for (one, first), (other, second) in itertools.combinations(zip(texts, boxes, strict=True), 2):
        assert not first.overlaps(second), (one, other)


@pytest.mark.parametrize("members", [1, 7, 30])
def test_a_council_of_any_size_can_be_read(members: int, tables: Tables) -> None:
    """One panel for each rule, its own marked, nothing cut or covered."""
    ((name, draw),) = voting_power_jobs(council(members) | {"names": tables["names"]}, {})
    assert name == "voting_power_c0_o0"
    figure = draw()
    check_readable(figure)
    titles = [axes.get_title(loc="left") for axes in figure.axes if axes.get_visible()]
    assert len(titles) == len(RULES)
    assert [title for title in titles if "its own" in title] == ["consensus\n(its own)"]


def test_only_headline_councils_are_drawn(tables: Tables) -> None:
    """All of them if there is no headline."""
    given = council(3)
    assert list(voting_power_jobs(given, {"c0": "o1"})) == []
    assert len(list(voting_power_jobs(given, {"c0": "o0"}))) == 1
    assert list(voting_power_jobs({}, {})) == []


def test_prospects_can_be_read(prospects: Tables) -> None:
    """Three panels side by side, with and without a precedent."""
    for left_out in ((), ("precedent",)):
        given = {name: table for name, table in prospects.items() if name not in left_out}
        ((name, draw),) = prospective_jobs(given, {})
        assert name == "prospective"
        figure = draw()
        check_readable(figure)
        assert len(figure.axes) == 3


def test_every_call_ends_somewhere(prospects: Tables) -> None:
    """The bars of fates fill the axis: shares that died first at each gate, and the share that passed all."""
    data = prospective_data(prospects)
    fates = [f"fate_{fate}" for fate in (*GATES, CAME)]
    assert data[fates].sum(axis=1).to_numpy() == pytest.approx(1.0)
    assert list(FATES) == list(FATE_NAMES) == [*GATES, CAME]


def test_organizations_stand_below_their_crisis(prospects: Tables) -> None:
    """A line for each, and one for the crisis' name above them."""
    data = prospective_data(prospects)
    lines: list[Any] = data["y"].tolist()
    assert len(set(lines)) == len(data)
    for _, rows in data.groupby("block"):
        assert rows["y"].min() - 1 not in lines
    outside = data[~data["host_is_member"]]["organization_name"]
    assert outside.str.endswith("(host outside)").all()


def test_a_funnel_of_prospects_is_not_called_in_sample(prospects: Tables, tables: Tables) -> None:
    """Nothing of such a crisis is recorded."""
    from analysis.figures.funnel import funnel_data, funnel_page, plot_funnel

    for given, word in ((prospects, "nothing of it recorded"), (tables, "in-sample")):
        data = funnel_data(given, "c0")
        plot_funnel(data, figure := funnel_page(data))
        assert any(word in text.get_text() for text in figure.texts)
