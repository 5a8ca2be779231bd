"""Where chunks run: threads of this process, or the workers of a Dask cluster.

Both take the same function and give its result as a future, so that nothing else knows which one it is.
"""

import functools
import logging
import pickle
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from experiments.replay.execute import processors
from experiments.sweep.cells import Cells
from experiments.sweep.chunk import Chunk, run_chunk
from experiments.sweep.groups import Job
from sim.compiled import source_hash
from sim.errors import CasusError, Problem, WorldError
from sim.schema import Executor, Experiment

if TYPE_CHECKING:
    from distributed import Client, LocalCluster

_PATIENCE = 10
"""Seconds to wait for a scheduler to answer."""

DEATHS = 10
"""Times that a chunk may lose its worker before the sweep stops: by then the chunk kills workers."""


class Stopped(CasusError):  # noqa: N818  (named for what it is)
    """Chunks cannot be run, for want of memory, disk or workers; what was done is kept."""


@dataclass(frozen=True)
class Workers:
    """Those that run chunks."""

    submit: Callable[[Chunk], "Future[Cells]"]
    slots: Callable[[], int]
    """How many chunks run at once; a cluster may grow."""


@contextmanager
def workers(job: Job) -> Iterator[Workers]:
    """The workers that the experiment asks for; on the way out, chunks that have not begun are dropped."""
    experiment = job.composed.experiment
    start = _dask if experiment.executor is Executor.DASK else _threads
    with start(job, experiment) as found:
        yield found


def check_scheduler(experiment: Experiment) -> None:
    """Raise WorldError if there is a scheduler's address and nobody answers there, or nothing asks for it."""
    address = experiment.scheduler
    if address is None:
        return
    if experiment.executor is not Executor.DASK:
        what = f"is for executor=dask only (got executor={experiment.executor.value})"
        raise WorldError([Problem(f"scheduler={address}", what)])
    from distributed import Client

    try:
        Client(address, timeout=_PATIENCE).close()
    except (OSError, ValueError) as error:
        what = f"no Dask scheduler answers there: {in_one_line(error)}"
        raise WorldError([Problem(f"scheduler={address}", what)]) from error


def in_one_line(error: Exception) -> str:
    """What kind of error it is, and what it says."""
    return " ".join(f"{type(error).__name__}: {error}".split())


@contextmanager
def _threads(job: Job, experiment: Experiment) -> Iterator[Workers]:
    many = experiment.workers or processors()
    pool = ThreadPoolExecutor(many, thread_name_prefix="chunk")
    try:
        yield Workers(lambda chunk: pool.submit(run_chunk, job, chunk), lambda: many)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _dask(job: Job, experiment: Experiment) -> Iterator[Workers]:
    """A cluster on this machine, of processes with one thread each, or the one at the address."""
    import dask
    from distributed import Client

    dask.config.set({"distributed.scheduler.allowed-failures": DEATHS})
    with ExitStack() as stack:
        try:
            address = experiment.scheduler or stack.enter_context(_cluster(experiment.workers or processors()))
            client = stack.enter_context(Client(address, timeout=_PATIENCE))
        except (OSError, RuntimeError, ValueError) as error:
            raise Stopped(in_one_line(error)) from error
        yield _of_client(client, job)


def _cluster(many: int) -> "LocalCluster":
    from distributed import LocalCluster

    return LocalCluster(
        n_workers=many, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, silence_logs=logging.CRITICAL
    )


def _of_client(client: "Client", job: Job) -> Workers:
    """Chunks as tasks of a cluster; the job is a task too, so that it is made again wherever it was lost."""
    sent = client.submit(pickle.loads, pickle.dumps(job))
    pool: Any = client.get_executor(pure=False)  # takes the future of an argument for the argument
    code = _code()

    def slots() -> int:
        return max(1, sum(client.nthreads().values()))

    return Workers(lambda chunk: pool.submit(run_same, sent, chunk, code), slots)


def run_same(job: Job, chunk: Chunk, code: str) -> Cells:
    """Run a chunk on a worker whose model is the command's, as the hash of its sources says."""
    if code != _code():
        raise RuntimeError(f"a worker has another version of the model: its sources hash to {_code()}, not {code}")
    return run_chunk(job, chunk)


@functools.cache
def _code() -> str:
    return source_hash()
