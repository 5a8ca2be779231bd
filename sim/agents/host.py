"""The host's government, and the leading states as it may call them."""

from typing import TYPE_CHECKING

import mesa

from sim.agents.organization import Organization
from sim.arrays import EMPTY, plain
from sim.draws import JUDGEMENT_OF_ORGANIZATION, JUDGEMENT_OF_STATE, bell_draw
from sim.rules import deployment, position, request, severity
from sim.schema import RequestMode

if TYPE_CHECKING:
    from sim.model import CrisisModel


class LeadingState:
    """A leading state as the host may call it bilaterally."""

    def __init__(self, model: "CrisisModel", number: int) -> None:
        addressee = plain(model.arrays.addressees[number])
        self.state = model.states[addressee.state]
        self.requested_on, self.passes_to = addressee.requested_on, addressee.passes_to
        self.figures = plain(model.arrays.leaders[model.draw, number])

    def utility(self) -> float:
        """Utility of force when asked alone: no treaty binds or covers it, nobody presses."""
        good = self.state.benefit(0.0, 0.0, 0.0, 0.0)
        return position.utility(good, self.state.harm(1.0, self.figures.cost, invited=True), 1.0)


class Host(mesa.Agent):
    """The host's government: it decides whether to ask, and whom."""

    model: "CrisisModel"

    def __init__(self, model: "CrisisModel") -> None:
        super().__init__(model)
        self.leading = [LeadingState(model, k) for k in range(len(model.arrays.addressees))]
        self.tried: list[Organization | LeadingState] = []
        self.weighed_on, self.severity_then = EMPTY, 0.0

    def call(self) -> None:
        """Call as recorded, call all, or weigh the addressees and call at most one."""
        model = self.model
        if model.mode is RequestMode.RECORDED:
            for organization in model.organizations:
                if organization.charter.requested_on == model.day:
                    self._ask(organization)
            for leading in self.leading:
                if leading.requested_on == model.day:
                    self._ask_leading(leading)
        elif model.mode is RequestMode.ASK_ALL:
            if model.opened_on == model.day:
                for organization in model.organizations:
                    self._ask(organization)
        elif self._weighs_a_call():
            self.weighed_on, self.severity_then = model.day, model.severity
            self._call_the_most_appealing()

    def _weighs_a_call(self) -> bool:
        """First when the matter opens, then when a call has had its time without force on its way, and whenever it
        got worse.
        """
        model, p = self.model, self.model.parameters
        if model.opened_on == EMPTY or model.severity < p.calm or model.force_was_going:
            return False
        if model.requested_on != EMPTY and model.day - model.requested_on < p.request_patience:
            return False
        return self.weighed_on <= model.requested_on or model.worsened_since(self.severity_then)

    def _call_the_most_appealing(self) -> None:
        addressees: list[Organization | LeadingState] = [*self.model.organizations, *self.leading]
        highest, chosen = 0.0, None
        for addressee in addressees:
            if addressee in self.tried:
                continue
            appeal = self._appeal(addressee)
            if appeal > highest:
                highest, chosen = appeal, addressee
        if isinstance(chosen, Organization):
            self._ask(chosen)
        elif chosen is not None:
            self._ask_leading(chosen)

    def appeals(self) -> list[tuple[Organization | LeadingState, float]]:
        """Each addressee, called before or not, with its appeal as things stand. Changes nothing: to tell a run."""
        addressees: list[Organization | LeadingState] = [*self.model.organizations, *self.leading]
        return [(addressee, self._appeal(addressee)) for addressee in addressees]

    def _appeal(self, addressee: Organization | LeadingState) -> float:
        """What the host expects of asking: the chance that it comes, times what it then brings and takes."""
        model, p = self.model, self.model.parameters
        if isinstance(addressee, Organization):
            chance, cover, price = self._chance(addressee), addressee.terms.cover, addressee.terms.price
            purpose, identity = JUDGEMENT_OF_ORGANIZATION, addressee.charter.identity
        else:
            chance, cover, price = self._bilateral_chance(addressee), 0.0, addressee.figures.price
            purpose, identity = JUDGEMENT_OF_STATE, addressee.state.identity
        noise = p.request_noise * bell_draw(model.key, purpose, identity)
        wanted = severity.need(model.severity, p.uncovered)
        return request.appeal(wanted, chance, cover, price, p.self_reliance, model.request_weights, noise)

    def _chance(self, organization: Organization) -> float:
        """Believed chance that an organization acts, after sounding out who leads it, or all if none leads."""
        p, terms = self.model.parameters, organization.terms
        led = any(not organization.seats[k].is_host for k in organization.lead_seats)
        seats = [organization.seats[k] for k in organization.lead_seats] if led else organization.seats
        asked = [seat for seat in seats if not seat.is_host]
        number, concern = max(len(asked), 1), 0.0
        for seat in asked:
            concern += seat.state.threat
        favourable = sum(seat.own_lean(organization, invited=True) > 0.0 for seat in asked)
        inclination = favourable / number
        if led and favourable < number:
            inclination = 0.0
        belief = request.believed_chance(
            terms.five_factors, concern / number, p.concern_weight, terms.hook, p.hook_in_belief, terms.standing
        )
        return request.sounded(belief, inclination, p.sounding)

    def _bilateral_chance(self, leading: LeadingState) -> float:
        p = self.model.parameters
        able = 1.0 if leading.figures.ready >= p.needed else 0.0
        belief = request.bilateral_chance(leading.figures.tie, leading.state.threat, able)
        return request.sounded(belief, 1.0 if leading.utility() > 0.0 else 0.0, p.sounding)

    def _ask(self, organization: Organization) -> None:
        self.tried.append(organization)
        self.model.requested_on = self.model.day
        if self.model.opened_on == EMPTY:
            self.model.opened_on = self.model.day
        if not organization.asked:
            organization.asked_on = self.model.day

    def _ask_leading(self, leading: LeadingState) -> None:
        """It passes the call on to its organization, or decides alone."""
        model, p = self.model, self.model.parameters
        self.tried.append(leading)
        model.requested_on = model.day
        if model.passing_on and leading.passes_to != EMPTY:
            self._ask(model.organizations[leading.passes_to])
            return
        willing = leading.utility() - p.alone_cost > p.abstention
        if not model.alone or not willing or leading.figures.ready < p.needed or model.solo is not None:
            return
        conditions = leading.state.conditions
        days = deployment.departure(conditions.readiness_days, 0.0, int(p.needed), conditions.presence)
        if not model.in_time(days):
            return
        model.go_alone(leading.state)
        for organization in model.organizations:
            if any(organization.seats[k].state is leading.state for k in organization.lead_seats):
                organization.went_alone = True
