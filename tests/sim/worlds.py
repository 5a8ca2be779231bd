"""The worlds that the tests run: an invented one of any size, and the one that is shipped.

Nothing in the invented world has a name or a number of a real state. A world is changed by paths, as a
user overrides it: `changed(world, {"theory.synthesis.threat.noise": 0.0})`.
"""

import copy
import functools
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

import configs
from sim.lowering import lower
from sim.schema import DecisionRule, World

type Data = dict[str, Any]

ORGANIZATION, CRISIS, THEORY, HOST = "league", "uproar", "synthesis", "land_01"
"""The invented organization and crisis, the theory that runs them, and the member in crisis."""
SECOND = "pact"
"""A second invented organization, in which every other member of the first sits."""
OUTSIDERS = ("beyond", "yonder")
"""Invented states that sit in no council: the first can be a backer, the second a host."""
ONSET = "2001-05-01"


class _PlainLoader(yaml.SafeLoader):
    """YAML as Hydra reads it: a timestamp stays a string."""


_PlainLoader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def merged(base: Data, changes: Mapping[str, Any]) -> Data:
    """`base` with `changes` laid over it, key by key and level by level."""
    result = copy.deepcopy(base)
    for key, value in changes.items():
        deeper = isinstance(value, Mapping) and isinstance(result.get(key), Mapping)
        result[key] = merged(result[key], value) if deeper else copy.deepcopy(value)
    return result


@functools.cache
def _shipped_group(group: str) -> dict[str, Data]:
    files = sorted((Path(configs.__file__).parent / group).glob("*.yaml"))
    found: dict[str, Data] = {file.stem: yaml.load(file.read_text(), _PlainLoader) for file in files}
    parents = {name: _parents(data.pop("defaults", [])) for name, data in found.items()}
    return {
        name: functools.reduce(merged, [found[parent] for parent in parents[name]] + [data], {})
        for name, data in found.items()
    }


def _parents(defaults: Iterable[Any]) -> list[str]:
    """Files of the same group that a file starts from: `- synthesis@_here_`."""
    return [item.removesuffix("@_here_") for item in defaults if isinstance(item, str) and "@_here_" in item]


@functools.cache
def shipped() -> World:
    """Every state, organization, crisis and theory of `configs/`."""
    return World.model_validate(
        {name: _shipped_group(name) for name in ("state", "organization", "crisis", "theory")}
    )


def _land(number: int, members: int) -> Data:
    """A member state; no two of the first seven are alike."""
    own = f"land_{number:02}"
    others = [f"land_{k:02}" for k in range(1, members + 1) if f"land_{k:02}" != own]
    return {
        "name": f"Land {number}",
        "draw_id": 100 + number,
        "complexes": {"coast": 1.0 - (number % 3) * 0.2, "plain": (number % 2) * 0.6},
        "conditions": {
            "always": {
                "capability": 0.002 * (1 + number % 5),
                "personnel": 20.0 + 10.0 * (number % 4),
                "polyarchy": 0.1 + 0.1 * (number % 7),
                "regime_insecurity": 0.2 * (number % 4),
                "unrest": 0.2 * ((number + 1) % 3),
                "outside_fear": 0.2 * (number % 5),
                "sovereignty_fear": 0.2 * ((number + 1) % 4),
                "self_reliance": 0.2,
                "deployable": 0.05,
                "readiness_days": 2.0 + number % 3,
                "ratification_days": float(number % 4),
                "ratification_failure": 0.05 * (number % 3),
                "relations": {
                    other: {"stake": 0.6, "tie": 0.8 if (number + k) % 3 else 0.4, "dependence": 0.2 * (k % 3)}
                    for k, other in enumerate(others)
                },
            }
        },
    }


def _outsider(number: int, members: int) -> Data:
    """A state outside, known to every member."""
    relations = {f"land_{k:02}": {"stake": 0.4, "tie": 0.6} for k in range(1, members + 1)}
    always = {"capability": 0.01, "personnel": 100.0, "polyarchy": 0.5, "relations": relations}
    return {
        "name": OUTSIDERS[number].title(),
        "draw_id": 90 + number,
        "complexes": {"coast": 0.4},
        "conditions": {"always": always},
    }


