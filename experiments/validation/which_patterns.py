"""Which pattern holds under which theory: the replay of every theory, judged by the same lines.

Patterns of decision rules are read from a small sweep. In its factors `theory.*` stands for every chosen theory,
and crises and organizations that were not chosen are left out.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from experiments.composition.compose import Composed
from experiments.design.points import points
from experiments.design.refusals import CHOICES, paths
from experiments.replay import counting
from experiments.replay.execute import OnDraw, Run, note_read, replay_arms, run_arms
from experiments.sweep.cells import COUNTS, Cells
from experiments.sweep.chunk import Chunk, run_chunk
from experiments.sweep.groups import Job
from experiments.validation.pooled import Tables, pattern_tables, pooled
from sim.dating import Sourced
from sim.errors import Problem, WorldError
from sim.schema import Factor

if TYPE_CHECKING:
    import pandas as pd


def check(composed: Composed) -> None:
    """Raise WorldError for a sweep that cannot be run."""
    swept = _sweep_of(composed)
    if swept is not None:
        points(swept)


def steps(composed: Composed) -> int:
    """Steps of the progress bar: coding draws of every crisis under every theory."""
    return len(replay_arms(composed)) * composed.experiment.coding_draws


def answer(composed: Composed, on_draw: OnDraw) -> tuple[Tables, dict[str, Sourced]]:
    """The table of patterns by theory, and every value that was read."""
    runs, used = list[Run](), dict[str, Sourced]()
    for run in run_arms(composed, replay_arms(composed), on_draw):
        runs.append(pooled(run))
        note_read(used, run.case)
    tables = pattern_tables(composed, runs)
    swept = _sweep_of(composed)
    if swept is not None:
        tables["sweep"] = _swept(swept)
    return {"patterns": judged(tables), "names": counting.names(composed.world)}, used


def judged(tables: Tables) -> "pd.DataFrame":
    """The shipped patterns, judged."""
    import yaml

    from analysis.patterns import patterns
    from experiments.composition.template import SHIPPED

    return patterns(tables, yaml.safe_load((SHIPPED / "patterns.yaml").read_text(encoding="utf-8")))


def _sweep_of(composed: Composed) -> Composed | None:
    """The composition with the factors of the sweep written out; None if nothing of it was chosen."""
    factors = {name: _written_out(composed, factor) for name, factor in composed.experiment.factors.items()}
    if not factors or any(factor.levels == [] for factor in factors.values()):
        return None
    return replace(composed, experiment=composed.experiment.model_copy(update={"factors": factors}))


def _written_out(composed: Composed, factor: Factor) -> Factor:
    levels = factor.levels
    for group in CHOICES:
        if group in paths(factor) and levels is not None:
            levels = [level for level in levels if level in composed.config[group]]
    return factor.model_copy(update={"levels": levels})


def _swept(composed: Composed) -> "pd.DataFrame":
    """The sweep, in memory: its points are few. Raises WorldError with the points that cannot be run."""
    import pandas as pd

    from analysis.sweep import sweep_table

    job = Job(composed, points(composed))
    every = tuple(range(job.points.count))
    cells = run_chunk(job, Chunk(0, every, 0, composed.experiment.replications))
    if cells.failed:
        raise WorldError([Problem(f"point {point} of the sweep", why) for point, why in cells.failed.items()])
    levels = pd.DataFrame([job.points.levels(point) for point in every])
    return sweep_table(_frame(job, cells).join(levels, on="point"), list(job.points.columns))


def _frame(job: Job, cells: Cells) -> "pd.DataFrame":
    """The cells as the table that a sweep is made from."""
    import pandas as pd

    names = {"theory": job.composed.theories, "crisis": job.composed.crises, "organization": job.organizations}
    columns = {key: np.array(known, dtype=object)[cells.column(key)] for key, known in names.items()}
    columns |= {name: cells.column(name) for name in ("point", *COUNTS)}
    return pd.DataFrame(columns).assign(force_by_draw=list(cells.force_by_draw))
