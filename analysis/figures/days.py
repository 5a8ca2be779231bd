"""The days of a crisis: how bad it was, who felt threatened, who voted how, and who was there."""

from collections.abc import Iterator, Mapping
from functools import partial

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from analysis.figures.dates import LOOKS, SOURCE_NAMES, dates_data, draw_lines, draw_strip, height
from analysis.figures.drawing import Job
from analysis.figures.names import Names, Tables, names_of, sizes
from analysis.figures.style import BLUE, DASH, GREEN, GREY, PALE, SKY, VERMILLION, frame, page, printed, sample

SHOWN = 12
"""States drawn one by one: those that feel most threatened."""

PANEL_CM, MEMBER_CM, VOTER_CM, LINE_CM, HEAD_CM = 1.9, 0.62, 0.42, 0.4, 5.2
VOTES = {1: ("^", GREEN, "aye"), 0: (".", GREY, "abstains"), -1: ("v", VERMILLION, "no")}
"""Marker, colour and word of each vote."""

ROOM = 0.8
"""Part of a state's lane that a threat of 1 fills."""


def days_data(tables: Tables, crisis: str) -> pd.DataFrame:
    """Series of one crisis by day: series, subject, label, lane, day, one_run, p05, p50, p95.

    From `days` (with n_draws, n_reps if its bands rest on runs of their own), `names` and `design`. lane is the
    state's place (0 on top) in the panels of threat and of votes; at most SHOWN states, the most threatened ones, in
    their printed order. Adds crisis_name, organization_name, states (how many have a threat), last_day,
    n_draws, n_reps. ValueError for a crisis that is not in the table.
    """
    names, table = names_of(tables), tables["days"]
    chosen = table[table["crisis"] == crisis].assign(subject=lambda rows: rows["subject"].fillna(""))
    if chosen.empty:
        raise ValueError(f"crisis: got {crisis!r}; the table has {', '.join(map(str, table['crisis'].unique()))}")
    shown = _shown(chosen, names)
    kept = chosen[chosen["subject"].isin(shown) | ~chosen["series"].isin(["threat", "vote"])]
    # A table put together from parts of which one is empty holds its numbers as objects.
    return (
        kept.astype(dict.fromkeys(["day", "one_run", "p05", "p50", "p95"], float))
        .assign(
            label=[names.name("state", key) for key in kept["subject"]],
            lane=_lanes(kept, shown),
            crisis_name=names.name("crisis", crisis),
            organization_name=_organization(chosen, names),
            states=chosen.loc[chosen["series"] == "threat", "subject"].nunique(),
            last_day=int(chosen["day"].max()),
            **_sizes(tables),
        )
        .reset_index(drop=True)
    )


def day_marks_data(tables: Tables, crisis: str) -> pd.DataFrame:
    """Dates of one crisis, ready to be written above its days (see `dates_data`), from `day_marks` and `days`."""
    days = tables["days"]
    marks = tables.get("day_marks", pd.DataFrame(columns=["crisis", "what", "source", "day"]))
    return dates_data(marks, crisis, int(days.loc[days["crisis"] == crisis, "day"].max()))


def days_page(data: pd.DataFrame, dates: pd.DataFrame) -> Figure:
    """A page with room for every lane."""
    return page(HEAD_CM + sum(_heights(data, dates)))


def jobs(tables: Tables, headline: Mapping[str, str]) -> Iterator[Job]:
    """One for each crisis that was told."""
    for crisis in dict.fromkeys(tables["days"]["crisis"]) if "days" in tables else []:
        yield f"days_{crisis}", partial(_drawn, tables, crisis)


def _drawn(tables: Tables, crisis: str) -> Figure:
    data, dates = days_data(tables, crisis), day_marks_data(tables, crisis)
    plot_days(data, dates, figure := days_page(data, dates))
    return figure


@printed
def plot_days(data: pd.DataFrame, dates: pd.DataFrame, figure: Figure) -> dict[str, Axes]:
    """Draw the panels dates, severity, threat, vote and help over the same days; returns them by name."""
    grid = figure.subplots(5, 1, sharex=True, gridspec_kw={"height_ratios": _heights(data, dates)})
    panels = dict(zip(("dates", "severity", "threat", "vote", "help"), grid, strict=True))
    draw_strip(panels["dates"], dates)
    _draw_curve(panels["severity"], data[data["series"] == "severity"], "Severity")
    _draw_threats(panels["threat"], data[data["series"] == "threat"])
    _draw_votes(panels["vote"], data[data["series"] == "vote"])
    _draw_helps(panels["help"], data[data["series"] == "help"])
    for name in ("severity", "threat", "vote", "help"):
        draw_lines(panels[name], dates)
    _close(figure, panels, data)
    return panels


def _shown(chosen: pd.DataFrame, names: Names) -> list[str]:
    threats = chosen[chosen["series"] == "threat"]
    highest = threats.groupby("subject", sort=False)["p50"].max().sort_values(ascending=False, kind="stable")
    voters = chosen.loc[chosen["series"] == "vote", "subject"]
    return names.ordered("state", highest.index[:SHOWN] if len(highest) else dict.fromkeys(voters))[:SHOWN]


