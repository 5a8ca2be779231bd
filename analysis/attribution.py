"""A difference in p_force shared out among groups of assumptions, with both intervals.

Every hybrid runs with the same draws: what a group adds is the mean of differences between runs that share all but
that group. So the noise of a value is that of its differences, and not that of two probabilities.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.intervals import Z90, calm_percentiles, estimate
from analysis.shapley import alone_first, alone_last, factors_of, shapley

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

INTERVALS = ["mc_low", "mc_high", "coding_low", "coding_high"]
SIZES = ["n_draws", "n_reps"]


class Game(NamedTuple):
    """Runs with force of all hybrids of a pair, (2**n, D, B), and the runs of each, (B,).

    Bit i of a hybrid's number is set where group i is the target's; draws D, batches of replications B.
    """

    force: Ints
    runs: Ints


class End(NamedTuple):
    """One end of a comparison, as a hybrid of one side only or as it is."""

    name: str
    form: str
    """hybrid: put together as all hybrids are; alone, both: as it is, without or with the one it is compared with."""
    leading: str
    force: Ints  # (D, B) runs with force
    runs: Ints  # (B,)


def shapley_table(game: Game, factors: Sequence[str]) -> pd.DataFrame:
    """One row a factor: factor, value, INTERVALS, SIZES; values add up to the difference of the corners."""
    return _effects(game, shapley(_shares(game)), factors)


def alone_table(game: Game, factors: Sequence[str]) -> pd.DataFrame:
    """What each factor does alone: factor, start (base: exchanged first; target: last), value, INTERVALS, SIZES."""
    shares = _shares(game)
    first, last = (_effects(game, effects, factors) for effects in (alone_first(shares), alone_last(shares)))
    table = pd.concat([first.assign(start="base"), last.assign(start="target")], ignore_index=True)
    return table[["factor", "start", "value", *INTERVALS, *SIZES]]


def difference(game: Game) -> pd.DataFrame:
    """One row: p_force with all groups of the target, less that with all of the base."""
    shares = _shares(game)
    return _effects(game, (shares[-1] - shares[0])[None], ["difference"])


def corner_table(ends: Sequence[End], whole: pd.DataFrame) -> pd.DataFrame:
    """One row an end: name, form, leading, value (p_force), INTERVALS, SIZES; the difference (`difference`) last."""
    rows = [
        {"name": end.name, "form": end.form, "leading": end.leading, **hybrid_figures(end.force, end.runs)}
        for end in ends
    ]
    last = whole.drop(columns="factor").assign(name="difference", form=ends[0].form, leading="")
    table = pd.concat([pd.DataFrame(rows), last], ignore_index=True)
    return table[["name", "form", "leading", "value", *INTERVALS, *SIZES]]


def hybrid_figures(force: Ints, runs: Ints) -> dict[str, float]:
    """p_force, as value, with INTERVALS and SIZES, from runs with force by draw and batch, (D, B), and runs, (B,)."""
    total = int(runs.sum())
    found = estimate(force.sum(axis=1), np.full(len(force), total))
    return dict(zip(["value", *INTERVALS], found, strict=True)) | {"n_draws": len(force), "n_reps": total}


def hybrid_table(game: Game, factors: Sequence[str]) -> pd.DataFrame:
    """One row a hybrid: a column for each factor, 1 where it is the target's, then p_force, INTERVALS, SIZES."""
    sets = np.arange(2 ** factors_of(len(game.force)))
    columns = pd.DataFrame({name: (sets >> i) & 1 for i, name in enumerate(factors)})
    figures = pd.DataFrame([hybrid_figures(force, game.runs) for force in game.force])
    return pd.concat([columns, figures.rename(columns={"value": "p_force"})], axis=1)


def _shares(game: Game) -> Floats:
    """Share of runs with force, by hybrid, draw and batch."""
    return game.force / game.runs


def _effects(game: Game, effects: Floats, names: Sequence[str]) -> pd.DataFrame:
    """One row for each effect, known by draw and batch, (names, D, B)."""
    table = pd.DataFrame([_figures(one, game.runs) for one in effects], columns=["value", *INTERVALS])
    table.insert(0, "factor", list(names))
    return table.assign(n_draws=effects.shape[1], n_reps=int(game.runs.sum()))


def _figures(effect: Floats, runs: Ints) -> list[float]:
    """Mean and both intervals of an effect known by draw and batch, (D, B).

    The noise of a draw's mean is told by how its batches differ; without two batches it is unknown.
    """
    total = runs.sum()
    by_draw = effect @ runs / total
    mean = float(by_draw.mean())
    if len(runs) < 2:
        return [mean, *[float("nan")] * len(INTERVALS)]
    noise = ((effect - by_draw[:, None]) ** 2) @ runs / ((len(runs) - 1) * total)
    half = Z90 * float(np.sqrt(noise.sum())) / len(noise)
    return [mean, mean - half, mean + half, *calm_percentiles(by_draw, noise)]
