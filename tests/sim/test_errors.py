"""What a user reads when something is wrong: all problems at once, each with its place."""

import pytest

from sim.errors import BrokenInvariant, CasusError, Problem, WorldError, did_you_mean


def test_a_world_error_tells_all_problems_at_once() -> None:
    """One line for each, and the problems themselves for whoever asks."""
    problems = [Problem("crisis/uproar.yaml:3", "host: no state 'lnad_01'"), Problem("seed=x", "got 'x'")]
    with pytest.raises(WorldError) as failure:
        raise WorldError(problem for problem in problems)
    assert str(failure.value) == "crisis/uproar.yaml:3: host: no state 'lnad_01'\nseed=x: got 'x'"
    assert failure.value.problems == problems


def test_the_users_errors_and_ours_are_told_apart() -> None:
    """Both are errors of the project, and neither is the other."""
    assert issubclass(WorldError, CasusError)
    assert issubclass(BrokenInvariant, CasusError)
    assert not issubclass(WorldError, BrokenInvariant)


def test_a_close_word_is_offered() -> None:
    """The closest one; nothing if none is close."""
    assert did_you_mean("kazakstan", ["kazakhstan", "armenia"]) == "; did you mean 'kazakhstan'?"
    assert did_you_mean("x", ["kazakhstan", "armenia"]) == ""
    assert did_you_mean("x", []) == ""
