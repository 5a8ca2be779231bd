"""The work: a documented crisis, and an invented one with as many members as asked for."""

from datetime import date
from functools import cache
from typing import Any

import numpy as np

from experiments.composition.compose import Composed, compose
from sim.arrays import Case
from sim.lowering import lower
from sim.schema import Crisis, Organization, RequestMode, State, World

CRISIS = "kazakhstan_2022"
SEED = 1
DRAWS = 16
"""Coding draws over which the ensemble's runs are spread: what its threads share."""


@cache
def composed(organizations: str) -> Composed:
    """The crisis with organizations, written as on the command line (`csto`, or `csto,sco`), or with all: empty."""
    chosen = [f"organization=[{organizations}]"] if organizations else []
    return compose([f"crisis=[{CRISIS}]", *chosen])


@cache
def documented(organizations: str, draws: int = 1) -> Case:
    """The crisis, lowered."""
    found, numbers = composed(organizations), np.arange(draws)
    chosen = list(found.organizations)
    return lower(found.world, CRISIS, found.theories[0], chosen, ranges=found.ranges, seed=SEED, draws=numbers)


@cache
def invented(members: int, draws: int = 1) -> Case:
    """An organization of that many like members under consensus, one of them in a crisis of two months."""
    names = [f"land_{number:02d}" for number in range(members)]
    day = date(2015, 6, 1)
    theories = composed("csto").world.theory
    world = World(
        state={name: _state(number) for number, name in enumerate(names)},
        organization={"union": _organization(names)},
        crisis={"unrest": _crisis(names[0], day)},
        theory=theories,
    )
    (theory,) = theories
    mode = RequestMode.ASK_ALL
    return lower(world, "unrest", theory, ["union"], seed=SEED, draws=np.arange(draws), mode=mode)


def _state(number: int) -> State:
    conditions: dict[str, Any] = {
        "capability": 0.001 * (1 + number % 5),
        "unrest": (number % 6) / 5,
        "personnel": 20.0,
        "deployable": 0.2,
    }
    return State.model_validate(
        {"name": f"Land {number}", "complexes": {"archipelago": 1.0}, "conditions": {"always": conditions}}
    )


def _organization(members: list[str]) -> Organization:
    return Organization.model_validate(
        {
            "name": "Union",
            "membership": {name: {} for name in members},
            "charter": {"founding": {"decision_rule": "consensus", "mandates": {"internal_order": 0.8}}},
            "rapid_reaction": {"personnel": 5000},
        }
    )


def _crisis(host: str, day: date) -> Crisis:
    return Crisis.model_validate(
        {
            "title": "Unrest",
            "host": host,
            "type": "regime_protest",
            "onset": day,
            "severity": {"level": 0.4, "peak": 0.8, "days_to_peak": 4, "half_life": 10},
            "host_capacity": 0.4,
            "spillover": 0.4,
            "asker": {"control": 0.6, "legitimacy": 0.8},
            "mission": {"personnel": 2000, "intrusion": 0.4, "resistance": 0.2},
        }
    )
