"""The Mesa model: one crisis, day by day, with member states, councils and the host as agents.

This is the readable truth; `sim.ensemble` runs the same days a million times.
"""

from typing import NamedTuple

import mesa
import numpy as np

from sim.agents import Host, MemberState, Organization
from sim.arrays import EMPTY, Case, Floats, plain
from sim.draws import SHARED_PERCEPTION, bell_draw, run_key
from sim.record import NO_ROUTE, Record, empty_record
from sim.rules.deployment import departure
from sim.rules.severity import next_severity, still_on, worsened
from sim.schema import RequestMode


class Solo(NamedTuple):
    """A state that went alone: who, decided on which day, arriving on which."""

    state: MemberState
    decided_on: int
    arrives_on: int


class CrisisModel(mesa.Model):
    """One run of one crisis.

    Args:
        case: the crisis, lowered (`sim.lowering.lower`).
        draw: place in the case's coding draws.
        replication: number of the run.
        rng: the seed, a whole number; 0 is a seed. All draws are keyed by it; no stream decides anything.
    """

    def __init__(self, case: Case, draw: int = 0, replication: int = 0, rng: int = 1) -> None:
        super().__init__(rng=rng)
        self.case, self.arrays, self.draw = case, case.arrays, draw
        self.key = np.uint64(run_key(rng, int(case.arrays.draws[draw]), replication))
        self.parameters = plain(case.arrays.parameters[draw])
        self._read_settings()
        self.day, self.severity, self.help, self.help_today = 0, self.parameters.level, 0.0, 0.0
        self.opened_on = self.requested_on = EMPTY
        self.force_was_going = False
        self.solo: Solo | None = None
        self.record = empty_record(case.arrays, trace=True)
        self.shared_noise = self.parameters.noise_shared * bell_draw(self.key, SHARED_PERCEPTION, 0)
        self.states = [MemberState(self, place) for place in range(len(case.states))]
        self.organizations = [Organization(self, place) for place in range(len(case.organizations))]
        self.host = Host(self)
        self.datacollector = _data_collector()

    def _read_settings(self) -> None:
        """Switches and weights of the case, by name."""
        settings, draw = plain(self.arrays.settings[0]), self.draw
        self.horizon, self.host_place = settings.horizon, settings.host
        self.mode = list(RequestMode)[settings.mode]
        self.passing_on, self.raising = bool(settings.passing_on), bool(settings.raising)
        self.hook_required, self.deference = bool(settings.hook_required), bool(settings.deference)
        self.coalition, self.alone = bool(settings.coalition), bool(settings.alone)
        self.sittings, self.coalition_sittings = settings.sittings, settings.coalition_sittings
        self.request_weights = self.arrays.request_weights[draw]
        self.benefit_weights = self.arrays.benefit_weights[draw]
        self.harm_weights = self.arrays.harm_weights[draw]

    def step(self) -> None:
        """One day.

        The crisis unfolds; states perceive it, then listen to those they trust; the host decides whether to
        call, and whom; councils sit; troops arrive and help; troops leave; the day is noted.
        """
        self.unfold()
        members = self.agents.select(agent_type=MemberState)
        councils = self.agents.select(agent_type=Organization)
        members.do("perceive")
        members.do("listen")
        self.host.call()
        councils.do("sit")
        councils.do("deploy")
        councils.do("withdraw")
        self.close_the_day()

    def unfold(self) -> None:
        """Today's severity; the matter opens when it alarms, at the latest at its height."""
        p = self.parameters
        if self.day > 0:
            self.severity = next_severity(
                self.severity, self.day, p.days_to_peak, p.rise, p.decay, p.decay_helped, self.help
            )
        if self.opened_on == EMPTY and (self.severity >= p.alarm or self.day >= p.days_to_peak):
            self.opened_on = self.day
        self.help_today = 0.0

    def close_the_day(self) -> None:
        """Sum up the help in place, note the day, and stop when nothing can change any more."""
        p = self.parameters
        if self.solo is not None and self.day >= self.solo.arrives_on and self.severity >= p.calm:
            self.help_today += 1.0
        self.help = min(1.0, self.help_today)
        self.force_was_going = self.solo is not None or any(o.route != NO_ROUTE for o in self.organizations)
        self.record.severity[self.day] = self.severity
        self.record.help[self.day] = self.help
        self.record.threat[self.day] = [state.threat for state in self.states]
        self.record.last_day[0] = self.day
        self.datacollector.collect(self)
        if self.day == self.horizon or self._finished():
            self.running = False
        else:
            self.day += 1

    def _finished(self) -> bool:
        """The crisis is over and no troops are on the way or still there."""
        if self.day < self.parameters.days_to_peak or self.severity >= self.parameters.calm:
            return False
        return all(o.route == NO_ROUTE or EMPTY < o.left_on <= self.day for o in self.organizations)

    def own_views(self) -> Floats:
        """What each state perceives today by itself."""
        return np.array([state.own_view for state in self.states])

    def worsened_since(self, severity: float) -> bool:
        """Whether it got noticeably worse than `severity`, or came to its height."""
        p = self.parameters
        return bool(worsened(self.severity, severity, p.rise_noticed, self.day, p.days_to_peak))

    def in_time(self, days: float) -> bool:
        """Whether troops in place `days` from today find the crisis still on, as far as one can see today."""
        p = self.parameters
        if self.day + days > self.horizon:
            return False
        until = self.day + int(np.ceil(days))
        return still_on(self.severity, self.day, until, p.days_to_peak, p.rise, p.decay, p.calm)

    def go_alone(self, state: MemberState) -> None:
        """A state sends its own troops, in no organization's name."""
        conditions = state.conditions
        days = departure(conditions.readiness_days, 0.0, int(self.parameters.needed), conditions.presence)
        self.solo = Solo(state, self.day, self.day + int(np.ceil(days)))

    def run(self) -> Record:
        """Step to the end and return the record."""
        while self.running:
            self.step()
        return self.finished_record()

    def finished_record(self) -> Record:
        """The record so far, with the outcomes of each organization."""
        record = self.record
        for o in self.organizations:
            record.outcome[o.place] = (
                o.asked_on,
                o.raised_on,
                o.council_on,
                o.decided_on,
                o.arrived_on,
                o.exit_on,
                o.left_on,
                o.route,
                o.rung,
                o.went_alone,
                o.sittings,
            )
            record.gates[o.place] = o.gates
            seats = slice(o.first_seat, o.first_seat + len(o.seats))
            record.objected[seats], record.pivotal[seats], record.sent[seats] = o.objected, o.pivotal, o.sent
        if self.solo is not None:
            record.solo[:] = self.solo.state.place, self.solo.decided_on, self.solo.arrives_on
        return record


def _data_collector() -> mesa.DataCollector:
    """What a notebook finds in `model.datacollector`: the model by day, states and organizations by day."""
    return mesa.DataCollector(
        model_reporters={"day": "day", "severity": "severity", "help": "help"},
        agenttype_reporters={
            MemberState: {"state": "name", "own_view": "own_view", "threat": "threat"},
            Organization: {
                "organization": "name",
                "asked_on": "asked_on",
                "rung": "rung",
                "decided_on": "decided_on",
                "arrived_on": "arrived_on",
                "exit_on": "exit_on",
            },
        },
    )
