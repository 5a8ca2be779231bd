"""Which theory fits the record: every theory with its own drawn scale of threat, on every documented cell."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from experiments.composition.compose import Composed
from experiments.replay import counting
from experiments.replay.execute import Arm, OnDraw, Run, processors, tally_of
from experiments.validation.draws import Prior, prior
from experiments.validation.history import cell_counts, too_many_runs
from experiments.validation.live import documented, published
from experiments.validation.mechanisms import without_each
from experiments.validation.pooled import Tables, pattern_tables, pooled
from experiments.validation.which_patterns import judged
from sim.dating import Sourced
from sim.errors import WorldError

if TYPE_CHECKING:
    import pandas as pd

    from analysis.sets import Sets


@dataclass(frozen=True)
class Arms:
    """What is compared: theories, and the first of them without one mechanism each."""

    theories: Mapping[str, Prior]
    without: Mapping[str, Prior]


def check(composed: Composed) -> None:
    """Raise WorldError for what composes but cannot be asked."""
    problems = too_many_runs(composed)
    try:
        arms(composed)
    except WorldError as error:
        problems += error.problems
    if problems:
        raise WorldError(problems)
    documented(composed)


def arms(composed: Composed) -> Arms:
    """Each theory with its drawn scale, and the first theory with each mechanism taken out.

    Raises WorldError for a mechanism whose paths or values the schema refuses.
    """
    scale = composed.experiment.validation.scale
    theories = {name: prior(composed, name, scale=scale) for name in composed.theories}
    return Arms(theories, without_each(composed, theories[composed.theories[0]]))


def steps(composed: Composed) -> int:
    """Steps of the progress bar: crises of every theory and mechanism."""
    found = arms(composed)
    return (len(found.theories) + len(found.without)) * len(composed.crises)


def answer(composed: Composed, on_crisis: OnDraw) -> tuple[Tables, dict[str, Sourced]]:
    """The tables, and every value that was read."""
    from analysis.baselines import baselines
    from analysis.evidence_of_theories import evidence_table, pairs_table

    cells, compared = documented(composed), arms(composed)
    runs, used = list[Run](), dict[str, Sourced]()
    found: dict[str, Sets] = {}
    for name, source in {**compared.theories, **_marked(compared.without)}.items():
        counts, of_theory = _run_all(composed, source, cells, on_crisis, used)
        found[name] = counts
        runs += of_theory if name in compared.theories else []
    live = {name: found[name].live for name in compared.theories}
    removed = {name: found[f"without {name}"].live for name in compared.without}
    first = live[composed.theories[0]]
    rates = {name: rate.probability for name, rate in composed.experiment.validation.rates.items()}
    fixed = baselines(first.cells, rates, first.willing.mean(axis=0), list(first.cells["crisis"]))
    patterns = judged(pattern_tables(composed, runs))
    tables: Tables = {
        "evidence": _with_patterns(evidence_table(live, removed, fixed), patterns),
        "theory_pairs": pairs_table(live),
        "theory_cells": _cells_table({name: found[name] for name in compared.theories}),
        "patterns": patterns,
        "rates": published(composed),
        "names": counting.names(composed.world),
    }
    return tables, used


def _marked(without: Mapping[str, Prior]) -> dict[str, Prior]:
    """Mechanisms under names that no theory has."""
    return {f"without {name}": source for name, source in without.items()}


def _run_all(
    composed: Composed, source: Prior, cells: "pd.DataFrame", on_crisis: OnDraw, used: dict[str, Sourced]
) -> "tuple[Sets, list[Run]]":
    """Counts of every documented cell, and the runs summed over draws; `used` takes in what was read."""
    from analysis.sets import COUNTS, Sets

    experiment = composed.experiment
    counts = np.zeros((experiment.coding_draws, len(cells), len(COUNTS)), dtype=np.uint16)
    runs = []
    for run in _runs(composed, source):
        for c in np.flatnonzero(cells["crisis"] == run.arm.crisis):
            counts[:, c] = cell_counts(run.case, run.tally, str(cells["organization"].iloc[c]))
        runs.append(pooled(run))
        for path, leaf in run.case.used.items():
            used.setdefault(path, leaf)
        on_crisis()
    return Sets(cells, counts, experiment.replications), runs


def _runs(composed: Composed, source: Prior) -> Iterator[Run]:
    experiment, numbers = composed.experiment, np.arange(composed.experiment.coding_draws, dtype=np.int64)
    for crisis in composed.crises:
        case = source.case(crisis, composed.organizations, numbers)
        arm = Arm(crisis, source.theory, {name: name for name in composed.organizations}, source.mode)
        engine, seed, runs = experiment.engine, source.seed, experiment.replications
        yield Run(arm, case, tally_of(case, engine, seed, 0, runs, threads=processors()))


def _with_patterns(evidence: "pd.DataFrame", patterns: "pd.DataFrame") -> "pd.DataFrame":
    """Adds how many patterns hold, of how many that could be judged, under each theory."""
    judged_ = patterns[patterns["holds"].notna()]
    by_theory = judged_.groupby("theory", sort=False)["holds"].agg(["sum", "count"])
    rows = evidence["forecast"].where(evidence["kind"] == "theory")
    return evidence.assign(
        patterns_held=rows.map(by_theory["sum"].astype(int)), patterns_judged=rows.map(by_theory["count"].astype(int))
    )


def _cells_table(theories: "Mapping[str, Sets]") -> "pd.DataFrame":
    """One row per theory and documented cell: the record, p_force, and its 5th to 95th percentile over draws."""
    import pandas as pd

    rows = []
    for theory, sets in theories.items():
        low, high = np.percentile(sets.p_force, [5.0, 95.0], axis=0)
        table = sets.cells.assign(theory=theory, n_draws=len(sets.counts), n_reps=sets.runs)
        rows.append(table.assign(p_force=sets.p_force.mean(axis=0), draws_low=low, draws_high=high))
    return pd.concat(rows, ignore_index=True)
