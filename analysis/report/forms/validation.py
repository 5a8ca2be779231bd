"""Forms of the tables of theories held to the record, of forecasts of unseen crises, and of flips."""

import pandas as pd

from analysis.baselines import forecast_label
from analysis.evidence_of_theories import THEORY
from analysis.figures.names import Names
from analysis.labels import path_label
from analysis.matching import FEW
from analysis.report.forms.common import CELL, Headline, several
from analysis.report.sheets import Column, Row, Sheet, change, empty, interval, share, sheet, span, whole, word
from analysis.sets import LIVE

_SCORES = [
    column
    for score, heading in (("brier", "Brier"), ("log", "log"), ("rps", "RPS"))
    for column in (share(score, heading), span(f"{score}_cells_low", f"{score}_cells_high", "over cells"))
]
_SHOWN_SCHEME = "crisis"


def _forecast(row: Row, names: Names) -> str:
    name = str(row["forecast"])
    return names.name("theory", name) if row.get("kind") == THEORY else forecast_label(name)


def _cited(row: Row, names: Names) -> str:
    """The source in words, or its key."""
    return str(row["source"] if empty(row.get("citation")) else row["citation"])


def evidence(table: pd.DataFrame, names: Names, headline: Headline) -> Sheet:
    """Theories, the same without a mechanism, and baselines on the live cells."""
    columns = [Column("forecast", _forecast, number=False), word("kind"), share("log_evidence", "log-evidence")]
    columns += [span("log_evidence_draws_low", "log_evidence_draws_high", "over draws")]
    columns += [share("behind"), word("verdict", "difference"), *_SCORES]
    columns += [whole("patterns_held", "patterns"), whole("patterns_judged", "of")]
    note = (
        f"{table['n_cells'].max():.0f} live cells, in-sample. The lower a score, the better. behind: less "
        "log-evidence than the best theory, for a mechanism taken out than the first theory; differences below 2 are "
        "none. For log-evidence and log score chances are clipped to half a run. The baseline of the leading state "
        "is read from the runs of the first theory. Intervals: 5th to 95th percentile of resamples."
    )
    return sheet("Theories and baselines held to the record", table, columns, names, note=note)


def theory_cells(table: pd.DataFrame, names: Names, headline: Headline) -> Sheet:
    """Live cells under each theory, side by side."""
    live = table[table["status"] == LIVE]
    cells = live.drop_duplicates(["crisis", "organization"])
    of = {(row["crisis"], row["organization"], row["theory"]): row for row in live.to_dict("records")}

    def under(theory: str) -> Column:
        def text(row: Row, _: Names) -> str:
            one = of[row["crisis"], row["organization"], theory]
            return f"{one['p_force']:.2f} ({interval(one['draws_low'], one['draws_high'])})"

        return Column(names.name("theory", theory), text)

    columns = [*CELL, whole("outcome", "came"), *(under(theory) for theory in dict.fromkeys(live["theory"]))]
    note = "Chance of force, 5th to 95th percentile over draws; came: 1 where a force came in time. In-sample."
    return sheet("Live cells under each theory", cells, columns, names, note=note)


def theory_pairs(table: pd.DataFrame, names: Names, headline: Headline) -> Sheet:
    """Differences of log-evidence between any two theories."""

    def theory(key: str, heading: str) -> Column:
        return Column(heading, lambda row, names: names.name("theory", row[key]), number=False)

    shown = table.assign(apart=table["told_apart"].astype(str).map({"True": "yes", "False": "no"}))
    columns = [theory("theory_a", "theory"), theory("theory_b", "and"), change("difference")]
    columns += [span("draws_low", "draws_high", "over draws"), span("cells_low", "cells_high", "over cells")]
    columns += [word("apart", "told apart")]
    note = "Log-evidence of the one less that of the other; below 2 there is no difference. 90 % intervals."
    return sheet("Theories by twos", shown, columns, names, note=note)


def rates(table: pd.DataFrame, names: Names, headline: Headline) -> Sheet:
    """Published rates that serve as forecasts, with their sources."""
    columns = [
        Column("forecast", _forecast, number=False),
        share("probability"),
        Column("source", _cited, number=False),
    ]
    note = "How often states were found to honour their alliances in war; for calls within organizations, a loan."
    return sheet("Published rates among the baselines", table, columns, names, note=note)