def _organization(chosen: pd.DataFrame, names: Names) -> str:
    """Whose members' days these are; empty if the table does not say."""
    told = chosen.loc[chosen["series"] == "help", "subject"]
    return names.name("organization", told.iloc[0]) if len(told) and told.iloc[0] else ""


def _sizes(tables: Tables) -> dict[str, int]:
    """Runs behind the bands: those that the table itself states, or else those of all tables."""
    days = tables["days"]
    own = {"n_draws", "n_reps"} <= set(days.columns)
    return sizes({"design": days}) if own else sizes(tables)


def _lanes(kept: pd.DataFrame, shown: list[str]) -> list[float]:
    """Places in a panel; votes have lanes of their own, without those who have no vote."""
    voters = set(kept.loc[kept["series"] == "vote", "subject"])
    lanes = {"threat": shown, "vote": [state for state in shown if state in voters]}
    pairs = zip(kept["series"], kept["subject"], strict=True)
    return [float(lanes[series].index(subject)) if series in lanes else float("nan") for series, subject in pairs]


def _count(data: pd.DataFrame, series: str) -> int:
    lanes = data.loc[data["series"] == series, "lane"]
    return 1 if lanes.empty else int(lanes.max()) + 1


def _heights(data: pd.DataFrame, dates: pd.DataFrame) -> list[float]:
    """Heights of the five panels, in cm."""
    lanes = MEMBER_CM * _count(data, "threat"), VOTER_CM * _count(data, "vote") + 0.3
    return [LINE_CM * height(dates), PANEL_CM, *lanes, PANEL_CM]


def _draw_curve(axes: Axes, rows: pd.DataFrame, title: str) -> None:
    axes.fill_between(rows["day"], rows["p05"], rows["p95"], color=SKY, alpha=0.5, linewidth=0)
    axes.plot(rows["day"], rows["one_run"], color=BLUE, linewidth=1.4)
    _name(axes, title)
    axes.set_ylim(0, max(1.0, float(rows["p95"].max()), float(rows["one_run"].max())) * 1.05)
    axes.grid(axis="y", color=PALE, linewidth=0.5)


def _draw_threats(axes: Axes, rows: pd.DataFrame) -> None:
    """A lane for each state: its floor is no threat, the floor above is a threat of 1."""
    for _, lane in rows.groupby("lane"):
        floor = float(lane["lane"].iloc[0])
        up = {column: floor - ROOM * lane[column] for column in ("one_run", "p05", "p95")}
        axes.axhline(floor, color=PALE, linewidth=0.5)
        axes.fill_between(lane["day"], up["p05"], up["p95"], color=SKY, alpha=0.5, linewidth=0)
        axes.plot(lane["day"], up["one_run"], color=BLUE, linewidth=1.2)
    _label_lanes(axes, rows, offset=ROOM / 2)
    axes.set_ylim(rows["lane"].max() + 0.15, -0.95)
    _name(axes, "Perceived threat (each lane from 0 to 1)")


def _draw_votes(axes: Axes, rows: pd.DataFrame) -> None:
    for vote, (marker, colour, word) in VOTES.items():
        cast = rows[rows["one_run"] == vote]
        size = 6 if marker == "." else 4
        axes.plot(cast["day"], cast["lane"], marker, color=colour, markersize=size, linestyle="", label=word)
    _label_lanes(axes, rows, offset=0.0)
    axes.set_ylim((0 if rows.empty else rows["lane"].max()) + 0.7, -0.7)
    _name(axes, "Votes on force in this run" if len(rows) else "Votes on force in this run: no sitting")


def _draw_helps(axes: Axes, rows: pd.DataFrame) -> None:
    _draw_curve(axes, rows, "Troops in place, whoever sent them (part of the need)")
    axes.set_xlabel("days from the onset")


def _name(axes: Axes, title: str) -> None:
    axes.set_title(title, loc="left", pad=3)


def _label_lanes(axes: Axes, rows: pd.DataFrame, offset: float) -> None:
    lanes = rows.drop_duplicates("lane").sort_values("lane")
    axes.set_yticks(lanes["lane"] - offset, list(lanes["label"]))
    axes.tick_params(axis="y", length=0)


def _close(figure: Figure, panels: dict[str, Axes], data: pd.DataFrame) -> None:
    first, shown = data.iloc[0], _count(data, "threat")
    panels["help"].set_xlim(-0.01 * first["last_day"], first["last_day"])
    whose = f"Dates and votes: {first['organization_name']}. " if first["organization_name"] else ""
    few = f" The {shown} most threatened of {first['states']} states." if first["states"] > shown else ""
    frame(
        figure,
        f"{first['crisis_name']}: the days of one run, in-sample",
        f"{whose}Bands: runs of {sample(first['n_draws'], first['n_reps'])}, coded ranges and chance together.{few}",
        _handles(panels["vote"]),
        ncols=4,
    )


def _handles(votes: Axes) -> list[Artist]:
    dates = [
        Line2D([], [], color=colour, linestyle=line, linewidth=0.8, label=f"dates, {SOURCE_NAMES[source]}")
        for source, (colour, line) in LOOKS.items()
    ]
    band = Patch(facecolor=SKY, alpha=0.5, label=f"5{DASH}95 % of runs")
    return [Line2D([], [], color=BLUE, label="this run"), band, *dates, *votes.get_legend_handles_labels()[0]]
