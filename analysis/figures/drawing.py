"""What a figure module hands to whoever draws a whole folder: a name for each figure, and how it is drawn."""

from collections.abc import Callable

import pandas as pd
from matplotlib.figure import Figure

Job = tuple[str, Callable[[], Figure]]
"""A figure's name, and how it is drawn."""


def theories(table: pd.DataFrame) -> list[tuple[str, str]]:
    """Each theory and what it adds to a figure's name: nothing if it is the only one."""
    found = list(dict.fromkeys(table["theory"].astype(str)))
    return [(theory, f"_{theory}" if len(found) > 1 else "") for theory in found]
