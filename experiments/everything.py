"""Every shipped experiment, one after the other, into one folder, and an index that binds their reports.

One that fails is a line in the index; the others go on.
"""

import contextlib
import io
import shlex
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from experiments import terminal
from experiments.composition.compose import Composed, compose
from experiments.composition.library import Library
from experiments.results import store
from sim.errors import WorldError
from sim.schema import Kind

DONE, FAILED, INTERRUPTED = 0, 1, 130

type Run = Callable[[Composed, Path, str, float], int]
"""Answers one experiment in a folder: what is composed, the folder, the command, when it began; its exit status."""


def run_everything(composed: Composed, folder: Path, command: str, started: float, run: Run) -> int:
    """Run every experiment but those of this kind; 0 if all are done, 1 if any failed, 130 if stopped by the user."""
    from analysis.report import write_index

    names, found, status = shipped(composed.experiment.name), list[tuple[str, str, str]](), DONE
    for place, name in enumerate(names, 1):
        began = time.time()
        terminal.print_line(f"[{place} of {len(names)}] {name}")
        title, message, one = _attempt(arguments_of(command, name), folder / name, run)
        found.append((name, title, message))
        _write(folder, found)
        terminal.print_line(f"    {message or 'done'}, {time.time() - began:.0f} s")
        status = max(status, one)
        if one == INTERRUPTED:
            break
    store.write_config(folder, composed)
    store.write_manifest(folder, composed, command, started)
    failed = sum(bool(message) for _, _, message in found)
    print(f"{len(found) - failed} of {len(names)} experiments are done; see {terminal.short(write_index(folder))}")
    return status


def shipped(but: str) -> list[str]:
    """Names of all shipped experiments but one, in the order of the alphabet."""
    return [name for name in Library().names("experiment") if name != but]


def arguments_of(command: str, name: str) -> list[str]:
    """The words of a command line with another experiment."""
    words = shlex.split(command)[1:]
    return [f"experiment={name}" if word.startswith("experiment=") else word for word in words]


def _attempt(arguments: Sequence[str], folder: Path, run: Run) -> tuple[str, str, int]:
    """Run one experiment without its tables on the terminal; its title, what went wrong, and its exit status."""
    title, command = "", shlex.join(["casus", *arguments])
    try:
        composed = compose(arguments)
        title = composed.experiment.title
        if composed.experiment.kind is Kind.ALL:
            return title, "it is made of other experiments", DONE
        folder.mkdir(parents=True, exist_ok=True)
        with contextlib.redirect_stdout(io.StringIO()):
            status = run(composed, folder, command, time.time())
    except KeyboardInterrupt:
        return title, "stopped by the user", INTERRUPTED
    except WorldError as error:
        return title, "; ".join(map(str, error.problems)), FAILED
    except Exception as error:  # whatever it is, the other experiments go on
        return title, " ".join(f"{type(error).__name__}: {error}".split()), FAILED
    return title, _told(status), status


def _told(status: int) -> str:
    words = {DONE: "", INTERRUPTED: "stopped by the user"}
    return words.get(status, "some points failed; see failed.csv in its folder")


def _write(folder: Path, found: Sequence[tuple[str, str, str]]) -> None:
    """The table of which the index is made."""
    import pandas as pd

    store.write_tables(folder, {"experiments": pd.DataFrame(found, columns=["experiment", "title", "message"])})
