"""`python -m benchmarks [--full | --toy] [PART ...]`: measure, print one table, write benchmarks.csv."""

import argparse
import importlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.figures import FULL, TOY, USUAL, Figure, Sizes

PARTS = ("batch_run", "workbench", "threads", "members", "memory", "design_points", "cluster", "startup")
COLUMNS = ("figure", "ours", "other", "ratio", "aim", "note")


def figures(parts: Sequence[str], sizes: Sizes) -> Iterator[Figure]:
    """The figures of each part, as they are measured. Raises Unequal if two ways of the same work disagree."""
    for part in parts:
        yield from importlib.import_module(f"benchmarks.{part}").measure(sizes)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure the parts that are asked for, or all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of: {', '.join(PARTS)}; all unless said")
    parser.add_argument("--full", action="store_true", help="10^8 runs where memory is measured")
    parser.add_argument("--toy", action="store_true", help="seconds only; the figures mean nothing")
    parser.add_argument("--out", type=Path, default=Path("benchmarks.csv"), help="file for the table")
    asked = parser.parse_args(arguments)
    unknown = [part for part in asked.parts if part not in PARTS]
    if unknown:
        parser.error(f"no part {', '.join(unknown)}; there are: {', '.join(PARTS)}")
    sizes = FULL if asked.full else TOY if asked.toy else USUAL
    found = []
    for figure in figures(asked.parts or PARTS, sizes):
        found.append(figure)
        print(_line(figure), flush=True)
        _write(found, asked.out)


def _write(found: Sequence[Figure], out: Path) -> None:
    import pandas as pd

    rows = [vars(figure) for figure in found]
    pd.DataFrame(rows, columns=list(COLUMNS)).to_csv(out, index=False, float_format="%.6g")


def _line(figure: Figure) -> str:
    if figure.ratio != figure.ratio:
        return f"{figure.figure}: {figure.note}"
    aim = f" (aim {figure.aim})" if figure.aim else ""
    return f"{figure.figure}: {figure.ours:,.4g} / {figure.other:,.4g} = {figure.ratio:,.4g}{aim}; {figure.note}"


if __name__ == "__main__":
    main()
