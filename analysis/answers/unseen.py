"""What the model says of crises that it has not seen, and what the others say of its assumptions."""

from collections.abc import Iterator

import pandas as pd

from analysis.answers.wording import Headline, Tables, against, cell, highest, lowest
from analysis.baselines import forecast_label
from analysis.evidence_of_theories import NO_DIFFERENCE
from analysis.figures.names import Names
from analysis.labels import label_of_any
from analysis.matching import FEW

MAIN_SCHEME = "crisis"
"""Which of the ways to leave out is told: one crisis at a time, and the first of the cutoffs."""

MOST_PAIRS = 3
"""Pairs of assumptions that are named among those that the record cannot tell apart."""


def out_of_sample(tables: Tables, names: Names, headline: Headline) -> Iterator[str]:
    """The scores of prior and calibrated forecasts where one crisis at a time is left out, and the best baseline."""
    every = tables["out_of_sample"]
    table = every[every["scheme"] == MAIN_SCHEME]
    coded = table[table["coding"] == "coded"]
    prior = coded[coded["forecast"] == "prior"].iloc[0]
    told = coded[coded["forecast"] == "calibrated"].iloc[0]
    yield (
        f"One crisis left out at a time, {prior['n_cells']:.0f} live cells of which {prior['n_informative']:.0f} are "
        f"informative: Brier score {prior['brier']:.3f} before calibration and {told['brier']:.3f} after; "
        f"calibration adds {told['gain_brier']:+.3f} ({told['gain_brier_low']:+.3f} to "
        f"{told['gain_brier_high']:+.3f} over cells; a fall of the score counts as a gain), in log score "
        f"{told['gain_log']:+.3f} ({told['gain_log_low']:+.3f} to {told['gain_log_high']:+.3f}), in ranked "
        f"probability score {told['gain_rps']:+.3f} ({told['gain_rps_low']:+.3f} to {told['gain_rps_high']:+.3f})."
    )
    if told["gain_brier_low"] <= 0.0 <= told["gain_brier_high"]:
        yield "So calibration cannot be said to add anything to the prior."
    for coding, what in (
        ("baseline", "The best baseline, {}, has"),
        ("blind", "With dyads coded by rule the prior has"),
        ("placebo", "With codes shuffled across crises the prior has, on average,"),
    ):
        rows = table[(table["coding"] == coding) & (table["forecast"] != "calibrated")]
        if len(rows):
            top = lowest(rows, "brier")
            more = against(top["brier"], told["brier"], "the calibrated model") if coding == "baseline" else ""
            yield f"{what.format(forecast_label(top['forecast']))} {top['brier']:.3f}{more}."
    yield from _all_right(prior, tables)
    yield from _families(every[every["coding"] == "coded"], told["cutoff"])
    yield from _mechanisms(table[table["coding"] == "without"])
    yield from _wrong(tables, names)
    yield from _without_another(tables, names)
    yield from _forums(tables, names)
    yield from _kept(tables)
    yield from _constrained(tables, names)


def _all_right(prior: pd.Series, tables: Tables) -> Iterator[str]:
    """How rare it is to get every cell, with the codes and with those of another crisis."""
    if "placebos" in tables and len(tables["placebos"]):
        shuffled = tables["placebos"]["all_right"]
        yield (
            f"Every cell lies on its side of one half in {prior['all_right']:.1%} of the sets before calibration, "
            f"and in {shuffled.mean():.1%} of those with shuffled codes ({len(shuffled)} shuffles)."
        )


def _families(coded: pd.DataFrame, cutoff: float) -> Iterator[str]:
    """What calibration adds where cells are left out by families."""
    rows = coded[(coded["cutoff"] == cutoff) & (coded["scheme"] != MAIN_SCHEME)]
    parts = [
        f"every {row['scheme']} in turn {row['brier']:.3f} (gain {row['gain_brier']:+.3f}, "
        f"{row['gain_brier_low']:+.3f} to {row['gain_brier_high']:+.3f})"
        for row in rows.to_dict("records")
    ]
    if parts:
        yield f"Left out by families, calibrated: {'; '.join(parts)}."


def _mechanisms(rows: pd.DataFrame) -> Iterator[str]:
    """Of which mechanisms the record tells nothing, because the prior foretells as well without them."""
    if not len(rows):
        return
    change = rows["gain_log"] * rows["n_cells"]
    told = change.abs() >= NO_DIFFERENCE
    if not told.all():
        yield (
            "Why organizations stayed out the record cannot tell: taken out one at a time, "
            f"{_changes(rows[~told], change)} change the prior's log-likelihood of the record by less than "
            f"{NO_DIFFERENCE:g}."
        )
    if told.any():
        yield f"By more it changes without {_changes(rows[told], change)}."


