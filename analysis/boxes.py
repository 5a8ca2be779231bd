"""Boxes of assumptions: conditions that hold together, and how often an organization comes inside.

Density is the share of the draws inside in which it comes; coverage the share of all draws in which it comes that lie
inside (Bryant and Lempert 2010).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.intervals import Z90

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Condition:
    """An assumption lies above `low` and not above `high`, or is one of the choices `among` and none of `others`."""

    path: str
    low: float = -np.inf
    high: float = np.inf
    among: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    def holds(self, draws: pd.DataFrame) -> Bools:
        """In which draws it holds."""
        values = draws[self.path]
        if self.among:
            return np.asarray(values.astype(str).isin(self.among))
        return np.asarray((values > self.low) & (values <= self.high))

    def joined(self, other: "Condition") -> "Condition":
        """Both conditions on the same assumption."""
        among = tuple(one for one in self.among if one in other.among)
        others = tuple(sorted({*self.others, *other.others}))
        return Condition(self.path, max(self.low, other.low), min(self.high, other.high), among, others)


Box = tuple[Condition, ...]
"""Conditions, at most one on each assumption; none: all draws."""


def narrowed(box: Box, condition: Condition) -> Box:
    """The box with one more condition."""
    same = next((one for one in box if one.path == condition.path), None)
    if same is None:
        return (*box, condition)
    return tuple(one.joined(condition) if one is same else one for one in box)


def inside(box: Box, draws: pd.DataFrame) -> Bools:
    """Which draws lie in the box."""
    found = np.ones(len(draws), dtype=np.bool_)
    for condition in box:
        found &= condition.holds(draws)
    return found


def judged(box: Box, draws: pd.DataFrame, comes: Bools) -> dict[str, Any]:
    """How the box fares on draws: n_draws, n_inside, density with its 90 % Wilson interval, coverage, mass.

    density and coverage are empty where there is nothing to count.
    """
    within = inside(box, draws)
    there, help_there, help_all = int(within.sum()), int((within & comes).sum()), int(comes.sum())
    low, high = wilson_interval(help_there, there) if there else (np.nan, np.nan)
    return {
        "n_draws": len(draws),
        "n_inside": there,
        "density": help_there / there if there else np.nan,
        "density_low": low,
        "density_high": high,
        "coverage": help_there / help_all if help_all else np.nan,
        "mass": there / len(draws),
    }


def wilson_interval(events: int, runs: int) -> tuple[float, float]:
    """90 % interval of a share (Wilson 1927); runs >= 1."""
    p, square = events / runs, Z90**2
    middle = (p + square / (2 * runs)) / (1 + square / runs)
    half = Z90 * np.sqrt(p * (1 - p) / runs + square / (4 * runs**2)) / (1 + square / runs)
    return max(0.0, float(middle - half)), min(1.0, float(middle + half))


def conditions_table(boxes: Sequence[Box]) -> pd.DataFrame:
    """One row a condition: box (its number), path, above, up_to (empty where open), among and others (choices that
    lie inside and outside, | between).
    """
    rows = [
        {
            "box": number,
            "path": condition.path,
            "above": condition.low if np.isfinite(condition.low) else None,
            "up_to": condition.high if np.isfinite(condition.high) else None,
            "among": " | ".join(condition.among) or None,
            "others": " | ".join(condition.others) or None,
        }
        for number, box in enumerate(boxes)
        for condition in box
    ]
    return pd.DataFrame(rows, columns=["box", "path", "above", "up_to", "among", "others"])


def words(box: Box) -> str:
    """The box as a sentence part, by paths: `a > 0.4 and b is yes or no`."""
    told = (said(one.path, one.low, one.high, one.among, one.others) for one in box)
    return " and ".join(told) or "all draws"


def said(name: str, low: float, high: float, among: Sequence[str], others: Sequence[str]) -> str:
    """One condition on a thing of that name; of choices, the shorter list."""
    if others and len(others) < len(among):
        return f"{name} is not {' or '.join(others)}"
    if among:
        return f"{name} is {' or '.join(among)}"
    if np.isfinite(low) and np.isfinite(high):
        return f"{name} from {low:.3g} to {high:.3g}"
    return f"{name} > {low:.3g}" if np.isfinite(low) else f"{name} \N{LESS-THAN OR EQUAL TO} {high:.3g}"
