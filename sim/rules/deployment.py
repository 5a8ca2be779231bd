"""Deployment: whether decided force can be carried, who sends what, when it arrives and leaves.

Carrying is another question than voting: enough willing capability, ready in time, against the expected
resistance; troops already there are cheap.
"""

import numpy as np
from numpy.typing import NDArray

from sim.compiled import rule

type Draws = NDArray[np.float64]


def troops_needed(personnel: Draws, resistance: Draws, extra: Draws) -> Draws:
    """Troops, in persons, that the mission takes against the expected resistance (sutanovac-more-if-worse)."""
    return personnel * (1.0 + extra * resistance)


def force_days(personnel: Draws, readiness_days: Draws, fit: Draws, needed: Draws, critical: Draws) -> Draws:
    """Days until a standing or rapid-reaction force brings the critical part; infinite if it cannot.

    Claims kaleji-crrf-quick, kaleji-crrf-fit-speed, choi-exercises; the paper strength of the force is no
    ceiling of the operation, it only saves days.
    """
    return np.where(personnel * fit >= critical * needed, readiness_days, np.inf)


@rule
def allot(
    available: NDArray[np.float64],
    willing: NDArray[np.bool_],
    needed: float,
    token: float,
    sent: NDArray[np.int64],
) -> bool:
    """Share the needed troops among the willing; False if they have too few.

    Everyone sends a token contingent, if it has one, and the rest is shared by what each has ready (burden
    sharing: Olson and Zeckhauser 1966; token units in Tajikistan 1993). What some lack, the ablest sends, and
    what it lacks itself, the others. The contingents, written to `sent` in whole persons, sum to the force.
    """
    total, number, ablest = 0, 0, -1
    for m in range(len(available)):
        sent[m] = 0
        if willing[m]:
            total += int(available[m])
            number += 1
            if ablest < 0 or available[m] > available[ablest]:
                ablest = m
    if ablest < 0 or total < int(needed):
        return False
    least = min(token, needed / number)
    rest = int(needed)
    for m in range(len(available)):
        if willing[m] and m != ablest:
            part = least + (needed - number * least) * available[m] / max(total, 1)
            sent[m] = int(min(part, available[m]))
            rest -= sent[m]
    for m in range(len(available)):
        if rest > int(available[ablest]) and willing[m] and m != ablest:
            more = min(int(available[m]) - sent[m], rest - int(available[ablest]))
            sent[m] += more
            rest -= more
    sent[ablest] = rest
    return True


@rule
def departure(readiness_days: float, ratification_days: float, sent: int, present: float) -> float:
    """Days from the decision until a contingent is in place: none for troops already there."""
    if present >= sent:
        return 0.0
    return max(readiness_days, ratification_days)


@rule
def ratification_delay(chance: float, longest: float) -> float:
    """Days that ratification at home takes: uniform up to the longest delay, in whole days."""
    return float(int(chance * (float(int(longest)) + 1.0)))


@rule
def in_place(days: NDArray[np.float64], sent: NDArray[np.int64], elapsed: float) -> int:
    """Troops, in persons, in place `elapsed` days after the decision."""
    troops = 0
    for m in range(len(days)):
        if days[m] <= elapsed:
            troops += sent[m]
    return troops


@rule
def arrival(days: NDArray[np.float64], sent: NDArray[np.int64], needed: float, critical: float) -> float:
    """Days from the decision until the critical part of the force is in place."""
    if needed < 1.0:
        return 0.0
    critical_troops, troops, latest = int(critical * needed), 0, -1.0
    while troops < critical_troops or latest < 0.0:
        earliest = np.inf
        for m in range(len(days)):
            if sent[m] > 0 and latest < days[m] < earliest:
                earliest = days[m]
        if earliest == np.inf:
            return np.inf
        latest = earliest
        troops = in_place(days, sent, latest)
    return latest


@rule
def help_share(troops: int, needed: float) -> float:
    """Part of the needed force that is in place, 0-1."""
    if needed < 1.0:
        return 1.0
    return min(1.0, troops / needed)


@rule
def leaves_today(severity: float, calm: float, impatience: float) -> bool:
    """Whether today counts as calm for the mission: order is back, or the host wants the troops out.

    Claims diplomat-quick-exit, diplomat-leave-13jan (the host announced the exit).
    """
    return severity < calm or severity < impatience
