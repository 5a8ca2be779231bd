"""The commands: `casus` and, beside it, `casus-figures`, `casus-check` and `casus-template`.

The composition is checked before Hydra starts, so that bad input ends in one line per problem, exit status 2
and no folder; then Hydra makes the run folder and calls the job.
"""

import os
import shlex
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from experiments import terminal
from experiments.composition.compose import Composed, compose
from experiments.composition.swift import swift_hydra
from experiments.composition.words import rewritten, split, user_folder
from experiments.help import screen
from sim.errors import WorldError

BAD_INPUT, CUT_OFF = 2, 141
"""Exit status: the input was wrong; whoever read the output stopped reading (as the shell says it of SIGPIPE)."""

NOTES_SHOWN = 6
"""Notes of `casus-check` that are printed; the others are counted."""


@contextmanager
def _while_read() -> Iterator[None]:
    """End quietly when the output goes to a pipe whose reader has gone, as with `| head`."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(CUT_OFF)


@_while_read()
def main() -> None:
    """Run `casus` with the arguments of the command line."""
    arguments = sys.argv[1:]
    flags, overrides = split(arguments)
    folder = user_folder(flags)
    if "--help" in flags or "-h" in flags:
        print(screen(None if folder is None else Path(folder)), end="")
        return
    started = time.time()
    composed = _checked(lambda: _compose_all(flags, overrides))
    if "--cfg" not in flags and "-c" not in flags and "--info" not in flags:
        _checked(lambda: _check_runs(composed))
    status = _through_hydra(flags, overrides, composed, started)
    if status:
        sys.exit(status)


def _checked(attempt: Callable[[], Any]) -> Any:
    """The result, or all problems on the terminal and exit status 2."""
    try:
        return attempt()
    except WorldError as error:
        terminal.print_problems(error.problems)
        sys.exit(BAD_INPUT)


def _folder_flags(flags: Sequence[str]) -> list[str]:
    folder = user_folder(flags)
    return [] if folder is None else ["--config-dir", folder]


def _check_runs(composed: Sequence[Composed]) -> None:
    """Refuse what composes but cannot be run, before any folder is made."""
    from experiments.run import check

    problems = []
    for one in composed:
        try:
            check(one, alone=len(composed) == 1)
        except WorldError as error:
            problems += error.problems
    if problems:
        raise WorldError(dict.fromkeys(problems))


def _compose_all(flags: Sequence[str], overrides: Sequence[str]) -> list[Composed]:
    """The composition, or with -m that of every job of the sweep, all checked before the first runs."""
    if "-m" not in flags and "--multirun" not in flags:
        return [compose([*_folder_flags(flags), *overrides])]
    return [compose([*_folder_flags(flags), *job]) for job in _jobs(overrides)]


def _jobs(overrides: Sequence[str]) -> list[list[str]]:
    """The overrides of each job, as Hydra's basic sweeper will make them."""
    from hydra._internal.core_plugins.basic_sweeper import BasicSweeper
    from hydra.core.override_parser.overrides_parser import OverridesParser

    words = [word for word in overrides if not word.lstrip("+").startswith(("hydra.", "hydra/"))]
    try:
        parsed = OverridesParser.create().parse_overrides(words)
    except Exception:  # a mistyped word: composing says which, and what is wrong with it
        return [list(words)]
    return [list(job) for batch in BasicSweeper.split_arguments(parsed, None) for job in batch]


def _through_hydra(flags: Sequence[str], overrides: Sequence[str], composed: list[Composed], started: float) -> int:
    """Let Hydra make the run folder, or the folders of a multirun, and call the job in each; the exit status."""
    import hydra
    from hydra.core.hydra_config import HydraConfig
    from omegaconf import DictConfig

    words = [*flags, *overrides]
    several = "-m" in flags or "--multirun" in flags
    single = composed[0] if len(composed) == 1 else None
    statuses = [0]

    def job(config: DictConfig) -> None:
        hydra_config = HydraConfig.get()
        task = list(hydra_config.overrides.task)
        one = single or _checked(lambda: compose([*_folder_flags(flags), *task]))
        from experiments.run import INTERRUPTED, run

        command = shlex.join(["casus", *([*_folder_flags(flags), *task] if several else words)])
        with _while_read():
            status = _checked(lambda: run(one, Path(hydra_config.runtime.output_dir), command, started))
        if status == INTERRUPTED:
            sys.exit(status)
        statuses.append(status)

    sys.argv = [sys.argv[0], *flags, *rewritten(overrides), *_same_folder(composed[0])]
    with swift_hydra(several=several):
        hydra.main(version_base="1.3", config_path="pkg://configs", config_name="config")(job)()
    return max(statuses)


