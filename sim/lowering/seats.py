"""Seats in the councils as arrays, and the leading states among them."""

from typing import Any

import numpy as np

from sim.arrays import EMPTY, LEADER_FIELDS, SEAT_FIELDS, records
from sim.coding import Draws
from sim.dating import DatedOrganization
from sim.lowering.scene import Scene
from sim.rules import position, request
from sim.schema import DecisionRule


def seat_arrays(scene: Scene) -> dict[str, Any]:
    """Seats of all councils, one council after the other, as fields of `Arrays`."""
    offsets, state, votes, party = [0], [], [], []
    fields: list[dict[str, Draws]] = []
    dependence: list[Draws] = []
    for one, roster, lead in zip(scene.organizations.values(), scene.rosters, scene.leads, strict=True):
        capability = scene.shares(roster, "capability")
        personnel = scene.shares(roster, "personnel")
        fellow = scene.crisis.host in roster
        costs, earmarked = scene.costs(roster), _earmarked(scene, one)
        weighted = scene.values.fact(one.charter["decision_rule"]) == DecisionRule.WEIGHTED_MAJORITY
        for name in roster:
            state.append(scene.place[name])
            votes.append(float(str(scene.values.fact(one.members[name]))) if weighted else 1.0)
            party.append(name == scene.crisis.host or name in scene.crisis.opponents)
            ready = np.maximum(scene.ready(name), personnel[name] * earmarked)
            fields.append(
                {
                    "abandonment": position.abandonment(scene.insecurity(name), capability[name], fellow),
                    "cost": position.own_cost(costs[name], scene.present(name), scene.needed()),
                    "ready": ready + scene.present(name),
                    "own_ready": scene.ready(name) + scene.present(name),
                }
            )
            dependence.append(_dependence(scene, name, list(lead)))
        offsets.append(len(state))
    shape = (len(scene.values.draws), len(state))
    columns = {name: np.array([field[name] for field in fields]) for name in SEAT_FIELDS}
    return {
        "seat_offset": np.array(offsets, dtype=np.int64),
        "seat_state": np.array(state, dtype=np.int64),
        "seats": records({name: column.T.reshape(shape) for name, column in columns.items()}, np.float64),
        "votes": np.array(votes, dtype=np.float64),
        "party": np.array(party, dtype=np.bool_),
        "dependence": np.stack(dependence, axis=1) if dependence else np.zeros((shape[0], 0, 1)),
    }


def _earmarked(scene: Scene, one: DatedOrganization) -> Draws:
    """Troops, in persons, that members keep at the organization's disposal."""
    forces = [scene.values.read(force["personnel"]) for force in (one.rapid_reaction, one.standing) if force]
    return sum(forces, scene.constant(0.0))


def _dependence(scene: Scene, state: str, lead: list[str]) -> Draws:
    """Dependence on each leading state, 0 on itself and beyond; shape (D, W)."""
    most = max([len(other) for other in scene.leads] + [1])
    row = [scene.constant(0.0) if leader == state else scene.relation(state, leader, "dependence") for leader in lead]
    return np.stack((row + [scene.constant(0.0)] * most)[:most], axis=1)


def leader_arrays(scene: Scene) -> dict[str, Any]:
    """Leading seats of the councils, and leading states as the host may call them, as fields of `Arrays`."""
    offsets, lead_seat, asymmetry = [0], [], []
    for roster, lead in zip(scene.rosters, scene.leads, strict=True):
        lead_seat += [roster.index(name) for name in lead]
        asymmetry += list(lead.values())
        offsets.append(len(lead_seat))
    host, opponents = scene.crisis.host, scene.crisis.opponents
    found = {name for lead in scene.leads for name in lead if name != host and name not in opponents}
    leaders = sorted(found, key=lambda name: scene.place[name])
    numbers = len(scene.values.draws)
    recorded = scene.crisis.recorded.requests.states
    shape = (numbers, len(leaders))
    return {
        "lead_offset": np.array(offsets, dtype=np.int64),
        "lead_seat": np.array(lead_seat, dtype=np.int64),
        "asymmetry": np.stack(asymmetry, axis=1) if asymmetry else np.zeros((numbers, 0)),
        "leaders": records(
            {
                name: np.array([_leader_row(scene, leader)[name] for leader in leaders]).T.reshape(shape)
                for name in LEADER_FIELDS
            },
            np.float64,
        ),
        "addressees": records(
            {
                "state": [scene.place[name] for name in leaders],
                "requested_on": [int(recorded[name].day) if name in recorded else EMPTY for name in leaders],
                "passes_to": [_passes_to(scene, name) for name in leaders],
            },
            np.int64,
        ),
    }


def _leader_row(scene: Scene, name: str) -> dict[str, Draws]:
    fear = scene.condition(scene.crisis.host, "sovereignty_fear")
    return {
        "tie": scene.relation(scene.crisis.host, name, "tie"),
        "price": request.sovereignty_price(fear, scene.constant(1.0)),
        "cost": position.own_cost(scene.costs([name])[name], scene.present(name), scene.needed()),
        "ready": scene.ready(name) + scene.present(name),
    }


def _passes_to(scene: Scene, leader: str) -> int:
    """The organization to which a leading state passes a request on: one it leads and the host sits in.

    Among several, the one in which it preponderates most.
    """
    councils = zip(scene.organizations.values(), scene.leads, scene.rosters, strict=True)
    led = {
        o: (one, roster)
        for o, (one, lead, roster) in enumerate(councils)
        if leader in lead and scene.crisis.host in roster
    }
    if len(led) < 2:  # most often: then no share decides
        return next(iter(led), EMPTY)
    return max(led, key=lambda o: _coded_lead(scene, *led[o], leader))


def _coded_lead(scene: Scene, one: DatedOrganization, roster: list[str], leader: str) -> float:
    """A leading state's share of power as coded, the same in all draws."""
    stated = one.leading.get(leader)
    return scene.coded_share(roster, leader) if stated is None else float(str(scene.values.fact(stated)))
