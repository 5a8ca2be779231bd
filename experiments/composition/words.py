"""The words of the command line: flags, and overrides of things and values."""

import itertools
from collections.abc import Sequence
from typing import Any

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override
from hydra.errors import HydraException

from experiments.composition.library import GROUPS
from experiments.composition.problems import Keys
from sim.errors import Problem, WorldError

_FOLDER = ("--config-dir", "-cd")
_VALUED = (*_FOLDER, "--config-path", "-cp", "--config-name", "-cn", "--package", "-p", "--cfg", "-c")


def split(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Flags with their values, and overrides."""
    flags: list[str] = []
    texts: list[str] = []
    for before, argument in itertools.pairwise(["", *arguments]):
        (flags if argument.startswith("-") or before in _VALUED else texts).append(argument)
    return flags, texts


def user_folder(flags: Sequence[str]) -> str | None:
    """The user's folder, if the flags name one."""
    named = [pair for pair in itertools.pairwise([*flags, ""]) if pair[0].startswith(_FOLDER)]
    return next((after if flag in _FOLDER else flag.partition("=")[2] for flag, after in reversed(named)), None)


def parsed(texts: Sequence[str]) -> tuple[list[Override], list[Problem]]:
    """Overrides, and what is wrong with texts that are none."""
    words, problems = [], []
    for text in texts:
        try:
            words.append(OverridesParser.create().parse_override(text))
        except HydraException as error:
            reason = f"cannot be read: {str(error).splitlines()[-1]}" if "=" in text else "write name=value"
            problems.append(Problem(f"command line {text!r}", f"not an override; {reason}"))
    return words, problems


def kind_of(word: Override) -> str:
    """`choice` of things of a group, `value`, or `hydra`: about Hydra itself, or saying by / or @ where to."""
    if word.key_or_group.startswith("hydra.") or "/" in word.key_or_group or word.package is not None:
        return "hydra"
    return "choice" if word.key_or_group in GROUPS else "value"


def path_of(word: Override) -> Keys:
    """Keys from the top of the configuration."""
    return tuple(word.key_or_group.split("."))


def adds(word: Override) -> bool:
    """Whether a word begins with + or ++."""
    return word.is_add() or word.is_force_add()


def names_of(word: Override) -> list[Any]:
    """Things chosen; a single one may stand without brackets."""
    chosen = word.value()
    return chosen if isinstance(chosen, list) else [] if chosen is None else [chosen]


def forced(word: Override) -> str:
    """The word as Hydra takes it for a value that no file states."""
    text = str(word.input_line)
    return f"++{text.lstrip('+')}" if kind_of(word) == "value" and not word.is_delete() else text


def rewritten(arguments: Sequence[str]) -> list[str]:
    """The same arguments for `hydra.main`: flags first, and ++ before values, so that those left to their
    defaults can be set as well. Raises WorldError for a word that is no override.
    """
    flags, texts = split(arguments)
    words, problems = parsed(texts)
    if problems:
        raise WorldError(problems)
    return [*flags, *map(forced, words)]
