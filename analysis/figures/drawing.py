"""What a figure module hands to whoever draws a whole folder: a name for each figure, and how it is drawn."""

from collections.abc import Callable, Mapping

import pandas as pd
from matplotlib.figure import Figure

Job = tuple[str, Callable[[], Figure]]
"""A figure's name, and how it is drawn."""


def theories(table: pd.DataFrame) -> list[tuple[str, str]]:
    """Each theory and what it adds to a figure's name: nothing if it is the only one."""
    found = list(dict.fromkeys(table["theory"].astype(str)))
    return [(theory, f"_{theory}" if len(found) > 1 else "") for theory in found]


def at_home(table: pd.DataFrame, headline: Mapping[str, str]) -> pd.DataFrame:
    """The rows of headline crises met by their own organizations; all rows if there are none."""
    own = [headline.get(c) == o for c, o in zip(table["crisis"], table["organization"], strict=True)]
    return table[own] if any(own) else table
