"""The second coding: a blind sheet for the coder, and the report on what came back.

    python -m experiments.pages.second_coding sheet [folder]   one sheet per group into the folder, or on the terminal
    python -m experiments.pages.second_coding report [file]    writes docs/coding.md

In between, the coder's values are put into configs/evidence/second_coding.yaml.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from experiments.composition.second_codes import SECOND_CODING, second_codes
from experiments.composition.template import KINDS, plain
from experiments.pages.coding_report import report
from experiments.pages.coding_sample import Coded, coded_values, fifth, sheet
from sim.errors import Problem, did_you_mean
from sim.schema.fields import SIX_STEPS

_SCALE = ", ".join(map(plain, SIX_STEPS))


def sheets(values: Sequence[Coded]) -> dict[str, str]:
    """The text of the blind sheet of each group."""
    asked = fifth(values)
    return {group: _yaml(sheet(one for one in asked if one.group == group)) for group in KINDS}


def _yaml(content: Mapping[str, Any]) -> str:
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=110)


def faults(codes: Mapping[str, Any], values: Iterable[Coded]) -> Iterator[Problem]:
    """What is wrong with a second coder's values: paths that are not coded, values off the scale."""
    known, where = {one.path for one in values}, f"configs/evidence/{SECOND_CODING.name}"
    for path, value in codes.items():
        if path not in known:
            yield Problem(where, f"{path}: no coded value on a six-step scale{did_you_mean(path, known)}")
        elif isinstance(value, bool) or value not in SIX_STEPS:
            yield Problem(where, f"{path}: must be one of {_SCALE} (got {plain(value)})")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    asked = _parser().parse_args(arguments)
    values = coded_values()
    if asked.what == "sheet":
        _write_sheets(sheets(values), asked.folder)
        return 0
    problems = list(faults(second_codes(), values))
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        before = asked.file.read_text(encoding="utf-8") if asked.file.exists() else ""
        asked.file.write_text(report(values, second_codes(), before), encoding="utf-8")
    return 2 if problems else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m experiments.pages.second_coding", description="A second, blind coding."
    )
    commands = parser.add_subparsers(dest="what", required=True)
    blind = commands.add_parser("sheet", help="what the second coder is given: no value, range or note")
    blind.add_argument(
        "folder", nargs="?", type=Path, help="where to write one sheet per group; else all are printed"
    )
    told = commands.add_parser("report", help="how far the coders agree, and the codebook")
    told.add_argument("file", nargs="?", type=Path, default=Path("docs/coding.md"), help="what to write")
    return parser


def _write_sheets(texts: Mapping[str, str], folder: Path | None) -> None:
    if folder is None:
        print("\n".join(texts.values()), end="")
        return
    folder.mkdir(parents=True, exist_ok=True)
    for group, text in texts.items():
        (folder / f"{group}.yaml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
