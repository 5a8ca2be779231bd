"""Which assumptions matter: a Morris screening of all of them, then Sobol' indices of those that stand out."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.composition.compose import Composed
from experiments.design.points import Column, Points
from experiments.replay import counting
from experiments.replay.execute import OnDraw, note_read
from experiments.sensitivity.assumption_space import Cell, cell_case, dimensions, drawn, headline_cells, of_cell
from experiments.sensitivity.at_points import half, shares
from sim.dating import Sourced
from sim.draws import stable_id
from sim.schema import Design, DesignKind, Factor

if TYPE_CHECKING:
    import pandas as pd

type Tables = "dict[str, pd.DataFrame]"


def steps(composed: Composed) -> int:
    """Points of both designs in all cells, at most."""
    sizes, found = composed.experiment.sensitivity, 0
    for cell in headline_cells(composed):
        many = len(dimensions(composed, cell_case(composed, cell)))
        found += sizes.trajectories * (many + 1) + sizes.base_samples * (min(sizes.followed, many) + 2)
    return found


def answer(composed: Composed, on_point: OnDraw) -> tuple[Tables, Mapping[str, Sourced]]:
    """The tables `morris` and `sobol`, and every value that the cells read."""
    import pandas as pd

    screened, followed, used = [], [], dict[str, Sourced]()
    for cell in headline_cells(composed):
        case = cell_case(composed, cell)
        note_read(used, case)
        factors = dimensions(composed, case)
        table = _screen(composed, cell, factors, on_point)
        screened.append(table)
        outstanding = table[table["matters"]]["path"].head(composed.experiment.sensitivity.followed)
        if len(outstanding):
            followed.append(_follow(composed, cell, {path: factors[path] for path in outstanding}, on_point))
    tables = {"morris": pd.concat(screened, ignore_index=True), "names": counting.names(composed.world)}
    if followed:
        tables["sobol"] = pd.concat(followed, ignore_index=True)
    return tables, used


def _screen(composed: Composed, cell: Cell, factors: Mapping[str, Factor], on_point: OnDraw) -> "pd.DataFrame":
    """Screening figures of all assumptions of a cell, with what each was moved over."""
    from analysis.morris import morris

    experiment = composed.experiment
    size = experiment.sensitivity.trajectories
    points = drawn(factors, Design(kind=DesignKind.MORRIS, size=size), experiment.seed)
    table = morris(_steps(points, shares(composed, cell, points, on_point), size), _key(experiment.seed))
    table.insert(1, "moved_over", [_moved_over(factors[path]) for path in table["path"]])
    return of_cell(cell, table).assign(n_trajectories=size, n_points=points.count, n_reps=2 * half(composed))


def _follow(composed: Composed, cell: Cell, factors: Mapping[str, Factor], on_point: OnDraw) -> "pd.DataFrame":
    """Sobol' indices of some assumptions of a cell, all others as coded."""
    import pandas as pd

    from analysis.sobol import sobol

    experiment = composed.experiment
    design = Design(kind=DesignKind.SOBOL, size=experiment.sensitivity.base_samples)
    points = drawn(factors, design, experiment.seed)
    a, b = shares(composed, cell, points, on_point)
    table = sobol(pd.DataFrame({"half_a": a, "half_b": b}), list(factors), _key(experiment.seed))
    return of_cell(cell, table).assign(n_base=design.size, n_points=points.count, n_reps=2 * half(composed))


def _steps(points: Points, found: Any, trajectories: int) -> "pd.DataFrame":
    """The steps of all trajectories: which assumption moved, whether upward, and how p_force changed in each half."""
    import pandas as pd

    columns = list(points.columns.values())
    moves = np.stack([_moves(column, trajectories) for column in columns])  # (paths, trajectories, steps)
    change = np.diff(found.reshape(2, trajectories, -1), axis=2)
    path, trajectory, step = np.nonzero(moves)
    return pd.DataFrame(
        {
            "trajectory": trajectory,
            "path": np.array(list(points.columns), dtype=object)[path],
            "upward": moves[path, trajectory, step],
            "change_a": change[0, trajectory, step],
            "change_b": change[1, trajectory, step],
        }
    )


def _moves(column: Column, trajectories: int) -> Any:
    """Where a factor moves up (1) or down (-1); of choices, along the list of their levels."""
    place = column.values[column.index] if isinstance(column.values, np.ndarray) else column.index
    return np.sign(np.diff(place.reshape(trajectories, -1), axis=1))


def _key(seed: int) -> int:
    """A seed for resampling, from 1 on: SALib takes 0 for none."""
    return 1 + stable_id(f"resampling {seed}")


def _moved_over(factor: Factor) -> str:
    if factor.levels is not None:
        return " | ".join(str(level).lower() if isinstance(level, bool) else str(level) for level in factor.levels)
    low, high = factor.range or (0.0, 1.0)
    return f"{low:g} to {high:g}"
