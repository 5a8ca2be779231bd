"""Where text and tables are printed: nothing is cut, however narrow the terminal, and pipes are wide."""

from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.measure import Measurement
from rich.table import Column, Table

_PIPE_WIDTH, _ANY_WIDTH = 160, 10_000


_NARROWEST = 6
"""Columns of text may be folded to this width before numbers are."""


class _Console(Console):
    """Leaves it to the command what to do when nobody reads any more."""

    def on_broken_pipe(self) -> None:
        raise


def console(*, error: bool = False, soft_wrap: bool = False) -> Console:
    """Where all is printed: as wide as the terminal or, where the output is none, 160 columns at least."""
    made = _Console(stderr=error, soft_wrap=soft_wrap, highlight=False, markup=False)
    if not made.is_terminal:
        made.width = max(_PIPE_WIDTH, made.width)
    return made


def table(title: str, columns: Sequence[str], *, numbers_from: int | None = None) -> Table:
    """An empty table whose cells fold where they do not fit; columns from a place on are set to the right."""
    made = Table(title=title, title_justify="left")
    for k, column in enumerate(columns):
        right = numbers_from is not None and k >= numbers_from
        made.add_column(column, justify="right" if right else "left", overflow="fold")
    return made


def print_table(on: Console, shown: Table) -> None:
    """A table; where it does not fit, without its lines, and with text folded rather than numbers."""
    natural = Measurement.get(on, on.options.update(width=_ANY_WIDTH), shown).maximum
    if natural > on.width:
        shown.box, shown.padding = None, (0, 1, 0, 0)
        numbers = [column for column in shown.columns if column.justify == "right"]
        room = on.width - sum(_width(column) + 1 for column in numbers)
        for column in numbers:
            column.no_wrap = room >= (_NARROWEST + 1) * (len(shown.columns) - len(numbers))
    on.print(shown)


def _width(column: Column) -> int:
    return max(cell_len(str(cell)) for cell in [column.header, *column.cells])
