"""docs/coding.md: how the coded values were coded twice, how far the coders agree, and the codebook.

All of it is made from the schema, the world and the second coder's file, but for one part that is written by hand.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from experiments.composition.second_codes import Span, hull
from experiments.composition.template import KINDS, MODELS, Slot, plain
from experiments.pages.agreement import Agreement, agreement, steps_apart
from experiments.pages.coding_sample import LEAST, Coded, fifth, meaning
from sim.schema.fields import SIX_STEPS

LEARNT = "## What was learnt"
CODEBOOK = "## Appendix: the codebook"
_FAR = 2
"""Steps between two codes from which on both are listed."""
_FIGURES = ("field", "coded", "n", "alpha, ordinal", "alpha, interval", "same", "within one step", "mean difference")
_NOTHING_LEARNT = """

<!-- Written by hand: this part is kept when the file is made anew. -->

Nothing yet.
"""


_INTRODUCTION = (
    "# Coding, and a second coding of a fifth",
    "",
    "<!-- Made by `python -m experiments.pages.second_coding report`; edit only the part on what was learnt. -->",
    "",
    "A qualitative value of a state, an organization or a crisis is coded on six steps from 0 to 1, without 0.5.",
    "The schema says in words what each step means: the codebook is the schema, and is printed at the end.",
    "A second coder codes a fifth of these values without knowing the first coder's.",
    "",
    "- **Which**: the values of basis `coded` whose path hashes into the lowest fifth.",
    f"  A field with fewer than {LEAST} of them has the next ones by that hash.",
    "- **What the second coder has**: path, name and date of the thing, the field's meaning, the words of its steps;",
    "  the source texts without the passages that tell what an organization in the end did; general knowledge.",
    "- **What the second coder has not**: the first coder's value, range, note and source; any result of the model.",
    "- **What is asked**: the state of affairs on that date, from the public record until then.",
    "- **What comes of it**: a range is widened to hold the second coder's value; the value itself stays.",
    "- **How blind**: to the first coder and the model, not to history: who knows the region knows what came after.",
    "",
)
_HOW_TO_READ = (
    "## Agreement",
    "",
    "Krippendorff's alpha is 1 for perfect agreement and 0 for chance.",
    "He asks for 0.8, or 0.667 where conclusions may be tentative.",
    "Ordinal alpha knows the order of the steps, interval alpha also takes them as equally wide.",
    "With fewer than ten values alpha says little; where all values are the same it is not defined (-).",
    "`coded` counts the first coder's values, `n` those coded twice; a difference is second minus first.",
    "",
)


def report(values: Sequence[Coded], codes: Mapping[str, float], before: str = "") -> str:
    """The text of docs/coding.md; `before` is the text it had, whose part written by hand is kept."""
    twice = [one for one in values if one.path in codes]
    parts = [*_done(values, twice), *_agreement(values, codes), *_far_apart(twice, codes), *_widened(twice, codes)]
    return "\n".join([*parts, f"{LEARNT}{_learnt(before)}", *_codebook()]) + "\n"


def _learnt(before: str) -> str:
    _, found, after = before.partition(f"\n{LEARNT}")
    return after.partition(f"\n{CODEBOOK}")[0] if found else _NOTHING_LEARNT


def _done(values: Sequence[Coded], twice: Sequence[Coded]) -> list[str]:
    asked = fifth(values)
    rows = [(group, *(str(_count(some, group)) for some in (values, asked, twice))) for group in KINDS]
    return [
        *_INTRODUCTION,
        *_table(("group", "coded values", "in the fifth", "coded twice"), rows),
        "",
    ]


def _count(values: Iterable[Coded], group: str) -> int:
    return sum(one.group == group for one in values)


def _agreement(values: Sequence[Coded], codes: Mapping[str, float]) -> list[str]:
    fields = {field: [one for one in values if one.field == field] for field in sorted({one.field for one in values})}
    rows = [(f"`{field}`", *_figures(some, codes)) for field, some in fields.items()]
    return [
        *_HOW_TO_READ,
        *_table(_FIGURES, [*rows, ("all fields", *_figures(values, codes))]),
        "",
    ]


def _figures(values: Sequence[Coded], codes: Mapping[str, float]) -> tuple[str, ...]:
    found: Agreement = agreement([(one.value, codes[one.path]) for one in values if one.path in codes])
    shares = (found.ordinal, found.interval, found.exact, found.within_one)
    return (str(len(values)), str(found.n), *map(_number, shares), _number(found.difference, sign="+"))


def _number(number: float | None, sign: str = "") -> str:
    return "-" if number is None else f"{round(number, 2) + 0.0:{sign}.2f}"


def _far_apart(twice: Sequence[Coded], codes: Mapping[str, float]) -> list[str]:
    far = [one for one in twice if steps_apart(one.value, codes[one.path]) >= _FAR]
    rows = [(f"`{one.path}`", *map(_code, (one.value, codes[one.path]))) for one in far]
    head = ("path", "first", "second")
    return ["## Two steps or more apart", "", *(_table(head, rows) if rows else ["None."]), ""]


def _widened(twice: Sequence[Coded], codes: Mapping[str, float]) -> list[str]:
    spans = [(one, hull(one.span, one.value, codes[one.path])) for one in twice]
    rows = [(f"`{one.path}`", _span(one.span), _span(wide)) for one, wide in spans if wide != one.span]
    head = ("path", "before", "after")
    return ["## Ranges widened", "", *(_table(head, rows) if rows else ["None."]), ""]


def _code(value: float) -> str:
    return f"{value:g}"


def _span(span: Span | None) -> str:
    return "none" if span is None else f"{plain(span[0])} to {plain(span[1])}"


def _codebook() -> list[str]:
    lines = [CODEBOOK, ""]
    for group in KINDS:
        for field, slot in scales(Slot(MODELS[group]), f"{group}.*"):
            words = [f"{step:g}: {word}" for step, word in zip(SIX_STEPS, slot.steps, strict=True)]
            lines += [f"### `{field}`", "", meaning(slot), "", *(f"- {word}" for word in words), ""]
    return lines[:-1]


def scales(slot: Slot, path: str) -> Iterator[tuple[str, Slot]]:
    """Every field below `path` that has a six-step scale."""
    if slot.steps:
        yield path, slot
    for key in ("*",) if slot.kind is dict else slot.keys:
        child = slot.child(key)
        if child is not None:
            yield from scales(child, f"{path}.{key}")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]
