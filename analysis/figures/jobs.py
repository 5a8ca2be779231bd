"""The jobs of a multirun side by side: each organization's chance of force, a panel for each crisis."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures.names import Tables, names_of
from analysis.figures.style import MARKERS, NORMAL, PALE, SERIES, frame, page, printed, sample, wrapped

PANEL_CM, HEAD_CM, LINE_CM = 3.6, 3.6, 0.35
ASIDE = 0.6
"""Part of the room between two jobs over which organizations stand side by side."""


def jobs_data(tables: Tables) -> pd.DataFrame:
    """Dots, one row per crisis, organization and job of one theory.

    From `jobs` (the likelihood tables of all jobs, with job and job_label) and `names`. Adds panel (the crisis'
    place), series (the organization's place), x (the job's place, organizations a little aside), crisis_name,
    organization_name, theory_name.
    """
    names, table = names_of(tables), tables["jobs"]
    crises = names.ordered("crisis", table["crisis"])
    organizations = names.ordered("organization", table["organization"])
    jobs = list(dict.fromkeys(table["job"]))
    data = table.assign(
        panel=[crises.index(str(key)) for key in table["crisis"]],
        series=[organizations.index(str(key)) for key in table["organization"]],
        place=[jobs.index(job) for job in table["job"]],
        **{
            f"{kind}_name": [names.name(kind, key) for key in table[kind]]
            for kind in ("crisis", "organization", "theory")
        },
    )
    several = max(1, len(organizations) - 1)
    data["x"] = data["place"] + ASIDE * (data["series"] - (len(organizations) - 1) / 2) / several
    return data.sort_values(["panel", "series", "place"], ignore_index=True)


def jobs_page(data: pd.DataFrame) -> Figure:
    """A page with a panel below the other for each crisis, and room for the jobs' labels."""
    lines = max(str(label).count("\n") + 1 for label in data["job_label"])
    return page(HEAD_CM + PANEL_CM * (int(data["panel"].max()) + 1) + LINE_CM * lines)


@printed
def plot_jobs(data: pd.DataFrame, figure: Figure) -> list[Axes]:
    """Draw a panel per crisis: dots p_force, thick lines from replications, thin lines over coded ranges."""
    many = int(data["panel"].max()) + 1
    panels: list[Axes] = list(figure.subplots(many, 1, sharex=True, sharey=True, squeeze=False).ravel())
    for axes, (_, rows) in zip(panels, data.groupby("panel"), strict=True):
        _draw_panel(axes, rows)
    jobs = data.drop_duplicates("place").sort_values("place")
    panels[-1].set_xticks(jobs["place"], [wrapped_label(label) for label in jobs["job_label"]])
    shown = {
        label: handle for axes in panels for handle, label in zip(*axes.get_legend_handles_labels(), strict=True)
    }
    frame(figure, "Chance of force (p_force) over the jobs of a multirun", _caption(data), list(shown.values()), 4)
    return panels


def wrapped_label(label: object) -> str:
    """Each override of a job on lines of its own."""
    return "\n".join(wrapped(part, 18) for part in str(label).split("\n"))


def _draw_panel(axes: Axes, rows: pd.DataFrame) -> None:
    for series, dots in rows.groupby("series"):
        colour, marker = SERIES[int(str(series)) % len(SERIES)], MARKERS[int(str(series)) % len(MARKERS)]
        axes.vlines(dots["x"], dots["coding_low"], dots["coding_high"], color=colour, linewidth=0.7)
        axes.vlines(dots["x"], dots["mc_low"], dots["mc_high"], color=colour, linewidth=2.6)
        name = dots["organization_name"].iloc[0]
        axes.plot(dots["x"], dots["p_force"], marker, color=colour, markersize=3.5, label=name, clip_on=False)
    axes.set_title(wrapped(str(rows["crisis_name"].iloc[0]), 60), loc="left", size=NORMAL)
    axes.set_ylim(-0.03, 1.03)
    axes.set_yticks([0, 0.5, 1], ["0", ".5", "1"])
    axes.grid(axis="y", color=PALE, linewidth=0.5)


def _caption(data: pd.DataFrame) -> str:
    runs = data[["n_draws", "n_reps"]].drop_duplicates()
    first = data.iloc[0]
    told = f"; {sample(first['n_draws'], first['n_reps'])}" if len(runs) == 1 else ""
    return (
        f"Theory: {first['theory_name']}, in-sample{told}. Thick lines: 90 % interval from replications; thin lines: "
        "5th to 95th percentile over coded ranges. Organizations stand side by side at each job."
    )
