"""Hybrids of two crises as one organization met them: each group of values from the one day or the other.

The host is a slot, and so is the state that was the other crisis' host: where the later host plays the host, the
earlier one sits among the members, and the other way round. So values about the host move with the part, and each
value of either world has its place in the hybrid. Names and `draw_id`s are those of the target.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from experiments.attribution.assembly import (
    HYBRID,
    PERIOD,
    Assembly,
    HybridWorld,
    Institution,
    Sources,
    draw_id,
    hybrid_organization,
    institution,
)
from experiments.attribution.paths import ASPECTS, crisis_paths
from experiments.composition.compose import Composed
from sim.dating import DatedState, Sourced, leaves, state_on
from sim.schema import Crisis, State
from sim.schema.state import CONDITION_DEFAULTS

_BY_STATE = ("opponents", "backers", "presence")
"""Named values of a crisis whose names are states."""


@dataclass(frozen=True)
class Day:
    """One crisis and the world of its day; states go by the names of the parts they play."""

    values: Mapping[str, Mapping[str, Sourced]]
    """By path of the crisis: its value under an empty name, or its named values."""
    institution: Institution
    states: Mapping[str, DatedState]


class CrisisHybrids:
    """The hybrids of the crises `target` and `base`, as one organization met them."""

    def __init__(self, composed: Composed, organization: str, pair: Sequence[str], group: Mapping[str, str]):
        self.organization, self._world, self._group = organization, composed.world, group
        self.target, self.base = pair
        self._host, earlier = (self._world.crisis[name].host for name in pair)
        self._parts: dict[str, dict[str, str]] = {
            self.target: {},
            self.base: {earlier: self._host, self._host: earlier},
        }
        self._names = sorted({self.player(name, state) for name in pair for state in self._present(name)})
        self._days = {name: self._day(name) for name in pair}

    def hybrid(self, from_target: Set[str]) -> HybridWorld:
        """The world with the groups `from_target` as on the target's day, all others as on the base's."""

        def pick(path: str) -> Day:
            return self._days[self.target if self._group[path] in from_target else self.base]

        identity = draw_id(self._world.organization, self.organization)
        leading = pick("organization.leading").institution.dated.leading
        organization, sources = hybrid_organization("hybrid", identity, lambda path: pick(path).institution, leading)
        crisis, of_crisis = self._crisis(pick)
        sources |= of_crisis
        states = {}
        for name in self._names:
            states[name], of_state = self._state(name, pick)
            sources |= of_state
        world = self._world.model_copy(
            update={"state": states, "organization": {HYBRID: organization}, "crisis": {HYBRID: crisis}}
        )
        return HybridWorld(world, HYBRID, {HYBRID: HYBRID}, sources)

    def player(self, end: str, part: str) -> str:
        """The state that plays a part on one of the two days; parts are exchanged in pairs, so also the reverse."""
        return self._parts[end].get(part, part)

    def _crisis(self, pick: Callable[[str], Day]) -> tuple[Crisis, Sources]:
        made = Assembly(f"crisis.{HYBRID}")
        for path in crisis_paths():
            below = path.removeprefix("crisis.")
            for name, leaf in pick(path).values[below].items():
                made.put(f"{below}.{name}" if name else below, leaf)
        onsets = [self._world.crisis[name].onset for name in (self.target, self.base)]
        slots = {"title": "hybrid", "host": self._host, "onset": max(onsets)}  # after every precedent
        return Crisis.model_validate(made.data | slots), made.sources

    def _state(self, name: str, pick: Callable[[str], Day]) -> tuple[State, Sources]:
        made = Assembly(f"state.{name}")
        part = "host" if name == self._host else "other"
        for region, degree in pick(f"state.{part}.complexes").states[name].complexes.items():
            made.put(f"complexes.{region}", degree)
        for condition in CONDITION_DEFAULTS:
            day = pick(f"state.{part}.conditions.{condition}")
            made.put(f"conditions.{PERIOD}.{condition}", day.states[name].conditions[condition])
        for partner in self._names:
            theirs = "host" if partner == self._host else "other"
            for aspect in ASPECTS if partner != name else ():
                day = pick(f"state.{part}.relations.{theirs}.{aspect}")
                declared = day.states[name].relations.get(partner, {})
                if aspect in declared:
                    made.put(f"conditions.{PERIOD}.relations.{partner}.{aspect}", declared[aspect])
        given = {"name": name, "draw_id": draw_id(self._world.state, name)}
        return State.model_validate(made.data | given), made.sources

    def _day(self, crisis: str) -> Day:
        onset = self._world.crisis[crisis].onset
        values: dict[str, dict[str, Sourced]] = {path.removeprefix("crisis."): {} for path in crisis_paths()}
        for leaf in leaves(self._world.crisis[crisis], f"crisis.{crisis}"):
            path = leaf.path.removeprefix(f"crisis.{crisis}.")
            above, _, name = path.partition(".")
            if above in _BY_STATE:
                values[above][self.player(crisis, name)] = leaf
            elif path in values:
                values[path][""] = leaf
        institutions = institution(self._world, self.organization, onset)
        dated = replace(
            institutions.dated,
            members=self._renamed(crisis, institutions.dated.members),
            leading=self._renamed(crisis, institutions.dated.leading),
        )
        states = {name: self._dated_state(crisis, name) for name in self._names}
        return Day(values, replace(institutions, dated=dated), states)

    def _dated_state(self, crisis: str, part: str) -> DatedState:
        """Who plays the part of `part` in a crisis, on its first day."""
        name, onset = self.player(crisis, part), self._world.crisis[crisis].onset
        dated = state_on(name, self._world.state[name], draw_id(self._world.state, name), onset)
        return replace(dated, relations=self._renamed(crisis, dated.relations))

    def _present(self, name: str) -> list[str]:
        """Who has a part in a crisis: members, host, the other side, and whoever has troops there."""
        crisis = self._world.crisis[name]
        members = institution(self._world, self.organization, crisis.onset).dated.members
        return [crisis.host, *members, *crisis.opponents, *crisis.backers, *crisis.presence]

    def _renamed[T](self, crisis: str, by_state: Mapping[str, T]) -> dict[str, T]:
        return {self.player(crisis, state): value for state, value in by_state.items()}
