"""Every shipped value has evidence, and every entry of evidence holds."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from experiments.composition.check import faults, uncovered
from experiments.composition.evidence import Entry, EvidenceFile, coded_range, evidence_file
from experiments.composition.ledger import Ledger
from experiments.composition.library import Library, Plan
from experiments.composition.problems import Source, flat
from experiments.composition.template import MODELS, SHIPPED, slot_at
from sim.schema.fields import SIX_STEPS

OFF_THE_SCALE: Mapping[str, str] = {}
"""Coded values between two steps, each with the reason: `group.name.path: why`."""

THINGS = [(group, name) for group in MODELS for name in Library().names(group)]


def evidence(group: str, name: str) -> EvidenceFile:
    """The evidence for what the file of a thing states itself."""
    plan = Plan(Library())
    plan.add(group, name, (group, name), "test")
    return next(evidence_file(one) for one in plan.sources if one.file == SHIPPED / group / f"{name}.yaml")


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    """The shipped claims and sources."""
    return Ledger()


@pytest.mark.parametrize(("group", "name"), THINGS)
def test_every_shipped_value_has_evidence(group, name):
    """No value stands without a basis, and no evidence file is missing."""
    file = evidence(group, name)
    assert file.file.is_file()
    assert uncovered(file) == []


@pytest.mark.parametrize(("group", "name"), THINGS)
def test_every_entry_of_evidence_holds(group, name, ledger):
    """Ids exist, bases have what they need, entries cover something, values lie inside their ranges."""
    assert [str(problem) for problem in faults(evidence(group, name), ledger)] == []


@pytest.mark.parametrize(("group", "name"), THINGS)
def test_coded_values_are_on_the_six_steps(group, name):
    """A value on a scale in words is one of the steps that the words describe."""
    file = evidence(group, name)
    for path, value in flat(file.of.content):
        slot, place = slot_at(MODELS[group], path), ".".join((group, name, *path))
        if slot and slot.steps and place not in OFF_THE_SCALE:
            assert value in SIX_STEPS, place


def test_exceptions_from_the_scale_exist_and_have_reasons():
    """The list of exceptions does not outlive them."""
    for place, reason in OFF_THE_SCALE.items():
        group, name, *path = place.split(".")
        assert evidence(group, name).of.states((group, name, *path))
        assert reason


def test_no_evidence_without_a_thing():
    """Every evidence file belongs to a file of the world."""
    files = sorted((SHIPPED / "evidence").glob("*/*.yaml"))
    assert files
    assert all((SHIPPED / file.parent.name / file.name).is_file() for file in files)


def test_the_ledger_has_no_id_twice(ledger):
    """An id of a claim or a source means one thing."""
    text = (SHIPPED / "evidence" / "claims.yaml").read_text(encoding="utf-8")
    assert text.count("\n- id: ") + text.startswith("- id: ") == len(ledger.claims)
    assert all(source["citation"] for source in ledger.sources.values())


THING: Mapping[str, Any] = {"severity": {"level": 0.2, "peak": 0.8, "half_life": 10}, "horizon": 60, "host": "x"}
ID = "choi-contagion-fear"


def one_file(folder: Path, text: str) -> EvidenceFile:
    """The evidence file with that text, for an invented crisis."""
    path = folder / "evidence" / "crisis" / "x.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return evidence_file(Source(folder / "crisis" / "x.yaml", "w/crisis/x.yaml", ("crisis", "x"), THING))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("severity: {basis: stated}", "w/evidence/crisis/x.yaml:1: severity: basis stated needs claims"),
        ("severity: {basis: coded}", "severity: basis coded needs claims or a source"),
        ("severity: {basis: record}", "severity: basis record needs a source"),
        ("severity: {basis: assumed}", "severity: basis assumed needs a note that says why this value"),
        ("severity: {basis: stated, claims: [choi-contagion-feer]}", f"did you mean '{ID}'?"),
        ("severity: {basis: record, source: nobody9999}", "severity: no source 'nobody9999'"),
        ("severty: {basis: assumed, note: x}", "severty: covers no value that w/crisis/x.yaml states"),
        ("severity: {basis: assumed, note: x, spread: 1, relative: 1}", "must give only one of range, spread"),
        ("severity: {basis: assumed, note: x, range: [0.9, 0.1]}", "range reversed: 0.9 is above 0.1"),
        (
            "severity.peak: {basis: assumed, note: x, range: [0.1, 0.6]}",
            "severity.peak is 0.8, outside its range (0.1 to 0.6)",
        ),
    ],
)
def test_what_is_wrong_with_an_entry(tmp_path, ledger, text, what):
    """Each fault of an entry is told with its place."""
    assert any(what in str(problem) for problem in faults(one_file(tmp_path, text), ledger))


def test_the_longest_key_holds(tmp_path):
    """A key covers all below it that has no longer key."""
    file = one_file(tmp_path, "severity: {basis: assumed, note: a}\nseverity.peak: {basis: assumed, note: b}\n")
    notes = {".".join(path): match[1].note for path, _ in flat(THING) if (match := file.match(path))}
    assert notes == {"severity.level": "a", "severity.peak": "b", "severity.half_life": "a"}
    assert uncovered(file) == ["horizon", "host"]


@pytest.mark.parametrize(
    ("given", "path", "value", "wanted"),
    [
        ({"spread": 0.2}, "severity.peak", 0.6, (0.4, 0.8)),
        ({"spread": 0.4}, "severity.peak", 0.8, (0.4, 1.0)),
        ({"relative": 0.5}, "severity.half_life", 10, (5.0, 15.0)),
        ({"relative": 0.99}, "severity.half_life", 10, (0.5, 19.9)),
        ({"range": (2, 14)}, "severity.half_life", 10, (2, 14)),
        ({"relative": 0.5}, "severity.half_life", 0, None),
        ({"spread": 5}, "horizon", 60, None),
        ({"spread": 0.2}, "host", "x", None),
        ({}, "severity.peak", 0.6, None),
        ({"spread": 0.5}, "opponents.y", 0.8, (0.3, 1.0)),
    ],
)
def test_ranges_are_clipped_to_the_schema(given, path, value, wanted):
    """A range is the value give or take, within the bounds; counts, names and zeroes scaled have none."""
    entry = Entry(basis="assumed", **given)
    assert coded_range(entry, ("crisis", "x", *path.split(".")), value) == wanted
