"""The Mesa model as fast as Mesa runs it: nothing is collected but the outcome, and no step is announced."""

import logging

import mesa

from benchmarks.crises import SEED, documented
from sim import ensemble
from sim.model import CrisisModel

type Outcome = list[list[int]]
"""Columns of `sim.record.OUTCOMES` for each organization."""


class _OnlyAtTheEnd(mesa.DataCollector):  # type: ignore[misc]  # mesa carries no types
    """Collects when told that the run is over, not day by day."""

    def __init__(self) -> None:
        super().__init__(model_reporters={"outcome": lambda model: model.finished_record().outcome.tolist()})

    def collect(self, model: mesa.Model) -> None:
        if not model.running:
            super().collect(model)


class OutcomeModel(CrisisModel):
    """The model of the documented crisis with its parameters as plain values, as `batch_run` wants them."""

    def __init__(self, organizations: str, replication: int, rng: int = SEED) -> None:
        logging.getLogger("MESA").setLevel(logging.WARNING)
        super().__init__(documented(organizations), replication=replication, rng=rng)
        self.datacollector = _OnlyAtTheEnd()

    def step(self) -> None:
        super().step()
        if not self.running:
            self.datacollector.collect(self)


def compiled_outcomes(organizations: str, replications: range) -> list[Outcome]:
    """What the ensemble gives for the same runs, one by one."""
    case = documented(organizations)
    records = (ensemble.trace(case, seed=SEED, draw=0, replication=one) for one in replications)
    return [record.outcome.tolist() for record in records]