def _changes(rows: pd.DataFrame, change: pd.Series) -> str:
    """Mechanisms, each with the change of the log-likelihood when it is taken out."""
    named = zip(rows["forecast"], change[rows.index], strict=True)
    return ", ".join(f"{forecast_label(name)} ({round(value, 1) + 0.0:+.1f})" for name, value in named)


def _main(tables: Tables) -> pd.DataFrame:
    """What is told of each live cell: of the coding, one crisis left out, the first cutoff."""
    table = tables["predictions"]
    main = (table["scheme"] == MAIN_SCHEME) & (table["coding"] == "coded")
    return table[main & (table["cutoff"] == table["cutoff"].iloc[0])]


def _wrong(tables: Tables, names: Names) -> Iterator[str]:
    """Cells that the calibrated forecast puts on the wrong side of one half."""
    if "predictions" not in tables:
        return
    table = _main(tables)
    missed = table[(table["calibrated"] >= 0.5) != (table["outcome"] == 1)]
    parts = [
        f"{cell(row, names)} ({row['calibrated']:.2f}, force {'came' if row['outcome'] else 'did not come'})"
        for row in missed.to_dict("records")
    ]
    yield (
        f"After calibration {len(missed)} of {len(table)} cells lie on the wrong side of one half: "
        f"{', '.join(parts) or 'none'}."
    )


def _forums(tables: Tables, names: Names) -> Iterator[str]:
    """How much it matters that each cell runs with its own organization alone in play."""
    if "forums" not in tables:
        return
    table = tables["forums"]
    row = highest(table.assign(change=(table["p_everyone"] - table["p_alone"]).abs()), "change")
    yield (
        "Each crisis was run with the organizations of its live cells alone, to which the host may turn; with every "
        f"organization in play ({row['n_sets']:.0f} sets) the chance differs most for {cell(row, names)}: "
        f"{row['p_everyone']:.2f} instead of {row['p_alone']:.2f}."
    )


def _without_another(tables: Tables, names: Names) -> Iterator[str]:
    """Cells with force whose organization is left without one among the crises that calibrate."""
    if "predictions" not in tables:
        return
    table = _main(tables)
    for row in table[table["outcome"] == 1].to_dict("records"):
        others = table[(table["organization"] == row["organization"]) & (table["crisis"] != row["crisis"])]
        if len(others) and not others["outcome"].any():
            yield (
                f"{cell(row, names)}: the other {len(others)} cells of this organization are without force; left "
                f"out, it has a chance of {row['prior']:.2f} before calibration and {row['calibrated']:.2f} "
                f"({row['calibrated_low']:.2f} to {row['calibrated_high']:.2f} over kept sets) after."
            )


def _kept(tables: Tables) -> Iterator[str]:
    if "survivors" in tables:
        kept = tables["survivors"]
        kept = kept[kept["scheme"] == MAIN_SCHEME]
        counts = [
            f"{int(rows['kept'].min())} to {int(rows['kept'].max())} within {cutoff:g} of the best"
            for cutoff, rows in kept.groupby("cutoff", sort=False)
        ]
        few = int((kept["few"].astype(str) == "True").sum())
        warned = (
            f"in {few} of {len(kept)} cases fewer than {FEW} are left, too few to read ranges from"
            if few
            else f"never fewer than {FEW}"
        )
        yield (
            f"Of {int(kept['n_sets'].max())} sets of assumptions are kept, depending on the crisis that is left out: "
            f"{', '.join(counts)}; {warned}."
        )


def _constrained(tables: Tables, names: Names) -> Iterator[str]:
    if "constrained" in tables:
        table = tables["constrained"]
        told = int((table["constrained"].astype(str) == "True").sum())
        yield (
            f"All live cells together say something of {told} of {len(table)} drawn assumptions, and narrow no "
            f"range by more than {max(0.0, table['narrowing'].max()):.0%}; of the other "
            f"{len(table) - told} the record says nothing."
        )
    if "traded" in tables:
        pairs = tables["traded"]
        pairs = pairs[pairs["traded"].astype(str) == "True"]
        ends = ("path_a", "path_b")
        parts = [
            f"{' and '.join(label_of_any(row[end], names) for end in ends)} ({row['correlation']:+.2f})"
            for row in pairs.head(MOST_PAIRS).to_dict("records")
        ]
        yield (
            f"Pairs of assumptions that the record cannot tell apart, because one can make up for the other: "
            f"{len(pairs)}{', above all ' if parts else ''}{'; '.join(parts)}."
        )
