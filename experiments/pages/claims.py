"""The arguments of the documents, each with its place in the model: `python -m experiments.pages.claims`.

The ledger holds what the documents say. A causal argument must live somewhere - in a rule, a value, a pattern -
or be refused with a reason; `configs/evidence/arguments.yaml` says which. The page docs/claims.md is made of both.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, model_validator

from experiments.composition.ledger import Ledger
from experiments.composition.problems import read, validated
from experiments.composition.template import SHIPPED
from sim.errors import Problem, WorldError

PAGE = SHIPPED.parent / "docs" / "claims.md"
ARGUMENTS = SHIPPED / "evidence" / "arguments.yaml"
KIND = "causal-argument"

_INTRODUCTION = """\
# Arguments of the documents, and where they live

Made by `python -m experiments.pages.claims` from `claims.yaml`, `documents.yaml` and `arguments.yaml` in
`configs/evidence/`.

Every causal argument of the five documents stands here, paraphrased, with the number of its paragraph.
It lives in rules of `sim/rules` or in values of `configs/` (`*` stands for any one name), or shows in patterns.
Or it is refused, with the reason.
A place says nothing of truth: documents contradict each other, and theories weigh the same rules differently."""


class Place(BaseModel):
    """Where one argument lives, or why it is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    mechanism: list[str] = []
    value: list[str] = []
    pattern: list[str] = []
    meant: str = ""
    """What a word of the claim points to, where it points to another claim."""
    note: str = ""
    refused: str = ""

    @model_validator(mode="after")
    def _placed_or_refused(self) -> Self:
        placed = bool(self.mechanism or self.value or self.pattern)
        if placed == bool(self.refused) or (self.refused and self.note):
            raise ValueError("needs a mechanism, value or pattern, or else only the reason why it is refused")
        return self

    def lines(self) -> Iterator[str]:
        """What the page says of the place, a line each."""
        for word, names in (("Rule", self.mechanism), ("Value", self.value)):
            if names:
                yield f"{word}{'s' * (len(names) > 1)}: {', '.join(f'`{name}`' for name in names)}."
        yield from (f"Pattern: {pattern}" for pattern in self.pattern)
        yield from [f"**Refused.** {self.refused}"] if self.refused else [self.note] if self.note else []


def places(file: Path = ARGUMENTS) -> dict[str, Place]:
    """The place of each argument by claim id. Raises WorldError with all that is wrong with the file's form."""
    found, problems = {}, []
    for claim, raw in read(file, file.name).items():
        place, wrong = validated(Place, raw)
        problems += [Problem(file.name, ": ".join((claim, *path, what))) for path, what in wrong]
        if place is not None:
            found[claim] = place
    if problems:
        raise WorldError(problems)
    return found


def arguments(ledger: Ledger) -> dict[str, Any]:
    """The causal arguments of the ledger by id, in its order."""
    return {name: claim for name, claim in ledger.claims.items() if claim["kind"] == KIND}


def page(ledger: Ledger, found: Mapping[str, Place]) -> str:
    """The page, in Markdown: arguments by document, then counts.

    Raises KeyError for an argument without a place.
    """
    parts, rows = [_INTRODUCTION], []
    for document, cited in ledger.documents.items():
        of = [claim for claim in ledger.claims.values() if claim["document"] == document]
        argued = [claim for claim in of if claim["kind"] == KIND]
        title = f"## {cited['author']}, *{cited['title']}*"
        parts.append("\n".join([title, "", *(line for one in argued for line in _entry(one, found))]))
        rows.append([cited["author"], len(of), *_counts([found[claim["id"]] for claim in argued])])
    return "\n\n".join([*parts, _summary(rows)]) + "\n"


def _entry(claim: Mapping[str, Any], found: Mapping[str, Place]) -> Iterator[str]:
    place = found[claim["id"]]
    asides = "".join(f" ({aside})" for aside in (place.meant, claim.get("note")) if aside)
    yield f"- **{claim['id']}**, paragraph {claim['paragraph']}: {claim['claim']}{asides}"
    yield from (f"  - {line}" for line in place.lines())


def _counts(of: Sequence[Place]) -> list[int]:
    kinds = [[one for one in of if getattr(one, kind)] for kind in ("mechanism", "value", "pattern", "refused")]
    return [len(of), *map(len, kinds)]


def _summary(rows: Sequence[Sequence[Any]]) -> str:
    """Counts of each document, and of all; each row begins with the document's author."""
    sums = [sum(column) for column in list(zip(*rows, strict=True))[1:]]
    body = [_row(*row) for row in [*rows, ["All", *sums]]]
    head = _row("document", "claims", "causal arguments", "with a rule", "with a value", "in a pattern", "refused")
    return "\n".join(
        [
            "## Counts",
            "",
            "An argument can have places of several kinds; each is in one of them or refused.",
            "Other claims are facts, dates, views and predictions: the evidence of a value cites those it rests on.",
            "",
            head,
            _row("---", *["---:"] * (len(sums))),
            *body,
        ]
    )


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(Ledger(), places()), encoding="utf-8")


if __name__ == "__main__":
    main()
