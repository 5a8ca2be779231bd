"""The replay: every crisis against every organization that existed then, and one run told day by day."""

from typing import TYPE_CHECKING

from experiments.composition.compose import Composed
from experiments.replay import counting, days, leverage
from experiments.replay.execute import OnDraw, replay_arms, run_arms, used_of
from sim.dating import Sourced

if TYPE_CHECKING:
    import pandas as pd

type Tables = "dict[str, pd.DataFrame]"


def steps(composed: Composed) -> int:
    """Coding draws of all crises and theories."""
    return len(replay_arms(composed)) * composed.experiment.coding_draws


def answer(composed: Composed, on_draw: OnDraw) -> tuple[Tables, dict[str, Sourced]]:
    """The tables of a replay by name, and every value that was read."""
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
    return tables, used_of(runs)


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
