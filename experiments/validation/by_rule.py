"""A blind coding of dyads: what states are to each other by rule, from what the world holds, instead of by hand.

For state i and its partner j on the day of onset:
  near  = degree to which they share a regional security complex (fuzzy intersection, then union),
  alike = 1 - |difference of polyarchy|,
  big   = j's part in the capability of both;
  stake = (near + big) / 2,  tie = alike,  dependence = near * big.
Who wrote these lines looked at no case. All other values stay as coded.
"""

from collections.abc import Sequence

from sim.coding import Ranges
from sim.dating import DatedState, organization_on, state_on
from sim.schema import Crisis, World
from sim.schema.state import Conditions, Relation

PERIOD = "by_rule"
"""Name of the period that holds the coded dyads; it begins at the onset and so holds last."""


def dyads_by_rule(
    world: World, ranges: Ranges, crisis: str, organizations: Sequence[str], spread: float
) -> tuple[World, Ranges]:
    """The world of one crisis with all dyads among those who take part coded by rule, and the ranges that go with it.

    Each value is drawn from `spread` below to `spread` above it, within 0 and 1.
    """
    day = world.crisis[crisis]
    dated = {
        name: state_on(name, world.state[name], 0, day.onset) for name in _part_takers(world, day, organizations)
    }
    states, drawn = dict(world.state), dict(ranges)
    for name, one in dated.items():
        relations = {other: _relation(one, partner) for other, partner in dated.items() if other != name}
        period = Conditions.model_validate({"from": day.onset, "relations": relations})
        conditions = {**world.state[name].conditions, PERIOD: period}
        states[name] = world.state[name].model_copy(update={"conditions": conditions})
        drawn |= _ranges(name, relations, spread)
    return world.model_copy(update={"state": states}), drawn


def _part_takers(world: World, crisis: Crisis, organizations: Sequence[str]) -> list[str]:
    names = {crisis.host, *crisis.opponents, *crisis.backers, *crisis.presence}
    for name in organizations:
        names |= set(organization_on(name, world.organization[name], 0, crisis.onset).members)
    return sorted(names)


def _relation(one: DatedState, partner: DatedState) -> Relation:
    shared = [
        min(_complex(one, name), _complex(partner, name)) for name in one.complexes if name in partner.complexes
    ]
    near = max(shared, default=0.0)
    alike = 1.0 - abs(_condition(one, "polyarchy") - _condition(partner, "polyarchy"))
    mine, theirs = _condition(one, "capability"), _condition(partner, "capability")
    big = theirs / (mine + theirs) if mine + theirs > 0.0 else 0.5
    return Relation(stake=(near + big) / 2.0, tie=alike, dependence=near * big)


def _complex(state: DatedState, name: str) -> float:
    return float(state.complexes[name].value)


def _condition(state: DatedState, name: str) -> float:
    return float(state.conditions[name].value)


def _ranges(state: str, relations: dict[str, Relation], spread: float) -> dict[str, tuple[float, float]]:
    found = {}
    for other, relation in relations.items():
        for aspect in ("stake", "tie", "dependence"):
            value = getattr(relation, aspect)
            path = f"state.{state}.conditions.{PERIOD}.relations.{other}.{aspect}"
            found[path] = (max(0.0, value - spread), min(1.0, value + spread))
    return {path: (low, high) for path, (low, high) in found.items() if low < high}
