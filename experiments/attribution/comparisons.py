"""What is compared: pairs of organizations at a crisis, or pairs of crises as an organization met them."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Protocol

from experiments.attribution.assembly import HybridWorld
from experiments.attribution.grouping import grouped
from experiments.attribution.of_crises import CrisisHybrids
from experiments.attribution.of_organizations import OrganizationHybrids
from experiments.attribution.paths import crisis_paths, leading_state_paths, organization_paths, state_paths
from experiments.attribution.refusals import pairs_of, refuse_few_runs, refuse_missing
from experiments.compose import Composed
from experiments.execute import Arm
from sim.errors import Problem, WorldError
from sim.schema import Kind, RequestMode

ALONE, BOTH = "alone", "both"
"""In what company an organization is run as it is: without the one that it is compared with, or with it."""


class Hybrids(Protocol):
    """Worlds between a base and a target."""

    def hybrid(self, from_target: AbstractSet[str]) -> HybridWorld:
        """The world with some groups of the target, all others of the base."""

    def player(self, end: str, part: str) -> str:
        """The state that has, at an end, the part of the state `part` of the hybrids."""


@dataclass(frozen=True)
class Own:
    """One of a pair as it is."""

    name: str
    form: str
    crisis: str
    organization: str
    company: Sequence[str]

    def arm(self, theory: str, request: RequestMode) -> Arm:
        """What to run."""
        return Arm(self.crisis, theory, {name: name for name in self.company}, request)


@dataclass(frozen=True)
class Comparison:
    """A pair, the hybrids between its two ends, and the two as they are."""

    compared: str
    """organization or crisis."""
    within: str
    """The crisis of the organizations, or the organization of the crises."""
    theory: str
    target: str
    base: str
    hybrids: Hybrids
    own: Sequence[Own]


def comparisons(composed: Composed) -> list[Comparison]:
    """All comparisons of an experiment. Raises WorldError for what cannot be compared."""
    problems = list(refuse_few_runs(composed))
    if problems:
        raise WorldError(problems)
    return _OF_KIND[composed.experiment.kind](composed)


def _of_organizations(composed: Composed) -> list[Comparison]:
    """Each pair at each crisis; the first organization is the target, the second the base."""
    group = grouped(composed.experiment.attribution.groups, organization_paths(), leading_state_paths())
    pairs = pairs_of(composed, "organization")
    named = dict.fromkeys(name for pair in pairs for name in pair)
    _refuse(composed, [(name, crisis) for name in named for crisis in composed.crises])
    return [
        Comparison(
            "organization",
            crisis,
            theory,
            *pair,
            OrganizationHybrids(composed, crisis, theory, pair, group),
            _own_organizations(composed, crisis, pair),
        )
        for theory in composed.theories
        for crisis in composed.crises
        for pair in pairs
    ]


def _own_organizations(composed: Composed, crisis: str, pair: Sequence[str]) -> list[Own]:
    others = [name for name in composed.organizations if name not in pair]
    alone = [Own(name, ALONE, crisis, name, [name, *others]) for name in pair]
    return [*alone, *(Own(name, BOTH, crisis, name, [*pair, *others]) for name in pair)]


def _of_crises(composed: Composed) -> list[Comparison]:
    """Each pair as the one organization met it; the second crisis is the target, the first the base."""
    group = grouped(composed.experiment.attribution.groups, [*organization_paths(), *crisis_paths(), *state_paths()])
    pairs = pairs_of(composed, "crisis")
    if len(composed.organizations) != 1:
        what = f"choose one with organization=[...] (got {', '.join(composed.organizations)})"
        raise WorldError([Problem("organization", what)])
    (organization,) = composed.organizations
    _refuse(composed, [(organization, crisis) for crisis in dict.fromkeys(name for pair in pairs for name in pair)])
    return [
        Comparison(
            "crisis",
            organization,
            theory,
            later,
            earlier,
            CrisisHybrids(composed, organization, (later, earlier), group),
            [Own(name, ALONE, name, organization, [organization]) for name in (later, earlier)],
        )
        for theory in composed.theories
        for earlier, later in pairs
    ]


def _refuse(composed: Composed, cells: Sequence[tuple[str, str]]) -> None:
    problems = [problem for cell in cells for problem in refuse_missing(composed, *cell)]
    if problems:
        raise WorldError(problems)


_OF_KIND = {Kind.WHY_NOT: _of_organizations, Kind.WHAT_CHANGED: _of_crises}
