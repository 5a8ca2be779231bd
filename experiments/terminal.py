"""What the user sees on the terminal: a progress bar, tables, the telling of a run."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from experiments import console as screen
from sim.errors import Problem

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = ("crisis", "organization", "theory", "p_force", "runs", "coding", "asked", "council", "days", "recorded")


@dataclass
class Bar:
    """A bar over steps that can be told that some of them need not be done."""

    shown: Progress
    task: TaskID

    def __call__(self, steps: int = 1) -> None:
        """So many more steps are done."""
        self.shown.advance(self.task, steps)

    def shorten(self, steps: int) -> None:
        """So many steps need not be done."""
        total = self.shown.tasks[self.task].total or 0
        self.shown.update(self.task, total=total - steps)


class _Rate(ProgressColumn):
    """Runs a second, of late."""

    def render(self, task: Task) -> Text:
        return Text("" if task.speed is None else f"{task.speed:,.0f} runs/s")


@contextmanager
def progress(total: int, title: str, *, runs: bool = False) -> Iterator[Bar]:
    """A bar over `total` coding draws, or `runs`, on the error stream; yields what to call after each."""
    count = (TaskProgressColumn(), _Rate()) if runs else (MofNCompleteColumn(),)
    columns = (TextColumn("{task.description}"), BarColumn(), *count, TimeRemainingColumn())
    with Progress(*columns, console=screen.console(error=True), transient=True) as bar:
        yield Bar(bar, bar.add_task(title, total=total))


def print_problems(problems: list[Problem], so: str = "; nothing was run or written") -> None:
    """Every problem on a line of its own, on the error stream, and how many with what that means."""
    console = screen.console(error=True, soft_wrap=True)
    for problem in problems:
        console.print(str(problem))
    console.print(f"{len(problems)} problem{'s' if len(problems) > 1 else ''}{so}")


def print_likelihood(likelihood: "pd.DataFrame") -> None:
    """The main table: chance of force with both intervals, where the call got to, and what was recorded."""
    several = likelihood["theory"].nunique() > 1
    shown = [k for k, column in enumerate(_SHOWN) if several or column != "theory"]
    title = "How likely is each organization to come? (in-sample)"
    table = screen.table(title, [_SHOWN[k] for k in shown], numbers_from=len(shown) - 7)
    for row in likelihood.to_dict("records"):
        cells = _cells(row)
        table.add_row(*(cells[k] for k in shown), style=None if row["host_is_member"] else "dim")
    console = screen.console()
    screen.print_table(console, table)
    stranger = "" if likelihood["host_is_member"].all() else " * (dim): the host is no member."
    console.print(
        "p_force: mean over coding draws. runs: 90 % interval from replications, codes held fixed. coding: 5th to "
        "95th percentile over draws of the coded values.\nasked, council: share of runs that got this far. days: "
        f"median from request to decision.{stranger}"
    )


def _cells(row: dict[Any, Any]) -> list[str]:
    return [
        str(row["crisis"]),
        str(row["organization"]) + ("" if row["host_is_member"] else " *"),
        str(row["theory"]),
        f"{row['p_force']:.2f}",
        f"{row['mc_low']:.2f}-{row['mc_high']:.2f}",
        f"{row['coding_low']:.2f}-{row['coding_high']:.2f}",
        _number(row["p_asked"], ".2f"),
        _number(row["p_council"], ".2f"),
        _number(row["days_to_decision"], ".0f"),
        "" if _empty(row["recorded_rung"]) else str(row["recorded_rung"]),
    ]


def _empty(value: Any) -> bool:
    return value is None or value != value


def _number(value: Any, form: str) -> str:
    return "" if _empty(value) else format(float(value), form)


def print_patterns(patterns: "pd.DataFrame") -> None:
    """How many patterns hold, and each that does not."""
    judged = patterns[patterns["holds"].notna()]
    if judged.empty:
        return
    console = screen.console()
    console.print(f"Patterns: {int(judged['holds'].sum())} of {len(judged)} hold (in-sample; see patterns.csv).")
    for row in judged[~judged["holds"].astype(bool)].to_dict("records"):
        figure = "never happened" if _empty(row["figure"]) else f"{float(row['figure']):.2f}"
        console.print(f"  does not hold: {row['pattern']} ({figure}, expected {row['expected']})", soft_wrap=True)


def print_frame(title: str, frame: "pd.DataFrame", columns: list[str]) -> None:
    """A plain table of some columns."""
    table = screen.table(title, columns)
    for row in frame[columns].to_dict("records"):
        table.add_row(*(_text(row[column]) for column in columns))
    screen.print_table(screen.console(), table)


def print_screening(morris: "pd.DataFrame", most: int = 5) -> None:
    """The assumptions of each cell that move p_force most, with the mean size of their effect."""
    console = screen.console()
    for _, rows in morris.groupby(["theory", "crisis"], sort=False):
        first, out = rows.iloc[0], int(rows["matters"].sum())
        console.print(f"{first['crisis']}, {first['organization']}: {out} of {len(rows)} stand out of noise")
        for row in rows.head(most).to_dict("records"):
            interval = f"{row['mu_star_low']:.2f}-{row['mu_star_high']:.2f}, noise {row['noise']:.2f}"
            console.print(f"  {row['path']}: {row['mu_star']:.2f} ({interval})", soft_wrap=True)


def print_boxes(boxes: "pd.DataFrame") -> None:
    """The box of each cell in which help comes most often, in words."""
    console = screen.console()
    for row in boxes.groupby(["theory", "crisis"], sort=False).head(1).to_dict("records"):
        often, everywhere = f"{100 * row['density']:.0f} %", f"{100 * row['base_rate']:.0f} % of all draws"
        where = (
            f"{often} of the draws with {row['rule']}" if row["n_inside"] < row["n_draws"] else "no box more often"
        )
        console.print(f"{row['crisis']}, {row['organization']}: help in {everywhere}; in {where}", soft_wrap=True)


def print_shares(shapley: "pd.DataFrame", corners: "pd.DataFrame", groups: "pd.DataFrame") -> None:
    """What each difference is made of, a table for each comparison, a column for each request; and the groups."""
    console = screen.console()
    keys = ["within", "theory", "target", "base"]
    for values, rows in shapley.groupby(keys, sort=False):
        about = dict(zip(keys, values, strict=True))
        whole = corners[(corners[keys] == list(values)).all(axis=1) & (corners["name"] == "difference")]
        wide = _by_request(rows, "title") + _by_request(whole, "name")
        title = "{target} against {base}, {within}, {theory}: parts of the difference in p_force".format(**about)
        table = screen.table(title, ["group", *dict.fromkeys(rows["request"])])
        for cells in wide:
            table.add_row(*cells)
        screen.print_table(console, table)
    console.print("In brackets: 5th to 95th percentile over draws of the coded values, paired. What is exchanged:")
    for name, paths in groups.groupby("title", sort=False)["path"]:
        console.print(f"  {name}: {', '.join(paths)}")


def _by_request(rows: "pd.DataFrame", label: str) -> list[list[str]]:
    """For each label its figure under each request."""
    found: dict[str, list[str]] = {}
    for row in rows.to_dict("records"):
        value, low, high = (round(row[key], 2) + 0.0 for key in ("value", "coding_low", "coding_high"))  # no -0
        text = f"{value:5.2f} ({low:.2f} to {high:.2f})"
        found.setdefault(str(row[label]), []).append(text)
    return [[name, *texts] for name, texts in found.items()]


def print_sweep(title: str, file: Path, factors: list[str], most: int = 40) -> None:
    """The first rows of a sweep's table."""
    import pandas as pd

    frame = pd.read_csv(file, nrows=most + 1, keep_default_na=False, na_values=[""])
    print_frame(title, frame.head(most), ["crisis", "organization", *factors, "p_force", "p_council"])
    if len(frame) > most:
        screen.console().print(f"These are the first {most} rows; {file.name} has more.")


