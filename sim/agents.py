"""The agents: member states, organizations with their councils, and the host's government.

They hold what they perceive and decide, and leave every rule to `sim.rules`. Nothing here draws from a
stream: each draw is keyed by the run and by what it is for.
"""

from math import ceil, inf
from typing import TYPE_CHECKING

import mesa
import numpy as np

from sim.arrays import EMPTY, Ints, plain
from sim.draws import (
    JUDGEMENT_OF_ORGANIZATION,
    JUDGEMENT_OF_STATE,
    OWN_PERCEPTION,
    RATIFICATION_DELAY,
    RATIFICATION_FAILURE,
    bell_draw,
    uniform_draw,
)
from sim.record import ARRIVED, BY_COALITION, BY_COUNCIL, GATES, NO_ROUTE
from sim.rules import deployment, perception, position, request, severity, voting
from sim.rules.voting import FORCE, LEADING_STATES, OFFER, STATEMENT
from sim.schema import RequestMode

if TYPE_CHECKING:
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
        """Move toward what the trusted perceived yesterday."""
        self.threat = self.own_view
        if self.model.day > 0 and self.conditions.susceptibility > 0.0:
            voice = perception.trusted_voice(self.model.threats_yesterday, self.trusted, self.trust)
            self.threat = perception.influenced(self.own_view, voice, self.conditions.susceptibility)

    def benefit(self, obligation: float, abandonment: float, pressure: float) -> float:
        """Reasons for force."""
        weights = self.model.benefit_weights
        return position.benefit(self.threat, obligation, abandonment, pressure, weights)

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
        good = self.state.benefit(owed, self.abandonment, 0.0)
        return position.lean(good, self.state.harm(missing, self.cost, invited=invited))

    def weigh(self, organization: "Organization", pressure: float, *, invited: bool) -> None:
        """Benefit and harm of force under pressure."""
        owed, missing = organization.mandate(invited=invited)
        self.good = self.state.benefit(owed, self.abandonment, pressure)
        self.bad = self.state.harm(missing, self.cost, invited=invited)

    def worth(self, rung: int) -> float:
        """Utility of a rung of the ladder."""
        return position.utility(self.good, self.bad, rung / FORCE)

    def arrival_days(self, organization: "Organization", sent: int) -> float:
        """Days from a decision until the member's contingent is in place."""
        conditions = self.state.conditions
        ready_in = min(conditions.readiness_days, organization.terms.force_days)
        return deployment.departure(ready_in, self.state.ratification_delay, sent, conditions.presence)


