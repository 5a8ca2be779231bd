"""Hybrids of two organizations at one crisis: each group of parts from the one or the other.

The leading role follows capability in the hybrid's roster, as in `sim.dating.transplant`. All hybrids have one
`draw_id`, so that the host judges them with the same noise. How much the leading states care is not part of an
organization: it is put onto the hybrid's leading states, as copies of them with what the other side's principal
leading state has at stake in the host.
"""

from collections.abc import Mapping, Sequence, Set
from functools import cached_property

from experiments.attribution.assembly import (
    HYBRID,
    Assembly,
    HybridWorld,
    Institution,
    Sources,
    draw_id,
    hybrid_organization,
    institution,
)
from experiments.composition.compose import Composed
from sim.dating import DatedState, state_on
from sim.schema import State
from sim.schema.state import Conditions


class OrganizationHybrids:
    """The hybrids of `target` and `base` at a crisis; other chosen organizations stay in the room as they are."""

    def __init__(self, composed: Composed, crisis: str, theory: str, pair: Sequence[str], group: Mapping[str, str]):
        self.crisis, self._world, self._group = crisis, composed.world, group
        self.target, self.base = pair
        self._onset, self._host = self._world.crisis[crisis].onset, self._world.crisis[crisis].host
        self._least = self._world.theory[theory].council.leading_share
        self._sides = {name: institution(self._world, name, self._onset) for name in pair}
        self._others = {name: name for name in composed.organizations if name not in pair}

    def hybrid(self, from_target: Set[str]) -> HybridWorld:
        """The world with an organization that has the groups `from_target` of the target, all others of the base."""

        def side(path: str) -> str:
            return self.target if self._group[path] in from_target else self.base

        def pick(path: str) -> Institution:
            return self._sides[side(path)]

        roster = side("organization.membership")
        identity = draw_id(self._world.organization, self.target)
        leading = dict.fromkeys(self.leading[roster])
        organization, sources = hybrid_organization("hybrid", identity, pick, leading)
        cared = {path for path in self._group if path.startswith("leading_state.") and side(path) != roster}
        states, of_states = self._caring(roster, cared)
        world = self._world.model_copy(
            update={
                "organization": {**self._world.organization, HYBRID: organization},
                "state": {**self._world.state, **states},
            }
        )
        return HybridWorld(world, self.crisis, {HYBRID: HYBRID} | self._others, sources | of_states)

    def player(self, end: str, part: str) -> str:
        """Each state is itself at both ends."""
        return part

    @cached_property
    def leading(self) -> dict[str, list[str]]:
        """States that lead the roster of each side by their part in its capability, the greatest first."""
        found = {}
        for name, one in self._sides.items():
            amounts = {state: float(self._state(state).conditions["capability"].value) for state in one.dated.members}
            total = max(sum(amounts.values()), 1e-12)
            lead = [state for state, amount in amounts.items() if amount / total >= self._least]
            found[name] = sorted(lead, key=lambda state: -amounts[state])
        return found

    def _caring(self, roster: str, paths: Set[str]) -> tuple[dict[str, State], Sources]:
        """Copies of the leading states of a roster, caring in `paths` as the other side's principal one does.

        The host is left out on both sides: it has no stake in itself.
        """
        other = self.base if roster == self.target else self.target
        principal = next((state for state in self.leading[other] if state != self._host), None)
        copies: dict[str, State] = {}
        sources: Sources = {}
        for state in self.leading[roster] if paths and principal is not None else []:
            if state not in (self._host, principal):
                copies[state], found = self._copy(state, str(principal), paths)
                sources |= found
        return copies, sources

    def _copy(self, name: str, model: str, paths: Set[str]) -> tuple[State, Sources]:
        """The state `name` with the values at `paths` of the state `model`."""
        state, dated = self._world.state[name], self._state(model)
        made = Assembly(f"state.{name}.conditions.{HYBRID}")
        cares = Assembly(f"state.{name}")
        for _, *keys in (path.split(".") for path in sorted(paths)):
            if keys[0] == "conditions":
                made.put(keys[1], dated.conditions[keys[1]])
            elif keys[0] == "relations":
                made.put(f"relations.{self._host}.{keys[2]}", dated.relation(self._host, keys[2]))
            else:
                for region, degree in dated.complexes.items():
                    cares.put(f"complexes.{region}", degree)
        period = Conditions.model_validate(made.data | {"from": self._onset})
        update: dict[str, object] = {"conditions": {**state.conditions, HYBRID: period}}
        if "leading_state.complexes" in paths:
            update["complexes"] = cares.data.get("complexes", {})
        return state.model_copy(update=update), made.sources | cares.sources

    def _state(self, name: str) -> DatedState:
        return state_on(name, self._world.state[name], draw_id(self._world.state, name), self._onset)
