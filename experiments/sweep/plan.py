"""The plan of a sweep: into which parts its points are cut, and into which rounds and chunks their replications.

It follows from the configuration alone and is kept in the results folder, so that a resumed sweep goes on with it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from experiments.sweep.chunk import Chunk
from experiments.sweep.groups import Job

FIRST_ROUND = 16
"""Replications of the first round where precision decides; each round doubles what was run before."""

_ROWS = 65_536
"""Coding draws of all points of a part, at most: what is kept in memory."""

_PARTS = 8
"""Parts, at least, of a sweep with that many points, so that several workers have something to do."""

_CHUNKS = 256
"""Chunks of one round of one part, at most: what is kept as files until the part is whole."""


@dataclass(frozen=True)
class Plan:
    """How the work is cut."""

    points: int
    points_in_part: int
    draws: int
    """Runs of one point in one replication: coding draws of all crises and theories."""
    chunk: int
    """Runs of a chunk, about."""
    rounds: tuple[int, ...]
    """Replications run by the end of each round, rising; after each it is decided which points go on."""

    @property
    def parts(self) -> int:
        """Number of parts."""
        return -(-self.points // self.points_in_part)

    @property
    def runs(self) -> int:
        """Runs in all, if no point stops early."""
        return self.points * self.draws * self.rounds[-1]

    def part(self, number: int) -> range:
        """Points of a part."""
        first = number * self.points_in_part
        return range(first, min(first + self.points_in_part, self.points))

    def chunks(self, part: int, points: Sequence[int], turn: int) -> Iterator[Chunk]:
        """The chunks of one round for those points of a part that go on."""
        start, end = ((0, *self.rounds)[turn], self.rounds[turn])
        fair = self.chunk // (self.draws * len(points))
        step = max(1, fair, -(-(end - start) // _CHUNKS))
        for first in range(start, end, step):
            yield Chunk(part, tuple(points), first, min(step, end - first))

    def as_data(self) -> dict[str, Any]:
        """The plan as plain data."""
        return {**vars(self), "rounds": list(self.rounds)}

    @staticmethod
    def from_data(data: dict[str, Any]) -> "Plan":
        """The plan from what `as_data` gave."""
        return Plan(**{**data, "rounds": tuple(data["rounds"])})


def plan(job: Job) -> Plan:
    """Parts of about as many runs as a chunk may hold, or of one point if that has more."""
    composed, experiment = job.composed, job.composed.experiment
    draws = len(composed.crises) * len(composed.theories) * experiment.coding_draws
    rounds = [experiment.replications]
    if experiment.precision is not None:
        rounds = _doubling(experiment.replications)
    likely = rounds[min(3, len(rounds) - 1)]
    several = -(-job.points.count // _PARTS)
    points_in_part = max(1, min(experiment.chunk // (draws * likely), _ROWS // draws, several))
    return Plan(job.points.count, points_in_part, draws, experiment.chunk, tuple(rounds))


def _doubling(most: int) -> list[int]:
    rounds = [min(FIRST_ROUND, most)]
    while rounds[-1] < most:
        rounds.append(min(2 * rounds[-1], most))
    return rounds
