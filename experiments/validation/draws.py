"""Sets of assumptions: one draw of everything, with each crisis' own codes drawn by themselves.

Elsewhere two crises share the draws of their codes, because they are never judged together. Here they are: a set
that is too high in one crisis says nothing about the codes of another, so each crisis has draws of its own.
What theories, states and organizations are is the same in all crises of a set.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.composition.compose import Composed
from sim.arrays import Case
from sim.coding import Draws, Ranges, draw_key
from sim.draws import coded_uniforms
from sim.lowering import lower
from sim.schema import RequestMode, World

type Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Prior:
    """What is drawn, from which ranges, under one theory."""

    world: World
    theory: str
    ranges: Ranges
    seed: int
    mode: RequestMode
    scale: tuple[float, float] | None = None
    """Factors between which the theory's scale of threat is drawn; none: as the ranges say."""

    def case(self, crisis: str, organizations: Sequence[str], numbers: Ints) -> Case:
        """The sets of these numbers in one crisis, a row each."""
        pinned = {path: self.values(crisis, path, numbers) for path in self._own(crisis)}
        return lower(
            self.world,
            crisis,
            self.theory,
            list(organizations),
            ranges=self.ranges,
            seed=self.seed,
            draws=numbers,
            mode=self.mode,
            pinned=pinned,
        )

    def values(self, crisis: str, path: str, numbers: Ints) -> Draws:
        """What a drawn value is in each set."""
        fractions = self.fractions(crisis, path, numbers)
        if path == self.scale_path and self.scale is not None:
            low, high = self.scale
            return self.world.theory[self.theory].threat.scale * low * (high / low) ** fractions
        low, high = self.ranges[path]
        return low + (high - low) * fractions

    def fractions(self, crisis: str, path: str, numbers: Ints) -> Draws:
        """Where in its range a drawn value lies in each set, in [0, 1)."""
        key = draw_key(self.world, path)
        return coded_uniforms(self.seed, f"{crisis} {key}" if path.startswith("crisis.") else key, numbers)

    @property
    def scale_path(self) -> str:
        """Path of the theory's scale of threat."""
        return f"theory.{self.theory}.threat.scale"

    def _own(self, crisis: str) -> list[str]:
        own = [path for path in self.ranges if path.startswith(f"crisis.{crisis}.")]
        return own if self.scale is None else [*own, self.scale_path]


def prior(composed: Composed, theory: str, *, scale: tuple[float, float] | None = None) -> Prior:
    """The ranges as composed; a scale that the user fixed stays fixed."""
    experiment = composed.experiment
    path = f"theory.{theory}.threat.scale"
    kept = None if path in composed.fixed else scale
    return Prior(composed.world, theory, composed.ranges, experiment.seed, experiment.request, kept)


def changed(source: Prior, world: World, ranges: Mapping[str, tuple[float, float]]) -> Prior:
    """The same draws in another world."""
    return Prior(world, source.theory, ranges, source.seed, source.mode, source.scale)
