"""What the record says of theories, what the model says of crises that it has not seen, and what would flip it."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from analysis.answers.wording import Headline, Tables, cell, lowest
from analysis.baselines import forecast_label
from analysis.evidence_of_theories import NO_DIFFERENCE, NONE
from analysis.figures.names import Names
from analysis.labels import label_of_any, path_label
from analysis.matching import FEW

MAIN_SCHEME = "crisis"
"""Which of the ways to leave out is told: one crisis at a time, and the first of the cutoffs."""

MOST_PAIRS = 3
"""Pairs of assumptions that are named among those that the record cannot tell apart."""

def evidence(tables: Tables, names: Names, headline: Headline) -> Iterator[str]:
    """The best theory, those that cannot be told from it, and those that are behind."""
    table = tables["evidence"]
    rivals = table[table["kind"] == "theory"].sort_values("log_evidence", ascending=False, kind="stable")
    best, cells = rivals.iloc[0], int(rivals["n_cells"].iloc[0])
    lead = rivals["log_evidence"].iloc[0] - rivals["log_evidence"]
    close, behind = rivals[(lead > 0) & (lead < NO_DIFFERENCE)], rivals[lead >= NO_DIFFERENCE]
    low, high = best["log_evidence_draws_low"], best["log_evidence_draws_high"]
    yield (
        f"{names.name('theory', best['forecast'])} fits the record best: log-evidence {best['log_evidence']:.1f} "
        f"({low:.1f} to {high:.1f} over draws) on {cells} live cells, Brier score {best['brier']:.3f}."
    )
    yield f"Not told apart from it (less than {NO_DIFFERENCE:g} behind): {_listed(close, lead, names)}."
    yield f"Behind: {_listed(behind, lead, names)}."
    if len(behind) and "theory_pairs" in tables:
        firm = _firmly_behind(tables["theory_pairs"], str(best["forecast"]))
        yield (
            f"{cells} cells are few: over resampled cells (90 %) the lead stays at {NO_DIFFERENCE:g} or more only over "
            f"{', '.join(names.name('theory', one) for one in firm) or 'none of them'}."
        )
    yield from _without(table[table["kind"] == "without"])
    baselines = table[table["kind"] == "baseline"]
    if len(baselines):
        top = lowest(baselines, "brier")
        yield (
            f"The best baseline, {forecast_label(top['forecast'])}, has a Brier score of {top['brier']:.3f}"
            f"{_against(top['brier'], best['brier'], 'the best theory')}; its log-evidence is "
            f"{top['log_evidence']:.1f}."
        )


def _firmly_behind(pairs: pd.DataFrame, best: str) -> list[str]:
    """Theories that the best one leads by enough at both ends of the interval over cells."""
    ahead = pairs[(pairs["theory_a"] == best) & (pairs["cells_low"] >= NO_DIFFERENCE)]
    after = pairs[(pairs["theory_b"] == best) & (pairs["cells_high"] <= -NO_DIFFERENCE)]
    return [*ahead["theory_b"], *after["theory_a"]]


def _without(table: pd.DataFrame) -> Iterator[str]:
    """Which mechanisms of the first theory the record tells nothing of, and which it does."""
    same, told = table[table["verdict"] == NONE], table[table["verdict"] != NONE]
    if len(same):
        yield (
            f"The record cannot tell which of these is at work: {_changes(same)}; each alone, taken out of the first "
            f"theory, changes its log-evidence by less than {NO_DIFFERENCE:g}."
        )
    if len(told):
        yield f"Taken out of the first theory, these change its log-evidence by more: {_changes(told)}."


def _changes(rows: pd.DataFrame) -> str:
    """Mechanisms, each with the change of log-evidence that taking it out makes."""
    return ", ".join(
        f"{forecast_label(name)} ({-behind:+.1f})"
        for name, behind in zip(rows["forecast"], rows["behind"], strict=True)
    )


def _against(score: float, other: float, what: str) -> str:
    """Whether a baseline does better, which must not be hidden."""
    return f": better than {what}" if score < other else ""


def _listed(rows: pd.DataFrame, lead: pd.Series, names: Names) -> str:
    parts = [f"{names.name('theory', rows.loc[place, 'forecast'])} {lead[place]:.1f}" for place in rows.index]
    return ", ".join(parts) or "none"


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
    yield from _families(every[every["coding"] == "coded"], told["cutoff"])
    yield from _without_another(tables, names)
    yield from _kept(tables)
    yield from _constrained(tables, names)


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


def _without_another(tables: Tables, names: Names) -> Iterator[str]:
    """Cells with force whose organization is left without one among the crises that calibrate."""
    if "predictions" not in tables:
        return
    table = tables["predictions"]
    main = (table["scheme"] == MAIN_SCHEME) & (table["coding"] == "coded")
    table = table[main & (table["cutoff"] == table["cutoff"].iloc[0])]
    for row in table[table["outcome"] == 1].to_dict("records"):
        others = table[(table["organization"] == row["organization"]) & (table["crisis"] != row["crisis"])]
        if len(others) and not others["outcome"].any():
            yield (
                f"{cell(row, names)}: the other {len(others)} cells of this organization are without force; left out, "
                f"it has a chance of {row['prior']:.2f} before calibration and {row['calibrated']:.2f} "
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
            f"All live cells together say something of {told} of {len(table)} drawn assumptions, and narrow no range by "
            f"more than {max(0.0, table['narrowing'].max()):.0%}; of the other {len(table) - told} the record says nothing."
        )
    if "traded" in tables:
        pairs = tables["traded"]
        pairs = pairs[pairs["traded"].astype(str) == "True"]
        parts = [
            f"{label_of_any(row['path_a'], names)} and {label_of_any(row['path_b'], names)} ({row['correlation']:+.2f})"
            for row in pairs.head(MOST_PAIRS).to_dict("records")
        ]
        yield (
            f"It cannot tell apart {len(pairs)} pairs of the assumptions that it moves most, of which one can make up "
            f"for the other{', above all ' if parts else ''}{'; '.join(parts)}."
        )


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
