"""A commented evidence file to fill in: what stands behind the values of a thing, and how far they may be off."""

import itertools
import textwrap
from collections.abc import Iterator

from experiments.composition.evidence import Basis
from experiments.composition.template import EXAMPLE_NAMES, MODELS, Slot, plain
from sim.errors import did_you_mean
from sim.schema.fields import is_plain

KIND = "evidence"

MEANING = {
    Basis.STATED: "a document says so; needs claims",
    Basis.CODED: "judged from what documents or sources say; needs claims or a source",
    Basis.RECORD: "looked up in a public record; needs a source",
    Basis.ASSUMED: "nobody states it, or it was not looked up; needs a note that says why this value",
}
"""Each basis in words, and what an entry with it must give."""

_HEAD = """\
# Evidence for {group}/{name}.yaml: save as my_world/evidence/{group}/{name}.yaml, then run: casus-check my_world
# An entry says what stands behind a value and how far it may be off. A value without an entry, or with an entry
# without range, spread and relative, is the same in all coding draws.
# The key of an entry is the path of the value in my_world/{group}/{name}.yaml. It covers all values below it that
# have no longer key of their own, so that one key can cover a whole part (there are no patterns with *).
# basis     one of
{bases}
# claims    ids of claims, such as [my-claim]: those shipped, and your own in my_world/evidence/claims.yaml, a list of
#             {{id: my-claim, document: my_document, paragraph: 3, claim: What it says.}}
#             with the documents in my_world/evidence/documents.yaml: my_document: {{author: ..., title: ...}}
# source    id of a source: shipped, or in my_world/evidence/sources.yaml: my_source: {{citation: ..., address: ...}}
# note      why this value; required for assumed
# range     lowest and highest value, [low, high], in the value's unit
# spread    so much up and down, in the value's unit: 0.2 is one step of a scale
# relative  so much up and down as a part of the value: 0.25 is a quarter
# Of range, spread and relative give at most one. In each coding draw the value is drawn evenly within it, as far as
# the schema allows. Only numbers are drawn: no dates, names, choices, switches and whole numbers.
# A # without a space after it stands before an example: delete it to make the line your own.
"""


def evidence_template(thing: str = "crisis/my_crisis") -> str:
    """A commented evidence file for `group/name`. Raises ValueError for a word that names no thing."""
    group, slash, name = thing.partition("/")
    if not slash or not is_plain(name):
        raise ValueError(
            f"evidence is for a file of your world: write GROUP/NAME, such as crisis/my_crisis (got {thing!r})"
        )
    if group not in MODELS:
        hint = did_you_mean(group, MODELS) or ";"
        raise ValueError(f"no group {group!r}{hint} groups with evidence: {', '.join(MODELS)}")
    bases = "\n".join(f"#   {basis:<8}  {meaning}" for basis, meaning in MEANING.items())
    numbers = dict(_numbers(Slot(MODELS[group]), ()))
    return (
        _HEAD.format(group=group, name=name, bases=bases) + "\n".join([*_examples(numbers), *_list(numbers)]) + "\n"
    )


def _numbers(part: Slot, path: tuple[str, ...]) -> Iterator[tuple[str, Slot]]:
    """The numbers below a part that can be drawn, by path; names that are free stand as examples."""
    for key in [EXAMPLE_NAMES.get(path[-1], "my_state")] if part.kind is dict else part.keys:
        child, here = part.child(key), (*path, key)
        if child is None or here == ("recorded",):  # what happened is compared with, never drawn
            continue
        if child.kind is float:
            yield ".".join(here), child
        yield from _numbers(child, here) if child.is_part or child.kind is dict else ()


def _examples(numbers: dict[str, Slot]) -> Iterator[str]:
    """A part as a whole, and two values in it with keys of their own."""
    pairs = itertools.pairwise(numbers)
    part, first, second = next((_part(a), a, b) for a, b in pairs if _part(a) and _part(a) == _part(b))
    yield from _entry(part, "assumed", 'note: "Not looked up; like its neighbours."', "spread: 0.2")
    yield from _entry(first, "record", "source: my_source", "relative: 0.25")
    limits = f"[{plain(numbers[second].low)}, {plain(numbers[second].high)}]"
    yield from _entry(second, "stated", "claims: [my-claim]", f"range: {limits}")


def _part(path: str) -> str:
    return path.rpartition(".")[0]


def _entry(key: str, basis: str, *lines: str) -> Iterator[str]:
    yield f"#{key}:"
    yield from (f"  #{line}" for line in (f"basis: {basis}", *lines))


def _list(numbers: dict[str, Slot]) -> Iterator[str]:
    """What can be drawn, as comments."""
    yield "# Values that can be drawn, the names in them being examples:"
    yield from textwrap.wrap(", ".join(numbers), 116, initial_indent="#   ", subsequent_indent="#   ")
