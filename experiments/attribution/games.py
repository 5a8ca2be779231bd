"""Runs of all hybrids between two ends, with the same draws."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from experiments.attribution.assembly import HYBRID, HybridWorld
from experiments.attribution.comparisons import Comparison
from experiments.composition.compose import Composed
from experiments.replay.execute import OnDraw, lower_arm, note_read, processors, tally_of
from sim.arrays import Case
from sim.coding import CodedValues, Draws
from sim.dating import Sourced
from sim.lowering import lower
from sim.schema import RequestMode

if TYPE_CHECKING:
    from analysis.attribution import End, Game

type Ints = NDArray[np.int64]

BATCHES = 4
"""Parts of the replications, at most, whose differences tell the noise."""


class Runner:
    """Runs hybrids with the values that their parts have where they come from."""

    def __init__(self, composed: Composed) -> None:
        experiment = composed.experiment
        self._composed, self._draws = composed, np.arange(experiment.coding_draws)
        self._values = CodedValues(composed.world, experiment.seed, self._draws, composed.ranges)
        self._known: dict[str, Draws] = {}
        ends = np.linspace(0, experiment.replications, min(BATCHES, experiment.replications) + 1).astype(np.int64)
        self._first, self._runs = ends[:-1], np.diff(ends)
        self.used: dict[str, Sourced] = {}
        """Every value that the ends read as they are."""

    def game(self, comparison: Comparison, request: RequestMode, on_hybrid: OnDraw) -> "tuple[Game, list[End]]":
        """Runs with force of every hybrid, and the two ends among them, the target first."""
        from analysis.attribution import End, Game

        groups = list(self._composed.experiment.attribution.groups)
        last = 2 ** len(groups) - 1

        def one(number: int) -> tuple[Ints, dict[str, float]]:
            chosen = {name for i, name in enumerate(groups) if number >> i & 1}
            case = self._lowered(comparison.hybrids.hybrid(chosen), comparison.theory, request)
            return self._force(case, HYBRID), _leading(case, HYBRID)

        def end(name: str, number: int) -> End:
            force, leading = found[number]
            players = {comparison.hybrids.player(name, part): power for part, power in leading.items()}
            return End(name, "hybrid", _listed(players), force, self._runs)

        found = []
        with ThreadPoolExecutor(processors()) as pool:
            for hybrid in pool.map(one, range(last + 1)):
                found.append(hybrid)
                on_hybrid()
        game = Game(np.array([force for force, _ in found]), self._runs)
        return game, [end(comparison.target, last), end(comparison.base, 0)]

    def own(self, comparison: Comparison, request: RequestMode) -> "list[End]":
        """The ends as they are."""
        from analysis.attribution import End

        ends = []
        for own in comparison.own:
            case = lower_arm(self._composed, own.arm(comparison.theory, request))
            note_read(self.used, case)
            force, leading = self._force(case, own.organization), _listed(_leading(case, own.organization))
            ends.append(End(own.name, own.form, leading, force, self._runs))
        return ends

    def _lowered(self, hybrid: HybridWorld, theory: str, request: RequestMode) -> Case:
        ranges = self._composed.ranges
        pinned = {path: self._read(leaf) for path, leaf in hybrid.sources.items() if leaf.path in ranges}
        return lower(
            hybrid.world,
            hybrid.crisis,
            theory,
            hybrid.organizations,
            ranges=ranges,
            seed=self._composed.experiment.seed,
            draws=self._draws,
            mode=request,
            pinned=pinned,
        )

    def _read(self, leaf: Sourced) -> Draws:
        """A value over draws, as the world from which it comes has it."""
        if leaf.path not in self._known:
            self._known[leaf.path] = self._values.read(leaf)
        return self._known[leaf.path]

    def _force(self, case: Case, organization: str) -> Ints:
        """Runs with the organization's force, by draw and batch; shape (D, B)."""
        experiment, o = self._composed.experiment, case.organizations.index(organization)
        counted = [
            tally_of(case, experiment.engine, experiment.seed, int(first), int(runs)).force[:, o]
            for first, runs in zip(self._first, self._runs, strict=True)
        ]
        return np.stack(counted, axis=1)


def _leading(case: Case, organization: str) -> dict[str, float]:
    """Leading states of an organization, each with its mean share of power."""
    a, o = case.arrays, case.organizations.index(organization)
    places = range(int(a.lead_offset[o]), int(a.lead_offset[o + 1]))
    return {case.seats[o][int(a.lead_seat[k])]: float(a.asymmetry[:, k].mean()) for k in places}


def _listed(leading: Mapping[str, float]) -> str:
    return " ".join(f"{name}={share:.2f}" for name, share in leading.items())
