"""An invented record and invented sets: four cells, two with force, for the tests of validation."""

import numpy as np
import pandas as pd

from analysis.sets import CELLS, COUNTS, LIVE, Sets
from analysis.vocabulary import RUNGS

RUNS = 100


def record() -> pd.DataFrame:
    """Four live cells of four crises, two organizations and two types; force in the first two."""
    rows = [
        ("c0", "o0", "uprising", True, True, "force", 1, LIVE),
        ("c1", "o1", "raid", True, False, "force", 1, LIVE),
        ("c2", "o0", "uprising", True, True, "statement", 0, LIVE),
        ("c3", "o0", "raid", False, True, "offer", 0, LIVE),
    ]
    return pd.DataFrame(rows, columns=CELLS)


def sets_of(chances: list[list[float]], cells: pd.DataFrame | None = None) -> Sets:
    """Sets with these chances of force, (S, C), in hundredths; without force there is a statement."""
    force = np.rint(np.asarray(chances) * RUNS).astype(np.uint16)
    counts = np.zeros((*force.shape, len(COUNTS)), dtype=np.uint16)
    counts[:, :, RUNGS.index("force")] = counts[:, :, COUNTS.index("arrived")] = force
    counts[:, :, RUNGS.index("statement")] = RUNS - force
    counts[:, :, COUNTS.index("willing")] = RUNS
    return Sets(record() if cells is None else cells, counts, RUNS)
