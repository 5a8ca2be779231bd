"""Each headline crisis three ways: as it is, if everyone is asked, and with institutions transplanted."""

from datetime import date
from typing import TYPE_CHECKING

from experiments.composition.compose import Composed
from experiments.replay import counting
from experiments.replay.execute import Arm, OnDraw, run_arms, used_of
from sim.dating import Sourced
from sim.lowering import Hybrid
from sim.schema import Organization, RequestMode

if TYPE_CHECKING:
    import pandas as pd


def steps(composed: Composed) -> int:
    """Coding draws of all arms."""
    return len(_arms(composed)) * composed.experiment.coding_draws


def answer(composed: Composed, on_draw: OnDraw) -> "tuple[dict[str, pd.DataFrame], dict[str, Sourced]]":
    """The table `compare`, and every value that was read."""
    import pandas as pd

    from analysis.compare import comparison
    from analysis.likelihood import likelihood

    arms = _arms(composed)
    runs = list(run_arms(composed, [arm for _, arm in arms], on_draw))
    recorded = counting.recorded(composed.world, composed.crises)
    rows = []
    for (label, _), run in zip(arms, runs, strict=True):
        rows.append(likelihood(counting.counts([run]), counting.day_counts([run]), recorded).assign(arm=label))
    tables = {"compare": comparison(pd.concat(rows, ignore_index=True)), "names": counting.names(composed.world)}
    return tables, used_of(runs)


def _arms(composed: Composed) -> list[tuple[str, Arm]]:
    """The arms with their labels, crisis by crisis."""
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
