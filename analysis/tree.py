"""A classification tree (CART; Breiman, Friedman, Olshen and Stone 1984) over draws of assumptions.

Written out here rather than taken from a library, because a tree of depth three is a page, and the libraries
that have one weigh more than this program. A question on a number is a threshold; one on a choice parts its levels,
ordered by how often the organization comes, in two - the best parting there is for two outcomes. The best question
is the one after which the Gini impurity is lowest. Splits that do not hold on draws that the tree has not seen are
taken back (reduced-error pruning; Quinlan 1987).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.boxes import Box, Condition, narrowed

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Node:
    """Draws that are alike; split in two where a question was found."""

    share: float
    """Share of the draws here in which the organization comes."""
    first: tuple[Condition, "Node"] | None = None
    second: tuple[Condition, "Node"] | None = None


def grow(draws: pd.DataFrame, comes: Bools, depth: int, smallest: int) -> Node:
    """The tree on `draws` (a column for each assumption: numbers or words), each leaf with at least `smallest`."""
    node = Node(float(comes.mean()))
    question = _best_question(draws, comes, smallest) if depth and 0.0 < node.share < 1.0 else None
    if question is None:
        return node
    branches = []
    for condition in question:
        here = condition.holds(draws)
        branches.append((condition, grow(draws[here], comes[here], depth - 1, smallest)))
    return replace(node, first=branches[0], second=branches[1])


def pruned(node: Node, draws: pd.DataFrame, comes: Bools) -> Node:
    """The tree without those splits that do not lower the squared error on other draws."""
    if node.first is None or node.second is None:
        return node
    branches, error = [], 0.0
    for condition, below in (node.first, node.second):
        here = condition.holds(draws)
        branches.append((condition, pruned(below, draws[here], comes[here])))
        error += _error(branches[-1][1], draws[here], comes[here])
    leaf = Node(node.share)
    return replace(leaf, first=branches[0], second=branches[1]) if error < _error(leaf, draws, comes) else leaf


def leaves(node: Node, box: Box = ()) -> Iterator[tuple[Box, float]]:
    """Each leaf as a box, with the share that the tree gives it."""
    if node.first is None or node.second is None:
        yield box, node.share
        return
    for condition, below in (node.first, node.second):
        yield from leaves(below, narrowed(box, condition))


def _error(node: Node, draws: pd.DataFrame, comes: Bools) -> float:
    """Sum of squared differences between the tree's share and what happened."""
    if node.first is None or node.second is None:
        return float(((comes - node.share) ** 2).sum())
    parts = ((below, condition.holds(draws)) for condition, below in (node.first, node.second))
    return sum(_error(below, draws[here], comes[here]) for below, here in parts)


def _best_question(draws: pd.DataFrame, comes: Bools, smallest: int) -> tuple[Condition, Condition] | None:
    """The two conditions of the split with the lowest impurity; None if nothing can be split."""
    numbers = draws.select_dtypes("number")
    impurity, question = _best_threshold(numbers, comes, smallest)
    for path in draws.columns.difference(numbers.columns, sort=False):
        other, parting = _best_parting(draws[path], comes, smallest)
        if parting is not None and other < impurity:
            impurity, question = other, parting
    least = len(comes) * comes.mean() * (1 - comes.mean())
    return question if impurity < least * (1 - 1e-9) else None


def _best_threshold(
    numbers: pd.DataFrame, comes: Bools, smallest: int
) -> tuple[float, tuple[Condition, Condition] | None]:
    """Of all columns at once: order each by its values, and count what comes before each cut."""
    many = len(comes)
    if many < 2 * smallest or numbers.empty:
        return np.inf, None
    values = numbers.to_numpy(dtype=np.float64)
    order = np.argsort(values, axis=0, kind="stable")
    ordered = np.take_along_axis(values, order, axis=0)
    before = np.cumsum(comes[order], axis=0)[:-1]
    cut = np.arange(1, many)[:, None]
    found = _impurity(before, cut) + _impurity(before[-1:] + comes[order[-1:]] - before, many - cut)
    allowed = (ordered[1:] > ordered[:-1]) & (cut >= smallest) & (many - cut >= smallest)
    found = np.where(allowed, found, np.inf)
    row, column = divmod(int(np.argmin(found)), found.shape[1])
    if not np.isfinite(found[row, column]):
        return np.inf, None
    path, threshold = str(numbers.columns[column]), float(ordered[row : row + 2, column].mean())
    return float(found[row, column]), (Condition(path, low=threshold), Condition(path, high=threshold))


def _best_parting(values: pd.Series, comes: Bools, smallest: int) -> tuple[float, tuple[Condition, Condition] | None]:
    """The levels of a choice, ordered by how often the organization comes, cut once."""
    levels = pd.Series(comes).groupby(values.astype(str).to_numpy()).agg(["sum", "size"])
    levels = levels.assign(share=levels["sum"] / levels["size"]).sort_values("share", kind="stable")
    found: tuple[float, tuple[Condition, Condition] | None] = np.inf, None
    for cut in range(1, len(levels)):
        sides = levels.iloc[:cut], levels.iloc[cut:]
        sizes = [int(side["size"].sum()) for side in sides]
        impurity = sum(float(_impurity(side["sum"].sum(), side["size"].sum())) for side in sides)
        if min(sizes) >= smallest and impurity < found[0]:
            low, high = (tuple(sorted(side.index)) for side in sides)
            path = str(values.name)
            found = impurity, (Condition(path, among=high, others=low), Condition(path, among=low, others=high))
    return found


def _impurity(help_there: Any, there: Any) -> Any:
    """Gini impurity of a part, times its size; numbers or arrays."""
    return help_there * (1 - help_there / there)
