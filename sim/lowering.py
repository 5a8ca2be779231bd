"""Lowering: the one door from a validated world to the arrays that both drivers read.

Names become indices, choices integer codes, rosters offsets; dated values are resolved at the crisis'
onset; every coded value and weight becomes an array over coding draws. What holds for a whole run is
computed here, by the rules, once per draw.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from sim.arrays import (
    CHARTER_FIELDS,
    EMPTY,
    LEADER_FIELDS,
    ORGANIZATION_FIELDS,
    SEAT_FIELDS,
    Arrays,
    Case,
    Ints,
    records,
)
from sim.coding import CodedValues, Draws, Ranges
from sim.dating import DatedOrganization, DatedState, leaves, organization_on, state_on, transplant
from sim.draws import stable_id
from sim.rules import deployment, hook, perception, position, request, severity
from sim.schema import DecisionRule, RequestMode, Rung, World


@dataclass(frozen=True)
class Hybrid:
    """Institutions of one organization on the roster of another; `charter_day` dates the institutions."""

    institutions: str
    roster: str
    charter_day: date | None = None


def lower(
    world: World,
    crisis: str,
    theory: str,
    organizations: Mapping[str, str | Hybrid] | Sequence[str],
    *,
    ranges: Ranges | None = None,
    seed: int = 1,
    draws: Ints | None = None,
    mode: RequestMode = RequestMode.MODELLED,
) -> Case:
    """Lower one crisis with those of `organizations` that existed at its onset.

    `organizations` are names of the world, or a mapping from a label to a name or a hybrid. `ranges` gives
    the coded range by path; `draws` the numbers of the coding draws, by default draw 0.
    """
    numbers = np.array([0]) if draws is None else np.asarray(draws, dtype=np.int64)
    values = CodedValues(seed, numbers, ranges or {})
    if not isinstance(organizations, Mapping):
        organizations = {name: name for name in organizations}
    return _Lowering(world, crisis, theory, values, mode).case(organizations)


class _Lowering:
    """One crisis on its way to arrays; each method lowers one kind of thing."""

    def __init__(self, world: World, crisis: str, theory: str, values: CodedValues, mode: RequestMode) -> None:
        self.world, self.values, self.mode = world, values, mode
        self.crisis_name, self.theory_name = crisis, theory
        self.crisis = world.crisis[crisis]
        found = [*leaves(self.crisis, f"crisis.{crisis}"), *leaves(world.theory[theory], f"theory.{theory}")]
        self.leaf = {leaf.path: leaf for leaf in found}

    def case(self, organizations: Mapping[str, str | Hybrid]) -> Case:
        """The whole crisis."""
        dated = {label: self._dated(source) for label, source in organizations.items()}
        self.organizations = {label: one for label, one in dated.items() if one.existed}
        self._order_organizations()
        self.states = self._dated_states()
        self.order = sorted(self.states, key=lambda name: self.states[name].draw_id)
        self.place = {name: k for k, name in enumerate(self.order)}
        self.rosters = [sorted(one.members, key=lambda name: self.place[name]) for one in self.organizations.values()]
        self.leads = [
            self._leading(one, roster) for one, roster in zip(self.organizations.values(), self.rosters, strict=True)
        ]
        channels = np.stack([self._channels(name) for name in self.order], axis=1)  # (4, S, D)
        organizations, frame = self._organization_arrays()
        arrays = Arrays(
            draws=self.values.draws,
            settings=records(self._settings(), np.int64),
            parameters=records(self._course() | self._policy(), np.float64),
            request_weights=self._row("request", "belief", "cover", "price", "reluctance"),
            benefit_weights=self._row("benefit", "threat", "obligation", "abandonment", "pressure"),
            harm_weights=self._row("harm", "intrusion", "mandate", "precedent", "ties", "cost"),
            **self._state_arrays(channels),
            **organizations,
            **self._seat_arrays(),
            **self._leader_arrays(),
        )
        return Case(
            crisis=self.crisis_name,
            theory=self.theory_name,
            arrays=arrays,
            states=tuple(self.order),
            organizations=tuple(self.organizations),
            seats=tuple(tuple(roster) for roster in self.rosters),
            channels=channels.transpose(2, 1, 0).copy(),
            frame=frame,
            used=dict(self.values.used),
        )

    # --- reading ------------------------------------------------------------------------------------------

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

    def constant(self, number: float) -> Draws:
        """The same number in all draws."""
        return np.full(len(self.values.draws), float(number))

    def highest(self, found: Sequence[Draws]) -> Draws:
        """Element-wise maximum; 0 of nothing."""
        return np.max(found, axis=0) if found else self.constant(0.0)

    # --- who takes part -----------------------------------------------------------------------------------

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

    def _order_organizations(self) -> None:
        ordered = sorted(self.organizations.items(), key=lambda item: item[1].draw_id)
        self.organizations = dict(ordered)

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

    def _leading(self, organization: DatedOrganization, roster: list[str]) -> dict[str, Draws]:
        """Leading states of an organization in roster order, each with its share of power."""
        shares = self._shares(roster, "capability")
        if organization.leads_by_capability:
            least = float(self.world.theory[self.theory_name].council.leading_share)
            self.t("council.leading_share")
            return {name: share for name, share in shares.items() if float(np.mean(share)) >= least}
        leads = {}
        for name in roster:
            if name in organization.leading:
                stated = organization.leading[name]
                leads[name] = shares[name] if stated is None else self.values.read(stated)
        return leads

    # --- the crisis and the theory ------------------------------------------------------------------------

    def _course(self) -> dict[str, Draws]:
        level = self.c("severity.level")
        days = np.maximum(np.floor(self.c("severity.days_to_peak")), 1.0)
        peak = np.maximum(self.c("severity.peak"), level)
        backing = self.highest([self.c(f"backers.{name}") for name in self.crisis.backers])
        half_life, push = self.c("severity.half_life"), self.t("deployment.push")
        return {
            "level": level,
            "rise": (peak - level) / days,
            "days_to_peak": days,
            "decay": severity.daily_decay(half_life, push, backing, 0.0),
            "decay_helped": severity.daily_decay(half_life, push, backing, self.t("deployment.help")),
            "uncovered": 1.0 - self.c("host_capacity"),
            "consent": position.consent(self.c("asker.control"), self.c("asker.legitimacy")),
            "mission_intrusion": self.c("mission.intrusion"),
            "needed": self._needed(),
        }

    def _needed(self) -> Draws:
        return deployment.troops_needed(
            self.c("mission.personnel"), self.c("mission.resistance"), self.t("deployment.resistance")
        )

    def _settings(self) -> dict[str, Any]:
        for fact in ("host", "type", "onset", "horizon"):
            self.values.fact(self.leaf[f"crisis.{self.crisis_name}.{fact}"])
        return {
            "horizon": [self.crisis.horizon],
            "mode": [list(RequestMode).index(self.mode)],
            "host": [self.place[self.crisis.host]],
            "passing_on": [self.switch("request.passing_on")],
            "raising": [self.switch("raising.allowed")],
            "hook_required": [self.switch("hook.required")],
            "deference": [self.switch("council.deference")],
            "coalition": [self.switch("coalition.allowed")],
            "coalition_sittings": [self.switch("coalition.sittings")],
            "alone": [self.switch("coalition.alone_allowed")],
        }

    def _policy(self) -> dict[str, Draws]:
        """Numbers of the theory, and of the host's temper."""
        noise, correlation = self.t("threat.noise"), self.t("threat.correlation")
        host = self.crisis.host
        return {
            "noise_shared": noise * np.sqrt(correlation),
            "noise_own": noise * np.sqrt(1.0 - correlation),
            "alarm": self.t("request.alarm"),
            "hook_in_belief": self.t("request.hook_in_belief"),
            "sounding": self.t("request.sounding"),
            "request_noise": self.t("request.noise"),
            "request_patience": self.t("request.patience"),
            "self_reliance": self.condition(host, "self_reliance"),
            "raising_patience": self.t("raising.patience"),
            "hook_threshold": self.t("hook.threshold"),
            "abstention": self.t("council.abstention"),
            "silence": self.t("council.silence"),
            "sitting_rise": self.t("council.rise"),
            "bargaining_days": self.t("council.bargaining_days"),
            "critical": self.t("deployment.critical"),
            "token": self.t("deployment.token"),
            "coalition_cost": self.t("coalition.cost"),
            "join": self.t("coalition.join"),
            "alone_cost": self.t("coalition.alone_cost"),
            "calm": self.t("exit.calm"),
            "calm_days": self.t("exit.calm_days"),
            "impatience": self.t("exit.host_impatience") * self.condition(host, "sovereignty_fear"),
            "withdrawal_days": self.t("exit.withdrawal_days"),
        }

    def _row(self, group: str, *names: str) -> Draws:
        return np.stack([self.t(f"{group}.{name}") for name in names], axis=1)

    # --- states -------------------------------------------------------------------------------------------

    def _insecurity(self, state: str) -> Draws:
        return perception.insecurity(self.condition(state, "regime_insecurity"), self.condition(state, "unrest"))

    def _channels(self, state: str) -> Draws:
        """Threat by channel at severity 1; shape (4, draws)."""
        host = self.crisis.host
        return np.stack(
            [
                self.t("threat.contagion")
                * perception.contagion(
                    self.c("challenger.regime_threat"),
                    self.condition(state, "polyarchy"),
                    self.condition(host, "polyarchy"),
                    self._insecurity(state),
                ),
                self.t("threat.stake")
                * perception.endangered_stake(self.relation(state, host, "stake"), self.c("challenger.realignment")),
                self.t("threat.exposure")
                * perception.exposure(self._shared_complex(state, host), self.c("spillover")),
                self.t("threat.sponsorship")
                * perception.sponsorship(
                    self.c("frame.external"), self.condition(state, "outside_fear"), self.crisis.type.internal
                ),
            ]
        )

    def _shared_complex(self, state: str, host: str) -> Draws:
        """Degree to which two states share a regional security complex: fuzzy intersection, then union."""
        mine, theirs = self.states[state].complexes, self.states[host].complexes
        shared = [name for name in mine if name in theirs]
        return self.highest(
            [np.minimum(self.values.read(mine[name]), self.values.read(theirs[name])) for name in shared]
        )

    def _other_side_ties(self, state: str) -> Draws:
        """Ties to whoever is on the other side, weighted by its part in it."""
        sides = {f"opponents.{name}": name for name in self.crisis.opponents}
        sides |= {f"backers.{name}": name for name in self.crisis.backers}
        return self.highest([self.c(path) * self.relation(state, name, "tie") for path, name in sides.items()])

    def _ready(self, state: str) -> Draws:
        """Troops, in persons, that a state can send."""
        return self.condition(state, "personnel") * 1000.0 * self.condition(state, "deployable")

    def _state_arrays(self, channels: Draws) -> dict[str, Any]:
        trust, listens = self._trust()
        fields = {
            "vulnerability": (self.t("threat.scale") * perception.noisy_or(*channels)).T,
            "precedent": self._per_state(
                lambda name: position.precedent(
                    self.condition(name, "sovereignty_fear"),
                    self.c("mission.intrusion"),
                    self.crisis.type.internal,
                )
            ),
            "ties": self._per_state(self._other_side_ties),
            "presence": self._per_state(self._present),
            "readiness_days": self._per_state(lambda name: self.condition(name, "readiness_days")),
            "ratification_days": self._per_state(lambda name: self.condition(name, "ratification_days")),
            "ratification_failure": self._per_state(lambda name: self.condition(name, "ratification_failure")),
            "susceptibility": self.t("influence.susceptibility")[:, None] * listens,
        }
        return {
            **trust,
            "states": records(fields, np.float64),
            "state_id": np.array([self.states[name].draw_id for name in self.order], dtype=np.int64),
        }

    def _per_state(self, value: Any) -> Draws:
        """An array (D, S) from a function of the state's name."""
        return np.stack([value(name) for name in self.order], axis=1)

    def _trust(self) -> tuple[dict[str, Any], Draws]:
        """Edges of trust: declared relations whose tie reaches the threshold, weighted and normalized.

        Beside them, shape (D, S), 1 where a state trusts anyone, else 0.
        """
        threshold, extra = self.t("influence.trust"), self.t("influence.leading")
        offsets, trusted, weights, listens = [0], [], [], []
        for name in self.order:
            partners = [other for other in self.order if other in self.states[name].relations]
            raw = []
            for other in partners:
                tie = self.relation(name, other, "tie")
                power = self.highest([lead[other] for lead in self.leads if other in lead])
                raw.append(np.where(tie >= threshold, tie * (1.0 + extra * power), 0.0))
                trusted.append(self.place[other])
            total = np.sum(raw, axis=0) if raw else self.constant(0.0)
            weights += [weight / np.where(total > 0.0, total, 1.0) for weight in raw]
            offsets.append(len(trusted))
            listens.append(np.where(total > 0.0, 1.0, 0.0))
        empty = np.zeros((len(self.values.draws), 0))
        edges = {
            "trust_offset": np.array(offsets, dtype=np.int64),
            "trusted": np.array(trusted, dtype=np.int64),
            "trust": np.stack(weights, axis=1) if weights else empty,
        }
        return edges, np.stack(listens, axis=1)

    # --- organizations ------------------------------------------------------------------------------------

    def _organization_arrays(self) -> tuple[dict[str, Any], Ints]:
        rows = [
            self._organization_row(label, one, roster, lead)
            for (label, one), roster, lead in zip(self.organizations.items(), self.rosters, self.leads, strict=True)
        ]
        shape = (len(self.values.draws), len(rows))

        def column(name: str) -> Any:
            return np.array([row[name] for row in rows])

        arrays = {
            "organizations": records(
                {name: column(name).reshape(len(rows), -1).T for name in ORGANIZATION_FIELDS}, np.float64
            ).reshape(shape),
            "charters": records({name: column(name) for name in CHARTER_FIELDS}, np.int64),
        }
        return arrays, column("frame").astype(np.int64).reshape(len(rows), -1).T.reshape(shape)

    def _organization_row(
        self, label: str, one: DatedOrganization, roster: list[str], lead: dict[str, Draws]
    ) -> dict[str, Any]:
        for leaf in one.used:
            self.values.fact(leaf)
        host = self.crisis.host
        member = host in roster
        cover = self._hooks(one, roster, member)
        duty = self.charter(one, "obligation") * (1.0 if member else 0.0)
        rule = self.values.fact(one.charter["decision_rule"])
        recorded = self.crisis.recorded.requests.organizations.get(label)
        dominance = self.highest(list(lead.values()))
        return {
            "identity": one.draw_id,
            "host_seat": roster.index(host) if member else EMPTY,
            "decision_rule": list(DecisionRule).index(DecisionRule(str(rule))),
            "quorum": self.charter(one, "quorum"),
            "silence_procedure": self.values.fact(one.charter["silence_procedure"]),
            "leading_consent": bool(self.values.fact(one.charter["leading_consent"])) and bool(lead),
            "highest_rung": list(Rung).index(Rung(str(self.values.fact(one.charter["highest_rung"])))),
            "sitting_days": self.charter(one, "sitting_days"),
            "hook": np.max(cover, axis=0),
            "frame": np.argmax(cover, axis=0),
            "obligation": duty * np.max(cover, axis=0),
            "five_factors": self._five_factors(one, roster, dominance, duty),
            "standing": self.constant(1.0) if member else self.t("request.outsider"),
            "cover": self.constant(request.flags_cover(len(roster))),
            "price": request.sovereignty_price(self.condition(host, "sovereignty_fear"), dominance),
            "missing": position.missing_mandate(np.max(cover, axis=0)),
            "force_days": self._force_days(one),
            "requested_on": EMPTY if recorded is None else int(recorded.day),
        }

    def _hooks(self, one: DatedOrganization, roster: list[str], member: bool) -> Draws:
        fellow = any(name in roster for name in self.crisis.opponents)
        attack = hook.attack_from_outside(
            self.c("external_attack"),
            self.c("frame.external"),
            self.t("hook.latitude"),
            self.c("territory"),
            fellow,
        )
        defence, order, counter, peace = (self.charter(one, f"mandates.{name}") for name in hook.MANDATES)
        kind = self.crisis.type
        terrorism = self.t("hook.latitude") * self.c("frame.terrorism")
        return hook.hooks((defence, order, counter, peace), attack, kind.internal, kind.communal, terrorism, member)

    def _five_factors(self, one: DatedOrganization, roster: list[str], dominance: Draws, duty: Draws) -> Draws:
        rapid = self.constant(0.0)
        if one.rapid_reaction:
            rapid = request.rapid_reaction(
                self.values.read(one.rapid_reaction["personnel"]),
                self._needed(),
                self.values.read(one.rapid_reaction["readiness_days"]),
                self._fit(one.rapid_reaction),
            )
        return (
            request.structure(self.charter(one, "shared_history"), dominance)
            + request.responsiveness(self.charter(one, "cohesion"), len(roster), self.t("request.size_reference"))
            + duty
            + request.record_of_action(one.acted, one.cases)
            + rapid
        )

    def _fit(self, force: Mapping[str, Any]) -> Draws:
        """Fit of a force to this crisis: full against armies, as coded for unrest."""
        fit = self.values.read(force["internal_fit"])
        return fit if self.crisis.type.internal else self.constant(1.0)

    def _force_days(self, one: DatedOrganization) -> Draws:
        days = self.constant(np.inf)
        for force in (one.rapid_reaction, one.standing):
            if force:
                days = np.minimum(
                    days,
                    deployment.force_days(
                        self.values.read(force["personnel"]),
                        self.values.read(force["readiness_days"]),
                        self._fit(force),
                        self._needed(),
                        self.t("deployment.critical"),
                    ),
                )
        return days

    def _cost(self, roster: list[str]) -> Draws:
        """Expected cost for the members: resistance, or war with the backers of the other side."""
        together = sum((self.condition(name, "capability") for name in roster), self.constant(0.0))
        resistance = self.c("mission.resistance")
        risks = [resistance]
        for backer in self.crisis.backers:
            theirs = self.condition(backer, "capability")
            share = theirs / np.maximum(theirs + together, 1e-12)
            risks.append(position.entrapment(resistance, self.c(f"backers.{backer}"), share))
        return self.highest(risks)

    def _seat_arrays(self) -> dict[str, Any]:
        offsets, state, votes, party = [0], [], [], []
        fields: list[dict[str, Draws]] = []
        dependence: list[Draws] = []
        for one, roster, lead in zip(self.organizations.values(), self.rosters, self.leads, strict=True):
            capability = self._shares(roster, "capability")
            personnel = self._shares(roster, "personnel")
            cost, earmarked = self._cost(roster), self._earmarked(one)
            for name in roster:
                state.append(self.place[name])
                votes.append(float(np.mean(self.values.read(one.members[name]))))
                party.append(name == self.crisis.host or name in self.crisis.opponents)
                ready = np.maximum(self._ready(name), personnel[name] * earmarked)
                fields.append(
                    {
                        "abandonment": position.abandonment(self._insecurity(name), capability[name]),
                        "cost": position.own_cost(cost, self._present(name), self._needed()),
                        "ready": ready + self._present(name),
                    }
                )
                dependence.append(self._dependence(name, list(lead)))
            offsets.append(len(state))
        shape = (len(self.values.draws), len(state))
        columns = {name: np.array([field[name] for field in fields]) for name in SEAT_FIELDS}
        return {
            "seat_offset": np.array(offsets, dtype=np.int64),
            "seat_state": np.array(state, dtype=np.int64),
            "seats": records({name: column.T.reshape(shape) for name, column in columns.items()}, np.float64),
            "votes": np.array(votes, dtype=np.float64),
            "party": np.array(party, dtype=np.bool_),
            "dependence": np.stack(dependence, axis=1) if dependence else np.zeros((shape[0], 0, 1)),
        }

    def _shares(self, roster: list[str], condition: str) -> dict[str, Draws]:
        """Each member's part in the sum over the roster."""
        amounts = {name: self.condition(name, condition) for name in roster}
        total = np.maximum(sum(amounts.values(), self.constant(0.0)), 1e-12)
        return {name: amount / total for name, amount in amounts.items()}

    def _earmarked(self, one: DatedOrganization) -> Draws:
        """Troops, in persons, that members keep at the organization's disposal."""
        forces = [self.values.read(force["personnel"]) for force in (one.rapid_reaction, one.standing) if force]
        return sum(forces, self.constant(0.0))

    def _present(self, state: str) -> Draws:
        """Troops, in persons, that a state already has in the host."""
        if state not in self.crisis.presence:
            return self.constant(0.0)
        return self.c(f"presence.{state}")

    def _dependence(self, state: str, lead: list[str]) -> Draws:
        """Dependence on each leading state, 0 on itself and beyond; shape (D, W)."""
        most = max([len(other) for other in self.leads] + [1])
        row = [
            self.constant(0.0) if leader == state else self.relation(state, leader, "dependence") for leader in lead
        ]
        return np.stack((row + [self.constant(0.0)] * most)[:most], axis=1)

    def _leader_arrays(self) -> dict[str, Any]:
        offsets, lead_seat, asymmetry = [0], [], []
        for roster, lead in zip(self.rosters, self.leads, strict=True):
            lead_seat += [roster.index(name) for name in lead]
            asymmetry += list(lead.values())
            offsets.append(len(lead_seat))
        host, opponents = self.crisis.host, self.crisis.opponents
        found = {name for lead in self.leads for name in lead if name != host and name not in opponents}
        leaders = sorted(found, key=lambda name: self.place[name])
        numbers = len(self.values.draws)
        recorded = self.crisis.recorded.requests.states
        shape = (numbers, len(leaders))
        return {
            "lead_offset": np.array(offsets, dtype=np.int64),
            "lead_seat": np.array(lead_seat, dtype=np.int64),
            "asymmetry": np.stack(asymmetry, axis=1) if asymmetry else np.zeros((numbers, 0)),
            "leaders": records(
                {
                    name: np.array([self._leader_row(leader)[name] for leader in leaders]).T.reshape(shape)
                    for name in LEADER_FIELDS
                },
                np.float64,
            ),
            "addressees": records(
                {
                    "state": [self.place[name] for name in leaders],
                    "requested_on": [int(recorded[name].day) if name in recorded else EMPTY for name in leaders],
                    "passes_to": [self._passes_to(name) for name in leaders],
                },
                np.int64,
            ),
        }

    def _leader_row(self, name: str) -> dict[str, Draws]:
        fear = self.condition(self.crisis.host, "sovereignty_fear")
        return {
            "tie": self.relation(self.crisis.host, name, "tie"),
            "price": request.sovereignty_price(fear, self.constant(1.0)),
            "cost": position.own_cost(self._cost([name]), self._present(name), self._needed()),
            "ready": self._ready(name) + self._present(name),
        }

    def _passes_to(self, leader: str) -> int:
        """The organization to which a leading state passes a request on: one it leads and the host sits in.

        Among several, the one in which it preponderates most.
        """
        shares = [
            float(np.mean(lead[leader])) if leader in lead and self.crisis.host in roster else 0.0
            for lead, roster in zip(self.leads, self.rosters, strict=True)
        ]
        if not shares or max(shares) <= 0.0:
            return EMPTY
        return shares.index(max(shares))
