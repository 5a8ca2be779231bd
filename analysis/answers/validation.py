"""What the record says of theories, what the model says of crises that it has not seen, and what would flip it."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from analysis.answers.wording import Headline, Tables, cell, lowest
from analysis.baselines import forecast_label
from analysis.figures.names import Names
from analysis.labels import path_label

MAIN_SCHEME = "crisis"
"""Which of the ways to leave out is told: one crisis at a time, and the first of the cutoffs."""

_APART = 2.0
"""Differences in log-evidence below this are none."""


def evidence(tables: Tables, names: Names, headline: Headline) -> Iterator[str]:
    """The best theory, those that cannot be told from it, and those that are behind."""
    table = tables["evidence"]
    rivals = table[table["kind"] == "theory"].sort_values("log_evidence", ascending=False, kind="stable")
    best, cells = rivals.iloc[0], int(rivals["n_cells"].iloc[0])
    lead = rivals["log_evidence"].iloc[0] - rivals["log_evidence"]
    close, behind = rivals[(lead > 0) & (lead < _APART)], rivals[lead >= _APART]
    low, high = best["log_evidence_draws_low"], best["log_evidence_draws_high"]
    yield (
        f"{names.name('theory', best['forecast'])} fits the record best: log-evidence {best['log_evidence']:.1f} "
        f"({low:.1f} to {high:.1f} over draws) on {cells} live cells, Brier score {best['brier']:.3f}."
    )
    yield f"Not told apart from it (less than {_APART:g} behind): {_listed(close, lead, names)}."
    yield f"Behind: {_listed(behind, lead, names)}."
    without = table[table["kind"] == "without"]
    if len(without):
        same = [forecast_label(name) for name in without.loc[without["verdict"] == "none", "forecast"]]
        yield f"Taken out of the first theory, these mechanisms make no difference: {', '.join(same) or 'none'}."
    baselines = table[table["kind"] == "baseline"]
    if len(baselines):
        top = lowest(baselines, "brier")
        yield (
            f"The best baseline, {forecast_label(top['forecast'])}, has a Brier score of {top['brier']:.3f}"
            f"{_against(top['brier'], best['brier'], 'the best theory')}."
        )


def _against(score: float, other: float, what: str) -> str:
    """Whether a baseline does better, which must not be hidden."""
    return f": better than {what}" if score < other else ""


def _listed(rows: pd.DataFrame, lead: pd.Series, names: Names) -> str:
    parts = [f"{names.name('theory', rows.loc[place, 'forecast'])} {lead[place]:.1f}" for place in rows.index]
    return ", ".join(parts) or "none"


def out_of_sample(tables: Tables, names: Names, headline: Headline) -> Iterator[str]:
    """The scores of prior and calibrated forecasts where one crisis at a time is left out, and the best baseline."""
    table = tables["out_of_sample"]
    table = table[table["scheme"] == MAIN_SCHEME]
    coded = table[table["coding"] == "coded"]
    prior = coded[coded["forecast"] == "prior"].iloc[0]
    told = coded[coded["forecast"] == "calibrated"].iloc[0]
    yield (
        f"One crisis left out at a time, {prior['n_cells']:.0f} live cells of which {prior['n_informative']:.0f} are "
        f"informative: Brier score {prior['brier']:.3f} before calibration and {told['brier']:.3f} after; "
        f"calibration adds {told['gain_brier']:+.3f} ({told['gain_brier_low']:+.3f} to "
        f"{told['gain_brier_high']:+.3f} over cells; a fall of the score counts as a gain)."
    )
    for coding, what in (
        ("baseline", "The best baseline, {}, has"),
        ("blind", "With dyads coded by rule the prior has"),
        ("placebo", "With codes shuffled across crises the prior has, on average,"),
    ):
        rows = table[(table["coding"] == coding) & (table["forecast"] != "calibrated")]
        if len(rows):
            top = lowest(rows, "brier")
            against = _against(top["brier"], told["brier"], "the calibrated model") if coding == "baseline" else ""
            yield f"{what.format(forecast_label(top['forecast']))} {top['brier']:.3f}{against}."
    yield from _kept(tables)
    yield from _constrained(tables)


def _kept(tables: Tables) -> Iterator[str]:
    if "survivors" in tables:
        kept = tables["survivors"]
        kept = kept[(kept["scheme"] == MAIN_SCHEME) & (kept["cutoff"] == kept["cutoff"].iloc[0])]
        low, high, drawn = int(kept["kept"].min()), int(kept["kept"].max()), int(kept["n_sets"].max())
        yield f"Of {drawn} sets of assumptions {low} to {high} are kept, depending on the crisis that is left out."


def _constrained(tables: Tables) -> Iterator[str]:
    if "constrained" in tables:
        table = tables["constrained"]
        told = int((table["constrained"].astype(str) == "True").sum())
        yield f"The record says something of {told} of {len(table)} drawn assumptions; of the others it says nothing."


def flips(tables: Tables, names: Names, headline: Headline) -> Iterator[str]:
    """In how many cells one assumption or a pair flips the decision; and the easiest flip of headline cells."""
    table = tables["flip_cells"]
    alone = table["n_flip_alone"] + table["n_choices_flip"] > 0
    pairs = ~alone & (table["n_pairs_needed"] > 0)
    yield (
        f"Of {len(table)} cells, one assumption within its coded range moves the chance of force across one half in "
        f"{int(alone.sum())}, only two together do in {int(pairs.sum())}, and nothing in range flips "
        f"{int((~alone & ~pairs).sum())}."
    )
    for row in table.to_dict("records"):
        if headline.get(row["crisis"]) == row["organization"]:
            yield f"{cell(row, names)}, {row['p_coded']:.2f} as coded: {_easiest(row, names)}."


def _easiest(row: Any, names: Names) -> str:
    if not pd.isna(row["easiest"]):
        label = path_label(row["easiest"], names)
        return (
            f"{row['n_flip_alone']} numbers flip it alone, most easily {label}, by {row['change']:.2f} of its range"
        )
    if row["n_choices_flip"]:
        return f"{row['n_choices_flip']} choices flip it"
    if row["n_pairs_needed"]:
        pair = " with ".join(path_label(row[end], names) for end in ("pair_a", "pair_b"))
        return f"no number flips it alone; {row['n_pairs_needed']} pairs do, most easily {pair}"
    return "nothing in range flips it"


def patterns(tables: Tables, names: Names, headline: Headline) -> Iterator[str]:
    """How many documented patterns hold under each theory."""
    table = tables["patterns"]
    judged = table[table["holds"].notna()]
    counts = [
        f"{names.name('theory', theory)} {int(rows['holds'].astype(bool).sum())} of {len(rows)}"
        for theory, rows in judged.groupby("theory", sort=False)
    ]
    yield f"Documented patterns that hold: {'; '.join(counts)}."
    by_pattern = judged.groupby("pattern", sort=False)["holds"]
    every, none = by_pattern.all(), by_pattern.any()
    yield f"{int(every.sum())} of {len(every)} patterns hold under every theory, {int((~none).sum())} under none."
