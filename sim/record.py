"""What a run leaves behind: outcomes by organization, and, if asked for, every day and every vote."""

from typing import NamedTuple

import numpy as np

from sim.arrays import EMPTY, Arrays, Floats, Ints

GATES = ("asked", "hook", "hegemon", "council", "arrived")
"""The gates of the requested route, in order."""
ASKED, HOOK, HEGEMON, COUNCIL, ARRIVED = range(5)

NO_ROUTE, BY_COUNCIL, BY_COALITION = range(3)
NO_SITTING = 9
"""Stands in a record of votes where a council did not sit."""

OUTCOMES = (
    "asked_on",
    "raised_on",
    "council_on",
    "decided_on",
    "arrived_on",
    "exit_on",
    "left_on",
    "route",
    "rung",
    "alone",
    "sittings",
)
"""Columns of an outcome: days from onset or -1; a route; a rung; 1 if a member went alone; a count."""
(ASKED_ON, RAISED_ON, COUNCIL_ON, DECIDED_ON, ARRIVED_ON, EXIT_ON, LEFT_ON, ROUTE, RUNG, ALONE, SITTINGS) = range(11)


class Record(NamedTuple):
    """One run. Rows of the daily arrays are days; without a trace there is one, for today."""

    severity: Floats  # (rows,)
    help: Floats  # (rows,) part of the needed force in place
    threat: Floats  # (rows, S) perceived
    benefit: Floats  # (rows, M) of force
    harm: Floats  # (rows, M) of force
    votes: Ints  # (rows, M) on force: 1, 0, -1, or NO_SITTING
    rungs: Ints  # (rows, O) rung that the day's sitting let through, or -1
    outcome: Ints  # (O, 11) OUTCOMES
    gates: Ints  # (O, 5) 1 open, 0 shut, -1 the rule has none
    objected: Ints  # (M,) 1 if it objected to force at the recorded sitting
    pivotal: Ints  # (M,) 1 if its no alone stopped it
    sent: Ints  # (M,) persons
    solo: Ints  # (3,) state that went alone, day of decision, day of arrival; or -1
    last_day: Ints  # (1,)


def empty_record(arrays: Arrays, *, trace: bool) -> Record:
    """A record to be filled by one run after another."""
    horizon = int(arrays.settings[0]["horizon"])
    rows = horizon + 1 if trace else 1
    states, organizations, seats = len(arrays.state_id), len(arrays.charters), len(arrays.seat_state)
    return Record(
        severity=np.zeros(rows),
        help=np.zeros(rows),
        threat=np.zeros((rows, states)),
        benefit=np.zeros((rows, seats)),
        harm=np.zeros((rows, seats)),
        votes=np.full((rows, seats), NO_SITTING, dtype=np.int64),
        rungs=np.full((rows, organizations), EMPTY, dtype=np.int64),
        outcome=np.full((organizations, 11), EMPTY, dtype=np.int64),
        gates=np.zeros((organizations, 5), dtype=np.int64),
        objected=np.zeros(seats, dtype=np.int64),
        pivotal=np.zeros(seats, dtype=np.int64),
        sent=np.zeros(seats, dtype=np.int64),
        solo=np.full(3, EMPTY, dtype=np.int64),
        last_day=np.zeros(1, dtype=np.int64),
    )
