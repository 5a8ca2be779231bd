"""Severity: how a crisis rises, is helped or pushed, and ends.

A level at onset, a height, a half-life. (A logistic course has a fixed point: such a crisis never ends.)
"""

import numpy as np
from numpy.typing import NDArray

from sim.compiled import rule

type Draws = NDArray[np.float64]


def daily_decay(half_life: Draws, push: Draws, backing: Draws, help_effect: Draws | float) -> Draws:
    """Factor by which severity falls in a day after the height, in (0, 1).

    Help shortens the half-life (sutanovac-frees-host-forces, choi-stability-fast), backers of the other
    side lengthen it. `half_life` in days; `backing` is the highest commitment among backers, 0-1.
    """
    days = half_life * (1.0 + push * backing) * (1.0 - help_effect)
    return np.asarray(0.5 ** (1.0 / days))


@rule
def next_severity(
    severity: float,
    day: int,
    days_to_peak: float,
    rise: float,
    decay: float,
    decay_helped: float,
    help: float,
) -> float:
    """Severity on `day` from yesterday's: rising by `rise` a day until the height, then decaying.

    `help` is the part of the needed force that is in place, 0-1: it slows the rise and speeds the decay.
    """
    if day <= days_to_peak:
        return min(1.0, severity + rise * (1.0 - help))
    return severity * (decay + help * (decay_helped - decay))


@rule
def need(severity: float, uncovered: float) -> float:
    """What the host cannot master itself, 0-1 (sukhankin-uz-rebuts, sukhankin-uz-might-ask-russia).

    `uncovered` is the part beyond the host's own capacity.
    """
    return severity * uncovered


@rule
def worsened(severity: float, severity_then: float, rise: float, day: int, days_to_peak: float) -> bool:
    """Whether governments look again: it got noticeably worse since they last did, or came to its height."""
    return severity >= severity_then + rise or (day == days_to_peak and severity > severity_then)


@rule
def still_on(
    severity: float, day: int, until: int, days_to_peak: float, rise: float, decay: float, calm: float
) -> bool:
    """Whether the crisis, left to itself from `day`, is still on at `until`: help that comes later is too late."""
    for later in range(day + 1, until + 1):
        severity = next_severity(severity, later, days_to_peak, rise, decay, decay, 0.0)
    return severity >= calm
