"""Who can stop a council on paper, and who did: every organization under every decision rule, everyone asked."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from experiments.composition.compose import Composed
from experiments.replay import counting
from experiments.replay.execute import Arm, OnDraw, Run, lower_arm, note_read, replay_arms, run_arms
from sim.arrays import Case
from sim.dating import Sourced
from sim.schema import DecisionRule, Organization, RequestMode, World
from sim.schema.organization import Charter

if TYPE_CHECKING:
    import pandas as pd


def steps(composed: Composed) -> int:
    """Coding draws that are run in all."""
    return len(DecisionRule) * len(replay_arms(composed)) * composed.experiment.coding_draws


def answer(composed: Composed, on_draw: OnDraw) -> "tuple[dict[str, pd.DataFrame], dict[str, Sourced]]":
    """The table of voting power, and every value that was read.

    Each rule in turn is put into all charters; consent of leading states, quorum, votes and all else stay as they
    are. The host asks everybody, so that each council sits.
    """
    import pandas as pd

    from analysis.voting_power import voting_power

    seats: list[dict[str, Any]] = []
    vetoes, used = [], dict[str, Sourced]()
    for arm in (replace(arm, request=RequestMode.ASK_ALL) for arm in replay_arms(composed)):
        as_it_is = lower_arm(composed, arm, 1)
        note_read(used, as_it_is)
        for rule, run in _under_each_rule(composed, arm, on_draw):
            seats += _seats(run, rule, as_it_is)
            vetoes.append(counting.seat_counts([run]).assign(rule=rule.value))
    tables = {"voting_power": voting_power(pd.DataFrame(seats), pd.concat(vetoes, ignore_index=True))}
    return tables | {"names": counting.names(composed.world)}, used


def _under_each_rule(composed: Composed, arm: Arm, on_draw: OnDraw) -> Iterator[tuple[DecisionRule, Run]]:
    for rule in DecisionRule:
        under = replace(composed, world=world_under(composed.world, rule))
        for run in run_arms(under, [arm], on_draw):
            yield rule, run


def world_under(world: World, rule: DecisionRule) -> World:
    """The world with one decision rule in every charter, at all times."""
    organizations = {name: _under(organization, rule) for name, organization in world.organization.items()}
    return world.model_copy(update={"organization": organizations})


def _under(organization: Organization, rule: DecisionRule) -> Organization:
    periods = organization.charter or {"always": Charter()}
    charter = {name: period.model_copy(update={"decision_rule": rule}) for name, period in periods.items()}
    return organization.model_copy(update={"charter": charter})


def _seats(run: Run, rule: DecisionRule, as_it_is: Case) -> Iterator[dict[str, Any]]:
    """A row for each member of each council of a run."""
    case, arrays = run.case, run.case.arrays
    for o, organization in enumerate(case.organizations):
        first = int(arrays.seat_offset[o])
        leads = arrays.lead_seat[arrays.lead_offset[o] : arrays.lead_offset[o + 1]].tolist()
        council = {
            "crisis": run.arm.crisis,
            "organization": organization,
            "theory": run.arm.theory,
            "rule": rule.value,
            "own_rule": list(DecisionRule)[int(as_it_is.arrays.charters["decision_rule"][o])] is rule,
            "quorum": float(arrays.organizations["quorum"][0, o]),
            "leading_consent": bool(arrays.charters["leading_consent"][o]),
        }
        for k, state in enumerate(case.seats[o]):
            yield council | {
                "state": state,
                "leading": k in leads,
                "host": state == case.host,
                "party": bool(arrays.party[first + k]),
                "votes": float(arrays.votes[first + k]),
            }
