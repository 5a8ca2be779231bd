"""The first theory without one of its mechanisms, so that one can see whether the record speaks for it.

In the paths of a mechanism `theory.*` stands for the first theory.
"""

from collections.abc import Mapping

from experiments.composition.compose import Composed
from experiments.composition.settings import setting
from experiments.validation.draws import Prior, changed
from sim.errors import Problem, WorldError

EVERY = "theory.*."
"""Start of a path that names no theory."""


def without_each(composed: Composed, source: Prior) -> Mapping[str, Prior]:
    """The prior of the first theory with each mechanism of the experiment taken out, by the mechanism's name.

    Raises WorldError for a mechanism whose paths or values the schema refuses.
    """
    found, problems = {}, []
    for name, changes in composed.experiment.validation.without.items():
        try:
            chosen = setting(composed, {_path(change.path, source): change.value for change in changes})
            found[name] = changed(source, chosen.world, chosen.ranges)
        except (WorldError, KeyError) as error:
            faults = error.problems if isinstance(error, WorldError) else [Problem(str(error), "is not there")]
            problems += [Problem(f"validation.without.{name}: {one.where}", one.what) for one in faults]
    if problems:
        raise WorldError(problems)
    return found


def _path(path: str, source: Prior) -> str:
    return f"theory.{source.theory}.{path.removeprefix(EVERY)}" if path.startswith(EVERY) else path
