"""The answer of an experiment in a sentence or a few, made from its tables: no number is here that is not there."""

from collections.abc import Callable, Iterator

from analysis.answers.assumptions import discovery, sensitivity
from analysis.answers.attribution import attribution
from analysis.answers.councils import voting_power
from analysis.answers.prospects import prospects
from analysis.answers.replay import compare, likelihood, trace
from analysis.answers.sweeps import sweep, transplant
from analysis.answers.unseen import out_of_sample
from analysis.answers.validation import evidence, flips, patterns
from analysis.answers.wording import Headline, Tables
from analysis.figures.names import Names

__all__ = ["ANSWERS", "answers"]

type Answer = Callable[[Tables, Names, Headline], Iterator[str]]

ANSWERS: dict[str, Answer] = {
    "evidence": evidence,
    "out_of_sample": out_of_sample,
    "flip_cells": flips,
    "prospects": prospects,
    "voting_power": voting_power,
    "compare": compare,
    "transplant": transplant,
    "shapley": attribution,
    "morris": sensitivity,
    "boxes": discovery,
    "likelihood": likelihood,
    "sweep": sweep,
    "trace": trace,
    "patterns": patterns,
}
"""What is said of a table; of several that are there the first one speaks."""


def answers(tables: Tables, names: Names, headline: Headline) -> list[str]:
    """Sentences from the first table that has any, the main one first; none for an unknown kind of results."""
    for name, answer in ANSWERS.items():
        if name in tables and len(tables[name]):
            return list(answer(tables, names, headline))
    return []
