"""A member state, and its seat in a council."""

from typing import TYPE_CHECKING

import mesa

from sim.arrays import plain
from sim.draws import OWN_PERCEPTION, RATIFICATION_DELAY, RATIFICATION_FAILURE, bell_draw, uniform_draw
from sim.rules import deployment, perception, position
from sim.rules.voting import FORCE

if TYPE_CHECKING:
    from sim.agents.organization import Organization
    from sim.model import CrisisModel


class MemberState(mesa.Agent):
    """A state: it perceives the crisis, listens to those it trusts, and takes positions in its councils."""

    model: "CrisisModel"

    def __init__(self, model: "CrisisModel", place: int) -> None:
        super().__init__(model)
        arrays, draw = model.arrays, model.draw
        self.place, self.name = place, model.case.states[place]
        self.identity = int(arrays.state_id[place])
        self.conditions = plain(arrays.states[draw, place])
        first, last = arrays.trust_offset[place], arrays.trust_offset[place + 1]
        self.trusted, self.trust = arrays.trusted[first:last], arrays.trust[draw, first:last]
        own = model.parameters.noise_own * bell_draw(model.key, OWN_PERCEPTION, self.identity)
        self.noise = model.shared_noise + own
        self.ratification_delay = deployment.ratification_delay(
            uniform_draw(model.key, RATIFICATION_DELAY, self.identity), self.conditions.ratification_days
        )
        failure = uniform_draw(model.key, RATIFICATION_FAILURE, self.identity)
        self.ratifies = failure >= self.conditions.ratification_failure
        self.own_view = 0.0
        self.threat = 0.0

    def perceive(self) -> None:
        """Today's threat as this state sees it by itself."""
        self.own_view = perception.own_perception(self.model.severity, self.conditions.vulnerability, self.noise)

    def listen(self) -> None:
        """Move toward what the trusted say today."""
        self.threat = self.own_view
        if self.conditions.susceptibility > 0.0:
            voice = perception.trusted_voice(self.model.own_views(), self.trusted, self.trust)
            self.threat = perception.influenced(self.own_view, voice, self.conditions.susceptibility)

    def benefit(self, obligation: float, abandonment: float, pressure: float, record: float) -> float:
        """Reasons for force."""
        weights = self.model.benefit_weights
        return position.benefit(self.threat, obligation, abandonment, pressure, record, weights)

    def harm(self, missing_mandate: float, cost: float, *, invited: bool) -> float:
        """Reasons against force."""
        p = self.model.parameters
        deep = position.intrusion(p.mission_intrusion, p.consent, invited)
        return position.harm(
            deep,
            missing_mandate,
            self.conditions.precedent,
            self.conditions.ties,
            cost,
            self.model.harm_weights,
        )


class Seat:
    """One member's place in one council."""

    def __init__(self, organization: "Organization", number: int) -> None:
        model, arrays = organization.model, organization.model.arrays
        draw = model.draw
        self.number = number
        self.state = model.states[int(arrays.seat_state[number])]
        self.is_host = self.state.place == model.host_place
        figures = plain(arrays.seats[draw, number])
        self.abandonment, self.cost = figures.abandonment, figures.cost
        self.ready, self.own_ready = figures.ready, figures.own_ready
        self.dependence = arrays.dependence[draw, number]
        self.good, self.bad = 0.0, 0.0

    def own_lean(self, organization: "Organization", *, invited: bool) -> float:
        """Where the member stands on force before anyone presses it."""
        owed, missing = organization.mandate(invited=invited)
        good = self.state.benefit(owed, self.abandonment, 0.0, organization.terms.record)
        return position.lean(good, self.state.harm(missing, self.cost, invited=invited))

    def weigh(self, organization: "Organization", pressure: float, *, invited: bool) -> None:
        """Benefit and harm of force under pressure."""
        owed, missing = organization.mandate(invited=invited)
        self.good = self.state.benefit(owed, self.abandonment, pressure, organization.terms.record)
        self.bad = self.state.harm(missing, self.cost, invited=invited)

    def worth(self, rung: int) -> float:
        """Utility of a rung of the ladder."""
        return position.utility(self.good, self.bad, rung / FORCE)

    def vote(self, rung: int, *, aside: float) -> int:
        """Aye, abstention or objection; `aside` is the part of the cost that standing aside spares."""
        model, height = self.state.model, rung / FORCE
        spared = position.relief(self.cost, model.harm_weights[4], aside, height)
        return position.vote(self.worth(rung), spared, model.parameters.abstention)

    def arrival_days(self, organization: "Organization", sent: int) -> float:
        """Days from a decision until the member's contingent is in place."""
        conditions = self.state.conditions
        ready_in = min(conditions.readiness_days, organization.terms.force_days)
        return deployment.departure(ready_in, self.state.ratification_delay, sent, conditions.presence)
