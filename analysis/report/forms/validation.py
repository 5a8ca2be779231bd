"""Forms of the tables of theories held to the record, of forecasts of unseen crises, and of flips."""

import pandas as pd

from analysis.figures.names import Names
from analysis.labels import path_label
from analysis.report.forms.common import CELL, Headline, several
from analysis.report.sheets import Column, Row, Sheet, change, empty, share, sheet, span, whole, word

_SCORES = [
    column
    for score, heading in (("brier", "Brier"), ("log", "log"), ("rps", "RPS"))
    for column in (share(score, heading), span(f"{score}_cells_low", f"{score}_cells_high", "over cells"))
]
_SHOWN_SCHEME, _SHOWN_CUTOFF = "crisis", 2.0


def _forecast(row: Row, names: Names) -> str:
    return names.name("theory", row["forecast"]).replace("_", " ")


def evidence(table: pd.DataFrame, names: Names, headline: Headline) -> Sheet:
    """Theories, the same without a mechanism, and baselines on the live cells."""
    columns = [Column("forecast", _forecast, number=False), word("kind"), share("log_evidence", "log-evidence")]
    columns += [span("log_evidence_draws_low", "log_evidence_draws_high", "over draws"), word("verdict"), *_SCORES]
    columns += [whole("patterns_held", "patterns"), whole("patterns_judged", "of")]
    note = (
        f"{table['n_cells'].max():.0f} live cells, in-sample. The lower a score, the better; differences in "
        "log-evidence below 2 count as none. Intervals: 5th to 95th percentile of resamples."
    )
    return sheet("Theories and baselines held to the record", table, columns, names, note=note)


def out_of_sample(table: pd.DataFrame, names: Names, headline: Headline) -> Sheet:
    """Scores of the main scheme; the whole table has all of them."""
    shown = table[(table["scheme"] == _SHOWN_SCHEME) & (table["cutoff"].isna() | (table["cutoff"] == _SHOWN_CUTOFF))]
    columns = [word("coding"), word("forecast"), *_SCORES, change("gain_brier", "gain (Brier)", 3)]
    columns += [span("gain_brier_low", "gain_brier_high", "over cells", 3)]
    note = (
        f"One crisis left out at a time, {table['n_cells'].max():.0f} live cells; sets of assumptions are kept whose "
        "log-likelihood on the other crises is within 2 of the best. gain: what calibration adds to the prior."
    )
    return sheet("Scores of forecasts of crises left out", shown, columns, names, note=note)


def predictions(table: pd.DataFrame, names: Names, headline: Headline) -> Sheet:
    """Each live cell before and after calibration on the other crises."""
    main = (table["scheme"] == _SHOWN_SCHEME) & (table["cutoff"] == _SHOWN_CUTOFF) & (table["coding"] == "coded")
    columns = [*CELL, whole("outcome", "came"), share("prior"), span("prior_low", "prior_high", "over sets")]
    columns += [
        share("calibrated"),
        span("calibrated_low", "calibrated_high", "over sets"),
        whole("kept", "sets kept"),
    ]
    note = "came: 1 where a force came in time. Intervals: 5th to 95th percentile over sets of assumptions."
    return sheet("Each cell, left out", table[main], columns, names, note=note)


def flip_cells(table: pd.DataFrame, names: Names, headline: Headline) -> Sheet:
    """What flips each decision most easily."""

    def labelled(key: str, heading: str) -> Column:
        return Column(heading, lambda row, names: _label(row[key], names), number=False)

    columns = [*CELL, *several(table, "theory"), share("p_coded", "as coded"), whole("n_flip_alone", "flip it alone")]
    columns += [whole("n_numbers", "of"), labelled("easiest", "most easily"), share("change", "by (of its range)")]
    columns += [whole("n_choices_flip", "choices"), whole("n_pairs_needed", "pairs needed")]
    columns += [labelled("pair_a", "one of the pair"), labelled("pair_b", "the other")]
    note = "Numbers, choices and pairs of numbers that move the chance of force across one half within coded ranges."
    return sheet("What flips each decision", table, columns, names, note=note)


def _label(path: object, names: Names) -> str:
    return "" if empty(path) else path_label(str(path), names)
