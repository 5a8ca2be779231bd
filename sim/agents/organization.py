"""An organization: its council, and the troops that go in its name."""

from math import ceil, inf
from typing import TYPE_CHECKING

import mesa
import numpy as np

from sim.agents.state import Seat
from sim.arrays import EMPTY, Ints, plain
from sim.record import ARRIVED, BY_COALITION, BY_COUNCIL, GATES, NO_ROUTE
from sim.rules import deployment, position, voting
from sim.rules.voting import FORCE, LEADING_STATES, OFFER, STATEMENT

if TYPE_CHECKING:
    from sim.model import CrisisModel


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
        self.last_sitting, self.severity_then, self.called_sittings, self.failures = EMPTY, 0.0, 0, 0
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
        self.called_sittings += called
        self._weigh(invited=invited)
        deferring = self.model.deference and self.model.force_was_going
        self._take_lower_rung(called=called and not deferring, invited=invited)
        self._consider_force(called=called, deferring=deferring, invited=invited)

    def _due(self) -> bool:
        """When the matter opens, on the call, when it got worse, or when it is on the agenda; uncalled, when members
        may raise it.
        """
        model, p = self.model, self.model.parameters
        if model.opened_on == EMPTY or self.route != NO_ROUTE or model.severity < p.calm:
            return False
        if self.last_sitting == EMPTY or self.asked_on == model.day or model.worsened_since(self.severity_then):
            return True
        if self.asked or self.raised_on != EMPTY:
            kept = self.called_sittings < model.sittings
            return kept and model.day - self.last_sitting >= self.terms.sitting_days
        if not model.raising or model.requested_on != EMPTY:
            return False
        return bool(self.last_sitting < model.opened_on + p.raising_patience <= model.day)

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
        aside = self.model.parameters.standing_aside if self.charter.standing_aside else 0.0
        votes = [seat.vote(rung, aside=aside) for seat in self.seats]
        if self.charter.host_seat != EMPTY:
            votes[self.charter.host_seat] = 1 if invited else -1
        return np.array(votes, dtype=np.int64)

    def _take_lower_rung(self, *, called: bool, invited: bool) -> None:
        """The highest rung below force that passes and goes beyond what was done; uncalled, no more than an offer."""
        ceiling = min(self.charter.highest_rung, FORCE - 1 if called else OFFER)
        passing = (
            rung
            for rung in range(ceiling, self.rung, -1)
            if self._lets_through(rung, self._ballot(rung, invited=invited))
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
        self._log(votes)
        if called and not self.noted_when_called:  # a called sitting outweighs those held in thought
            self.open_gates, self.noted_when_called = EMPTY, True
        opened, carry = hook + (hegemon != 0) + (council != 0), 0
        if opened == 3 or opened >= self.open_gates:  # else whether it could be carried changes nothing
            carry = int(model.in_time(bargain + self._plan(if_led)))
        if opened + carry > self.open_gates:
            self.open_gates = opened + carry
            self._note_gates(votes, (int(called), hook, hegemon, council, carry))
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

    def _note_gates(self, votes: Ints, gates: tuple[int, int, int, int, int]) -> None:
        """Keep the gates of the sitting that got furthest, who objected there, and whose no alone stopped force."""
        self.gates[:] = gates
        self.objected[:] = votes < 0
        rule, consent = self.charter.decision_rule, bool(self.charter.leading_consent)
        quorum, leads = self.terms.quorum, self.lead_seats
        voting.vetoes(rule, votes, self.weights, self.parties, quorum, leads, consent, self.pivotal)

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
