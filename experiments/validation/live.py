"""Which documented cells count: those that the structure does not decide."""

from typing import TYPE_CHECKING, Any

from experiments.composition.compose import Composed
from experiments.results.sources import citation, ledger_of
from sim.dating import DatedOrganization, organization_on
from sim.errors import Problem, WorldError
from sim.schema import Crisis, Rung

if TYPE_CHECKING:
    import pandas as pd


def documented(composed: Composed) -> "pd.DataFrame":
    """Every recorded outcome of an organization that existed, in the order of crises and organizations.

    Columns: see `analysis.sets.CELLS`. Raises WorldError if none of them is live.
    """
    import pandas as pd

    from analysis.sets import CELLS, LIVE

    rows = [
        _row(name, crisis, key, dated)
        for name, crisis in ((name, composed.world.crisis[name]) for name in composed.crises)
        for key in composed.organizations
        if key in crisis.recorded.outcomes
        for dated in [_dated(composed, key, crisis)]
        if dated.existed
    ]
    cells = pd.DataFrame(rows, columns=CELLS)
    if not (cells["status"] == LIVE).any():
        what = "no chosen crisis has a recorded outcome of a chosen organization whose forum was in question"
        raise WorldError([Problem("crisis, organization", what)])
    return cells


def published(composed: Composed) -> "pd.DataFrame":
    """The published rates that serve as forecasts: forecast, probability, source (a key of the sources), and
    citation (the source in words; empty if the key is unknown).
    """
    import pandas as pd

    known = ledger_of(composed).sources
    rows = [
        (name, rate.probability, rate.source, citation(known.get(rate.source, {})))
        for name, rate in composed.experiment.validation.rates.items()
    ]
    return pd.DataFrame(rows, columns=["forecast", "probability", "source", "citation"])


def _dated(composed: Composed, key: str, crisis: Crisis) -> DatedOrganization:
    return organization_on(key, composed.world.organization[key], 0, crisis.onset)


def _row(name: str, crisis: Crisis, key: str, dated: DatedOrganization) -> dict[str, Any]:
    recorded = crisis.recorded.outcomes[key]
    member, asked = crisis.host in dated.members, key in crisis.recorded.requests.organizations
    return {
        "crisis": name,
        "organization": key,
        "type": crisis.type.value,
        "host_is_member": member,
        "asked": asked,
        "recorded_rung": recorded.rung.value,
        "outcome": int(recorded.came),
        "status": _status(member or asked, Rung(str(dated.charter["highest_rung"].value))),
    }


def _status(in_question: bool, highest: Rung) -> str:
    from analysis.sets import BY_STRUCTURE, LIVE, OUTSIDE

    if not in_question:
        return OUTSIDE
    return LIVE if highest is Rung.FORCE else BY_STRUCTURE
