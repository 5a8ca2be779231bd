"""Where a difference comes from: tables of every comparison.

Each comparison is run twice: with the request as modelled, and with everyone asked.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from experiments.attribution.comparisons import Comparison, comparisons, exchanged
from experiments.attribution.games import Runner
from experiments.composition.compose import Composed
from experiments.replay import counting
from experiments.replay.execute import OnDraw
from sim.dating import Sourced
from sim.errors import BrokenInvariant
from sim.schema import RequestMode

if TYPE_CHECKING:
    import pandas as pd

    from analysis.attribution import End, Game

REQUESTS = (RequestMode.MODELLED, RequestMode.ASK_ALL)
"""The host chooses whom to ask; everyone is asked."""

_TINY = 1e-9

type Tables = "dict[str, pd.DataFrame]"


def check(composed: Composed) -> None:
    """Raise WorldError for what composes but cannot be compared."""
    comparisons(composed)


def steps(composed: Composed) -> int:
    """Hybrids to run in all, for the progress bar."""
    return len(comparisons(composed)) * len(REQUESTS) * 2 ** len(composed.experiment.attribution.groups)


def answer(composed: Composed, on_hybrid: OnDraw) -> tuple[Tables, Mapping[str, Sourced]]:
    """Tables shapley, alone, corners, hybrids, groups and names, and every value that the ends read.

    The first four begin with compared, within, theory, target, base and request. Raises BrokenInvariant if the
    shares do not add up to the difference.
    """
    import pandas as pd

    found: dict[str, list[pd.DataFrame]] = {}
    runner = Runner(composed)
    for comparison in comparisons(composed):
        for request in REQUESTS:
            game, ends = runner.game(comparison, request, on_hybrid)
            made = _tables(composed, game, [*ends, *runner.own(comparison, request)])
            for name, table in made.items():
                found.setdefault(name, []).append(_marked(table, comparison, request))
    tables = {name: pd.concat(parts, ignore_index=True) for name, parts in found.items()}
    return tables | {"groups": _groups(composed), "names": counting.names(composed.world)}, runner.used


def _tables(composed: Composed, game: "Game", ends: "list[End]") -> Tables:
    from analysis.attribution import alone_table, corner_table, difference, hybrid_table, shapley_table

    groups = composed.experiment.attribution.groups
    factors = list(groups)
    shapley, whole = shapley_table(game, factors), difference(game)
    rest = float(shapley["value"].sum()) - float(whole["value"].iloc[0])
    if abs(rest) > _TINY:
        raise BrokenInvariant(f"{ends[0].name} less {ends[1].name}: {rest} of the difference is not shared out")
    titles = {name: group.title for name, group in groups.items()}
    alone = alone_table(game, factors)
    return {
        "shapley": shapley.assign(title=shapley["factor"].map(titles)),
        "alone": alone.assign(title=alone["factor"].map(titles)),
        "corners": corner_table(ends, whole),
        "hybrids": hybrid_table(game, factors),
    }


def _groups(composed: Composed) -> "pd.DataFrame":
    """The paths of each group: factor, title, path."""
    import pandas as pd

    titles = {name: group.title for name, group in composed.experiment.attribution.groups.items()}
    order = list(titles)
    paths = sorted(exchanged(composed).items(), key=lambda item: order.index(item[1]))
    rows = [{"factor": name, "title": titles[name], "path": path} for path, name in paths]
    return pd.DataFrame(rows, columns=["factor", "title", "path"])


def _marked(table: "pd.DataFrame", comparison: Comparison, request: RequestMode) -> "pd.DataFrame":
    """The table with what it is about in front."""
    about = {
        "compared": comparison.compared,
        "within": comparison.within,
        "theory": comparison.theory,
        "target": comparison.target,
        "base": comparison.base,
        "request": request.value,
    }
    return table.assign(**about)[[*about, *table.columns]]
