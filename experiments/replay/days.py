"""The days of one crisis: one run told in full, and bands over many runs."""

from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.composition.compose import Composed
from experiments.replay.execute import Arm, lower_arm
from sim import ensemble
from sim.arrays import EMPTY, Case, Floats
from sim.record import ARRIVED_ON, ASKED_ON, DECIDED_ON, LEFT_ON, NO_SITTING, Record

if TYPE_CHECKING:
    import pandas as pd

BAND_DRAWS, BAND_RUNS = 64, 8
"""Coding draws, and replications of each, from which the bands are taken."""


def days(composed: Composed, crisis: str, theory: str, organization: str) -> "tuple[pd.DataFrame, pd.DataFrame]":
    """The day-by-day table of a crisis as one organization's members lived it, and the marks of its course.

    `days` has crisis, day, series (severity, threat, vote, help), subject, one_run, p05, p50, p95, n_draws, n_reps;
    the bands are over runs and coding draws together. `day_marks` has crisis, what, source (model, recorded), day.
    """
    import pandas as pd

    chosen = {name: name for name in composed.organizations}
    arm = Arm(crisis, theory, chosen, composed.experiment.request)
    experiment = composed.experiment
    case = lower_arm(composed, arm, max(BAND_DRAWS, experiment.draw + 1))
    told = ensemble.trace(case, seed=experiment.seed, draw=experiment.draw, replication=experiment.replication)
    many = [
        ensemble.trace(case, seed=experiment.seed, draw=draw, replication=replication)
        for draw in range(BAND_DRAWS)
        for replication in range(BAND_RUNS)
    ]
    o = case.organizations.index(organization)
    rows = _bands(crisis, "severity", "", told.severity, [run.severity for run in many], told, many)
    for state in case.seats[o]:
        s = case.states.index(state)
        rows += _bands(crisis, "threat", state, told.threat[:, s], [run.threat[:, s] for run in many], told, many)
    rows += _bands(crisis, "help", organization, told.help, [run.help for run in many], told, many)
    rows += _votes(crisis, case, o, told)
    table = pd.DataFrame(rows).assign(n_draws=BAND_DRAWS, n_reps=BAND_RUNS)
    return table, pd.DataFrame(_marks(composed, crisis, organization, told, o))


def _bands(
    crisis: str,
    series: str,
    subject: str,
    one: Floats,
    many: list[Floats],
    told: Record,
    records: list[Record],
) -> list[dict[str, Any]]:
    """One run and the band over many; a run that ended keeps its last value."""
    last = max(int(record.last_day[0]) for record in [told, *records])
    held = np.array(
        [_held(values, int(record.last_day[0]), last) for values, record in zip(many, records, strict=True)]
    )
    own = _held(one, int(told.last_day[0]), last)
    low, middle, high = np.quantile(held, [0.05, 0.5, 0.95], axis=0)
    return [
        {
            "crisis": crisis,
            "day": day,
            "series": series,
            "subject": subject,
            "one_run": float(own[day]),
            "p05": float(low[day]),
            "p50": float(middle[day]),
            "p95": float(high[day]),
        }
        for day in range(last + 1)
    ]


def _held(values: Floats, until: int, last: int) -> Floats:
    return np.concatenate([values[: until + 1], np.full(last - until, values[until])])


def _votes(crisis: str, case: Case, o: int, told: Record) -> list[dict[str, Any]]:
    """The told run's votes on force, on the days when the council sat."""
    first = int(case.arrays.seat_offset[o])
    return [
        {
            "crisis": crisis,
            "day": day,
            "series": "vote",
            "subject": state,
            "one_run": float(told.votes[day, first + k]),
            "p05": None,
            "p50": None,
            "p95": None,
        }
        for day in range(int(told.last_day[0]) + 1)
        for k, state in enumerate(case.seats[o])
        if told.votes[day, first + k] != NO_SITTING
    ]


def _marks(composed: Composed, crisis: str, organization: str, told: Record, o: int) -> list[dict[str, Any]]:
    columns = {"request": ASKED_ON, "decision": DECIDED_ON, "arrival": ARRIVED_ON, "exit": LEFT_ON}
    model = {what: int(told.outcome[o, column]) for what, column in columns.items()}
    record = composed.world.crisis[crisis].recorded
    request, outcome = record.requests.organizations.get(organization), record.outcomes.get(organization)
    documented: dict[str, float | None] = {"request": None if request is None else request.day}
    if outcome is not None:
        documented |= {"decision": outcome.decision_day, "arrival": outcome.arrival_day, "exit": outcome.exit_day}
    rows = [{"crisis": crisis, "what": w, "source": "model", "day": d} for w, d in model.items() if d != EMPTY]
    return rows + [
        {"crisis": crisis, "what": what, "source": "recorded", "day": day}
        for what, day in documented.items()
        if day is not None
    ]