def _league(members: int, rule: DecisionRule, leading: int) -> Data:
    return {
        "name": "League",
        "draw_id": 7,
        "membership": {f"land_{k:02}": {"votes": float(1 + k % 3)} for k in range(1, members + 1)},
        "charter": {
            "founding": {
                "decision_rule": rule.value,
                "quorum": 0.6,
                "standing_aside": False,
                "leading_consent": True,
                "highest_rung": "force",
                "sitting_days": 2.0,
                "obligation": 0.8,
                "shared_history": 0.6,
                "cohesion": 0.6,
                "mandates": {
                    "collective_defence": 0.8,
                    "internal_order": 0.8,
                    "counter_terrorism": 0.6,
                    "peacekeeping": 0.6,
                },
            }
        },
        "leading": {f"land_{k:02}": {"share": 0.6 / (k - 1)} for k in range(2, 2 + leading)},
        "rapid_reaction": {"personnel": 3_000.0, "readiness_days": 2.0, "internal_fit": 0.8},
        "record": {
            "first": {"when": "1990-01-01", "rung": "force"},
            "second": {"when": "1995-01-01", "rung": "statement"},
        },
    }


def _pact(members: int, rule: DecisionRule) -> Data:
    """Another charter and another force on part of the same states."""
    odd = [f"land_{k:02}" for k in range(1, members + 1, 2)]
    other = {
        "name": "Pact",
        "draw_id": 8,
        "charter": {"founding": {"sitting_days": 1.0, "obligation": 0.4, "standing_aside": True}},
        "rapid_reaction": {"personnel": 1_000.0, "readiness_days": 1.0},
    }
    pact = merged(_league(members, rule, 0), other)
    return pact | {"membership": {name: {} for name in odd}, "leading": {odd[-1]: {}}}


def _uproar(members: int) -> Data:
    return {
        "title": "Uproar",
        "host": HOST,
        "type": "overthrow",
        "onset": ONSET,
        "horizon": 40,
        "severity": {"level": 0.4, "peak": 0.9, "days_to_peak": 4.0, "half_life": 9.0},
        "host_capacity": 0.2,
        "spillover": 0.6,
        "challenger": {"regime_threat": 0.8, "realignment": 0.6},
        "frame": {"external": 0.6, "terrorism": 0.4},
        "asker": {"control": 0.8, "legitimacy": 0.8},
        "mission": {"personnel": 2_000.0, "intrusion": 0.4, "resistance": 0.2},
        "presence": {"land_02": 200.0} if members > 1 else {},
        "recorded": {"requests": {"organizations": {ORGANIZATION: {"day": 2.0}}}},
    }


def world(
    members: int,
    rule: DecisionRule,
    *,
    leading: int = 0,
    pact: DecisionRule | None = None,
    changes: Mapping[str, Any] | None = None,
) -> World:
    """An invented league of `members`, the first of them in crisis, `leading` of the others leading it.

    With the decision rule of a `pact` there is a second organization. `changes` are values by path, such as
    `{"crisis.uproar.spillover": 0.0}`.
    """
    states = {f"land_{k:02}": _land(k, members) for k in range(1, members + 1)}
    states |= {name: _outsider(k, members) for k, name in enumerate(OUTSIDERS)}
    organizations = {ORGANIZATION: _league(members, rule, leading)}
    if pact is not None:
        organizations[SECOND] = _pact(members, pact)
    plain = {
        "state": states,
        "organization": organizations,
        "crisis": {CRISIS: _uproar(members)},
        "theory": {THEORY: _shipped_group("theory")[THEORY]},
    }
    return World.model_validate(_with_values(plain, changes or {}))


def data(of: World) -> Data:
    """A world as the plain data it was read from."""
    return of.model_dump(by_alias=True, exclude_unset=True)


def changed(of: World, changes: Mapping[str, Any]) -> World:
    """The same world with some values changed, by path."""
    return World.model_validate(_with_values(data(of), changes))


def _with_values(plain: Data, changes: Mapping[str, Any]) -> Data:
    result = copy.deepcopy(plain)
    for path, value in changes.items():
        *way, last = path.split(".")
        place = result
        for step in way:
            if not isinstance(place.get(step), dict):
                place[step] = {}
            place = place[step]
        place[last] = value
    return result


def under_rule(of: World, rule: DecisionRule) -> World:
    """The same world with one decision rule in every period of every charter."""
    return of.model_copy(
        update={
            "organization": {
                name: organization.model_copy(
                    update={
                        "charter": {
                            period: charter.model_copy(update={"decision_rule": rule})
                            for period, charter in organization.charter.items()
                        }
                    }
                )
                for name, organization in of.organization.items()
            }
        }
    )


def wide_ranges(of: World, crisis: str, theory: str) -> dict[str, tuple[float, float]]:
    """A range of +-0.2 around every value of a crisis' world that lies on the scale from 0 to 1.

    Votes stay as they are: what a member has of them is no matter of coding.
    """
    case = lower(of, crisis, theory, list(of.organization))
    return {
        path: (max(0.0, leaf.value - 0.2), min(1.0, leaf.value + 0.2))
        for path, leaf in case.used.items()
        if isinstance(leaf.value, float)
        and 0.0 <= leaf.value <= 1.0
        and path.startswith(("state.", "crisis.", "organization."))
        and not path.endswith(".votes")
    }
