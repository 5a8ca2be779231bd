"""The second coding is blind, covers a fifth, and widens ranges."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from experiments.composition import second_codes as second
from experiments.composition.compose import compose
from experiments.composition.second_codes import SECOND_CODING, hull, second_codes
from experiments.composition.template import KINDS, MODELS, Slot
from experiments.pages import second_coding
from experiments.pages.coding_report import report, scales
from experiments.pages.coding_sample import LEAST, SHARE, coded_values, fifth, sheet
from experiments.pages.second_coding import faults, main, sheets
from experiments.results.assumptions import assumptions
from sim.dating import Sourced
from sim.schema.fields import SIX_STEPS
from tests.experiments.conftest import CRISIS, arguments, write

VALUES = coded_values()
BY_PATH = {one.path: one for one in VALUES}
SPILLOVER = "crisis.kazakhstan_2022.spillover"
COHESION = "charter.founding.cohesion"
MAY_BE_KNOWN = {"path", "thing", "towards", "from", "before", "host", "kind", "onset"}


def coded_as(monkeypatch: pytest.MonkeyPatch, codes: Mapping[str, float]) -> None:
    """Let the second coder have given these values."""
    monkeypatch.setattr(second, "second_codes", lambda: codes)
    monkeypatch.setattr(second_coding, "second_codes", lambda: codes)


def test_the_sheet_holds_no_values():
    """What the coder sees is the same whatever was coded, and each entry says only of what it is a value."""
    assert sheets([replace(one, value=0.0, span=None) for one in VALUES]) == sheets(VALUES)
    for text in sheets(VALUES).values():
        for field in yaml.safe_load(text).values():
            assert set(field) == {"meaning", "unit", "steps", "values"}
            assert all(set(entry) <= MAY_BE_KNOWN for entry in field["values"])


def test_the_sheet_has_the_words_of_each_field():
    """Meaning and six steps stand beside the values of a field, in the order of the scale."""
    (field,) = sheet([BY_PATH[SPILLOVER]]).values()
    assert field["meaning"] == "How far it is felt across the host's borders."
    assert list(field["steps"]) == list(SIX_STEPS)
    assert field["steps"][0.4] == "alarm, closed borders"
    crisis = {"thing": "Kazakhstan, January 2022", "host": "Kazakhstan", "kind": "regime protest"}
    assert field["values"] == [{"path": SPILLOVER, **crisis, "onset": "2022-01-02"}]


def test_a_relation_is_dated_and_says_to_whom():
    """A coder of a relation knows both states and the period."""
    one = BY_PATH["state.kaz.conditions.y2022.relations.uzb.tie"]
    assert one.field == "state.*.conditions.*.relations.*.tie"
    assert one.about == {
        "thing": "Kazakhstan",
        "towards": "Uzbekistan",
        "from": "2022-01-01",
        "before": "2024-01-01",
    }


def test_the_sheet_is_the_same_each_time():
    """Neither the order of the files nor another reading changes it."""
    assert sheets(VALUES[::-1]) == sheets(coded_values()) == sheets(VALUES)


def test_the_sheet_asks_for_a_fifth():
    """About a fifth in all, and of each field at least three, or all that there are."""
    asked = fifth(VALUES)
    assert len(asked) == pytest.approx(SHARE * len(VALUES), rel=0.15)
    for field in {one.field for one in VALUES}:
        there = sum(one.field == field for one in VALUES)
        assert sum(one.field == field for one in asked) >= min(LEAST, there)


def test_the_fifth_stays_when_values_are_added():
    """A value that is in the fifth does not depend on those that are not."""
    asked = fifth(VALUES)
    assert fifth(asked) == asked


def test_only_coded_values_on_a_scale_are_asked_for():
    """Theories, numbers from the record and values nobody coded have no second code."""
    known = {path for group in KINDS for path, _ in scales(Slot(MODELS[group]), f"{group}.*")}
    assert {one.field for one in VALUES} <= known
    assert "state.kaz.conditions.y2022.personnel" not in BY_PATH
    assert "state.kaz.conditions.y2014.unrest" not in BY_PATH  # basis assumed


@pytest.mark.parametrize(
    ("span", "first", "other", "wanted"),
    [
        ((0.2, 0.6), 0.4, 1.0, (0.2, 1.0)),
        ((0.2, 0.6), 0.4, 0.0, (0.0, 0.6)),
        ((0.2, 0.6), 0.4, 0.6, (0.2, 0.6)),
        ((0.2, 0.6), 0.4, None, (0.2, 0.6)),
        (None, 0.4, 0.8, (0.4, 0.8)),
        (None, 0.4, 0.4, None),
        (None, 0.4, None, None),
    ],
)
def test_a_range_is_widened_to_hold_both(span, first, other, wanted):
    """The least range that holds the first coder's range and both values."""
    assert hull(span, first, other) == wanted


