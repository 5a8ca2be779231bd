"""A part of a sweep on its way through the rounds: which chunks it needs next, and what they counted so far."""

from experiments.sweep.cells import Cells, added, no_cells
from experiments.sweep.chunk import Chunk
from experiments.sweep.plan import Plan
from experiments.sweep.precision import going_on


class Part:
    """The points of one part; `chunks` says what is wanted, `take` hands in what was counted."""

    def __init__(self, number: int, plan: Plan, coding_draws: int, precision: float | None) -> None:
        self.number = number
        self.points = plan.part(number)
        self.cells = no_cells(coding_draws)
        self._plan, self._precision = plan, precision
        self._turn, self._active = 0, list(self.points)
        self._counted: list[Cells] = []
        self._wanted = self.chunks()
        self.single = len(plan.rounds) == len(self._wanted) == 1
        """Whether one chunk is all that the part can ever want."""

    @property
    def whole(self) -> bool:
        """Whether nothing is left to run."""
        return not self._wanted

    def chunks(self) -> list[Chunk]:
        """The chunks of the present round, all independent of each other."""
        return list(self._plan.chunks(self.number, self._active, self._turn))

    def take(self, chunk: Chunk, cells: Cells) -> list[Chunk]:
        """What a chunk counted; returns the chunks of the next round if this one is over and some point goes on."""
        self._counted.append(cells)
        self._wanted.remove(chunk)
        if self._wanted:
            return []
        self.cells = added([self.cells, *self._counted])
        self._counted.clear()
        self._turn += 1
        self._active = self._still_active()
        self._wanted = self.chunks() if self._active else []
        return list(self._wanted)

    def _still_active(self) -> list[int]:
        if self._turn == len(self._plan.rounds) or self._precision is None:
            return []
        sound = [point for point in self._active if point not in self.cells.failed]
        return going_on(self.cells, sound, self._precision)
