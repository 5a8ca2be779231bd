"""One run through the Mesa model, told day by day."""

from typing import TYPE_CHECKING

from experiments.composition.compose import Composed
from experiments.replay import counting, telling
from experiments.replay.execute import OnDraw, replay_arms
from experiments.replay.replay import steps as steps
from sim.dating import Sourced

if TYPE_CHECKING:
    import pandas as pd


def answer(composed: Composed, on_draw: OnDraw) -> "tuple[dict[str, pd.DataFrame], dict[str, Sourced]]":
    """The table `trace`; what was read stands in the replay."""
    import pandas as pd

    lines = []
    for arm in replay_arms(composed):
        lines += telling.tell(composed, arm)
        on_draw()
    return {"trace": pd.DataFrame(lines), "names": counting.names(composed.world)}, {}