class Organization(mesa.Agent):
    """An organization: its council sits, decides by its rule, and its force is carried by the willing."""

    model: "CrisisModel"

    def __init__(self, model: "CrisisModel", place: int) -> None:
        super().__init__(model)
        arrays, draw = model.arrays, model.draw
        self.place, self.name = place, model.case.organizations[place]
        self.terms = plain(arrays.organizations[draw, place])
        self.charter = plain(arrays.charters[place])
        first, last = int(arrays.seat_offset[place]), int(arrays.seat_offset[place + 1])
        self.first_seat = first
        self.seats = [Seat(self, number) for number in range(first, last)]
        self.weights, self.parties = arrays.votes[first:last], arrays.party[first:last]
        lead_first, lead_last = arrays.lead_offset[place], arrays.lead_offset[place + 1]
        self.lead_seats = arrays.lead_seat[lead_first:lead_last]
        self.asymmetry = arrays.asymmetry[draw, lead_first:lead_last]
        self.asked_on = self.raised_on = self.council_on = EMPTY
        self.decided_on = self.arrived_on = self.exit_on = self.left_on = EMPTY
        self.route, self.rung, self.sittings, self.went_alone = NO_ROUTE, 0, 0, False
        self.last_sitting, self.severity_then, self.failures = EMPTY, 0.0, 0
        self.gates = np.zeros(len(GATES), dtype=np.int64)
        self.objected = np.zeros(len(self.seats), dtype=np.int64)
        self.pivotal = np.zeros(len(self.seats), dtype=np.int64)
        self.sent = np.zeros(len(self.seats), dtype=np.int64)
        self.days = np.zeros(len(self.seats))
        self.planned, self.planned_days = self.sent.copy(), self.days.copy()
        self.open_gates, self.noted_when_called, self.calm_days = EMPTY, False, 0

    # --- the council --------------------------------------------------------------------------------------

    @property
    def asked(self) -> bool:
        """Whether the host has called this organization."""
        return self.asked_on != EMPTY

    def cover(self, *, invited: bool) -> float:
        """How well a mandate covers the case (the hook)."""
        return self.terms.hook if invited else self.terms.hook_uninvited

    def mandate(self, *, invited: bool) -> tuple[float, float]:
        """What is owed under the treaty, and what is missing of a mandate."""
        cover = self.cover(invited=invited)
        return position.obligation(self.terms.duty, cover), position.missing_mandate(cover)

    def sit(self) -> None:
        """One day of the council: if a sitting is due, positions, the lower rungs, then force."""
        if not self._due():
            return
        self.last_sitting, self.severity_then = self.model.day, self.model.severity
        self.sittings += 1
        if not self.asked and self.raised_on == EMPTY and self._raised_by_a_member():
            self.raised_on = self.model.day
        invited = self.asked or self.raised_on == EMPTY
        called = self.asked or not invited
        self._weigh(invited=invited)
        deferring = self.model.deference and self.model.force_was_going
        self._take_lower_rung(called=called and not deferring, invited=invited)
        self._consider_force(called=called, deferring=deferring, invited=invited)

    def _due(self) -> bool:
        """On the call, when severity rose, or when the interval between sittings is over."""
        model = self.model
        if model.opened_on == EMPTY or self.route != NO_ROUTE or model.severity < model.parameters.calm:
            return False
        if self.last_sitting == EMPTY or self.asked_on == model.day:
            return True
        if model.severity >= self.severity_then + model.parameters.sitting_rise:
            return True
        return model.day - self.last_sitting >= self.terms.sitting_days

    def _raised_by_a_member(self) -> bool:
        """A member raises force uninvited: the host called nobody, patience ran out, and it would gain."""
        model = self.model
        if not model.raising or model.requested_on != EMPTY:
            return False
        if model.day - model.opened_on < model.parameters.raising_patience:
            return False
        self._weigh(invited=False)
        return any(seat.worth(FORCE) > model.parameters.abstention for seat in self.seats if not seat.is_host)

    def _weigh(self, *, invited: bool) -> None:
        """Leading states take their own view first; then all weigh, under their pressure."""
        leans = np.array([self.seats[k].own_lean(self, invited=invited) for k in self.lead_seats])
        for k, seat in enumerate(self.seats):
            own = next((i for i, lead in enumerate(self.lead_seats) if lead == k), EMPTY)
            press = position.pressure(seat.dependence[: len(leans)], self.asymmetry, leans, own)
            seat.weigh(self, press, invited=invited)

    def _ballot(self, rung: int, *, invited: bool) -> Ints:
        """Every member's vote on a rung; the host backs its own call, else objects."""
        p = self.model.parameters
        objection = p.abstention + (p.silence if self.charter.silence_procedure else 0.0)
        votes = [position.vote(seat.worth(rung), p.abstention, objection) for seat in self.seats]
        if self.charter.host_seat != EMPTY:
            votes[self.charter.host_seat] = 1 if invited else -1
        return np.array(votes, dtype=np.int64)

    def _take_lower_rung(self, *, called: bool, invited: bool) -> None:
        """The highest rung below force that passes; uncalled, no more than an offer."""
        ceiling = min(self.charter.highest_rung, FORCE - 1 if called else OFFER)
        passing = (
            rung for rung in range(ceiling, 0, -1) if self._lets_through(rung, self._ballot(rung, invited=invited))
        )
        taken = next(passing, 0)
        self.model.record.rungs[self.model.day, self.place] = taken
        self.rung = max(self.rung, taken)

    def _lets_through(self, rung: int, ballot: Ints) -> bool:
        if rung == STATEMENT:
            return voting.stands_by_silence(ballot)
        if self.charter.decision_rule == LEADING_STATES:
            return voting.leading_willing(ballot, self.lead_seats)
        if self.charter.leading_consent and voting.leading_object(ballot, self.lead_seats):
            return False
        return self._carries(ballot)

    def _carries(self, ballot: Ints) -> bool:
        rule, quorum = self.charter.decision_rule, self.terms.quorum
        return bool(voting.passes(rule, ballot, self.weights, self.parties, quorum))

    def _consider_force(self, *, called: bool, deferring: bool, invited: bool) -> None:
        """The vote on force and its gates; the leading states' gate and the others' are told apart."""
        model, p = self.model, self.model.parameters
        votes = self._ballot(FORCE, invited=invited)
        covered = not model.hook_required or self.cover(invited=invited) >= p.hook_threshold
        hook = int(covered and self.charter.highest_rung == FORCE)
        hegemon, council, if_led = EMPTY, EMPTY, votes.copy()
        if self.charter.leading_consent:
            hegemon = int(voting.leading_willing(votes, self.lead_seats))
            if_led[self.lead_seats] = 1
        if deferring:
            council = 0
        elif self.charter.decision_rule != LEADING_STATES:
            council = int(self._carries(if_led))
        bargain = voting.bargaining(if_led, p.bargaining_days)
        carry = int(model.in_time(bargain + self._plan(if_led)))
        self._log(votes)
        self._note_gates(votes, hook, hegemon, council, carry, called)
        if not called or deferring:
            return
        if hook and hegemon != 0 and council != 0:
            if self.council_on == EMPTY:
                self.council_on = model.day + bargain
            if carry:
                self._decide(model.day + bargain, BY_COUNCIL)
            return
        self.failures += 1
        if self.failures >= model.coalition_sittings:
            self._coalition()

    def _note_gates(
        self,
        votes: Ints,
        hook: int,
        hegemon: int,
        council: int,
        carry: int,
        called: bool,
    ) -> None:
        """Keep the gates of the sitting that got furthest; a called sitting outweighs one held in thought."""
        opened = hook + (hegemon != 0) + (council != 0) + carry
        if called and not self.noted_when_called:
            self.open_gates, self.noted_when_called = EMPTY, True
        if opened <= self.open_gates:
            return
        self.open_gates = opened
        self.gates[:] = int(called), hook, hegemon, council, carry
        self.objected[:] = votes < 0
        self.pivotal[:] = [
            voting.objection_decides(
                self.charter.decision_rule,
                votes,
                self.weights,
                self.parties,
                self.terms.quorum,
                self.lead_seats,
                bool(self.charter.leading_consent),
                k,
            )
            for k in range(len(self.seats))
        ]

    def _log(self, votes: Ints) -> None:
        record, day = self.model.record, self.model.day
        for seat, vote in zip(self.seats, votes, strict=True):
            record.benefit[day, seat.number] = seat.good
            record.harm[day, seat.number] = seat.bad
            record.votes[day, seat.number] = vote

    def _coalition(self) -> None:
        """Past the council: the ablest willing member leads others in the organization's name, or goes alone."""
        model, p = self.model, self.model.parameters
        others = [seat for seat in self.seats if not seat.is_host]
        joining = [seat for seat in others if seat.worth(FORCE) - p.coalition_cost > p.abstention]
        if not joining:
            return
        carrier = max(joining, key=lambda seat: seat.ready)
        named = model.coalition and self.charter.highest_rung == FORCE
        enough = len(joining) >= 2 and len(joining) - 1 >= p.join * (len(others) - 1)
        if named and enough:
            ballot = np.array([seat in joining for seat in self.seats], dtype=np.int64)
            if model.in_time(self._plan(ballot)):
                self._decide(model.day, BY_COALITION)
                return
        gain = carrier.worth(FORCE) - p.coalition_cost - p.alone_cost
        if not model.alone or gain <= p.abstention or carrier.own_ready < p.needed or model.solo is not None:
            return
        conditions = carrier.state.conditions
        days = deployment.departure(conditions.readiness_days, 0.0, int(p.needed), conditions.presence)
        if model.in_time(days):
            model.go_alone(carrier.state)
            self.went_alone = True

    # --- the troops ---------------------------------------------------------------------------------------

    def _plan(self, ballot: Ints) -> float:
        """Days from a decision until the critical force of those voting aye is in place; infinite if too few."""
        p = self.model.parameters
        willing = np.array(
            [
                vote > 0 and seat.state.ratifies and not seat.is_host
                for seat, vote in zip(self.seats, ballot, strict=True)
            ]
        )
        available = np.array([seat.ready for seat in self.seats])
        if not deployment.allot(available, willing, p.needed, p.token, self.planned):
            return inf
        self.planned_days[:] = [
            seat.arrival_days(self, int(sent)) for seat, sent in zip(self.seats, self.planned, strict=True)
        ]
        return deployment.arrival(self.planned_days, self.planned, p.needed, p.critical)

    def _decide(self, day: int, route: int) -> None:
        """Force is decided: the contingents of the last plan are fixed."""
        self.decided_on, self.route = day, route
        self.sent[:], self.days[:] = self.planned, self.planned_days
        self.model.record.rungs[self.model.day, self.place] = FORCE

    def deploy(self) -> None:
        """Contingents come into place and help, unless the crisis ended on their way."""
        model, p = self.model, self.model.parameters
        if self.route == NO_ROUTE or model.day < self.decided_on:
            return
        troops = deployment.in_place(self.days, self.sent, model.day - self.decided_on)
        waiting = self.arrived_on == EMPTY and self.left_on == EMPTY
        if waiting and troops >= int(p.critical * p.needed):
            if model.severity >= p.calm:
                self.arrived_on = model.day
            else:
                self.left_on, self.gates[ARRIVED] = model.day, 0
        if self.left_on == EMPTY or model.day < self.left_on:
            model.help_today += deployment.help_share(troops, p.needed)

    def withdraw(self) -> None:
        """Troops leave when calm has held, or when the host wants them out."""
        model, p = self.model, self.model.parameters
        if self.arrived_on == EMPTY or self.exit_on != EMPTY:
            return
        calm = deployment.leaves_today(model.severity, p.calm, p.impatience)
        self.calm_days = self.calm_days + 1 if calm else 0
        if calm and self.calm_days >= p.calm_days:
            self.exit_on, self.left_on = model.day, model.day + ceil(p.withdrawal_days)


