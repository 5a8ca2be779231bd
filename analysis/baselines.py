"""Forecasts that need no model: what a theory has to beat.

Each gives every cell a chance of force. Those that learn from other cells see none of the cell's own group (the
cell itself, or what is left out with it). On the ladder, what is left of the chance lies on the rungs below force
as the cells of other groups had them; a baseline that speaks of force alone has no better word on the rest.
"""

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.cells import require
from analysis.vocabulary import RUNGS

Floats = NDArray[np.float64]

FORECAST = ["forecast", "crisis", "organization", "p_force", *(f"rung_{rung}" for rung in RUNGS)]

LABELS = {"leading_state": "leading state decides alone, as in the runs", "formally_asked": "was it formally asked"}
"""Words for names that do not say enough by themselves."""

ALWAYS_NO, BASE_RATE, LEADING, ASKED = "always_no", "base_rate", "leading_state", "formally_asked"


def baselines(
    cells: pd.DataFrame, rates: Mapping[str, float], willing: Floats, groups: Sequence[str]
) -> pd.DataFrame:
    """FORECAST for each baseline and cell, in the order of the cells.

    `cells` (C): crisis, organization, asked, outcome, recorded_rung; `rates`: published rates by name; `willing`
    (C): how often no leading state was unwilling in the runs of the first theory; `groups` (C): what is left out
    together. Baselines: always_no, base_rate (share of force in other groups), each published rate,
    leading_state (it decides alone: `willing`), formally_asked (1 where the record has a request).
    """
    require(cells, ["crisis", "organization", "asked", "outcome", "recorded_rung"], "cells")
    constant = {ALWAYS_NO: 0.0} | dict(rates)
    found = {name: np.full(len(cells), rate) for name, rate in constant.items()}
    found[BASE_RATE] = base_rate(cells["outcome"].to_numpy(dtype=np.float64), groups)
    found[LEADING] = np.asarray(willing, dtype=np.float64)
    found[ASKED] = cells["asked"].to_numpy(dtype=np.float64)
    below = rungs_below(cells, groups)
    order = (ALWAYS_NO, BASE_RATE, *rates, LEADING, ASKED)
    return pd.concat([_forecast(name, cells, found[name], below) for name in order], ignore_index=True)


def forecast_label(name: str) -> str:
    """The name of a forecast in words: years that follow each other are a span."""
    words = LABELS.get(name, name.replace("_", " "))
    return re.sub(r"(\d{4}) (\d{4})", "\\1\N{EN DASH}\\2", words)


def base_rate(outcome: Floats, groups: Sequence[str]) -> Floats:
    """Share of force among the cells of other groups, (C,); half where there are no others."""
    names = np.asarray(groups)
    others = names[:, None] != names[None, :]
    number = others.sum(axis=1)
    found: Floats = np.where(number > 0, others @ outcome / np.maximum(number, 1), 0.5)
    return found


def rungs_below(cells: pd.DataFrame, groups: Sequence[str]) -> Floats:
    """How often cells of other groups that saw no force stood on each rung below it, (C, 4); even without any."""
    names, rung = np.asarray(groups), np.array([RUNGS.index(one) for one in cells["recorded_rung"]])
    on = (rung[:, None] == np.arange(len(RUNGS) - 1)).astype(np.float64)
    counted = (names[:, None] != names[None, :]) @ on
    total = counted.sum(axis=1, keepdims=True)
    found: Floats = np.where(total > 0, counted / np.maximum(total, 1.0), 1.0 / on.shape[1])
    return found


def _forecast(name: str, cells: pd.DataFrame, p: Floats, below: Floats) -> pd.DataFrame:
    ladder = np.column_stack([(1.0 - p)[:, None] * below, p])
    columns = {f"rung_{rung}": ladder[:, k] for k, rung in enumerate(RUNGS)}
    keys = cells[["crisis", "organization"]].reset_index(drop=True)
    return keys.assign(forecast=name, p_force=p, **columns)[FORECAST]
