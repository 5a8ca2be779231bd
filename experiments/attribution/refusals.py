"""What can be wrong with a comparison: its pairs, and things that were not there on the day."""

from collections.abc import Iterator, Sequence

from experiments.attribution.assembly import institution
from experiments.composition.compose import Composed
from sim.errors import Problem, WorldError, did_you_mean

_PAIRS = "attribution.pairs"


def pairs_of(composed: Composed, group: str) -> list[tuple[str, str]]:
    """Pairs of a group's things that are compared: those that are asked for, or the two that are chosen.

    Raises WorldError for what is no pair, or names what is not in this run.
    """
    chosen = composed.organizations if group == "organization" else composed.crises
    given = composed.experiment.attribution.pairs
    if not given and len(chosen) != 2:
        what = f"empty, so exactly two must be chosen with {group}=[first,second] (got {', '.join(chosen)})"
        raise WorldError([Problem(_PAIRS, what)])
    pairs = given or [list(chosen)]
    problems = [problem for pair in pairs for problem in _bad_pair(pair, group, chosen)]
    if problems:
        raise WorldError(problems)
    return [(first, second) for first, second in pairs]


def refuse_missing(composed: Composed, organization: str, crisis: str) -> Iterator[Problem]:
    """That an organization did not exist when a crisis began."""
    onset = composed.world.crisis[crisis].onset
    if not institution(composed.world, organization, onset).dated.existed:
        what = f"did not exist on {onset}, the first day of {crisis}; choose another organization or crisis"
        yield Problem(f"organization.{organization}", what)


def refuse_several(composed: Composed) -> Iterator[Problem]:
    """That two crises are compared as one organization met them."""
    if len(composed.organizations) != 1:
        what = f"choose one with organization=[...] (got {', '.join(composed.organizations)})"
        yield Problem("organization", what)


def refuse_few_runs(composed: Composed) -> Iterator[Problem]:
    """That noise cannot be told."""
    runs = composed.experiment.replications
    if runs < 2:
        yield Problem("replications", f"must be at least 2, so that they tell the noise of a difference (got {runs})")


def _bad_pair(pair: Sequence[str], group: str, chosen: Sequence[str]) -> Iterator[Problem]:
    if len(pair) != 2 or len(set(pair)) != 2:
        yield Problem(_PAIRS, f"a pair is two different names (got [{', '.join(pair)}])")
    for name in pair:
        if name not in chosen:
            hint = did_you_mean(name, chosen) or ";"
            what = f"no {group} {name!r} in this run{hint} there are: {', '.join(chosen)}; choose with {group}=[...]"
            yield Problem(_PAIRS, what)