def _same_folder(composed: Composed) -> list[str]:
    """What tells Hydra to run in the folder that is resumed."""
    folder = composed.experiment.resume
    if folder is None:
        return []
    quoted = folder.replace("\\", "\\\\").replace("'", "\\'")
    return [f"hydra.run.dir='{quoted}'"]


@_while_read()
def figures() -> None:
    """`casus-figures FOLDER`: make figures and report of a results folder again, or gather the jobs of a multirun."""
    meaning = "makes figures and report of a results folder again from its tables; gathers a multirun's jobs"
    folder = Path(_one_argument("casus-figures FOLDER", meaning))
    from analysis.redraw import redraw

    try:
        for path in redraw(folder):
            print(path)
    except (FileNotFoundError, ValueError) as error:
        print(error, file=sys.stderr)
        sys.exit(BAD_INPUT)


@_while_read()
def check() -> None:
    """`casus-check FOLDER`: say all that is wrong with a user's world."""
    folder = _one_argument("casus-check FOLDER", "says all that is wrong with the files of your own world")
    from experiments.composition.check import check as find_problems

    problems, notes = find_problems(Path(folder))
    if problems:
        terminal.print_problems(problems, so="")
    for note in notes[:NOTES_SHOWN]:
        print(f"note: {note}")
    if more := max(len(notes) - NOTES_SHOWN, 0):
        print(f"note: {more} more files state numbers without evidence")
    if problems:
        sys.exit(BAD_INPUT)
    print(f"{folder}: nothing is wrong")


@_while_read()
def template() -> None:
    """`casus-template KIND [NAME]`: print a commented file to fill in; for evidence NAME is GROUP/NAME."""
    usage = "casus-template state|organization|crisis [NAME], or casus-template evidence [GROUP/NAME]"
    kind, *name = _arguments(usage, "prints a commented file to fill in, under the name of your thing", most=2)
    from experiments.composition.evidence_template import KIND, evidence_template
    from experiments.composition.template import KINDS
    from experiments.composition.template import template as filled
    from sim.errors import did_you_mean
    from sim.schema.fields import is_plain

    if kind == KIND:
        try:
            print(evidence_template(*name), end="")
        except ValueError as error:
            print(error, file=sys.stderr)
            sys.exit(BAD_INPUT)
        return
    if kind not in KINDS:
        there = (*KINDS, KIND)
        hint = did_you_mean(kind, there) or ";"
        print(f"no template {kind!r}{hint} there are: {', '.join(there)}", file=sys.stderr)
        sys.exit(BAD_INPUT)
    if name and not is_plain(name[0]):
        wanted = f"; for example {plainly}" if is_plain(plainly := name[0].lower().replace("-", "_")) else ""
        print(f"{name[0]!r} must be a plain lower-case name: letters, digits and _{wanted}", file=sys.stderr)
        sys.exit(BAD_INPUT)
    print(filled(kind, *name), end="")


def _one_argument(usage: str, meaning: str) -> str:
    return _arguments(usage, meaning, most=1)[0]


def _arguments(usage: str, meaning: str, *, most: int) -> list[str]:
    """From one to `most` arguments, or the usage."""
    arguments = sys.argv[1:]
    if arguments in (["--help"], ["-h"]):
        print(f"{usage}: {meaning}")
        sys.exit(0)
    if not 1 <= len(arguments) <= most:
        print(f"usage: {usage}", file=sys.stderr)
        sys.exit(BAD_INPUT)
    return arguments
