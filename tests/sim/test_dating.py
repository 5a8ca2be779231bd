"""The world of a day: what holds on it, and where each value came from."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.dating import DatedOrganization, organization_on, state_on, transplant
from sim.schema import Organization, State
from sim.schema.organization import CHARTER_DEFAULTS, Charter
from sim.schema.state import CONDITION_DEFAULTS, Conditions, Relation

EPOCH = date(2000, 1, 1)

days = st.dates(date(1990, 1, 1), date(2010, 1, 1))
shares = st.floats(0.0, 1.0)
periods = st.lists(
    st.tuples(days, st.none() | shares, st.none() | shares),
    min_size=1,
    max_size=5,
    unique_by=lambda period: period[0],
)


def state(**conditions: dict[str, Any]) -> State:
    """A state with these periods."""
    return State.model_validate({"name": "Land", "conditions": conditions, "complexes": {"coast": 0.6}})


def organization(**parts: Any) -> Organization:
    """A league of `one` and `two`, and of what is given."""
    base = {"name": "League", "membership": {"one": {}, "two": {}}, "charter": {"founding": {}}}
    return Organization.model_validate(base | parts)


def league(on: date = EPOCH, charter_day: date | None = None, **parts: Any) -> DatedOrganization:
    """That league on a day."""
    return organization_on("league", organization(**parts), 7, on, charter_day)


@given(periods, days)
def test_a_later_period_changes_only_what_it_states(
    stated: list[tuple[date, float | None, float | None]], day: date
) -> None:
    """Each condition is that of the last period begun that states it: the definition, by brute force."""
    named = {
        f"p{k}": {"from": first, "unrest": unrest, "outside_fear": fear}
        for k, (first, unrest, fear) in enumerate(stated)
    }
    dated = state_on("land", state(**named), 1, day)
    begun = sorted(period for period in stated if period[0] <= day) or [min(stated)]
    for place, name in ((1, "unrest"), (2, "outside_fear")):
        given = [period[place] for period in begun if period[place] is not None]
        expected = given[-1] if given else CONDITION_DEFAULTS[name]
        assert expected == dated.conditions[name].value


@given(st.permutations(["early", "middle", "late"]), days)
def test_the_order_in_which_periods_are_written_changes_nothing(order: list[str], day: date) -> None:
    """Dates order them, not the file."""
    written = {
        "early": {"unrest": 0.2, "relations": {"other": {"tie": 0.2}}},
        "middle": {"from": "1996-01-01", "unrest": 0.4},
        "late": {"from": "2004-01-01", "relations": {"other": {"tie": 0.8}}},
    }
    straight, shuffled = (
        state_on("land", state(**{name: written[name] for name in names}), 1, day) for names in (written, order)
    )
    assert straight == shuffled


def test_before_the_first_period_the_first_holds() -> None:
    """The oldest figures stand for the time before them."""
    dated = state_on("land", state(y2004={"from": "2004-01-01", "unrest": 0.6}), 1, date(1990, 1, 1))
    assert dated.conditions["unrest"].value == 0.6


def test_a_relation_is_carried_forward_aspect_by_aspect() -> None:
    """A later period that states the tie keeps the stake of an earlier one."""
    land = state(
        y1990={"from": "1990-01-01", "relations": {"other": {"tie": 0.2, "stake": 0.8}}},
        y2000={"from": "2000-01-01", "relations": {"other": {"tie": 0.6}}},
    )
    dated = state_on("land", land, 1, EPOCH)
    assert (dated.relation("other", "tie").value, dated.relation("other", "stake").value) == (0.6, 0.8)
    assert dated.relation("other", "tie").path == "state.land.conditions.y2000.relations.other.tie"
    assert dated.relation("other", "stake").path == "state.land.conditions.y1990.relations.other.stake"


@pytest.mark.parametrize("aspect", list(Relation.model_fields))
def test_a_pair_that_is_not_named_has_the_schema_default(aspect: str) -> None:
    """The default keeps a path of its own, so that it is seen in what was used."""
    found = state_on("land", state(always={}), 1, EPOCH).relation("nobody", aspect)
    assert (found.path, found.value) == (f"default.relation.{aspect}", Relation.model_fields[aspect].default)


def test_a_period_begins_on_its_first_day() -> None:
    """Not the day before."""
    land = state(always={"unrest": 0.2}, riots={"from": "2000-01-01", "unrest": 0.8})
    found = [state_on("land", land, 1, EPOCH + timedelta(days=k)).conditions["unrest"].value for k in (-1, 0)]
    assert found == [0.2, 0.8]


def test_every_condition_and_every_charter_clause_has_a_default() -> None:
    """A period may leave out anything: the tables of defaults name each number of the schema."""
    conditions = set(Conditions.model_fields) - {"from_", "relations"}
    clauses = set(Charter.model_fields) - {"from_", "to", "mandates"}
    mandates = {f"mandates.{name}" for name in Charter.model_fields["mandates"].annotation.model_fields}  # type: ignore[union-attr]
    assert conditions == set(CONDITION_DEFAULTS)
    assert clauses | mandates == set(CHARTER_DEFAULTS)


def test_a_value_remembers_its_path() -> None:
    """Conditions, complexes, clauses and votes can be found again in the user's files."""
    dated = state_on("land", state(always={"unrest": 0.4}), 1, EPOCH)
    body = league(charter={"founding": {"quorum": 0.5}})
    assert dated.conditions["unrest"].path == "state.land.conditions.always.unrest"
    assert dated.conditions["polyarchy"].path == "default.conditions.polyarchy"
    assert dated.complexes["coast"].path == "state.land.complexes.coast"
    assert body.charter["quorum"].path == "organization.league.charter.founding.quorum"
    assert body.members["one"].path == "organization.league.membership.one.votes"


