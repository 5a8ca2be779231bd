"""What a larger council costs: force and the council's yes by further members, decision rule and variety."""

from collections.abc import Iterator, Mapping
from functools import partial

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures.drawing import Job, at_home, draw_rules, theories
from analysis.figures.names import Tables, names_of, of_theory
from analysis.figures.style import (
    NORMAL,
    basis,
    frame,
    page,
    printed,
    wrapped,
)

RULE, MEMBERS, HETEROGENEITY, SAMPLE = "rule", "members", "heterogeneity", "sample"
"""Factors of the sweep: columns of its table; a sweep without samples has one."""

FACTORS = (RULE, MEMBERS, HETEROGENEITY)
MEASURES = {"p_force": "force", "p_council": "council's yes"}
ROW_CM, HEAD_CM = 3.0, 4.4
_ASIDE = 0.012
"""How far the lines stand aside of each other, as a part of the axis."""


def jobs(tables: Tables, headline: Mapping[str, str]) -> Iterator[Job]:
    """A figure for each theory, if the sweep has the factors."""
    if "sweep" not in tables or not set(FACTORS) <= set(tables["sweep"].columns):
        return
    shown = {**tables, "sweep": at_home(tables["sweep"], headline)}
    for theory, suffix in theories(shown["sweep"]):
        yield f"enlargement{suffix}", partial(_enlargement, shown, theory)


def _enlargement(tables: Tables, theory: str) -> Figure:
    data = enlargement_data(tables, theory)
    plot_enlargement(data, figure := enlargement_page(data))
    return figure


def enlargement_data(tables: Tables, theory: str | None = None) -> pd.DataFrame:
    """One row per cell, measure, heterogeneity, rule and number of members.

    From `sweep` (with columns rule, members, heterogeneity, and perhaps sample) and `names`. Gives p (mean over
    samples of invented members), low and high (lowest and highest sample), coding_low and coding_high (means over
    samples; of p_force only), half (half the 90 % interval of p_force from replications, mean over samples),
    n_samples; the places row, column and line, and their names.
    """
    names, table = names_of(tables), of_theory(tables["sweep"], theory)
    table = table.assign(half=(table["mc_high"] - table["mc_low"]) / 2)
    keys = ["crisis", "organization", "theory", "n_draws", "n_reps", *FACTORS]
    found = []
    for measure, told in MEASURES.items():
        samples = table.assign(p=table[measure]).groupby(keys, sort=False)
        rows = samples.agg(
            p=("p", "mean"),
            low=("p", "min"),
            high=("p", "max"),
            coding_low=("coding_low", "mean"),
            coding_high=("coding_high", "mean"),
            half=("half", "mean"),
            n_samples=("p", "size"),
        ).reset_index()
        if measure != "p_force":
            rows[["coding_low", "coding_high"]] = float("nan")
        found.append(rows.assign(measure=measure, measure_name=told))
    data = pd.concat(found, ignore_index=True)
    cells = list(dict.fromkeys(zip(table["crisis"], table["organization"], strict=True)))
    rules, levels = list(dict.fromkeys(table[RULE])), sorted(table[HETEROGENEITY].unique())
    place = [cells.index(cell) for cell in zip(data["crisis"], data["organization"], strict=True)]
    data = data.assign(
        row=[len(MEASURES) * k + list(MEASURES).index(m) for k, m in zip(place, data["measure"], strict=True)],
        column=[levels.index(level) for level in data[HETEROGENEITY]],
        line=[rules.index(rule) for rule in data[RULE]],
        rule_name=data[RULE].astype(str).str.replace("_", " "),
        **{
            f"{kind}_name": [names.name(kind, k) for k in data[kind]] for kind in ("crisis", "organization", "theory")
        },
    )
    data["x"] = data[MEMBERS] + (data["line"] - (len(rules) - 1) / 2) * _ASIDE * data[MEMBERS].max()
    return data.sort_values(["row", "column", "line", MEMBERS], ignore_index=True)


def enlargement_page(data: pd.DataFrame) -> Figure:
    """A page with two rows of panels for each cell."""
    return page(HEAD_CM + ROW_CM * (int(data["row"].max()) + 1))


@printed
def plot_enlargement(data: pd.DataFrame, figure: Figure) -> list[Axes]:
    """Draw small multiples: crises and measures down, heterogeneity across, a line for each decision rule."""
    shape = int(data["row"].max()) + 1, int(data["column"].max()) + 1
    grid = figure.subplots(*shape, sharex=True, sharey=True, squeeze=False)
    for _, points in data.groupby(["row", "column"]):
        first = points.iloc[0]
        row, column = int(first["row"]), int(first["column"])
        axes: Axes = grid[row, column]
        draw_rules(axes, points, "p", "low", "high")
        if row == 0:
            axes.set_title(f"heterogeneity {first[HETEROGENEITY]:g}", size=NORMAL)
        if column == 0:
            parts = (first["crisis_name"], first["organization_name"], first["measure_name"])
            label = "\n".join(wrapped(str(part), 16) for part in parts)
            axes.set_ylabel(label, rotation=0, ha="right", va="center", size=NORMAL)
        if row == shape[0] - 1:
            axes.set_xlabel("further members")
    _close(figure, grid[0, 0], data)
    return list(grid.ravel())


def _close(figure: Figure, axes: Axes, data: pd.DataFrame) -> None:
    first = data.iloc[0]
    handles, _ = axes.get_legend_handles_labels()
    samples = int(first["n_samples"])
    frame(
        figure,
        "Chance of force, and of a council's yes, as invented members join",
        f"{basis(first)} Means over {samples} sample{'s' if samples > 1 else ''} of invented members, which are like "
        "the organization's ordinary members up to the heterogeneity. Thick lines: lowest to highest sample; thin "
        "lines: 5th to 95th percentile over coded ranges (of force). The 90 % interval of force from replications is "
        f"at most {data['half'].max():.3f} to either side.",
        handles,
        ncols=4,
    )
