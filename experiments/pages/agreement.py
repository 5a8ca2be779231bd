"""How far two coders agree: Krippendorff's alpha, and plainer figures beside it.

Alpha is one minus the disagreement that was observed, divided by that which chance would make of the same values:
1 is perfect agreement, 0 is chance (Krippendorff 2011, Computing Krippendorff's Alpha-Reliability). Distances
between values are ordinal, by how many values were given between two, or interval, by the square of the difference.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations, product

type Given = Mapping[float, float]
"""How often each value was given, over all coders, in units that at least two of them coded."""
type Distance = Callable[[float, float, Given], float]


def ordinal(one: float, other: float, given: Given) -> float:
    """Squared number of values given from one to the other, the two ends counted half."""
    low, high = min(one, other), max(one, other)
    between = sum(times for value, times in given.items() if low <= value <= high)
    return (between - (given[low] + given[high]) / 2) ** 2


def interval(one: float, other: float, given: Given) -> float:
    """Squared difference."""
    return (one - other) ** 2


def alpha(units: Iterable[Sequence[float]], distance: Distance) -> float | None:
    """Krippendorff's alpha of the values that coders gave to each unit; units of one value do not count.

    None where it is not defined: there are no two different values.
    """
    pairs: dict[tuple[float, float], float] = defaultdict(float)
    for values in units:
        for pair in permutations(values, 2):
            pairs[pair] += 1 / (len(values) - 1)
    given: dict[float, float] = defaultdict(float)
    for (one, _), weight in pairs.items():
        given[one] += weight
    chance = sum(given[one] * given[other] * distance(one, other, given) for one, other in product(given, repeat=2))
    if not chance:
        return None
    observed = sum(weight * distance(*pair, given) for pair, weight in pairs.items())
    return 1 - (sum(given.values()) - 1) * observed / chance


@dataclass(frozen=True)
class Agreement:
    """How far a second coder agrees with the first; differences are second minus first."""

    n: int
    ordinal: float | None
    interval: float | None
    exact: float | None
    """Share of values that are the same."""
    within_one: float | None
    """Share of values at most one step apart."""
    difference: float | None
    """Mean signed difference."""


def steps_apart(one: float, other: float) -> int:
    """How many steps of the six-step scale lie between two values."""
    return round(abs(one - other) * 5)


def agreement(pairs: Sequence[tuple[float, float]]) -> Agreement:
    """The agreement between the first and the second value of each pair."""
    apart = [steps_apart(first, second) for first, second in pairs]
    return Agreement(
        n=len(pairs),
        ordinal=alpha(pairs, ordinal),
        interval=alpha(pairs, interval),
        exact=_mean([steps == 0 for steps in apart]),
        within_one=_mean([steps <= 1 for steps in apart]),
        difference=_mean([second - first for first, second in pairs]),
    )


def _mean(numbers: Sequence[float]) -> float | None:
    return sum(numbers) / len(numbers) if numbers else None
