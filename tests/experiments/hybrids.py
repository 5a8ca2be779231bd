"""Hybrid worlds for the tests: composed, lowered, and compared with the worlds between which they lie."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from experiments.attribution.assembly import HybridWorld
from experiments.composition.compose import Composed, compose
from sim import ensemble
from sim.arrays import Arrays, Case
from sim.coding import CodedValues
from sim.lowering import lower
from sim.schema import World
from sim.schema.organization import LeadingState
from tests.sim.runs import first_difference

DRAWS = np.arange(3)
SMALL = ("coding_draws=2", "replications=6")
WHY, CHANGED = "experiment=why_not_sco", "experiment=what_changed"


@cache
def composed(*words: str) -> Composed:
    """A composition, made once."""
    return compose(list(words))


def lowered(of: Composed, hybrid: HybridWorld) -> Case:
    """A hybrid, with the values that its parts have where they come from."""
    values = CodedValues(of.world, of.experiment.seed, DRAWS, of.ranges)
    pinned = {path: values.read(leaf) for path, leaf in hybrid.sources.items() if leaf.path in of.ranges}
    world, organizations = hybrid.world, hybrid.organizations
    return lower(
        world,
        hybrid.crisis,
        "synthesis",
        organizations,
        ranges=of.ranges,
        seed=of.experiment.seed,
        draws=DRAWS,
        pinned=pinned,
    )


def itself(of: Composed, world: World, crisis: str, organization: str) -> Case:
    """An organization at a crisis as the world has it."""
    seed = of.experiment.seed
    return lower(world, crisis, "synthesis", [organization], ranges=of.ranges, seed=seed, draws=DRAWS)


def everything(of: Composed) -> set[str]:
    """All groups."""
    return set(of.experiment.attribution.groups)


def told_apart(one: Case, other: Case) -> str:
    """Where the runs of two cases first differ, day by day and vote by vote; nothing if they are the same."""
    for draw, replication in itertools.product(range(len(DRAWS)), range(20)):
        runs = [ensemble.trace(case, seed=1, draw=draw, replication=replication) for case in (one, other)]
        if difference := first_difference(*runs):
            return f"draw {draw}, replication {replication}: {difference}"
    return ""


def differing(one: Case, other: Case) -> set[str]:
    """Arrays that are not the same to the last bit."""
    pairs = {name: (np.asarray(mine), np.asarray(getattr(other.arrays, name))) for name, mine in _arrays(one)}
    return {name for name, (mine, theirs) in pairs.items() if mine.tobytes() != theirs.tobytes()}


def _arrays(case: Case) -> Iterator[tuple[str, Any]]:
    return zip(Arrays._fields, case.arrays, strict=True)


def led_by_capability(world: World, name: str, leading: Sequence[str]) -> World:
    """The world with other leading states of an organization."""
    lead = {state: LeadingState() for state in leading}
    organization = world.organization[name].model_copy(update={"leading": lead})
    return world.model_copy(update={"organization": {**world.organization, name: organization}})


def judged_as(case: Case, number: int) -> Case:
    """The case with another number for the host's judgement of its only organization."""
    charters = case.arrays.charters.copy()
    charters["identity"] = number
    return replace(case, arrays=case.arrays._replace(charters=charters))
