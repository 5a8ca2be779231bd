"""Every parameter on one page, made from the schema and the theories: `python -m experiments.pages.parameters`."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from experiments.composition.compose import compose
from experiments.composition.template import MODELS, SHIPPED, Slot
from sim.dating import leaves
from sim.schema import Theory
from sim.schema.organization import CHARTER_DEFAULTS
from sim.schema.state import CONDITION_DEFAULTS

PAGE = SHIPPED.parent / "docs" / "parameters.md"

_INTRODUCTION = """\
# Parameters

Made by `python -m experiments.pages.parameters` from the schema (`sim/schema/`) and the theories (`configs/theory/`).

`<name>` stands for any name. A path with names in it is also the word of the command line that sets the value.
The words of the six steps of a scale are in docs/coding.md; the sources of values in `configs/evidence/`."""

_DEFAULTS: dict[str, Any] = {
    **{f"state.<name>.conditions.<name>.{key}": value for key, value in CONDITION_DEFAULTS.items()},
    **{f"organization.<name>.charter.<name>.{key}": value for key, value in CHARTER_DEFAULTS.items()},
}
_REQUIRED = "required"


def page(theories: Sequence[str]) -> str:
    """The whole page; `theories` are those with a column in the last table."""
    parts = [_INTRODUCTION]
    for group, model in MODELS.items():
        if model is not Theory:
            rows = [
                f"| `{path}` | {_meaning(slot)} | {_allowed(slot)} | {default} |"
                for path, slot, default in _slots(Slot(model), f"{group}.<name>")
            ]
            heading = "| path | meaning | unit and range | default |\n| --- | --- | --- | --- |"
            parts.append(f"## {group.title()}\n\n{heading}\n" + "\n".join(rows))
    return "\n\n".join([*parts, _theories(theories)]) + "\n"


def _slots(slot: Slot, path: str) -> Iterator[tuple[str, Slot, str]]:
    """Every value below a place: path, declaration, default."""
    for key, field in slot.keys.items():
        child = slot.child(key)
        if child is None:
            continue
        below = f"{path}.{key}"
        if child.kind is dict:
            entry = child.child("name")
            if entry is not None and entry.is_part:
                yield from _slots(entry, f"{below}.<name>")
            else:
                yield f"{below}.<name>", child, "none"
        elif child.is_part:
            yield from _slots(child, below)
        else:
            known = _DEFAULTS.get(below, _REQUIRED if field.is_required() else field.default)
            yield below, child, "-" if known is None else _text(known)


def _theories(names: Sequence[str]) -> str:
    """The theories side by side; what is as in the first is left blank."""
    composed = compose([f"theory=[{','.join(names)}]"])
    values = {
        name: {
            leaf.path.removeprefix(f"theory.{name}."): leaf.value
            for leaf in leaves(composed.world.theory[name], f"theory.{name}")
        }
        for name in names
    }
    first, *others = names
    rows = []
    for path, slot, _ in _slots(Slot(Theory), "theory"):
        key = path.removeprefix("theory.")
        if key == "title":
            continue
        cells = [_text(values[first][key])]
        cells += ["" if values[name][key] == values[first][key] else _text(values[name][key]) for name in others]
        rows.append(f"| `{key}` | {_meaning(slot)} | {_allowed(slot)} | {' | '.join(cells)} |")
    heading = f"| path below `theory.<name>` | meaning | unit and range | {' | '.join(names)} |"
    line = "| --- " * (3 + len(names)) + "|"
    told = f"No weight has a default; blank means as in `{first}`. A weight of 0 removes its mechanism."
    return f"## Theories\n\n{told}\n\n" + "\n".join([heading, line, *rows])


def _meaning(slot: Slot) -> str:
    return " ".join((slot.field.description or "").split()) if slot.field else ""


def _allowed(slot: Slot) -> str:
    return slot.unit if slot.steps else slot.allowed


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def shipped_theories() -> list[str]:
    """The theories of `configs/`, the default one first."""
    return sorted(
        (file.stem for file in (SHIPPED / "theory").glob("*.yaml")), key=lambda name: (name != "synthesis", name)
    )


def write(target: Path = PAGE) -> None:
    """Make the page anew."""
    target.write_text(page(shipped_theories()), encoding="utf-8")


if __name__ == "__main__":
    write()
