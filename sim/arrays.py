"""The arrays of one crisis: all that the two drivers read, and all that they share.

Sizes: D coding draws, S states, O organizations, M seats in all councils, K leading seats in all
councils, W the most leading seats in one council, L states that the host may ask bilaterally, E edges
of trust. States, organizations and seats are ordered by `draw_id`, so that renaming changes no sum.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.dating import Sourced

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
type Bools = NDArray[np.bool_]
type Records = NDArray[Any]

EMPTY = -1

SETTINGS = (
    "horizon",
    "mode",
    "host",
    "passing_on",
    "raising",
    "hook_required",
    "deference",
    "coalition",
    "sittings",
    "coalition_sittings",
    "alone",
)
"""Whole numbers and switches of a run: horizon in days, RequestMode, index of the host, switches 0 or 1."""

PARAMETERS = (
    # the crisis: severity 0-1, rise a day, days, daily factors, parts, persons
    "level", "rise", "days_to_peak", "decay", "decay_helped", "uncovered", "consent", "mission_intrusion", "needed",
    # perception and influence
    "noise_shared", "noise_own",
    # the request
    "alarm", "concern_weight", "hook_in_belief", "sounding", "request_noise", "request_patience", "self_reliance",
    # the council
    "raising_patience", "hook_threshold", "abstention", "standing_aside", "rise_noticed", "bargaining_days",
    # carrying, coalitions, exit
    "critical", "token", "coalition_cost", "join", "alone_cost", "calm", "calm_days", "impatience", "withdrawal_days",
)  # fmt: skip
"""Numbers of a run, one per coding draw."""

STATE_FIELDS = (
    "vulnerability", "precedent", "ties", "presence", "readiness_days", "ratification_days",
    "ratification_failure", "susceptibility",
)  # fmt: skip
"""Numbers of a state: threat at severity 1 before noise, fear of precedent, ties to the other side, troops
in the host (persons), days, days, probability, weight of those it trusts
(0 if there are none)."""

ORGANIZATION_FIELDS = (
    "quorum", "sitting_days", "hook", "hook_uninvited", "duty", "five_factors", "record", "standing", "price",
    "force_days", "cover",
)  # fmt: skip
"""Numbers of an organization; `force_days` is infinite where only national readiness counts."""

CHARTER_FIELDS = (
    "identity", "decision_rule", "standing_aside", "leading_consent", "highest_rung", "requested_on", "host_seat",
)  # fmt: skip
"""Whole numbers of an organization: draw_id, codes, switches, recorded day of request or -1, seat or -1."""


SEAT_FIELDS = ("abandonment", "cost", "ready", "own_ready")
"""Numbers of a seat: fear of abandonment, expected cost with own troops in the host counted, troops ready
(persons: own ones or those earmarked for the organization, and those in the host), the same without the
earmarked."""

LEADER_FIELDS = ("tie", "price", "cost", "ready")
"""Numbers of a leading state as a bilateral addressee: the host's tie to it, the price in sovereignty, its
expected cost, its troops ready (persons)."""


class Arrays(NamedTuple):
    """One crisis, lowered."""

    draws: Ints  # (D,) numbers of the coding draws
    settings: Records  # (1,) whole numbers: SETTINGS
    parameters: Records  # (D,) floats: PARAMETERS
    states: Records  # (D, S) floats: STATE_FIELDS
    organizations: Records  # (D, O) floats: ORGANIZATION_FIELDS
    charters: Records  # (O,) whole numbers: CHARTER_FIELDS
    request_weights: Floats  # (D, 4) belief, cover, price, reluctance
    benefit_weights: Floats  # (D, 5) threat, obligation, abandonment, pressure, record
    harm_weights: Floats  # (D, 5) intrusion, mandate, precedent, ties, cost
    state_id: Ints  # (S,) draw_id
    trust_offset: Ints  # (S + 1,)
    trusted: Ints  # (E,) states
    trust: Floats  # (D, E) weights, summing to 1 for each state that trusts anyone
    seat_offset: Ints  # (O + 1,)
    seat_state: Ints  # (M,)
    seats: Records  # (D, M) floats: SEAT_FIELDS
    votes: Floats  # (M,) under a weighted rule
    party: Bools  # (M,) host or opponent
    dependence: Floats  # (D, M, W) on each leading seat of its council
    lead_offset: Ints  # (O + 1,)
    lead_seat: Ints  # (K,) seat within its council
    asymmetry: Floats  # (D, K) share of power
    leaders: Records  # (D, L) floats: LEADER_FIELDS
    addressees: Records  # (L,) whole numbers: state, recorded day of a bilateral request or -1, organization
    # to which it passes a request on or -1


@dataclass(frozen=True)
class Case:
    """A crisis, the organizations of its day and a theory, lowered; with the names that the arrays lost."""

    crisis: str
    theory: str
    arrays: Arrays
    states: tuple[str, ...]
    organizations: tuple[str, ...]
    seats: tuple[tuple[str, ...], ...]
    """Members sitting in each council, in the order of the seats."""
    channels: Floats
    """(D, S, 4) threat at severity 1 by contagion, stake, exposure and sponsorship."""
    frame: Ints
    """(D, O) the mandate that covers best, index into `hook.MANDATES`."""
    used: Mapping[str, Sourced]
    """Every value that was read, by path."""
    numeric: frozenset[str]
    """Those of them that were read as numbers only, and so may differ from draw to draw."""

    @property
    def host(self) -> str:
        """The state in crisis."""
        return self.states[int(self.arrays.settings["host"][0])]


def records(fields: Mapping[str, Any], kind: type[np.generic]) -> Records:
    """Arrays of one shape as an array of records with a field each."""
    columns = {name: np.asarray(column, dtype=kind) for name, column in fields.items()}
    shape = np.broadcast_shapes(*(column.shape for column in columns.values()))
    table = np.zeros(shape, dtype=[(name, kind) for name in columns])
    for name, column in columns.items():
        table[name] = column
    return table.view(np.recarray)


def plain(record: Any) -> SimpleNamespace:
    """One record as plain Python numbers with names."""
    return SimpleNamespace(**{name: record[name].item() for name in record.dtype.names})
