"""What is compared: pairs of organizations at a crisis, or pairs of crises as an organization met them."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Protocol

from experiments.attribution.assembly import HybridWorld
from experiments.attribution.grouping import grouped
from experiments.attribution.of_crises import CrisisHybrids
from experiments.attribution.of_organizations import OrganizationHybrids
from experiments.attribution.paths import crisis_paths, leading_state_paths, organization_paths, state_paths
from experiments.attribution.refusals import pairs_of, refuse_few_runs, refuse_missing, refuse_several
from experiments.composition.compose import Composed
from experiments.replay.execute import Arm
from sim.errors import WorldError
from sim.schema import Kind, RequestMode

type Pairs = Sequence[tuple[str, str]]

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


def exchanged(composed: Composed) -> dict[str, str]:
    """The group of each path that is exchanged. Raises WorldError for groups that do not share them out."""
    groups = composed.experiment.attribution.groups
    if composed.experiment.kind is Kind.WHY_NOT:
        return grouped(groups, organization_paths(), leading_state_paths())
    return grouped(groups, [*organization_paths(), *crisis_paths(), *state_paths()])


def comparisons(composed: Composed) -> list[Comparison]:
    """All comparisons of an experiment. Raises WorldError with all that cannot be compared."""
    compared = "organization" if composed.experiment.kind is Kind.WHY_NOT else "crisis"
    problems = list(refuse_few_runs(composed))
    group, pairs = dict[str, str](), list[tuple[str, str]]()
    try:
        group = exchanged(composed)
    except WorldError as error:
        problems += error.problems
    try:
        pairs = pairs_of(composed, compared)
    except WorldError as error:
        problems += error.problems
    named = dict.fromkeys(name for pair in pairs for name in pair)
    if compared == "organization":
        cells = [(name, crisis) for name in named for crisis in composed.crises]
    else:
        problems += refuse_several(composed)
        cells = [(composed.organizations[0], crisis) for crisis in named]
    problems += [problem for cell in cells for problem in refuse_missing(composed, *cell)]
    if problems:
        raise WorldError(problems)
    return (_of_organizations if compared == "organization" else _of_crises)(composed, pairs, group)


def _of_organizations(composed: Composed, pairs: Pairs, group: Mapping[str, str]) -> list[Comparison]:
    """Each pair at each crisis; the first organization is the target, the second the base."""
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


def _of_crises(composed: Composed, pairs: Pairs, group: Mapping[str, str]) -> list[Comparison]:
    """Each pair as the one organization met it; the second crisis is the target, the first the base."""
    (organization,) = composed.organizations
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
