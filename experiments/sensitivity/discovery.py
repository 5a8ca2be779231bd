"""Where an organization comes: the boxes of assumptions in which p_force is at least one half.

All assumptions of a headline cell are drawn over what they could be. The table of draws is exported, so that other
programs can look for boxes of their own; a tree is grown on one half of the draws and judged on the other.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.composition.compose import Composed
from experiments.design.points import Points
from experiments.replay import counting
from experiments.replay.execute import OnDraw, note_read
from experiments.sensitivity.assumption_space import Cell, cell_case, dimensions, drawn, headline_cells, of_cell
from experiments.sensitivity.at_points import half, shares
from sim.dating import Sourced
from sim.schema import Design, DesignKind, Factor

if TYPE_CHECKING:
    import pandas as pd

type Tables = "dict[str, pd.DataFrame]"

ABOUT = ("choices", "p_force", "comes")
"""Columns of a table of draws that are no assumption: the number of its set of choices, and what came out."""


def steps(composed: Composed) -> int:
    """Draws in all cells."""
    return len(headline_cells(composed)) * composed.experiment.discovery.draws


def answer(composed: Composed, on_point: OnDraw) -> tuple[Tables, Mapping[str, Sourced]]:
    """The tables `boxes` and `box_conditions`, a table of draws for each cell, and every value that cells read."""
    import pandas as pd

    cells, used = headline_cells(composed), dict[str, Sourced]()
    tables: Tables = {}
    found, conditions = [], []
    for cell in cells:
        case = cell_case(composed, cell)
        note_read(used, case)
        draws = _draws(composed, cell, dimensions(composed, case), on_point)
        tables[_name(cell, several=len(composed.theories) > 1)] = draws
        rules, said = _boxes(composed, draws)
        found.append(of_cell(cell, rules))
        conditions.append(of_cell(cell, said))
    tables["boxes"] = pd.concat(found, ignore_index=True).assign(n_reps=2 * half(composed))
    tables["box_conditions"] = pd.concat(conditions, ignore_index=True)
    return tables | {"names": counting.names(composed.world)}, used


def _draws(composed: Composed, cell: Cell, factors: Mapping[str, Factor], on_point: OnDraw) -> "pd.DataFrame":
    """One row a draw: every assumption, p_force and whether that is help."""
    import pandas as pd

    wanted = composed.experiment.discovery
    points = _sample(composed, factors)
    p_force = shares(composed, cell, points, on_point).mean(axis=0)
    columns: dict[str, Any] = {}
    for path, column in points.columns.items():
        levels = [str(level).lower() if isinstance(level, bool) else level for level in column.values]
        columns[path] = np.array(levels)[column.index]
    numbers = np.arange(points.count) % wanted.choices
    return pd.DataFrame(columns | {"choices": numbers, "p_force": p_force, "comes": p_force >= wanted.threshold})


def _sample(composed: Composed, factors: Mapping[str, Factor]) -> Points:
    """Two Latin hypercubes: one of sets of choices, each of which is lowered once, and one of numbers."""
    wanted, seed = composed.experiment.discovery, composed.experiment.seed
    choices = {path: factor for path, factor in factors.items() if factor.levels is not None}
    numbers = {path: factor for path, factor in factors.items() if factor.levels is None}
    several = np.arange(wanted.draws) % wanted.choices
    design = Design(kind=DesignKind.LATIN_HYPERCUBE, size=wanted.choices)
    columns = {
        path: replace(column, index=column.index[several])
        for path, column in (drawn(choices, design, seed).columns.items() if choices else ())
    }
    design = design.model_copy(update={"size": wanted.draws})
    columns |= drawn(numbers, design, seed).columns if numbers else {}
    return Points({path: columns[path] for path in factors}, wanted.draws)


def _boxes(composed: Composed, draws: "pd.DataFrame") -> "tuple[pd.DataFrame, pd.DataFrame]":
    """The boxes found on draws with every other set of choices, judged on the rest; and their conditions."""
    import pandas as pd

    from analysis import boxes, prim, tree

    wanted = composed.experiment.discovery
    inputs, comes = draws.drop(columns=list(ABOUT)), draws["comes"].to_numpy()
    seen = (draws["choices"] % 2 == 0).to_numpy()
    grown = tree.grow(inputs[seen], comes[seen], wanted.depth, max(1, int(wanted.smallest * seen.sum())))
    leaves = list(tree.leaves(tree.pruned(grown, inputs[~seen], comes[~seen])))
    found = [("tree", box) for box, _ in sorted(leaves, key=lambda leaf: -leaf[1])]
    if prim.installed():
        peeled = prim.prim_box(inputs[seen], comes[seen])
        found += [] if peeled is None else [("prim", peeled)]
    rows = [
        {"box": number, "method": method, "rule": boxes.words(box), **boxes.judged(box, inputs[~seen], comes[~seen])}
        for number, (method, box) in enumerate(found)
    ]
    table = pd.DataFrame(rows).assign(base_rate=comes[~seen].mean())
    return table, boxes.conditions_table([box for _, box in found])


def _name(cell: Cell, *, several: bool) -> str:
    return f"draws_{cell.crisis}" + (f"_{cell.theory}" if several else "")