class LeadingState:
    """A leading state as the host may call it bilaterally."""

    def __init__(self, model: "CrisisModel", number: int) -> None:
        addressee = plain(model.arrays.addressees[number])
        self.state = model.states[addressee.state]
        self.requested_on, self.passes_to = addressee.requested_on, addressee.passes_to
        self.figures = plain(model.arrays.leaders[model.draw, number])

    def utility(self) -> float:
        """Utility of force when asked alone: no treaty binds or covers it, nobody presses."""
        good = self.state.benefit(0.0, 0.0, 0.0)
        return position.utility(good, self.state.harm(1.0, self.figures.cost, invited=True), 1.0)


class Host(mesa.Agent):
    """The host's government: it decides whether to ask, and whom."""

    model: "CrisisModel"

    def __init__(self, model: "CrisisModel") -> None:
        super().__init__(model)
        self.leading = [LeadingState(model, k) for k in range(len(model.arrays.addressees))]
        self.tried: list[Organization | LeadingState] = []

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
            self._call_the_most_appealing()

    def _weighs_a_call(self) -> bool:
        """The matter is open, no force is on its way, and the last call has had its time."""
        model, p = self.model, self.model.parameters
        if model.opened_on == EMPTY or model.severity < p.calm or model.force_was_going:
            return False
        return model.requested_on == EMPTY or model.day - model.requested_on >= p.request_patience

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
            terms.five_factors, concern / number, terms.hook, p.hook_in_belief, terms.standing
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
