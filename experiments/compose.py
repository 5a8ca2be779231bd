"""Composition: the words of the command line and the YAML files, made into a validated world.

Hydra composes; before it, every file that it will read is read here, so that a mistake in one is told with its
line; after it, the schema judges. All that is wrong is told at once, and nothing is written.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.evidence import Evidence
from sim.schema import Experiment, World


@dataclass(frozen=True)
class Composed:
    """A validated world and experiment, and where their values come from."""

    config: dict[str, Any]
    """The resolved configuration, as plain data."""
    world: World
    experiment: Experiment
    ranges: dict[str, tuple[float, float]]
    """Coded range of each value that is drawn, by path; fixed values have none."""
    evidence: dict[str, Evidence]
    """What stands behind the value that a file gives to a path."""
    fixed: tuple[str, ...]
    """Paths that the command line or the experiment sets: the same in all draws."""
    overrides: tuple[str, ...]
    theories: tuple[str, ...]
    crises: tuple[str, ...]
    organizations: tuple[str, ...]
    files: dict[str, Path]
    """The YAML file behind each thing, by `group/name`."""
    used_files: tuple[Path, ...]
