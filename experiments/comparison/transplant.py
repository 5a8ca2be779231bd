"""Transplants: the institutions of each organization that can order force on the members of each, everyone asked.

Institutions are charter, decision rule, force and record. In every pair, an organization on its own members too, the
leading role follows capability, so that pairs differ in institutions and members alone.
"""

from typing import TYPE_CHECKING, Any

from experiments.comparison.compare import charter_day
from experiments.composition.compose import Composed
from experiments.replay import counting
from experiments.replay.execute import Arm, OnDraw, note_read, run_arms
from sim.dating import Sourced, organization_on
from sim.errors import Problem, WorldError
from sim.lowering import Hybrid
from sim.schema import RequestMode, Rung

if TYPE_CHECKING:
    import pandas as pd

type Tables = "dict[str, pd.DataFrame]"


def steps(composed: Composed) -> int:
    """Coding draws of all pairs."""
    return len(arms(composed)) * composed.experiment.coding_draws


def check(composed: Composed) -> None:
    """Raise WorldError if no headline crisis runs, or no organization can order force."""
    if not arms(composed):
        what = "no pair to run; needs a headline crisis, and organizations that can order force and existed then"
        raise WorldError([Problem("headline", what)])


def arms(composed: Composed) -> list[tuple[str, str, Arm]]:
    """Institutions, roster and arm of each pair, under each theory, crisis by crisis."""
    return [
        (institutions, roster, _arm(composed, crisis, theory, institutions, roster))
        for theory in composed.theories
        for crisis in composed.experiment.headline
        if crisis in composed.crises
        for armed in [[name for name in composed.organizations if _orders_force(composed, name, crisis)]]
        for roster in armed
        if _existed(composed, roster, crisis)
        for institutions in armed
    ]


def answer(composed: Composed, on_draw: OnDraw) -> tuple[Tables, dict[str, Sourced]]:
    """The table `transplant`, a row for each pair, and every value that was read."""
    import pandas as pd

    from analysis.likelihood import likelihood
    from analysis.transplant import transplants

    pairs, used, rows = arms(composed), dict[str, Sourced](), list[Any]()
    recorded = counting.recorded(composed.world, composed.crises)
    runs = run_arms(composed, [arm for *_, arm in pairs], on_draw)
    for (institutions, roster, _), run in zip(pairs, runs, strict=True):
        table = likelihood(counting.counts([run]), counting.day_counts([run]), recorded)
        rows.append(table.assign(institutions=institutions, roster=roster))
        note_read(used, run.case)
    table = transplants(pd.concat(rows, ignore_index=True))
    return {"transplant": table, "names": counting.names(composed.world)}, used


def _arm(composed: Composed, crisis: str, theory: str, institutions: str, roster: str) -> Arm:
    day = charter_day(composed.world.organization[institutions], composed.world.crisis[crisis].onset)
    return Arm(crisis, theory, {institutions: Hybrid(institutions, roster, day)}, RequestMode.ASK_ALL)


def _orders_force(composed: Composed, name: str, crisis: str) -> bool:
    """Whether the council can order force by the charter of the crisis' day, or of the nearest day with one."""
    organization, onset = composed.world.organization[name], composed.world.crisis[crisis].onset
    charter = organization_on(name, organization, 0, onset, charter_day(organization, onset)).charter
    return charter["highest_rung"].value is Rung.FORCE


def _existed(composed: Composed, name: str, crisis: str) -> bool:
    return organization_on(name, composed.world.organization[name], 0, composed.world.crisis[crisis].onset).existed
