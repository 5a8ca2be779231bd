"""Out of sample: the prior predictive first, then what the other crises make of it, beside what should do worse."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.composition.compose import Composed
from experiments.replay import counting
from experiments.replay.execute import OnDraw, note_read
from experiments.validation.by_rule import dyads_by_rule
from experiments.validation.draws import Prior, changed, prior
from experiments.validation.history import Study, history, too_many_runs
from experiments.validation.live import documented, published
from experiments.validation.mechanisms import without_each
from experiments.validation.placebo import bad_parts, shuffled, shuffles
from sim.coding import draw_key
from sim.dating import Sourced
from sim.errors import Problem, WorldError

if TYPE_CHECKING:
    import pandas as pd

    from analysis.sets import Sets

type Tables = "dict[str, pd.DataFrame]"

_COUNTED = "sets_{}.parquet"


@dataclass(frozen=True)
class Plan:
    """The studies of the experiment: of the coding, by rule, of one placebo, and with every organization in play."""

    coded: Study
    blind: Study
    placebo: Study
    """Also of the theory without each mechanism."""
    checked: Study
    placebos: list[dict[str, str]]
    mechanisms: int

    @property
    def chunks(self) -> int:
        """Steps of the progress bar."""
        once = sum(study.chunks for study in (self.coded, self.blind, self.checked))
        return once + (len(self.placebos) + self.mechanisms) * self.placebo.chunks


def check(composed: Composed) -> None:
    """Raise WorldError for what composes but cannot be asked."""
    problems = bad_parts(composed.experiment.validation.shuffled) + too_many_runs(composed)
    if not composed.experiment.draw_weights:
        problems.append(Problem("draw_weights", "must be true: the prior predictive draws the weights (got false)"))
    try:
        without_each(composed, prior(composed, composed.theories[0]))
    except WorldError as error:
        problems += error.problems
    if problems:
        raise WorldError(problems)


def plan(composed: Composed) -> Plan:
    """What is run, in which size. Raises WorldError if no cell is live."""
    from analysis.sets import LIVE

    cells = documented(composed)
    experiment, terms = composed.experiment, composed.experiment.validation
    live = cells[cells["status"] == LIVE].reset_index(drop=True)
    coded = Study(live, experiment.coding_draws, experiment.replications, engine=experiment.engine)
    return Plan(
        coded=coded,
        blind=replace(coded, sets=min(coded.sets, terms.blind_sets)),
        placebo=replace(coded, sets=min(coded.sets, terms.placebo_sets)),
        checked=replace(coded, sets=min(coded.sets, terms.checked_sets), organizations=composed.organizations),
        placebos=shuffles(coded.crises, terms.placebos, experiment.seed),
        mechanisms=len(terms.without),
    )


def steps(composed: Composed) -> int:
    """Steps of the progress bar."""
    return plan(composed).chunks


def answer(composed: Composed, on_chunk: OnDraw) -> tuple[Tables, dict[str, Sourced]]:
    """The tables, and every value that the sets read."""
    check(composed)
    todo, theory = plan(composed), composed.theories[0]
    source = prior(composed, theory)
    sets = {"coded": history(todo.coded, lambda crisis: source, on_chunk)}
    sets["blind"] = history(todo.blind, _blind(composed, source, todo.blind), on_chunk)
    without = {name: _history(one, todo.placebo, on_chunk) for name, one in without_each(composed, source).items()}
    placebos = [_placebo(composed, source, todo.placebo, order, on_chunk) for order in todo.placebos]
    everyone = history(todo.checked, lambda crisis: source, on_chunk)
    tables = _tables(composed, sets, without, placebos, everyone)
    tables |= _ranges(source, sets["coded"], composed.experiment.validation.cutoffs[0])
    tables |= {_COUNTED.format(name): one.frame() for name, one in sets.items()}
    tables |= {"cells": documented(composed), "rates": published(composed)}
    return tables | {"names": counting.names(composed.world)}, _used(source, todo.coded)


def _blind(composed: Composed, source: Prior, study: Study) -> Callable[[str], Prior]:
    spread = composed.experiment.validation.blind_spread

    def of(crisis: str) -> Prior:
        return changed(source, *dyads_by_rule(source.world, source.ranges, crisis, study.in_play(crisis), spread))

    return of


def _placebo(composed: Composed, source: Prior, study: Study, order: dict[str, str], on_chunk: OnDraw) -> "Sets":
    return _history(changed(source, *shuffled(composed, order)), study, on_chunk)


def _history(source: Prior, study: Study, on_chunk: OnDraw) -> "Sets":
    return history(study, lambda crisis: source, on_chunk)


def _tables(
    composed: Composed,
    sets: "dict[str, Sets]",
    without: "dict[str, Sets]",
    placebos: "list[Sets]",
    everyone: "Sets",
) -> Tables:
    import pandas as pd

    from analysis.matching import SCHEMES, predictions, survivors
    from analysis.out_of_sample import placebo_rows, placebo_table, scores_table, without_rows

    terms, coded = composed.experiment.validation, sets["coded"]
    rates = {name: rate.probability for name, rate in terms.rates.items()}
    cutoff = terms.cutoffs[0]
    shuffles_ = placebo_table(placebos, SCHEMES[0], cutoff)
    scores = scores_table(sets, SCHEMES, terms.cutoffs, rates)
    beside = placebo_rows(shuffles_, SCHEMES[0], cutoff, len(coded.cells))
    in_all = everyone.p_force.mean(axis=0)
    return {
        "out_of_sample": pd.concat([scores, without_rows(coded, without, SCHEMES[0]), beside], ignore_index=True),
        "predictions": pd.concat(
            [predictions(one, SCHEMES, terms.cutoffs).assign(coding=name) for name, one in sets.items()],
            ignore_index=True,
        ),
        "survivors": survivors(coded, SCHEMES, terms.cutoffs),
        "placebos": shuffles_,
        "forums": coded.cells[["crisis", "organization"]].assign(
            p_alone=coded.p_force[: len(everyone.counts)].mean(axis=0), p_everyone=in_all, n_sets=len(everyone.counts)
        ),
    }


def _ranges(source: Prior, coded: "Sets", cutoff: float) -> Tables:
    """What all live cells together say of each drawn assumption."""
    import pandas as pd

    from analysis.constrained import constrained_table, traded_table
    from analysis.matching import kept_sets

    kept = np.flatnonzero(kept_sets(coded.log_likelihood.sum(axis=1), cutoff)).astype(np.int64)
    read = _used(source, Study(coded.cells, 1, 1))
    # periods of one thing share their draws, so only the first of them is shown
    by_draw: dict[tuple[str, str], str] = {}
    for path in source.ranges:
        if path in read:
            by_draw.setdefault(_drawn_as(source, path), path)
    paths = list(by_draw.values())
    fractions = pd.DataFrame({path: source.fractions(_crisis(path), path, kept) for path in paths})
    ends = pd.DataFrame([source.ranges[path] for path in paths], index=paths, columns=["low", "high"])
    table = constrained_table(fractions, ends)
    return {"constrained": table, "traded": traded_table(fractions, table)}


def _drawn_as(source: Prior, path: str) -> tuple[str, str]:
    """What keys the draws of a value; each crisis has its own."""
    return (_crisis(path) if path.startswith("crisis.") else "", draw_key(source.world, path))


def _crisis(path: str) -> str:
    """The crisis whose code a path is; its second part whatever the group."""
    return path.split(".")[1]


def _used(source: Prior, study: Study) -> dict[str, Sourced]:
    """Every value that one set reads in the crises of a study."""
    used: dict[str, Any] = {}
    for crisis in study.crises:
        case = source.case(crisis, study.in_play(crisis), np.zeros(1, dtype=np.int64))
        note_read(used, case)
    return used
