"""The scene of one crisis: who takes part on the day of onset, and the values that hold for them.

Everything that lowering reads, it reads here, so that the ledger of used values is complete.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from sim.coding import CodedValues, Draws
from sim.dating import DatedOrganization, DatedState, leaves, organization_on, state_on, transplant
from sim.draws import stable_id
from sim.rules import deployment, perception, position, request
from sim.schema import RequestMode, World


@dataclass(frozen=True)
class Hybrid:
    """Institutions of one organization on the roster of another; `charter_day` dates the institutions."""

    institutions: str
    roster: str
    charter_day: date | None = None


class Scene:
    """One crisis under one theory, dated; states, organizations and rosters are ordered by `draw_id`."""

    def __init__(
        self,
        world: World,
        crisis: str,
        theory: str,
        organizations: Mapping[str, str | Hybrid],
        values: CodedValues,
        mode: RequestMode,
    ) -> None:
        self.world, self.values, self.mode = world, values, mode
        self.crisis_name, self.theory_name = crisis, theory
        self.crisis = world.crisis[crisis]
        found = [*leaves(self.crisis, f"crisis.{crisis}"), *leaves(world.theory[theory], f"theory.{theory}")]
        self.leaf = {leaf.path: leaf for leaf in found}
        dated = {label: self._dated(source) for label, source in organizations.items()}
        existing = {label: one for label, one in dated.items() if one.existed}
        self.organizations = dict(sorted(existing.items(), key=lambda item: (item[1].draw_id, item[0])))
        self.states = self._dated_states()
        self.order = sorted(self.states, key=lambda name: self.states[name].draw_id)
        self.place = {name: k for k, name in enumerate(self.order)}
        self.rosters = [sorted(one.members, key=lambda name: self.place[name]) for one in self.organizations.values()]
        self.leads = [
            self.leading_of(one, roster)
            for one, roster in zip(self.organizations.values(), self.rosters, strict=True)
        ]

    def c(self, path: str) -> Draws:
        """A value of the crisis over draws."""
        return self.values.read(self.leaf[f"crisis.{self.crisis_name}.{path}"])

    def t(self, path: str) -> Draws:
        """A value of the theory over draws."""
        return self.values.read(self.leaf[f"theory.{self.theory_name}.{path}"])

    def switch(self, path: str) -> Any:
        """A switch or a choice of the theory."""
        return self.values.fact(self.leaf[f"theory.{self.theory_name}.{path}"])

    def charter(self, organization: DatedOrganization, name: str) -> Draws:
        """A value of a charter over draws."""
        return self.values.read(organization.charter[name])

    def condition(self, state: str, name: str) -> Draws:
        """A condition of a state over draws."""
        return self.values.read(self.states[state].conditions[name])

    def relation(self, state: str, partner: str, aspect: str) -> Draws:
        """What `state` has with `partner` over draws; with itself, everything."""
        if state == partner:
            return self.constant(1.0)
        return self.values.read(self.states[state].relation(partner, aspect))

    def may_trust(self, state: str, partner: str) -> bool:
        """Whether in any draw the tie can reach the threshold of trust."""
        _, highest = self.values.ends(self.states[state].relation(partner, "tie"))
        lowest, _ = self.values.ends(self.leaf[f"theory.{self.theory_name}.influence.trust"])
        return highest >= lowest

    def constant(self, number: float) -> Draws:
        """The same number in all draws."""
        return np.full(len(self.values.draws), float(number))

    def highest(self, found: Sequence[Draws]) -> Draws:
        """Element-wise maximum; 0 of nothing."""
        return np.max(found, axis=0) if found else self.constant(0.0)

    def _dated(self, source: str | Hybrid) -> DatedOrganization:
        onset = self.crisis.onset
        if isinstance(source, str):
            return self._organization_on(source, onset)
        institutions = self._organization_on(source.institutions, onset, source.charter_day)
        return transplant(institutions, self._organization_on(source.roster, onset))

    def _organization_on(self, name: str, day: date, charter_day: date | None = None) -> DatedOrganization:
        organization = self.world.organization[name]
        draw_id = stable_id(name) if organization.draw_id is None else organization.draw_id
        return organization_on(name, organization, draw_id, day, charter_day)

    def _dated_states(self) -> dict[str, DatedState]:
        names = {self.crisis.host, *self.crisis.opponents, *self.crisis.backers, *self.crisis.presence}
        for organization in self.organizations.values():
            names |= set(organization.members)
        dated = {}
        for name in sorted(names):
            state = self.world.state[name]
            draw_id = stable_id(name) if state.draw_id is None else state.draw_id
            dated[name] = state_on(name, state, draw_id, self.crisis.onset)
        return dated

    def leading_of(self, organization: DatedOrganization, roster: list[str]) -> dict[str, Draws]:
        """Leading states of an organization in roster order, each with its share of power."""
        shares = self.shares(roster, "capability")
        if organization.leads_by_capability:
            least = float(self.switch("council.leading_share"))
            return {name: shares[name] for name in roster if self.coded_share(roster, name) >= least}
        leads = {}
        for name in roster:
            if name in organization.leading:
                stated = organization.leading[name]
                leads[name] = shares[name] if stated is None else self.values.read(stated)
        return leads

    def factor_weights(self) -> dict[str, Draws]:
        """Weights of the six factors in a host's belief, by name; in each draw they sum to 1, or are all 0."""
        weights = {name: self.t(f"request.factors.{name}") for name in request.FACTORS}
        total = sum(weights.values(), self.constant(0.0))
        return {name: weight / np.where(total > 0.0, total, 1.0) for name, weight in weights.items()}

    def needed(self) -> Draws:
        """Troops, in persons, that the mission takes."""
        return deployment.troops_needed(
            self.c("mission.personnel"), self.c("mission.resistance"), self.t("deployment.resistance")
        )

    def insecurity(self, state: str) -> Draws:
        """How insecure a state's leadership is at home."""
        return perception.insecurity(self.condition(state, "regime_insecurity"), self.condition(state, "unrest"))

    def ready(self, state: str) -> Draws:
        """Troops, in persons, that a state can send."""
        return self.condition(state, "personnel") * 1000.0 * self.condition(state, "deployable")

    def shares(self, roster: list[str], condition: str) -> dict[str, Draws]:
        """Each member's part in the sum over the roster."""
        amounts = {name: self.condition(name, condition) for name in roster}
        total = np.maximum(sum(amounts.values(), self.constant(0.0)), 1e-12)
        return {name: amount / total for name, amount in amounts.items()}

    def coded_share(self, roster: list[str], name: str) -> float:
        """A member's part in the roster's capability as coded: who leads is the same in all draws."""
        leaves = {member: self.states[member].conditions["capability"] for member in roster}
        coded = {member: float(str(self.values.fact(leaf))) for member, leaf in leaves.items()}
        return coded[name] / max(sum(coded.values()), 1e-12)

    def present(self, state: str) -> Draws:
        """Troops, in persons, that a state already has in the host."""
        if state not in self.crisis.presence:
            return self.constant(0.0)
        return self.c(f"presence.{state}")

    def costs(self, roster: list[str]) -> dict[str, Draws]:
        """Expected cost to each member: resistance by its part of the burden, or war with the others' backers."""
        together = sum((self.condition(name, "capability") for name in roster), self.constant(0.0))
        resistance = self.c("mission.resistance")
        ready = {name: self.ready(name) for name in roster}
        ablest = np.maximum(self.highest(list(ready.values())), 1.0)
        backed = [
            (self.c(f"backers.{backer}"), self.condition(backer, "capability")) for backer in self.crisis.backers
        ]
        found = {}
        for name in roster:
            borne = position.borne(resistance, ready[name] / ablest)
            shares = [theirs / (theirs + together + 1e-12) for _, theirs in backed]
            risks = [position.entrapment(borne, firm, share) for (firm, _), share in zip(backed, shares, strict=True)]
            found[name] = self.highest([borne, *risks])
        return found