def test_an_amended_charter_keeps_what_it_does_not_amend() -> None:
    """Before the amendment the founding text holds, after it both, with mandates merged one by one."""
    texts = {
        "founding": {"decision_rule": "unanimity", "mandates": {"collective_defence": 1.0, "internal_order": 0.2}},
        "amended": {"from": "2000-01-01", "quorum": 0.9, "mandates": {"internal_order": 0.8}},
    }
    before, after = (league(EPOCH + timedelta(days=k), charter=texts).charter for k in (-1, 0))
    assert [charter["mandates.internal_order"].value for charter in (before, after)] == [0.2, 0.8]
    assert [charter["quorum"].value for charter in (before, after)] == [CHARTER_DEFAULTS["quorum"], 0.9]
    assert after["mandates.collective_defence"].value == 1.0
    assert after["decision_rule"].value == "unanimity"


@given(st.none() | days, st.none() | days, days)
def test_a_member_sits_from_the_first_to_the_last_day_of_its_spell(
    first: date | None, last: date | None, day: date
) -> None:
    """Both days included; an end left open is open."""
    body = league(day, membership={"one": {}, "two": {"from": first, "to": last}})
    expected = (first is None or first <= day) and (last is None or day <= last)
    assert expected == ("two" in body.members)


def test_a_state_may_leave_and_come_back() -> None:
    """Spells have names of their own, and only the one that holds counts."""
    spells = {
        "one": {},
        "two": {"to": "1994-12-31", "votes": 2.0},
        "two_again": {"state": "two", "from": "1999-01-01", "votes": 5.0},
    }
    found = [league(date(year, 1, 1), membership=spells).members.get("two") for year in (1993, 1997, 2000)]
    assert [spell and spell.value for spell in found] == [2.0, None, 5.0]
    assert found[2] is not None
    assert found[2].path == "organization.league.membership.two_again.votes"


@pytest.mark.parametrize("status", ["inactive", "observer"])
def test_only_sitting_members_have_a_seat(status: str) -> None:
    """Inactive members and observers are noted apart."""
    body = league(membership={"one": {}, "two": {"status": status}})
    assert (list(body.members), body.observers) == (["one"], ("two",))


def test_a_state_leads_while_it_sits() -> None:
    """A former member leads nobody."""
    spells = {"one": {}, "two": {"to": "1999-12-31"}}
    found = [
        league(EPOCH + timedelta(days=k), membership=spells, leading={"one": {}, "two": {"share": 0.4}}).leading
        for k in (-1, 0)
    ]
    assert [list(leading) for leading in found] == [["one", "two"], ["one"]]
    assert found[0]["one"] is None
    assert found[0]["two"] is not None
    assert found[0]["two"].path == "organization.league.leading.two.share"


