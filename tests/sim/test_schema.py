"""What a record says of a force."""

import pytest

from sim.schema import Rung
from sim.schema.crisis import RecordedOutcome


@pytest.mark.parametrize(
    ("rung", "arrived", "came"),
    [
        (Rung.FORCE, None, True),
        (Rung.FORCE, True, True),
        (Rung.FORCE, False, False),
        (Rung.OFFER, None, False),
        (Rung.OFFER, True, False),
    ],
)
def test_force_on_record_came_unless_the_record_says_no(rung: Rung, arrived: bool | None, came: bool) -> None:
    """And what was no force did not come as one."""
    assert RecordedOutcome(rung=rung, arrived=arrived).came is came
