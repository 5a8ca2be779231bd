"""The errors of the project.

    CasusError
    |- WorldError       what the user assumed is wrong: a list of problems, all at once
    |- BrokenInvariant  what we promised is wrong: a defect of the program

A problem says where, what, what was got, what is allowed and what to do.
"""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


class CasusError(Exception):
    """Base of all errors of the project."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with the user's input."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


class WorldError(CasusError):
    """The configuration cannot be run; `problems` says all that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class BrokenInvariant(CasusError):  # noqa: N818  (named for what it is)
    """Something that must hold does not: please report it."""


def did_you_mean(word: str, options: Iterable[str]) -> str:
    """`; did you mean 'x'?` if an option is close to the word, else nothing."""
    close = difflib.get_close_matches(word, sorted(options), n=1, cutoff=0.6)
    return f"; did you mean {close[0]!r}?" if close else ""