@pytest.mark.parametrize(
    ("day", "existed"),
    [("1989-12-31", False), ("1990-01-01", True), ("1999-12-31", True), ("2000-01-01", False), ("2004-01-01", True)],
)
def test_an_organization_exists_while_its_last_charter_lasts(day: str, existed: bool) -> None:
    """Not before its first charter, nor after the end of the last one begun."""
    charters = {
        "founding": {"from": "1990-01-01"},
        "amended": {"from": "1995-01-01", "to": "1999-12-31"},
        "refounded": {"from": "2004-01-01"},
    }
    assert existed == league(date.fromisoformat(day), charter=charters).existed


def test_an_organization_without_members_does_not_exist() -> None:
    """A charter alone is no organization; without any charter, members are."""
    assert not league(membership={"one": {"to": "1999-12-31"}}).existed
    assert league(charter={}).existed


@given(st.lists(st.tuples(days, st.sampled_from(["force", "statement", "silence"])), max_size=6), days)
def test_the_record_is_that_of_the_time_before(cases: list[tuple[date, str]], day: date) -> None:
    """A case counts from the day after it, so that no crisis is its own precedent."""
    record = {f"case_{k}": {"when": when, "rung": rung} for k, (when, rung) in enumerate(cases)}
    body = league(day, record=record)
    past = [rung for when, rung in cases if when < day]
    assert (body.cases, body.acted) == (len(past), past.count("force"))


def test_a_charter_day_dates_institutions_but_not_the_roster() -> None:
    """Charter, record and force are those of the charter day, members those of the day."""
    parts: dict[str, Any] = {
        "membership": {"one": {}, "two": {"from": "1999-01-01"}},
        "charter": {"founding": {"quorum": 0.5}, "amended": {"from": "1995-01-01", "quorum": 0.9}},
        "record": {"old": {"when": "1991-01-01", "rung": "force"}, "new": {"when": "1998-01-01", "rung": "force"}},
        "rapid_reaction": {"personnel": 100.0, "usable_from": "1998-01-01"},
    }
    body = league(EPOCH, date(1994, 1, 1), **parts)
    assert list(body.members) == ["one", "two"]
    assert (body.charter["quorum"].value, body.acted, body.cases, body.rapid_reaction) == (0.5, 1, 1, {})
    assert league(EPOCH, **parts).rapid_reaction["personnel"].value == 100.0


def test_a_force_is_there_from_its_first_usable_day() -> None:
    """Not the day before; a standing force like a rapid one."""
    force = {"personnel": 100.0, "usable_from": "2000-01-01"}
    before, after = (league(EPOCH + timedelta(days=k), standing=force, rapid_reaction=force) for k in (-1, 0))
    assert (before.standing, before.rapid_reaction) == ({}, {})
    assert after.standing["personnel"].path == "organization.league.standing.personnel"
    assert after.rapid_reaction["internal_fit"].path == "organization.league.rapid_reaction.internal_fit"


def test_a_hybrid_has_the_institutions_of_one_and_the_members_of_the_other() -> None:
    """It keeps the paths of both, the roster's key of draws, and lets capability lead."""
    institutions = league(
        charter={"founding": {"quorum": 0.9}},
        leading={"one": {"share": 0.9}},
        standing={"personnel": 100.0},
        record={"old": {"when": "1991-01-01", "rung": "force"}},
    )
    other = organization(name="Pact", membership={"three": {"votes": 3.0}, "four": {"status": "observer"}})
    roster = organization_on("pact", other, 8, EPOCH)
    hybrid = transplant(institutions, roster)
    assert hybrid.name == "League on Pact"
    assert hybrid.draw_id == 8
    assert hybrid.charter["quorum"].path == "organization.league.charter.founding.quorum"
    assert hybrid.members["three"].path == "organization.pact.membership.three.votes"
    assert (hybrid.charter, hybrid.standing) == (institutions.charter, institutions.standing)
    assert (hybrid.acted, hybrid.cases) == (institutions.acted, institutions.cases)
    assert (hybrid.members, hybrid.observers) == (roster.members, roster.observers)
    assert hybrid.leading == {}
    assert hybrid.leads_by_capability


@pytest.mark.parametrize("existed", [True, False])
def test_a_hybrid_exists_if_its_roster_did(existed: bool) -> None:
    """Its institutions may be of another age."""
    charter = {"founding": {"from": "1990-01-01" if existed else "2005-01-01"}}
    assert existed == transplant(league(charter={"f": {"from": "2005-01-01"}}), league(charter=charter)).existed