def print_sentences(sentences: Sequence[str]) -> None:
    """The answer in words, a line each."""
    console = screen.console(soft_wrap=True)
    for sentence in sentences:
        console.print(sentence)


def print_line(text: str) -> None:
    """One line on the error stream."""
    screen.console(error=True, soft_wrap=True).print(text)


def print_failed(failed: "pd.DataFrame", most: int = 20) -> None:
    """Points of a sweep that could not be run, on the error stream."""
    console = screen.console(error=True, soft_wrap=True)
    for row in failed.head(most).to_dict("records"):
        levels = ", ".join(f"{key}={row[key]}" for key in row if key not in ("point", "message"))
        console.print(f"point {row['point']} ({levels}) failed: {row['message']}")
    console.print(f"{len(failed)} point{'s' if len(failed) > 1 else ''} failed; see failed.csv. All others are done")


def _text(value: Any) -> str:
    if _empty(value):
        return ""
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def print_telling(trace: "pd.DataFrame") -> None:
    """One run told day by day, as far as it concerns the host and the councils that it sits in or that took it up; on
    quiet days only the severity.
    """
    console = screen.console(soft_wrap=True)
    for (crisis, theory), lines in trace.groupby(["crisis", "theory"], sort=False):
        first, near = lines.iloc[0], lines[lines["near"]]
        which = f"coding draw {first['draw']}, replication {first['replication']}"
        console.print(f"{crisis}, {theory}: {which}", style="bold")
        for day, of_day in near.groupby("day", sort=False, dropna=False):
            _print_day(console, day, of_day)
        quiet = sum(int((of_day["kind"] == "threat").sum()) for _, of_day in near.groupby("day") if _is_quiet(of_day))
        far = len(lines) - len(near)
        if far + quiet:
            left_out = f"{far} lines on others, {quiet} on perceptions of quiet days"
            console.print(f"Not shown: {left_out}; trace.csv has all.")


def _is_quiet(lines: "pd.DataFrame") -> bool:
    """Whether nobody did anything on the day of these lines."""
    return bool(lines["kind"].isin(["severity", "threat"]).all())


def _print_day(console: Console, day: Any, lines: "pd.DataFrame") -> None:
    if _empty(day):
        console.print("Before: threat at full severity, and what the charters cover")
    else:
        severity = lines[lines["kind"] == "severity"]
        known = f"  severity {float(severity['value'].iloc[0]):.2f}" if len(severity) else ""
        console.print(f"Day {int(day)}{known}", style="bold")
    quiet = _is_quiet(lines)
    for line in lines.to_dict("records"):
        if line["kind"] != "severity" and not (quiet and line["kind"] == "threat"):
            console.print(f"  {_told(line)}")


def _told(line: dict[Any, Any]) -> str:
    """A line of a telling: where, what, who, and in brackets why."""
    kind, value = _words(line["kind"]), line["value"]
    shown = f"{value:.2f}" if isinstance(value, float) else _words(value)
    detail = f"  ({line['detail']})" if line["detail"] else ""
    place = f"[{line['organization']}] " if line["organization"] else ""
    if line["subject"] != line["organization"]:
        return f"{place}{kind:<10} {line['subject']}: {shown}{detail}"
    return f"{place}{kind}{'' if shown == kind else f': {shown}'}{detail}"


def _words(name: Any) -> str:
    return str(name).replace("_", " ")


def short(path: Path) -> Path:
    """A path as one would type it here."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
