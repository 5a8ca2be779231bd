"""A sweep: every point of a design, run in chunks that are kept as they are done, so that it can go on after a stop.

The folder is the memory: a part whose file is there is not run again, whoever ran it.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from pathlib import Path

from experiments.composition.compose import Composed
from experiments.design.points import points
from experiments.sweep import resume
from experiments.sweep.cells import Cells
from experiments.sweep.chunk import Chunk
from experiments.sweep.executors import Stopped, Workers, check_scheduler, in_one_line, workers
from experiments.sweep.groups import Job
from experiments.sweep.parts import Part
from experiments.sweep.plan import Plan, plan
from experiments.sweep.progress import Bar, Progress
from experiments.sweep.store_cells import CellStore
from experiments.sweep.store_points import write_points

_AHEAD = 2
"""Chunks in line for each worker, so that none waits for the next."""


def prepare(composed: Composed) -> Job:
    """The work of a sweep. Raises WorldError with all that is wrong with its design, or with the folder to resume."""
    found = points(composed)
    resume.check_resumable(composed, found)
    check_scheduler(composed.experiment)
    return Job(composed, found)


def run_sweep(job: Job, folder: Path, bar: Bar) -> Mapping[int, str]:
    """Run what is missing in `folder`; returns the points that failed, each with its reason.

    Raises WorldError if another sweep was begun there, and Stopped if chunks cannot be run.
    """
    cut, config_hash = _begin(job, folder)
    store = CellStore(folder, job)
    store.tidy()
    write_points(folder, job.points, {})
    progress = Progress(folder, config_hash, cut.parts, cut.runs, bar)
    try:
        failed = _Sweep(job, cut, store, progress).run()
    finally:
        progress.close()
    store.drop_chunks()
    write_points(folder, job.points, failed)
    return failed


def _begin(job: Job, folder: Path) -> tuple[Plan, str]:
    """The plan of the folder, and the hash of what it was begun with; a fresh folder is begun."""
    begun = resume.read_begun(folder)
    if begun is None:
        begun = resume.write_begun(folder, job, plan(job))
    else:
        resume.check_same(begun, job.composed, job.points, str(folder))
    return Plan.from_data(begun["plan"]), begun["config_hash"]


def _result(future: Future[Cells]) -> Cells:
    """What a chunk counted. Raises Stopped if the machine could not run it."""
    try:
        return future.result()
    except Exception as error:
        raise Stopped(in_one_line(error)) from error


class _Sweep:
    """The parts that are being run, and their chunks."""

    def __init__(self, job: Job, cut: Plan, store: CellStore, progress: Progress) -> None:
        self._job, self._plan, self._store, self._progress = job, cut, store, progress
        self._failed: dict[int, str] = {}
        self._line: deque[tuple[Part, Chunk]] = deque()
        self._running: dict[Future[Cells], tuple[Part, Chunk]] = {}

    def run(self) -> dict[int, str]:
        """Run every part that is not whole."""
        coming = (number for number in range(self._plan.parts) if not self._was_done(number))
        with workers(self._job) as hands:
            self._fill(hands, coming)
            while self._running:
                done, _ = wait(self._running, return_when=FIRST_COMPLETED)
                for future in done:
                    part, chunk = self._running.pop(future)
                    cells = _result(future)
                    self._progress.ran(cells.runs)
                    if not part.single:
                        self._store.write_chunk(part.points, chunk, cells)
                    self._take(part, chunk, cells)
                self._fill(hands, coming)
        return dict(sorted(self._failed.items()))

    def _was_done(self, number: int) -> bool:
        """Whether a part is whole; if so, what it holds is taken note of."""
        span = self._plan.part(number)
        if not self._store.part_file(span).exists():
            return False
        runs, failed = self._store.summary(span)
        self._progress.found(runs)
        self._close(span, runs, failed)
        return True

    def _fill(self, hands: Workers, coming: Iterable[int]) -> None:
        """Hand out chunks until there are enough, opening a new part when no chunk is in line."""
        fresh = iter(coming)
        while len(self._running) < _AHEAD * hands.slots():
            if not self._line:
                number = next(fresh, None)
                if number is None:
                    return
                self._open(number)
                continue
            part, chunk = self._line.popleft()
            self._running[hands.submit(chunk)] = part, chunk

    def _open(self, number: int) -> None:
        experiment = self._job.composed.experiment
        part = Part(number, self._plan, experiment.coding_draws, experiment.precision)
        self._queue(part, part.chunks())

    def _queue(self, part: Part, chunks: Iterable[Chunk]) -> None:
        """Put chunks in line; those that were kept from before are taken as they are."""
        for chunk in chunks:
            kept = None if part.single else self._store.read_chunk(part.points, chunk)
            if kept is None:
                self._line.append((part, chunk))
            else:
                self._progress.found(kept.runs)
                self._take(part, chunk, kept)

    def _take(self, part: Part, chunk: Chunk, cells: Cells) -> None:
        more = part.take(chunk, cells)
        if part.whole:
            self._store.write_part(part.points, part.cells)
            self._close(part.points, part.cells.runs, part.cells.failed)
        else:
            self._queue(part, more)

    def _close(self, span: range, runs: int, failed: Mapping[int, str]) -> None:
        """A part is whole: what its points did not need is not waited for."""
        self._failed |= failed
        self._progress.part()
        self._progress.spared(self._plan.draws * self._plan.rounds[-1] * len(span) - runs)
