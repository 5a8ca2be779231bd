"""What would flip each decision: the smallest change of one assumption, or of two together, that crosses one half.

All else is as coded, and every row shares its random draws, so that what moves is the assumption.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import sqrt
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.composition.compose import Composed
from experiments.replay import counting
from experiments.replay.execute import OnDraw
from experiments.sensitivity.assumption_space import Cell, cell_case
from experiments.validation.crossing import HALF, Crossings, Floats, Ints, crossings
from experiments.validation.live import documented
from experiments.validation.moves import Moving, moving
from sim.dating import Sourced

if TYPE_CHECKING:
    import pandas as pd

type Tables = "dict[str, pd.DataFrame]"
type Row = dict[str, Any]

ALONE = ["kind", "coded", "low", "high", "p_low", "p_high", "flips", "change", "value", "p_there"]
PAIR = ["path_a", "path_b", "end_a", "end_b", "p_ends", "flips", "needs_both", "change_a", "change_b", "total"]
CELL = ["crisis", "organization", "theory"]

NOISE = 0.5 * 1.645
"""Half a 90 % interval of a share near one half, times the root of the runs: nearer than that a flip may be noise."""


def check(composed: Composed) -> None:
    """Raise WorldError if no cell is live."""
    documented(composed)


def steps(composed: Composed) -> int:
    """Steps of the progress bar: live cells."""
    return len(_cells(composed))


def answer(composed: Composed, on_cell: OnDraw) -> tuple[Tables, dict[str, Sourced]]:
    """The tables, and every value that was read."""
    import pandas as pd

    alone, pairs, cells = list[Row](), list[Row](), list[Row]()
    used: dict[str, Sourced] = {}
    for cell, outcome in _cells(composed):
        found = _Search(moving(composed, cell))
        names = dict(zip(CELL, (cell.crisis, cell.organization, cell.theory), strict=True))
        singly, together = list(found.alone()), list(found.pairs())
        alone += [names | row for row in singly]
        pairs += [names | row for row in together]
        draws = composed.experiment.coding_draws
        cells.append(names | {"outcome": outcome} | found.summary(singly, together, draws))
        for path, leaf in cell_case(composed, cell).used.items():
            used.setdefault(path, leaf)
        on_cell()
    tables = {
        "flips": pd.DataFrame(alone, columns=[*CELL, "path", *ALONE]),
        "flip_pairs": pd.DataFrame(pairs, columns=[*CELL, *PAIR]),
        "flip_cells": pd.DataFrame(cells),
        "names": counting.names(composed.world),
    }
    return tables, used


def _cells(composed: Composed) -> list[tuple[Cell, int]]:
    """Live cells, each with what happened, theory by theory."""
    from analysis.sets import LIVE

    table = documented(composed)
    live = table[table["status"] == LIVE]
    rows = list(zip(live["crisis"], live["organization"], live["outcome"], strict=True))
    return [(Cell(crisis, one, theory), int(done)) for theory in composed.theories for crisis, one, done in rows]


class _Search:
    """Everything that is asked of one cell; each answer is found once."""

    def __init__(self, moving_cell: Moving) -> None:
        self.moving = moving_cell
        self.coded = float(moving_cell.chances([{}])[0])
        self.above = self.coded >= HALF
        self.paths = list(moving_cell.numbers)
        self.ends = [(path, end) for path in self.paths for end in (1, 2)]
        """Lines: each number toward its low and its high end."""
        self.lines = self._crossings([(k,) for k in range(len(self.ends))])
        self.choices = [
            (path, coded, level, moving_cell.chosen(path, level))
            for path, (coded, others) in moving_cell.choices.items()
            for level in others
        ]

    def alone(self) -> Iterator[Row]:
        """Each assumption by itself; numbers first, the smallest flip first."""
        rows = [self._number(k) for k in range(len(self.paths))]
        yield from sorted(rows, key=lambda row: (row["change"] != row["change"], row["change"], row["path"]))
        for path, coded, level, chance in self.choices:
            over = (chance < HALF) if self.above else (chance >= HALF)
            row = {"path": path, "kind": "choice", "coded": _plain(coded), "value": _plain(level)}
            yield row | {"flips": over, "p_there": chance}

    def pairs(self) -> Iterator[Row]:
        """Pairs of the strongest numbers, each toward the end that brings the chance nearest to the other side."""
        strongest = self._strongest()
        together = list(combinations(strongest, 2))
        if not together:
            return
        found = self._crossings(together)
        for k, (a, b) in enumerate(together):
            changes = [float(found.at[k]) * self._reach(line) for line in (a, b)]
            flips = bool(found.at[k] == found.at[k])
            single = bool(np.isfinite(self.lines.at[[a, b]]).any())
            who = (self.ends[a][0], self.ends[b][0], self._end(a), self._end(b))
            row = (*who, float(found.end[k]), flips, flips and not single, *changes, sum(changes))
            yield dict(zip(PAIR, row, strict=True))

    def summary(self, alone: list[Row], together: list[Row], draws: int) -> Row:
        """The cell in one row; beside p_force as coded stands its mean over `draws` draws of codes and weights."""
        numbers = [row for row in alone if row["kind"] == "number" and row["flips"]]
        pairs = [row for row in together if row["needs_both"]]
        easiest = numbers[0] if numbers else {"path": None, "change": float("nan")}
        best = min(
            pairs, key=lambda row: row["total"], default={"path_a": None, "path_b": None, "total": float("nan")}
        )
        replications = self.moving.composed.experiment.replications
        return {
            "p_coded": self.coded,
            "near_half": abs(self.coded - HALF) < NOISE / sqrt(replications),
            "p_drawn": self.moving.drawn(draws),
            "n_draws": draws,
            "n_reps": replications,
            "n_numbers": len(self.paths),
            "n_flip_alone": len(numbers),
            "easiest": easiest["path"],
            "change": easiest["change"],
            "n_choices": len(self.choices),
            "n_choices_flip": sum((p < HALF) if self.above else (p >= HALF) for *_, p in self.choices),
            "n_pairs_needed": len(pairs),
            "pair_a": best["path_a"],
            "pair_b": best["path_b"],
            "pair_total": best["total"],
        }

    def _crossings(self, moved: Sequence[tuple[int, ...]]) -> Crossings:
        """Along lines that move one or more numbers at once, each toward an end given by its place in `ends`."""

        def chances(chosen: Ints, parts: Floats) -> Floats:
            rows = [
                {self.ends[k][0]: self._at(k, float(part)) for k in moved[int(line)]}
                for line, part in zip(chosen, parts, strict=True)
            ]
            return self.moving.chances(rows)

        return crossings(chances, len(moved), self.above)

    def _number(self, k: int) -> Row:
        path = self.paths[k]
        coded, low, high = self.moving.numbers[path]
        lines = [2 * k, 2 * k + 1]
        changes = [float(self.lines.at[line]) * self._reach(line) for line in lines]
        flips = bool(np.isfinite(changes).any())
        row = {"path": path, "kind": "number", "coded": coded, "low": low, "high": high, "flips": flips}
        row |= {"p_low": float(self.lines.end[lines[0]]), "p_high": float(self.lines.end[lines[1]])}
        if not flips:
            return row | {"change": float("nan"), "value": None, "p_there": float("nan")}
        best = lines[int(np.nanargmin(changes))]
        value = self._at(best, float(self.lines.at[best]))
        return row | {"change": float(np.nanmin(changes)), "value": value, "p_there": float(self.lines.there[best])}

    def _strongest(self) -> list[int]:
        """Lines that bring the chance farthest toward the other side, one for each number, the strongest first."""
        shift = (self.coded - self.lines.end) if self.above else (self.lines.end - self.coded)
        best = [max((2 * k, 2 * k + 1), key=lambda line: shift[line]) for k in range(len(self.paths))]
        able = sorted((line for line in best if shift[line] > 0.0), key=lambda line: -shift[line])
        return able[: self.moving.composed.experiment.validation.strongest]

    def _at(self, line: int, part: float) -> float:
        path, end = self.ends[line]
        coded = self.moving.numbers[path][0]
        return coded + part * (self.moving.numbers[path][end] - coded)

    def _end(self, line: int) -> str:
        return ("low", "high")[self.ends[line][1] - 1]

    def _reach(self, line: int) -> float:
        """Length of a line in units of the number's range."""
        path, end = self.ends[line]
        coded, low, high = self.moving.numbers[path]
        return abs((low, high)[end - 1] - coded) / (high - low)


def _plain(level: Any) -> str:
    return str(getattr(level, "value", level))
