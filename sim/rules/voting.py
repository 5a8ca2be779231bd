"""Voting: how a council turns votes into a decision, under every rule.

Veto players: Tsebelis 2002. Consensus is the absence of objection, not the presence of consent; under it
a member may stand aside (constructive abstention).
"""

import numpy as np
from numpy.typing import NDArray

from sim.compiled import rule

UNANIMITY = 0
CONSENSUS = 1
CONSENSUS_MINUS_ONE = 2
CONSENSUS_MINUS_PARTIES = 3
QUALIFIED_MAJORITY = 4
SIMPLE_MAJORITY = 5
WEIGHTED_MAJORITY = 6
LEADING_STATES = 7

ROUNDING = 0.001
"""So that a quorum written as 0.667 is met by two of three."""

STATEMENT = 1
OFFER = 2
MATERIAL_AID = 3
FORCE = 4


@rule
def counts_carry(
    decision_rule: int, voters: int, ayes: int, objections: int, weight: float, aye_weight: float, quorum: float
) -> bool:
    """Whether so many of `voters` (and so much of their `weight`) carry under `decision_rule`.

    Under the rule of leading states the others have no say here; the leading states' consent is a gate of
    its own. Sources: choi-art12-consensus (CSTO), treaty practice of NATO and the SCO (consensus), OSCE (minus
    one).
    """
    if decision_rule == LEADING_STATES:
        return True
    if ayes == 0:
        return False
    if decision_rule == UNANIMITY:
        return ayes == voters
    if decision_rule == CONSENSUS or decision_rule == CONSENSUS_MINUS_PARTIES:
        return objections == 0
    if decision_rule == CONSENSUS_MINUS_ONE:
        return objections <= 1
    if decision_rule == QUALIFIED_MAJORITY:
        return ayes >= (quorum - ROUNDING) * voters
    if decision_rule == SIMPLE_MAJORITY:
        return 2 * ayes > voters
    return aye_weight >= (quorum - ROUNDING) * weight


@rule
def count_votes(
    decision_rule: int, votes: NDArray[np.int64], weights: NDArray[np.float64], parties: NDArray[np.bool_]
) -> tuple[int, int, int, float, float]:
    """Voters, ayes, objections, weight of all and of the ayes.

    `votes` are 1 aye, 0 abstention, -1 objection. Parties to the dispute do not count under consensus minus the
    parties.
    """
    voters, ayes, objections, weight, aye_weight = 0, 0, 0, 0.0, 0.0
    for m in range(len(votes)):
        if decision_rule == CONSENSUS_MINUS_PARTIES and parties[m]:
            continue
        voters += 1
        weight += weights[m]
        if votes[m] > 0:
            ayes += 1
            aye_weight += weights[m]
        elif votes[m] < 0:
            objections += 1
    return voters, ayes, objections, weight, aye_weight


@rule
def passes(
    decision_rule: int,
    votes: NDArray[np.int64],
    weights: NDArray[np.float64],
    parties: NDArray[np.bool_],
    quorum: float,
) -> bool:
    """Whether `votes` carry under `decision_rule`."""
    voters, ayes, objections, weight, aye_weight = count_votes(decision_rule, votes, weights, parties)
    return counts_carry(decision_rule, voters, ayes, objections, weight, aye_weight, quorum)


@rule
def stands_by_silence(votes: NDArray[np.int64]) -> bool:
    """A statement needs a sponsor and no objector, under any rule."""
    sponsor = False
    for m in range(len(votes)):
        if votes[m] < 0:
            return False
        if votes[m] > 0:
            sponsor = True
    return sponsor


@rule
def leading_willing(votes: NDArray[np.int64], leading: NDArray[np.int64]) -> bool:
    """Whether every leading state votes aye (choi-moscow-approval); `leading` holds their seats. False of nobody."""
    if len(leading) == 0:
        return False
    for k in range(len(leading)):
        if votes[leading[k]] <= 0:
            return False
    return True


@rule
def leading_object(votes: NDArray[np.int64], leading: NDArray[np.int64]) -> bool:
    """Whether any leading state objects."""
    for k in range(len(leading)):
        if votes[leading[k]] < 0:
            return True
    return False


@rule
def bargaining(votes: NDArray[np.int64], days: float) -> int:
    """Days of bargaining: none if all support the draft, up to `days` if next to nobody does."""
    ayes = 0
    for m in range(len(votes)):
        if votes[m] > 0:
            ayes += 1
    return int(days * (1.0 - ayes / len(votes)))


@rule
def vetoes(
    decision_rule: int,
    votes: NDArray[np.int64],
    weights: NDArray[np.float64],
    parties: NDArray[np.bool_],
    quorum: float,
    leading: NDArray[np.int64],
    consent: bool,
    pivotal: NDArray[np.int64],
) -> None:
    """Whose no alone stopped force: 1 in `pivotal` where the vote failed and would carry with that member's aye.

    Veto players (Tsebelis 2002), by the rule and, with `consent`, among the leading states.
    """
    voters, ayes, objections, weight, aye_weight = count_votes(decision_rule, votes, weights, parties)
    unwilling = 0
    for k in range(len(leading)):
        unwilling += votes[leading[k]] <= 0
    consenting = not consent or (unwilling == 0 and len(leading) > 0)
    failed = not (consenting and counts_carry(decision_rule, voters, ayes, objections, weight, aye_weight, quorum))
    for m in range(len(votes)):
        pivotal[m] = 0
        if not failed or votes[m] > 0:
            continue
        leads = 0
        for k in range(len(leading)):
            leads += leading[k] == m
        if consent and (len(leading) == 0 or unwilling > leads):
            continue
        sits_out = decision_rule == CONSENSUS_MINUS_PARTIES and parties[m]
        more = 0 if sits_out else 1
        fewer = 1 if votes[m] < 0 and not sits_out else 0
        ayes_then, objections_then = ayes + more, objections - fewer
        if counts_carry(
            decision_rule, voters, ayes_then, objections_then, weight, aye_weight + more * weights[m], quorum
        ):
            pivotal[m] = 1