def test_a_run_draws_from_the_widened_range(monkeypatch):
    """The range of the run and the ledger beside its results hold the second code; the value stays."""
    coded_as(monkeypatch, {})
    before = compose(["crisis=[kazakhstan_2022]"])
    coded_as(monkeypatch, {SPILLOVER: 1.0})
    after = compose(["crisis=[kazakhstan_2022]"])
    assert before.ranges[SPILLOVER] == (0.2, 0.6)
    assert after.ranges == before.ranges | {SPILLOVER: (0.2, 1.0)}
    assert after.world == before.world
    (row,) = assumptions(after, {SPILLOVER: Sourced(SPILLOVER, 0.4)}).to_dict("records")
    assert (row["value"], row["low"], row["high"]) == ("0.4", 0.2, 1.0)


def test_what_the_user_sets_is_not_widened(monkeypatch):
    """A value set by hand is the same in all draws."""
    coded_as(monkeypatch, {SPILLOVER: 1.0})
    assert SPILLOVER not in compose(["crisis=[kazakhstan_2022]", f"{SPILLOVER}=0.6"]).ranges


def test_an_inherited_value_has_its_second_code(monkeypatch):
    """The code belongs to the file that states the value."""
    coded_as(monkeypatch, {f"organization.csto.{COHESION}": 1.0})
    ranges = compose(["organization=[csto_with_uzbekistan]"]).ranges
    assert ranges[f"organization.csto_with_uzbekistan.{COHESION}"] == (0.2, 1.0)


def test_a_folder_of_ones_own_has_no_second_codes(world, monkeypatch):
    """The shipped file speaks of shipped things only."""
    note = "host_capacity: {basis: assumed, note: none, spread: 0.2}\n"
    write(world, f"evidence/crisis/{CRISIS}.yaml", note)
    coded_as(monkeypatch, {f"crisis.{CRISIS}.host_capacity": 1.0})
    assert compose(arguments(world)).ranges[f"crisis.{CRISIS}.host_capacity"] == pytest.approx((0.2, 0.6))


def test_a_run_names_the_second_codes_among_its_files():
    """They change ranges, so what a run depends on includes them."""
    assert SECOND_CODING in compose(["crisis=[kazakhstan_2022]"]).used_files


def test_the_shipped_second_codes_hold():
    """Each is on the scale, and of a value that is coded."""
    assert [str(problem) for problem in faults(second_codes(), VALUES)] == []


@pytest.mark.parametrize(
    ("path", "value", "what"),
    [
        ("crisis.kazakhstan_2022.spilover", 0.4, f"no coded value on a six-step scale; did you mean '{SPILLOVER}'?"),
        ("crisis.kazakhstan_2022.horizon", 60, "horizon: no coded value on a six-step scale"),
        (SPILLOVER, 0.5, f"{SPILLOVER}: must be one of 0, 0.2, 0.4, 0.6, 0.8, 1 (got 0.5)"),
        (SPILLOVER, True, "(got true)"),
        (SPILLOVER, "high", "(got high)"),
    ],
)
def test_what_is_wrong_with_a_second_code(path, value, what):
    """A path that nobody coded and a value off the scale are refused."""
    (problem,) = faults({path: value}, VALUES)
    assert what in str(problem)
    assert str(problem).startswith("configs/evidence/second_coding.yaml: ")


def test_the_command_writes_sheets_and_report(tmp_path: Path, capsys):
    """One sheet per group into the folder, or all on the terminal; the report to the file named."""
    assert main(["sheet", str(tmp_path / "blind")]) == 0
    assert {file.stem: file.read_text(encoding="utf-8") for file in (tmp_path / "blind").iterdir()} == sheets(VALUES)
    assert main(["sheet"]) == 0
    assert capsys.readouterr().out == "\n".join(sheets(VALUES).values())
    assert main(["report", str(tmp_path / "coding.md")]) == 0
    assert (tmp_path / "coding.md").read_text(encoding="utf-8") == report(VALUES, second_codes())


def test_the_command_refuses_wrong_codes(tmp_path: Path, monkeypatch, capsys):
    """All that is wrong is told, and nothing is written."""
    coded_as(monkeypatch, {SPILLOVER: 0.5, "crisis.nowhere.spillover": 0.2})
    assert main(["report", str(tmp_path / "coding.md")]) == 2
    assert capsys.readouterr().err.count("second_coding.yaml: ") == 2
    assert not (tmp_path / "coding.md").exists()
