"""Crises that have not happened: who might come, and what a precedent adds to it.

Each crisis is run as it is, with each variant in the place of the organization that it replaces, and all of it again
without the entries that the experiment removes. All arms share their draws.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.composition.compose import Composed
from experiments.composition.variants import without
from experiments.replay import counting
from experiments.replay.batches import Batched, batch_sizes, run_batches
from experiments.replay.execute import Arm, OnDraw, note_read, replay_arms
from sim.dating import Sourced

if TYPE_CHECKING:
    import pandas as pd


def steps(composed: Composed) -> int:
    """Coding draws that are run in all, batch by batch."""
    sides = 2 if composed.experiment.without else 1
    per_arm = composed.experiment.coding_draws * len(batch_sizes(composed.experiment.replications))
    return sides * len(list(_arms(composed))) * per_arm


def answer(composed: Composed, on_draw: OnDraw) -> "tuple[dict[str, pd.DataFrame], dict[str, Sourced]]":
    """Tables prospects, gates and (if anything is removed) precedent, and every value that was read."""
    import pandas as pd

    from analysis.gates import gates
    from analysis.likelihood import likelihood

    used: dict[str, Sourced] = {}
    counts, day_counts, differences = [], [], []
    for arm, shown in _arms(composed):
        as_it_is = run_batches(composed, arm, on_draw)
        note_read(used, as_it_is.run.case)
        counts.append(_only(counting.counts([as_it_is.run]), shown))
        day_counts.append(_only(counting.day_counts([as_it_is.run]), shown))
        if composed.experiment.without:
            removed = run_batches(without(composed), arm, on_draw)
            differences.append(_only(_differences(as_it_is, removed), shown))
    recorded = counting.recorded(composed.world, composed.crises)
    together = pd.concat(counts, ignore_index=True)
    tables = {
        "prospects": likelihood(together, pd.concat(day_counts, ignore_index=True), recorded),
        "gates": gates(together),
        "names": counting.names(composed.world),
    }
    if differences:
        tables["precedent"] = pd.concat(differences, ignore_index=True)
    return tables, used


def _arms(composed: Composed) -> Iterator[tuple[Arm, Sequence[str]]]:
    """Arms, each with the organizations that it is there to show: all of them, or one variant."""
    for arm in replay_arms(composed):
        yield arm, composed.organizations
        for replaced, variant in composed.experiment.variants.get(arm.crisis, {}).items():
            names = [variant if name == replaced else name for name in composed.organizations]
            yield Arm(arm.crisis, arm.theory, {name: name for name in names}, arm.request), [variant]


def _only(table: "pd.DataFrame", organizations: Sequence[str]) -> "pd.DataFrame":
    return table[table["organization"].isin(organizations)]


def _differences(as_it_is: Batched, removed: Batched) -> "pd.DataFrame":
    """What the removed entries add to p_force: one row an organization."""
    import pandas as pd

    from analysis.attribution import Game, difference, hybrid_figures

    run, rows = as_it_is.run, list[dict[Any, Any]]()
    for o, organization in enumerate(run.case.organizations):
        game = Game(np.stack([removed.force[:, o], as_it_is.force[:, o]]), as_it_is.runs)
        with_it, without_it = (hybrid_figures(force, game.runs)["value"] for force in reversed(game.force))
        cell = {"crisis": run.arm.crisis, "organization": organization, "theory": run.arm.theory}
        change = difference(game).drop(columns="factor").rename(columns={"value": "change"}).iloc[0]
        rows.append({**cell, "p_with": with_it, "p_without": without_it, **change.to_dict()})
    return pd.DataFrame(rows).astype({"n_draws": int, "n_reps": int})
