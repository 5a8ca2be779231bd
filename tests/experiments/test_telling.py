"""What is told of one run: whom the host weighs and calls, who votes how by which reason, why no force comes."""

import re
from pathlib import Path

import pandas as pd
import pytest

from experiments import terminal
from experiments.composition.compose import compose
from experiments.replay.execute import replay_arms
from experiments.replay.telling import tell
from tests.experiments.conftest import CRISIS, ORGANIZATION, arguments, state_name

HOST = state_name(1)


def told(words: list[str]) -> pd.DataFrame:
    """The lines of the run that the words ask for."""
    composed = compose(words)
    (arm,) = replay_arms(composed)
    return pd.DataFrame(tell(composed, arm)).fillna({"day": -1})


def invented(world: Path, *words: str) -> pd.DataFrame:
    """A run of the invented world, the organization asked."""
    return told(arguments(world, "request=ask_all", "experiment=trace", *words))


def why(lines: pd.DataFrame) -> list[str]:
    """What is said of each sitting on the day of the call."""
    called = lines.loc[lines["kind"] == "request", "day"].min()
    return lines.loc[(lines["kind"] == "council_takes") & (lines["day"] == called), "detail"].tolist()


@pytest.mark.parametrize("crisis", ["kazakhstan_2022", "armenia_2020", "turkey_2012", "tajikistan_1992"])
@pytest.mark.parametrize("replication", [0, 1])
def test_what_is_told_fits_what_happened(crisis, replication):
    """Force is taken on the day it is told to pass; it cannot be carried where all gates but the last open."""
    lines = told([f"crisis=[{crisis}]", "experiment=trace", f"replication={replication}"])
    sittings = lines[lines["kind"] == "council_takes"]
    force = sittings["value"] == "force"
    goes = sittings["detail"].str.startswith(("force passed; in place", "force goes past the council"))
    assert (force == goes).all()
    gates = lines[lines["kind"] == "gate"].pivot_table(
        index="organization", columns="subject", values="value", aggfunc="first"
    )
    stuck = set(sittings.loc[sittings["detail"].str.contains("cannot be carried"), "organization"])
    decided = set(lines.loc[lines["kind"] == "decided", "organization"])
    voted = (gates[["asked", "hook", "hegemon", "council"]] != "shut").all(axis=1)
    assert stuck - decided == set(gates.index[voted & (gates["arrived"] == "shut")]) - decided


@pytest.mark.parametrize("crisis", ["kazakhstan_2022", "armenia_2020", "turkey_2012"])
def test_the_host_calls_the_most_appealing(crisis):
    """Of those not called before, if its appeal is above zero; else it calls nobody."""
    lines = told([f"crisis=[{crisis}]", "experiment=trace"])
    days = lines.loc[lines["kind"] == "weighs", "day"].tolist()
    assert days
    for day in days:
        of_day = lines[lines["day"] == day]
        appeals = of_day[(of_day["kind"] == "appeal") & ~of_day["detail"].str.contains("called before")]
        best = appeals.loc[appeals["value"].astype(float).idxmax()] if len(appeals) else None
        chosen = of_day.loc[of_day["kind"] == "weighs", "value"].item()
        wanted = "nobody" if best is None or best["value"] <= 0 else best["subject"]
        assert chosen == f"calls {wanted}"
    assert lines.loc[lines["kind"].isin(["appeal", "weighs"]), "near"].all()


def test_whoever_was_called_is_near(capsys):
    """Also if the host is no member; what is not shown is counted."""
    lines = told(["crisis=[kazakhstan_2022]", "organization=[csto,nato]", "experiment=trace", "request=ask_all"])
    assert lines.loc[lines["organization"] == "nato", "near"].all()
    uncalled = lines.assign(near=lines["near"] & (lines["organization"] != "nato"))
    terminal.print_telling(uncalled)
    shown = capsys.readouterr().out
    assert f"Not shown: {(~uncalled['near']).sum()} lines on others, " in shown
    assert "[csto] vote on force rus: " in shown
    assert "[csto] council takes: force  (force passed; in place in " in shown


def test_the_host_votes_by_rule(world):
    """No margin is told of a vote that follows from the call."""
    votes = invented(world).query("kind == 'vote_on_force'")
    own = votes["subject"] == HOST
    assert set(votes.loc[own, "detail"]) == {"by rule, the host: it backs its own call"}
    assert votes.loc[~own, "detail"].str.startswith("benefit ").all()


UNHARMED = [f"theory.synthesis.harm.{harm}=0" for harm in ("intrusion", "mandate", "precedent", "ties", "cost")]
"""Words under which everybody votes aye."""


def test_too_few_troops_are_told(world):
    """All vote aye, but the force cannot be carried: how many are ready, how many are needed."""
    (reason,) = why(invented(world, f"crisis.{CRISIS}.mission.personnel=900000", *UNHARMED))
    carried = r"force passed, but cannot be carried: [\d,]+ troops are ready among the willing, 1,080,000 are needed"
    assert re.fullmatch(carried, reason)


def test_too_little_time_is_told(world):
    """Enough troops, but the crisis would be over before they are in place."""
    slow = [f"state.{state_name(k)}.conditions.y2015.readiness_days=90" for k in (2, 3)]
    standing = [f"organization.{ORGANIZATION}.rapid_reaction.readiness_days=90"]
    words = [f"crisis.{CRISIS}.mission.personnel=300", *slow, *standing, *UNHARMED]
    (reason,) = why(invented(world, *words))
    told_days = re.fullmatch(
        r"force passed, but cannot be carried: in place in (\d+) days, and the crisis has (\d+) left", reason
    )
    assert told_days
    assert int(told_days[1]) == 90 > int(told_days[2])


def test_a_shut_hook_and_a_lost_vote_are_told(world):
    """Cover against threshold, and the count under the rule."""
    (reason,) = why(invented(world, f"organization.{ORGANIZATION}.charter.founding.mandates.internal_order=0.2"))
    hook, vote = reason.split("; ")
    assert hook == "the hook is shut: its mandates cover 0.20, the threshold is 0.50"
    assert vote == "the vote on force fails under unanimity: 1 aye, 0 abstaining, 2 against"
