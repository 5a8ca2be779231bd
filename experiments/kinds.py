"""The kinds of experiment that are answered at once: each turns a composition into tables. See also `sweep`."""

import importlib
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from experiments import counting, days, leverage, telling
from experiments.compose import Composed
from experiments.execute import Arm, OnDraw, Run, replay_arms, run_arms
from sim.dating import Sourced
from sim.lowering import Hybrid
from sim.schema import Kind, Organization, RequestMode

if TYPE_CHECKING:
    import pandas as pd

type Tables = "dict[str, pd.DataFrame]"
type Used = Mapping[str, Sourced]

_MODULES = {
    Kind.SENSITIVITY: "experiments.sensitivity",
    Kind.DISCOVERY: "experiments.discovery",
    Kind.WHY_NOT: "experiments.attribution.answer",
    Kind.WHAT_CHANGED: "experiments.attribution.answer",
    Kind.VOTING_POWER: "experiments.voting_power",
    Kind.PROSPECTIVE: "experiments.prospective",
    Kind.WHICH_PATTERNS: "experiments.validation.which_patterns",
    Kind.WHICH_THEORY: "experiments.validation.which_theory",
    Kind.OUT_OF_SAMPLE: "experiments.validation.out_of_sample",
    Kind.FLIP: "experiments.validation.flip",
    Kind.TRANSPLANT: "experiments.transplant",
}
"""Kinds with a module of their own, imported when asked for; each module has `steps` and `answer`,
and `check` if not all that composes can be run."""


def steps(composed: Composed) -> int:
    """Coding draws that the experiment runs in all, for the progress bar."""
    if composed.experiment.kind in _MODULES:
        return int(importlib.import_module(_MODULES[composed.experiment.kind]).steps(composed))
    arms = _comparison_arms(composed) if composed.experiment.kind is Kind.COMPARE else replay_arms(composed)
    return len(arms) * composed.experiment.coding_draws


def check(composed: Composed) -> None:
    """Raise WorldError for what composes but cannot be run."""
    if composed.experiment.kind in _MODULES:
        module = importlib.import_module(_MODULES[composed.experiment.kind])
        if hasattr(module, "check"):
            module.check(composed)


def answer(composed: Composed, on_draw: OnDraw) -> tuple[Tables, Used]:
    """The tables of an experiment by name, and every value that was read to make them."""
    if composed.experiment.kind in _MODULES:
        tables, used = importlib.import_module(_MODULES[composed.experiment.kind]).answer(composed, on_draw)
        return tables, used
    return _ANSWERS[composed.experiment.kind](composed, on_draw)


def _replay(composed: Composed, on_draw: OnDraw) -> tuple[Tables, Used]:
    from analysis.contributions import contributions, objections
    from analysis.gates import gates, ladder
    from analysis.leverage import leverage as leverage_table
    from analysis.likelihood import likelihood

    runs = list(run_arms(composed, replay_arms(composed), on_draw))
    counts, by_day, seats = counting.counts(runs), counting.day_counts(runs), counting.seat_counts(runs)
    recorded = counting.recorded(composed.world, composed.crises)
    sent = counting.recorded_contributions(composed.world, composed.crises)
    tables: Tables = {
        "likelihood": likelihood(counts, by_day, recorded),
        "gates": gates(counts),
        "ladder": ladder(counts),
        "contributions": contributions(seats, sent),
        "objections": objections(seats),
        "leverage": leverage_table(*leverage.leverage_runs(composed)),
        "names": counting.names(composed.world),
        "counts": counts,
        "day_counts": by_day,
    }
    tables |= _headline_days(composed)
    return tables, _used(runs)


def _headline_days(composed: Composed) -> Tables:
    """The days of each headline crisis, as its organization's members lived them."""
    import pandas as pd

    told = [
        days.days(composed, crisis, composed.theories[0], organization)
        for crisis, organization in composed.experiment.headline.items()
        if crisis in composed.crises and organization in composed.organizations
    ]
    if not told:
        return {}
    return {
        "days": pd.concat([rows for rows, _ in told], ignore_index=True),
        "day_marks": pd.concat([marks for _, marks in told], ignore_index=True),
    }


def _trace(composed: Composed, on_draw: OnDraw) -> tuple[Tables, Used]:
    import pandas as pd

    lines = []
    for arm in replay_arms(composed):
        lines += telling.tell(composed, arm)
        on_draw()
    return {"trace": pd.DataFrame(lines), "names": counting.names(composed.world)}, {}


def _comparison_arms(composed: Composed) -> list[tuple[str, Arm]]:
    """Each headline crisis three ways: as it is, if all are asked, and with institutions transplanted."""
    theory = composed.theories[0]
    own = {name: name for name in composed.organizations}
    arms = []
    for crisis, roster in composed.experiment.headline.items():
        if crisis not in composed.crises:
            continue
        onset = composed.world.crisis[crisis].onset
        arms.append(("as_is", Arm(crisis, theory, own, RequestMode.MODELLED)))
        arms.append(("ask_all", Arm(crisis, theory, own, RequestMode.ASK_ALL)))
        for institutions in composed.organizations:
            day = charter_day(composed.world.organization[institutions], onset)
            hybrid = {institutions: Hybrid(institutions, roster, day)}
            arms.append(("institutions", Arm(crisis, theory, hybrid, RequestMode.ASK_ALL)))
    return arms


def charter_day(organization: Organization, onset: date) -> date:
    """The crisis' day, or the nearest day on which the organization had a charter."""
    begun = [charter.from_ or date.min for charter in organization.charter.values()]
    ended = [charter.to or date.max for charter in organization.charter.values()]
    if not begun:
        return onset
    return min(max(onset, min(begun)), max(ended))


def _compare(composed: Composed, on_draw: OnDraw) -> tuple[Tables, Used]:
    import pandas as pd

    from analysis.compare import comparison
    from analysis.likelihood import likelihood

    arms = _comparison_arms(composed)
    runs = list(run_arms(composed, [arm for _, arm in arms], on_draw))
    recorded = counting.recorded(composed.world, composed.crises)
    rows = []
    for (label, _), run in zip(arms, runs, strict=True):
        rows.append(likelihood(counting.counts([run]), counting.day_counts([run]), recorded).assign(arm=label))
    tables = {"compare": comparison(pd.concat(rows, ignore_index=True)), "names": counting.names(composed.world)}
    return tables, _used(runs)


def _used(runs: list[Run]) -> Used:
    """Every value that any run read, in the order in which it was read first."""
    used: dict[str, Sourced] = {}
    for run in runs:
        used |= {path: leaf for path, leaf in run.case.used.items() if path not in used}
    return used


_ANSWERS: dict[Kind, Callable[[Composed, OnDraw], tuple[Tables, Any]]] = {
    Kind.REPLAY: _replay,
    Kind.TRACE: _trace,
    Kind.COMPARE: _compare,
}
