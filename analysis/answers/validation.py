"""What the record says of theories, and what would flip each decision."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from analysis.answers.wording import Headline, Tables, against, cell, lowest
from analysis.baselines import forecast_label
from analysis.evidence_of_theories import NO_DIFFERENCE, NONE
from analysis.figures.names import Names
from analysis.labels import path_label


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
            f"{cells} cells are few: over resampled cells (90 %) the lead stays at {NO_DIFFERENCE:g} or more only "
            f"over {', '.join(names.name('theory', one) for one in firm) or 'none of them'}."
        )
    yield from _without(table[table["kind"] == "without"])
    baselines = table[table["kind"] == "baseline"]
    if len(baselines):
        top = lowest(baselines, "brier")
        yield (
            f"The best baseline, {forecast_label(top['forecast'])}, has a Brier score of {top['brier']:.3f}"
            f"{against(top['brier'], best['brier'], 'the best theory')}; its log-evidence is "
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


def _listed(rows: pd.DataFrame, lead: pd.Series, names: Names) -> str:
    parts = [f"{names.name('theory', rows.loc[place, 'forecast'])} {lead[place]:.1f}" for place in rows.index]
    return ", ".join(parts) or "none"


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
        by = f"{label}, by {row['change']:.2f} of its range"
        alone = row["n_flip_alone"]
        if alone == 1:
            return f"one of {row['n_numbers']} numbers flips it alone: {by}"
        return f"{alone} of {row['n_numbers']} numbers flip it alone, most easily {by}"
    if row["n_choices_flip"]:
        return f"no number flips it alone, {row['n_choices_flip']} of {row['n_choices']} other choices do"
    if row["n_pairs_needed"]:
        pair = " with ".join(path_label(row[end], names) for end in ("pair_a", "pair_b"))
        several = row["n_pairs_needed"]
        if several == 1:
            return f"no number flips it alone; one pair does, {pair}"
        return f"no number flips it alone; {several} pairs do, most easily {pair}"
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
