"""What a compiled run must remember from one day to the next, and room to count votes in."""

from typing import NamedTuple

import numpy as np

from sim.arrays import Arrays, Bools, Floats, Ints, Records

OPENED, REQUESTED, WEIGHED, SEEN, GOING = range(5)
"""Entries of the clock: days on which the matter opened, the host last called, it last weighed a call, states
last perceived (or -1); 1 if force goes anywhere."""

_TEMPER = [("noise", np.float64), ("delay", np.float64), ("ratifies", np.int64)]
_COUNCIL = [
    ("last_sitting", np.int64),
    ("severity_then", np.float64),
    ("called_sittings", np.int64),
    ("failures", np.int64),
    ("open_gates", np.int64),
    ("called_then", np.int64),
    ("calm_days", np.int64),
]


class Memory(NamedTuple):
    """Scratch of one thread; nothing in it outlives a run."""

    tempers: Records  # (S,) noise of perception, days of ratification, whether it ratifies
    councils: Records  # (O,) last sitting and severity then, sittings on a call, those that failed, most gates open
    # at a sitting, whether that sitting was called, days of calm since arrival
    tried: Ints  # (O + L,) addressees already asked
    clock: Ints  # (5,) OPENED, REQUESTED, WEIGHED, SEEN, GOING
    weighed: Floats  # (1,) severity when the host last weighed a call
    views: Floats  # (S,) what states perceive by themselves
    leans: Floats  # (K,) of the leading seats
    ballot: Ints  # (M,) a vote in thought
    sends: Bools  # (M,) who would send troops
    available: Floats  # (M,) persons
    sending: Ints  # (M,) persons
    arriving: Floats  # (M,) days from a decision
    days: Floats  # (M,) the same for the force that was decided


def empty_memory(arrays: Arrays) -> Memory:
    """Room for one run after another."""
    states, organizations, seats = len(arrays.state_id), len(arrays.charters), len(arrays.seat_state)
    return Memory(
        tempers=np.zeros(states, dtype=_TEMPER).view(np.recarray),
        councils=np.zeros(organizations, dtype=_COUNCIL).view(np.recarray),
        tried=np.zeros(organizations + len(arrays.addressees), dtype=np.int64),
        clock=np.zeros(5, dtype=np.int64),
        weighed=np.zeros(1),
        views=np.zeros(states),
        leans=np.zeros(len(arrays.lead_seat)),
        ballot=np.zeros(seats, dtype=np.int64),
        sends=np.zeros(seats, dtype=np.bool_),
        available=np.zeros(seats),
        sending=np.zeros(seats, dtype=np.int64),
        arriving=np.zeros(seats),
        days=np.zeros(seats),
    )
