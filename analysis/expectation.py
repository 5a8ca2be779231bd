"""Thresholds of patterns, written as a researcher would: `>= 0.75`, `<= 1.5`, `0.70-0.90`, `all >= 0.5`."""

import math
import re
from dataclasses import dataclass

_BOUND = re.compile(r"(?:all\s+)?(?P<sign>>=|<=)\s*(?P<value>-?\d*\.?\d+)")
_RANGE = re.compile(r"(?:all\s+)?(?P<low>\d*\.?\d+)\s*-\s*(?P<high>\d*\.?\d+)")


@dataclass(frozen=True)
class Expectation:
    """An interval in which a figure must lie, both ends included."""

    low: float
    high: float

    def holds(self, figure: float) -> bool:
        """Whether the figure lies in the interval; NaN lies in none."""
        return self.low <= figure <= self.high


def expectation(text: str) -> Expectation:
    """Read a threshold; ValueError with the forms that are understood.

    `all` changes nothing in the comparison: it tells the reader that the figure is the least favourable of several.
    """
    if bound := _BOUND.fullmatch(text.strip()):
        value = float(bound["value"])
        return Expectation(value, math.inf) if bound["sign"] == ">=" else Expectation(-math.inf, value)
    if between := _RANGE.fullmatch(text.strip()):
        return Expectation(float(between["low"]), float(between["high"]))
    raise ValueError(f"expected: got {text!r}; write it as '>= 0.75', '<= 1.5', '0.70-0.90' or 'all >= 0.5'")