def out_of_sample(table: pd.DataFrame, names: Names, headline: Headline) -> Sheet:
    """Scores of the main scheme; the whole table has all of them."""
    first = table["cutoff"].dropna().iloc[0]
    shown = table[(table["scheme"] == _SHOWN_SCHEME) & (table["cutoff"].isna() | (table["cutoff"] == first))]
    columns = [
        word("coding"),
        Column("forecast", _forecast, number=False),
        *_SCORES,
        change("gain_brier", "gain (Brier)", 3),
    ]
    columns += [span("gain_brier_low", "gain_brier_high", "over cells", 3)]
    columns += [span("brier_shuffles_low", "brier_shuffles_high", "Brier over shuffles")]
    note = (
        f"One crisis left out at a time, {table['n_cells'].max():.0f} live cells; sets of assumptions are kept whose "
        f"log-likelihood on the other crises is within {first:g} of the best. gain: how much lower than the prior's "
        "the score is, after calibration or without the mechanism. For the log score chances are clipped to half a "
        "run."
    )
    return sheet("Scores of forecasts of crises left out", shown, columns, names, note=note)


def predictions(table: pd.DataFrame, names: Names, headline: Headline) -> Sheet:
    """Each live cell before and after calibration on the other crises."""
    main = (table["scheme"] == _SHOWN_SCHEME) & (table["coding"] == "coded")
    main &= table["cutoff"] == table["cutoff"].iloc[0]
    columns = [*CELL, whole("outcome", "came"), share("prior"), span("prior_low", "prior_high", "over sets")]
    columns += [
        share("calibrated"),
        span("calibrated_low", "calibrated_high", "over sets"),
        whole("kept", "sets kept"),
    ]
    note = "came: 1 where a force came in time. Intervals: 5th to 95th percentile over sets of assumptions."
    return sheet("Each cell, left out", table[main], columns, names, note=note)


def survivors(table: pd.DataFrame, names: Names, headline: Headline) -> Sheet:
    """How many sets are kept when each thing is left out, by cutoff."""
    cutoffs = list(dict.fromkeys(table["cutoff"]))
    of = {(row["scheme"], str(row["left_out"]), row["cutoff"]): row for row in table.to_dict("records")}

    def within(cutoff: float) -> Column:
        def text(row: Row, _: Names) -> str:
            one = of[row["scheme"], str(row["left_out"]), cutoff]
            return f"{int(one['kept'])}{' few' if str(one['few']) == 'True' else ''}"

        return Column(f"kept within {cutoff:g}", text)

    def left_out(row: Row, names: Names) -> str:
        return "" if empty(row["left_out"]) else names.name(row["scheme"], row["left_out"]).replace("_", " ")

    columns = [word("scheme", "left out"), Column("which", left_out, number=False), *map(within, cutoffs)]
    columns += [share("best", "best log-likelihood")]
    note = (
        f"Of {table['n_sets'].max():.0f} sets, those whose log-likelihood on the rest is so near the best. "
        f"few: fewer than {FEW}, too few to read ranges from."
    )
    return sheet("Sets that are kept", table[table["cutoff"] == cutoffs[0]], columns, names, note=note)


def flip_cells(table: pd.DataFrame, names: Names, headline: Headline) -> Sheet:
    """What flips each decision most easily."""

    def labelled(key: str, heading: str) -> Column:
        return Column(heading, lambda row, names: _label(row[key], names), number=False)

    columns = [*CELL, *several(table, "theory"), share("p_coded", "as coded")]
    columns += [share("p_drawn", "mean over draws"), whole("n_flip_alone", "flip it alone")]
    columns += [whole("n_numbers", "of"), labelled("easiest", "most easily"), share("change", "by (of its range)")]
    columns += [whole("n_choices_flip", "choices"), whole("n_choices", "of")]
    columns += [whole("n_pairs_needed", "pairs needed")]
    columns += [labelled("pair_a", "one of the pair"), labelled("pair_b", "the other")]
    note = (
        "Numbers, choices and pairs of numbers that move the chance of force across one half within coded ranges, "
        "all else as coded. Pairs are of the numbers that move it most, each moved the same part of its way to one "
        "end; needed: neither flips it alone. mean over draws: all codes and weights drawn at once."
    )
    return sheet("What flips each decision", table, columns, names, note=note)


def _label(path: object, names: Names) -> str:
    return "" if empty(path) else path_label(str(path), names)
