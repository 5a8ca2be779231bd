"""One run in both drivers, compared bit by bit; a difference says which call shows it again."""

import functools
from dataclasses import dataclass

import numpy as np

from sim import ensemble
from sim.arrays import Case
from sim.lowering import lower
from sim.model import CrisisModel
from sim.record import NO_SITTING, Record
from sim.schema import DecisionRule, RequestMode
from tests.sim.worlds import shipped, under_rule, wide_ranges


@dataclass(frozen=True)
class Run:
    """One run of the shipped world, by all that decides it. Its `repr` is the call that makes it again."""

    crisis: str
    theory: str
    rule: str
    mode: str
    seed: int
    draw: int
    replication: int
    ranged: bool = False

    def case(self) -> Case:
        """The crisis, lowered with three coding draws."""
        return _case(self.crisis, self.theory, self.rule, self.mode, self.seed, self.ranged)


@functools.lru_cache(maxsize=8)
def _case(crisis: str, theory: str, rule: str, mode: str, seed: int, ranged: bool) -> Case:
    world = under_rule(shipped(), DecisionRule(rule))
    return lower(
        world,
        crisis,
        theory,
        list(world.organization),
        ranges=wide_ranges(world, crisis, theory) if ranged else None,
        seed=seed,
        draws=np.arange(3),
        mode=RequestMode(mode),
    )


def told(case: Case, seed: int, draw: int = 0, replication: int = 0) -> tuple[Record, Record]:
    """The record of one run by the ensemble and by the Mesa model."""
    compiled = ensemble.trace(case, seed=seed, draw=draw, replication=replication)
    return compiled, CrisisModel(case, draw=draw, replication=replication, rng=seed).run()


def check_equal(run: Run) -> None:
    """Both drivers fill the same record; if not, say where, and how to see it again."""
    difference = first_difference(*told(run.case(), run.seed, run.draw, run.replication))
    if difference:
        raise AssertionError(
            f"seed {run.seed}: the drivers differ in {difference}; to see it again: "
            f"from tests.sim.runs import Run, check_equal; check_equal({run!r})"
        )


def first_difference(one: Record, other: Record) -> str:
    """`votes[3, 1]: 1 against 0` where two records first differ, else nothing."""
    for name, mine, theirs in zip(Record._fields, comparable(one), comparable(other), strict=True):
        if mine.shape != theirs.shape:
            return f"{name}: shape {mine.shape} against {theirs.shape}"
        places = np.argwhere(mine != theirs)
        if len(places):
            place = tuple(int(k) for k in places[0])
            return f"{name}{list(place)}: {mine[place]!r} against {theirs[place]!r}"
    return ""


def comparable(record: Record) -> Record:
    """A record without what nobody reads: reasons for and against force where a council did not sit."""
    sat = record.votes != NO_SITTING
    return record._replace(benefit=np.where(sat, record.benefit, 0.0), harm=np.where(sat, record.harm, 0.0))
