"""docs/coding.md says what the files say, and keeps what was written by hand."""

from experiments.composition.second_codes import second_codes
from experiments.composition.template import SHIPPED
from experiments.pages.coding_report import LEARNT, report
from experiments.pages.coding_sample import coded_values, fifth
from sim.schema.fields import SIX_STEPS

VALUES = coded_values()
REPORT = SHIPPED.parent / "docs" / "coding.md"
SPILLOVER = "crisis.kazakhstan_2022.spillover"


def elsewhere(value: float, steps: int = 1) -> float:
    """A value of the scale so many steps away."""
    place = round(value * 5)
    return SIX_STEPS[place + steps if place + steps <= 5 else place - steps]


def test_the_report_is_up_to_date():
    """docs/coding.md is what `python -m experiments.pages.second_coding report` makes of the world as it is."""
    text = REPORT.read_text(encoding="utf-8")
    assert report(VALUES, second_codes(), text) == text


def test_the_report_keeps_what_was_written_by_hand():
    """The part on what was learnt survives, whatever else changes."""
    mine = report(VALUES, {}).replace("Nothing yet.", "Fear is hard to code.\n\n### Of whom?\n\nOf all.")
    again = report(VALUES, {SPILLOVER: 1.0}, mine)
    assert "Fear is hard to code.\n\n### Of whom?\n\nOf all.\n\n## Appendix" in again
    assert report(VALUES, {}, again) == mine
    assert again.count(LEARNT) == 1


def test_the_report_lists_disagreement():
    """Two steps apart is listed with both codes, one step is not; every range that widens is."""
    near = "crisis.kazakhstan_2022.severity.level"
    text = report(VALUES, {SPILLOVER: 0.8, near: 0.4})
    far, wide = text.partition("## Ranges widened")[::2]
    assert f"| `{SPILLOVER}` | 0.4 | 0.8 |" in far
    assert f"| `{near}` |" not in text
    assert f"| `{SPILLOVER}` | 0.2 to 0.6 | 0.2 to 0.8 |" in wide
    coded = sum(one.field == "crisis.*.spillover" for one in VALUES)
    assert f"| `crisis.*.spillover` | {coded} | 1 | 0.00 | 0.00 | 0.00 | 0.00 | +0.40 |" in text


def test_the_report_works_on_a_whole_sheet():
    """A coder one step off throughout is never two steps off."""
    text = report(VALUES, {one.path: elsewhere(one.value) for one in fifth(VALUES)})
    (row,) = [line for line in text.splitlines() if line.startswith("| all fields |")]
    assert row.split(" | ")[5:7] == ["0.00", "1.00"]
    assert "## Two steps or more apart\n\nNone." in text
