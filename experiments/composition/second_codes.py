"""The values of a second, blind coder, and what they do to the ranges of the first.

They lie in one shipped file, by the path of the value in the file that states it, so that a thing that inherits
a value inherits its second code too. A user's own folder has none.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from experiments.composition.problems import Keys, Source, read
from experiments.composition.template import SHIPPED

SECOND_CODING = SHIPPED / "evidence" / "second_coding.yaml"

type Span = tuple[float, float]
"""A range, from low to high."""


@cache
def second_codes(file: Path = SECOND_CODING) -> Mapping[str, float]:
    """The second coder's values, by path."""
    return read(file, f"configs/evidence/{file.name}")


def widened(span: Span | None, source: Source, path: Keys) -> Span | None:
    """The range of the value that a file gives to `path`, with the second coder's value taken in."""
    group, name = source.file.parent.name, source.file.stem
    if source.file != SHIPPED / group / f"{name}.yaml":
        return span
    return hull(span, source.find(path), second_codes().get(".".join((group, name, *path[2:]))))


def hull(span: Span | None, first: float, second: float | None) -> Span | None:
    """The least range that holds a range, if there is one, and both coders' values; None for a single value."""
    if second is None:
        return span
    ends = (*(span or ()), first, second)
    return (min(ends), max(ends)) if min(ends) < max(ends) else None
