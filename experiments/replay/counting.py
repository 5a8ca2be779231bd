"""From counts in arrays to tidy tables that analysis reads."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.replay.execute import Run
from sim.record import GATES
from sim.schema import Rung, World

if TYPE_CHECKING:
    import pandas as pd


def counts(runs: Sequence[Run]) -> "pd.DataFrame":
    """One row per crisis, organization, theory and coding draw; whole numbers out of `runs`."""
    import pandas as pd

    rows: list[dict[str, Any]] = []
    for run in runs:
        for o, organization in enumerate(run.case.organizations):
            for d, draw in enumerate(run.case.arrays.draws):
                rows.append(_cell(run, organization) | {"draw": int(draw)} | _counts_of(run, d, o))
    return pd.DataFrame(rows)


def _cell(run: Run, organization: str) -> dict[str, Any]:
    place = run.case.organizations.index(organization)
    return {
        "crisis": run.arm.crisis,
        "organization": organization,
        "theory": run.arm.theory,
        "request": run.arm.request.value,
        "host_is_member": run.case.host in run.case.seats[place],
    }


def _counts_of(run: Run, d: int, o: int) -> dict[str, int]:
    tally = run.tally
    found = {"runs": int(tally.runs[d])}
    for name in ("force", "coalition", "alone", "requested", "raised", "first_asked"):
        found[name] = int(getattr(tally, name)[d, o])
    for name in ("passed", "shut", "first_shut", "lifted", "absent"):
        found |= {f"{name}_{gate}": int(getattr(tally, name)[d, o, g]) for g, gate in enumerate(GATES)}
    return found | {f"rung_{rung.value}": int(tally.rungs[d, o, r]) for r, rung in enumerate(Rung)}


def day_counts(runs: Sequence[Run]) -> "pd.DataFrame":
    """Runs by number of days from the request (decided, arrived) or from the arrival (stayed)."""
    import pandas as pd

    rows = []
    for run in runs:
        for o, organization in enumerate(run.case.organizations):
            for event in ("decided", "arrived", "stayed"):
                name = event if event == "stayed" else f"{event}_after"
                by_day = getattr(run.tally, name)[:, o].sum(axis=0)
                rows += [
                    {**_key(run, organization), "event": event, "day": day, "runs": int(number)}
                    for day, number in enumerate(by_day)
                    if number
                ]
    columns = ["crisis", "organization", "theory", "event", "day", "runs"]
    return pd.DataFrame(rows, columns=columns)


def seat_counts(runs: Sequence[Run]) -> "pd.DataFrame":
    """One row per crisis, organization, theory, coding draw and member."""
    import pandas as pd

    councils = [
        _council(run, o).assign(**_key(run, organization))
        for run in runs
        for o, organization in enumerate(run.case.organizations)
    ]
    if not councils:
        return pd.DataFrame()
    table = pd.concat(councils, ignore_index=True)
    keys = ["crisis", "organization", "theory"]
    return table[[*keys, *(column for column in table.columns if column not in keys)]]


def _council(run: Run, o: int) -> "pd.DataFrame":
    """A row for each member of a council and coding draw, member by member."""
    import pandas as pd

    arrays, members = run.case.arrays, run.case.seats[o]
    first, last = arrays.seat_offset[o], arrays.seat_offset[o + 1]
    leads = arrays.lead_seat[arrays.lead_offset[o] : arrays.lead_offset[o + 1]]
    draws = len(arrays.draws)
    found = {
        "draw": np.tile(arrays.draws, len(members)),
        "state": np.repeat(np.array(members, dtype=object), draws),
        "leading": np.repeat(np.isin(np.arange(len(members)), leads), draws),
        "runs": np.tile(run.tally.runs, len(members)),
        "force": np.tile(run.tally.force[:, o], len(members)),
    }
    for name in ("sent", "joined", "objected", "pivotal"):
        found[name] = getattr(run.tally, name)[:, first:last].T.ravel()
    return pd.DataFrame(found)


def _key(run: Run, organization: str) -> dict[str, Any]:
    return {"crisis": run.arm.crisis, "organization": organization, "theory": run.arm.theory}


def recorded(world: World, crises: Sequence[str]) -> "pd.DataFrame":
    """What each organization did, as recorded; days from onset."""
    import pandas as pd

    rows = []
    for crisis in crises:
        record = world.crisis[crisis].recorded
        for organization, outcome in record.outcomes.items():
            asked = record.requests.organizations.get(organization)
            rows.append(
                {
                    "crisis": crisis,
                    "organization": organization,
                    "rung": outcome.rung.value,
                    "arrived": outcome.came,
                    "decision_day": outcome.decision_day,
                    "arrival_day": outcome.arrival_day,
                    "exit_day": outcome.exit_day,
                    "request_day": None if asked is None else asked.day,
                }
            )
    columns = ["crisis", "organization", "rung", "arrived", "decision_day", "arrival_day", "exit_day", "request_day"]
    return pd.DataFrame(rows, columns=columns)


def recorded_contributions(world: World, crises: Sequence[str]) -> "pd.DataFrame":
    """Troops sent, as recorded, in persons."""
    import pandas as pd

    rows = [
        {"crisis": crisis, "organization": organization, "state": state, "persons": persons}
        for crisis in crises
        for organization, outcome in world.crisis[crisis].recorded.outcomes.items()
        for state, persons in outcome.contributions.items()
    ]
    return pd.DataFrame(rows, columns=["crisis", "organization", "state", "persons"])


def names(world: World, labels: dict[str, str] | None = None) -> "pd.DataFrame":
    """Printed names of everything, in the order of the configuration; `labels` adds organizations."""
    import pandas as pd

    found = [("crisis", key, crisis.title) for key, crisis in world.crisis.items()]
    found += [("organization", key, one.name) for key, one in world.organization.items()]
    found += [("organization", key, name) for key, name in (labels or {}).items()]
    found += [("state", key, state.name) for key, state in world.state.items()]
    found += [("theory", key, theory.title) for key, theory in world.theory.items()]
    rows = [{"kind": k, "key": key, "name": name, "order": n} for n, (k, key, name) in enumerate(found)]
    return pd.DataFrame(rows)
