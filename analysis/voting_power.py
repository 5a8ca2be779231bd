"""Voting power under every decision rule, beside how often a member's no in fact stopped force in the runs."""

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pandas as pd

from analysis.cells import cells, require
from analysis.intervals import estimate
from analysis.vocabulary import CELL
from analysis.voting_games import Game, power

COUNCIL = [*CELL, "rule"]
INDICES = ["shapley_shubik", "banzhaf", "penrose", "prevent"]
BLOCKS = ("objected", "pivotal")
COLUMNS = [
    *COUNCIL,
    "own_rule",
    "state",
    "leading",
    "host",
    "n_members",
    *INDICES,
    "n_draws",
    "n_reps",
    *(f"{block}{end}" for block in BLOCKS for end in ("", "_mc_low", "_mc_high", "_coding_low", "_coding_high")),
]

_ROUNDING = 0.001
"""So that a quorum written as 0.667 is met by two of three, as in the model."""

_SCALE = 1000
"""Votes are whole thousandths at the finest."""


def voting_power(seats: pd.DataFrame, vetoes: pd.DataFrame) -> pd.DataFrame:
    """One row per council, rule and member: indices on paper, and what happened in the runs.

    `seats`: COUNCIL, own_rule, state, leading, host, party (to the dispute), votes, quorum, leading_consent; one row
    a member. `vetoes`: COUNCIL, state, draw, and whole numbers of runs, objected (to force, at the sitting that got
    furthest) and pivotal (force failed there and would have passed with its aye).

    Returns COLUMNS: the indices of `voting_games.Power`, empty where nobody can decide, and objected and pivotal as
    shares of runs, each with its two intervals (see `intervals`).
    """
    require(seats, [*COUNCIL, "own_rule", "state", "leading", "host", "party", "votes", "quorum"], "seats")
    require(vetoes, [*COUNCIL, "state", "draw", "runs", *BLOCKS], "vetoes")
    blocked = pd.DataFrame(
        [{**member, **_blocks(draws)} for member, draws in cells(vetoes, [*COUNCIL, "state"])],
        columns=[*COUNCIL, "state", *COLUMNS[len(COUNCIL) + 5 + len(INDICES) :]],
    )
    paper = [_on_paper(council, members) for council, members in cells(seats, COUNCIL)]
    table = pd.concat(paper, ignore_index=True) if paper else pd.DataFrame(columns=[*COUNCIL, "state"])
    return table.merge(blocked, on=[*COUNCIL, "state"], how="left")[COLUMNS]


def game_of(rule: str, members: pd.DataFrame) -> Game | None:
    """The game that a council plays under a rule; None where the rule lacks what it needs, a leading state.

    `members`: votes, party, leading, and quorum and leading_consent, the same in all rows.
    """
    first, size = members.iloc[0], len(members)
    leads = frozenset(place for place, leads in enumerate(members["leading"]) if leads)
    if rule == "leading_states":
        return Game((1,) * size, 0, leads) if leads else None
    veto = leads if first["leading_consent"] else frozenset()
    weights = [1] * size
    if rule == "consensus_minus_parties":
        weights = [0 if party else 1 for party in members["party"]]
    if rule == "weighted_majority":
        weights = _whole(members["votes"].tolist())
    return Game(tuple(weights), max(1, _quota(rule, sum(weights), float(first["quorum"]))), veto)


def _quota(rule: str, weight: int, quorum: float) -> int:
    """The least weight of ayes that carries; `weight` is that of all."""
    if rule in ("unanimity", "consensus", "consensus_minus_parties"):
        return weight
    if rule == "consensus_minus_one":
        return weight - 1
    if rule == "simple_majority":
        return weight // 2 + 1
    if rule in ("qualified_majority", "weighted_majority"):
        return math.ceil((quorum - _ROUNDING) * weight)
    raise ValueError(f"rule: got {rule!r}; it is none that has a game")


def _whole(votes: Sequence[float]) -> list[int]:
    """The same proportions in whole numbers, as small as they get."""
    exact = [Fraction(vote).limit_denominator(_SCALE) for vote in votes]
    common = math.lcm(*(one.denominator for one in exact))
    whole = [int(one * common) for one in exact]
    divisor = math.gcd(*whole) or 1
    return [one // divisor for one in whole]


def _on_paper(council: dict[str, Any], members: pd.DataFrame) -> pd.DataFrame:
    game = game_of(council["rule"], members)
    table = members[[*COUNCIL, "own_rule", "state", "leading", "host"]].assign(n_members=len(members))
    indices = dict.fromkeys(INDICES, float("nan")) if game is None else power(game)._asdict()
    return table.assign(**indices)


def _blocks(draws: pd.DataFrame) -> dict[str, Any]:
    found: dict[str, Any] = {"n_draws": len(draws), "n_reps": int(draws["runs"].iloc[0])}
    for block in BLOCKS:
        one = estimate(draws[block].to_numpy(), draws["runs"].to_numpy())
        found |= {block: one.p, f"{block}_mc_low": one.mc_low, f"{block}_mc_high": one.mc_high}
        found |= {f"{block}_coding_low": one.coding_low, f"{block}_coding_high": one.coding_high}
    return found
