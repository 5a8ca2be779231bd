"""Forms of the tables of screening and of boxes of assumptions."""

import pandas as pd

from analysis.figures.names import Names
from analysis.labels import path_label
from analysis.report.forms.common import CELL, Headline, several
from analysis.report.sheets import Column, Sheet, share, sheet, span, whole, word

FIRST = 8
"""Assumptions of each cell that are shown."""

ASSUMPTION = Column("assumption", lambda row, names: path_label(row["path"], names), number=False)


def morris(table: pd.DataFrame, names: Names, headline: Headline) -> Sheet:
    """The assumptions of each cell that move it most."""
    ranked = table.sort_values("mu_star", ascending=False, kind="stable")
    shown = ranked.groupby(["theory", "crisis"], sort=False).head(FIRST).sort_index()
    stands_out = [("yes" if matters else "no") for matters in shown["matters"]]
    columns = [
        *CELL,
        *several(table, "theory"),
        ASSUMPTION,
        word("moved_over", "moved over"),
        share("mu_star", "mu*"),
    ]
    columns += [
        span("mu_star_low", "mu_star_high", "90 %"),
        share("sigma"),
        share("noise"),
        word("out", "stands out"),
    ]
    note = f"mu*: mean absolute effect on the chance of force (Morris); the first {FIRST} of each cell."
    return sheet("Screening", shown.assign(out=stands_out), columns, names, note=note)


def sobol(table: pd.DataFrame, names: Names, headline: Headline) -> Sheet:
    """Sobol' indices of the assumptions that stand out."""
    found = [("yes" if one else "not from 0") for one in table["total_found"]]
    columns = [*CELL, *several(table, "theory"), ASSUMPTION, share("first"), span("first_low", "first_high", "90 %")]
    columns += [
        share("total"),
        span("total_low", "total_high", "90 %"),
        word("found", "told apart"),
        whole("n_base", "N"),
    ]
    note = "Share of the variance of the chance of force due to the assumption alone (first) and with others (total)."
    return sheet("Sobol' indices", table.assign(found=found), columns, names, note=note)


def boxes(table: pd.DataFrame, names: Names, headline: Headline) -> Sheet:
    """The boxes of assumptions in which help comes."""
    columns = [
        *CELL,
        *several(table, "theory"),
        word("method"),
        Column("where", lambda row, _: str(row["rule"]), False),
    ]
    columns += [share("density", "help comes in"), span("density_low", "density_high", "90 %")]
    columns += [share("coverage", "of all help"), share("base_rate", "anywhere"), whole("n_inside", "draws")]
    draws = int(table["n_draws"].max())
    note = f"{draws} draws of all assumptions; help comes where the chance of force is at least one half."
    return sheet("Boxes in which help comes", table, columns, names, note=note)
