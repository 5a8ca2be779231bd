"""What can be exchanged, and the groups in which it is."""

import pytest

from experiments.attribution.grouping import grouped
from experiments.attribution.paths import crisis_paths, leading_state_paths, organization_paths, state_paths
from experiments.composition.template import slot_at
from sim.errors import WorldError
from sim.lowering import lower
from sim.schema import Organization
from sim.schema.attribution import PathGroup
from tests.experiments.hybrids import CHANGED, WHY, composed


def test_every_field_of_an_organization_is_in_one_factor():
    """The shipped six factors share out the schema: a new field would be refused until it has a place."""
    factors = composed(WHY).experiment.attribution.groups
    found = grouped(factors, organization_paths(), leading_state_paths())
    assert set(organization_paths()) <= set(found)
    fields = {name for name in Organization.model_fields if name not in ("name", "draw_id")}
    assert {path.split(".")[1] for path in organization_paths()} == fields
    clauses = {path.removeprefix("organization.charter.") for path in organization_paths() if ".charter." in path}
    slots = slot_at(Organization, ("charter", "x"))
    assert slots is not None
    assert {clause.split(".")[0] for clause in clauses} == set(slots.keys) - {"from", "to"}
    assert {c.split(".")[1] for c in clauses if "." in c} == set(slots.child("mandates").keys)


def test_every_value_that_is_read_has_its_path():
    """Whatever lowering reads of crises, organizations and states can be exchanged, in every shipped cell."""
    of = composed()
    known = {*organization_paths(), *crisis_paths(), *state_paths()}
    for crisis in of.crises:
        case = lower(of.world, crisis, "synthesis", list(of.organizations))
        host = of.world.crisis[crisis].host
        paths = [path for path in case.used if path.split(".")[0] in ("crisis", "organization", "state")]
        assert len(paths) > 50
        assert [path for path in paths if not set(_exchanged(path, host)) <= known] == []


def _exchanged(path: str, host: str) -> list[str]:
    """The dated path of a value's path; nothing for what dating or the slots of a crisis settle."""
    group, name, *rest = path.split(".")
    if group == "crisis":
        named = rest[:1] if rest[0] in ("opponents", "backers", "presence") else rest
        return [] if rest[0] in ("host", "onset") else [".".join(["crisis", *named])]
    if group == "organization":
        if rest[0] == "charter":
            return [] if rest[2] in ("from", "to") else [".".join(["organization.charter", *rest[2:]])]
        return [f"organization.{rest[0]}"]
    part = "host" if name == host else "other"
    if rest[0] == "complexes":
        return [f"state.{part}.complexes"]
    if rest[2] != "relations":
        return [f"state.{part}.conditions.{rest[2]}"]
    return [f"state.{part}.relations.{'host' if rest[3] == host else 'other'}.{rest[4]}"]


def test_groups_of_two_crises_are_disjoint_and_exhaustive():
    """The shipped groups share out a whole dated world, each path to one of them."""
    groups = composed(CHANGED).experiment.attribution.groups
    paths = [*organization_paths(), *crisis_paths(), *state_paths()]
    assert len(paths) == len(set(paths))
    assert grouped(groups, paths).keys() == set(paths)
    assert set(grouped(groups, paths).values()) == set(groups)


def test_bad_groups_are_told_all_at_once():
    """A pattern that means nothing, a path in two groups, and one in none."""
    groups = {
        "one": PathGroup(title="One", paths=["a.x", "a.yy", "b.*"]),
        "two": PathGroup(title="Two", paths=["a.x"]),
    }
    with pytest.raises(WorldError) as refused:
        grouped(groups, ["a.x", "a.y", "c.z"], ["d.w"])
    assert [str(problem) for problem in refused.value.problems] == [
        "attribution.groups.one.paths: 'a.yy' matches no path; did you mean 'a.y'?",
        "attribution.groups.one.paths: 'b.*' matches no path; paths begin with a, c, d",
        "attribution.groups: a.x is in one and two; leave it in one of them",
        "attribution.groups: a.y is in no group; add it to one of one, two",
        "attribution.groups: c.z is in no group; add it to one of one, two",
    ]
    with pytest.raises(WorldError, match="at most 10 groups"):
        grouped({f"g{k}": PathGroup(title="x", paths=["a"]) for k in range(11)}, [])
    with pytest.raises(WorldError, match="needs at least one group"):
        grouped({}, ["a"])
