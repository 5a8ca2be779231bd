"""The Mesa model and the compiled ensemble fill the same record, to the last bit, day by day, vote by vote.

A failure names the seed and the call that shows it again.
"""

import os
import random
import subprocess
import sys
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from sim import ensemble
from sim.arrays import EMPTY, Case
from sim.compiled import COMPILED
from sim.lowering import lower
from sim.record import COUNCIL, HEGEMON, Record
from sim.schema import DecisionRule, RequestMode
from sim.tally import Tally, count, empty_tally
from tests.sim.declared import declared, places
from tests.sim.runs import Run, check_equal, comparable, first_difference, told
from tests.sim.worlds import CRISIS, ORGANIZATION, SECOND, THEORY, changed, shipped, wide_ranges, world

ROOT = Path(__file__).parents[2]
THEORIES = ("synthesis", "legalist")
RULES = [rule.value for rule in DecisionRule]
MODES = [mode.value for mode in RequestMode]

crises = pytest.mark.parametrize("crisis", sorted(shipped().crisis))


def grid(crisis: str) -> list[Run]:
    """Every rule, theory and mode, without ranges and, in another coding draw, with them."""
    runs = []
    for number, (rule, theory, mode) in enumerate(product(RULES, THEORIES, MODES)):
        runs.append(Run(crisis, theory, rule, mode, seed=number, draw=0, replication=number % 7))
        runs.append(Run(crisis, theory, rule, mode, seed=number, draw=1 + number % 2, replication=3, ranged=True))
    return runs


@crises
@pytest.mark.parametrize("mode", list(RequestMode))
def test_a_run_that_stops_when_all_is_settled_counts_the_same(crisis: str, mode: RequestMode) -> None:
    """The ensemble leaves a crisis when no outcome can change any more; runs told to the end count the same."""
    of = shipped()
    case = lower(of, crisis, "synthesis", list(of.organization), mode=mode, draws=np.arange(2))
    told_to_the_end = empty_tally(case.arrays)
    for draw, replication in product(range(2), range(40)):
        record = ensemble.trace(case, seed=3, draw=draw, replication=replication)
        count(case.arrays, draw, record, told_to_the_end)
    stopped = ensemble.run(case, seed=3, replications=40)
    for name, mine, theirs in zip(Tally._fields, stopped, told_to_the_end, strict=True):
        assert np.array_equal(mine, theirs), name


def plain_cases() -> dict[str, Case]:
    """Small cases for a run without the compiler."""
    of = shipped()
    cases = {
        crisis: lower(of, crisis, "synthesis", list(of.organization), mode=RequestMode.ASK_ALL)
        for crisis in ("kazakhstan_2022", "kyrgyzstan_2010_june", "czechoslovakia_1968")
    }
    ranges = wide_ranges(of, "kazakhstan_2022", "synthesis")
    cases["ranged"] = lower(of, "kazakhstan_2022", "synthesis", ["csto"], ranges=ranges, draws=np.array([9]))
    for rule in DecisionRule:
        small = world(5, rule, leading=1, pact=DecisionRule.UNANIMITY)
        cases[rule.value] = lower(small, CRISIS, THEORY, [ORGANIZATION, SECOND])
    return cases


def saved(cases: dict[str, Case]) -> dict[str, np.ndarray]:
    """One run of each case as arrays to be kept in a file."""
    return {
        f"{name}.{field}": values
        for name, case in cases.items()
        for field, values in comparable(ensemble.trace(case, seed=5, draw=0, replication=1))._asdict().items()
    }


@crises
@pytest.mark.parametrize("theory", THEORIES)
def test_the_drivers_agree_in_every_crisis(crisis: str, theory: str) -> None:
    """Every crisis and theory under each of the eight rules, the modes of request in turn."""
    for number, rule in enumerate(RULES):
        check_equal(Run(crisis, theory, rule, MODES[number % 3], seed=number, draw=0, replication=0))


@pytest.mark.slow
@crises
def test_the_drivers_agree_under_every_rule_theory_and_mode(crisis: str) -> None:
    """Ninety-six runs of each crisis: eight rules, two theories, three modes, with and without ranges."""
    runs = grid(crisis)
    assert len(runs) * len(shipped().crisis) >= 500
    for run in runs:
        check_equal(run)


def test_a_difference_names_the_call_that_shows_it_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says the seed, the place, both values and the line to type."""
    run = Run("kazakhstan_2022", "synthesis", "consensus", "modelled", seed=3, draw=0, replication=4)
    honest, mesa = told(run.case(), run.seed, run.draw, run.replication)
    votes = honest.votes.copy()
    day, seat = (int(k) for k in np.argwhere(votes != 9)[0])
    votes[day, seat] = 7
    monkeypatch.setattr("tests.sim.runs.told", lambda *_: (honest._replace(votes=votes), mesa))
    with pytest.raises(AssertionError) as failure:
        check_equal(run)
    message = str(failure.value)
    assert message.startswith(f"seed 3: the drivers differ in votes[{day}, {seat}]: np.int64(7) against np.int64(")
    call = message.split("to see it again: ")[1]
    assert call == f"from tests.sim.runs import Run, check_equal; check_equal({run!r})"
    monkeypatch.undo()
    exec(call, {})


@pytest.mark.parametrize("mode", list(RequestMode))
@pytest.mark.parametrize("seed", range(20))
def test_the_drivers_agree_in_any_world(seed: int, mode: RequestMode) -> None:
    """Worlds with values from the whole of the schema's ranges, their ends included."""
    case = any_world(seed, mode)
    for replication in range(2):
        assert first_difference(*told(case, seed, 0, replication)) == "", f"any_world({seed}, {mode!r})"


def any_world(seed: int, mode: RequestMode) -> Case:
    """A league and a pact with part of their numbers, switches and choices drawn anew."""
    rng = random.Random(seed)
    rule, pact = rng.choices(list(DecisionRule), k=2)
    of = world(
        rng.choice((2, 3, 5, 8)),
        rule,
        leading=rng.choice((0, 1)),
        pact=pact,
        changes={
            f"crisis.{CRISIS}.backers": {"beyond": 0.4},
            f"crisis.{CRISIS}.opponents": {"yonder": 0.4},
            f"organization.{ORGANIZATION}.standing": {"personnel": 500.0},
        },
    )
    known, part = {leaf.path: leaf for leaf in declared()}, rng.choice((0.1, 0.3, 1.0))
    drawn = {
        path: leaf.any(rng)
        for leaf, found in ((known[name], found) for name, found in places(of).items())
        if leaf.low is not None or leaf.kind is bool or leaf.path.endswith((".type", ".highest_rung"))
        if not leaf.path.endswith((".draw_id", ".horizon"))
        for path, _ in found
        if rng.random() < part
    }
    drawn[f"crisis.{CRISIS}.mission.personnel"] = rng.uniform(1.0, 10_000.0)
    return lower(changed(of, drawn), CRISIS, THEORY, [ORGANIZATION, SECOND], mode=mode)


@pytest.mark.parametrize("mode", list(RequestMode))
@pytest.mark.parametrize(
    ("members", "rule"),
    [
        pytest.param(15, DecisionRule.SIMPLE_MAJORITY, id="fifteen by majority"),
        pytest.param(3, DecisionRule.CONSENSUS, id="three by consensus"),
    ],
)
def test_an_invented_organization_runs_in_both(members: int, rule: DecisionRule, mode: RequestMode) -> None:
    """Without a leading state the gate of leading states is empty, and the council decides."""
    case = lower(world(members, rule), CRISIS, THEORY, [ORGANIZATION], mode=mode)
    for replication in range(5):
        compiled, mesa = told(case, 0, 0, replication)
        assert first_difference(compiled, mesa) == ""
        assert compiled.gates[0, HEGEMON] == EMPTY
        assert compiled.gates[0, COUNCIL] in (0, 1)
        assert compiled.votes.shape[1] == members


def test_each_replication_and_each_draw_is_another_run() -> None:
    """A run depends on its seed, its coding draw's number and its replication, and is the same each time."""
    case = Run("kazakhstan_2022", "synthesis", "consensus", "modelled", 1, 0, 0).case()
    runs = [
        ensemble.trace(case, seed=seed, draw=draw, replication=replication)
        for seed, draw, replication in ((1, 0, 0), (2, 0, 0), (1, 1, 0), (1, 0, 1), (1, 0, 0))
    ]
    threats = [run.threat.tobytes() for run in runs]
    assert len(set(threats)) == 4
    assert threats[0] == threats[-1]


def test_an_ensemble_leaves_nothing_from_one_run_to_the_next() -> None:
    """A run after others in the same memory is the run that a fresh memory gives."""
    case = Run("czechoslovakia_1968", "synthesis", "leading_states", "modelled", 1, 0, 0).case()
    many = ensemble.run(case, seed=1, replications=30)
    force = [ensemble.trace(case, seed=1, draw=0, replication=k).outcome[:, 4] != EMPTY for k in range(30)]
    assert np.sum(force, axis=0).tolist() == many.force[0].tolist()


def test_without_the_compiler_the_runs_are_the_same(tmp_path: Path) -> None:
    """The rules as plain Python give, in another process, the records that this one wrote."""
    file = tmp_path / "records.npz"
    np.savez(file, **saved(plain_cases()))
    script = f"from tests.sim.test_drivers import check_without_compiler; check_without_compiler({str(file)!r})"
    switch = "1" if COMPILED else "0"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=os.environ | {"NUMBA_DISABLE_JIT": switch},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == f"compiled: {not COMPILED}, {len(plain_cases())} runs are the same in both drivers"


def check_without_compiler(file: str) -> None:
    """What the other process does: both drivers against the records in a file."""
    cases = plain_cases()
    with np.load(file) as kept:
        for name, case in cases.items():
            written = Record(*(kept[f"{name}.{field}"] for field in Record._fields))
            for record in told(case, 5, 0, 1):
                difference = first_difference(written, record)
                assert not difference, f"{name}: {difference}"
    print(f"compiled: {COMPILED}, {len(cases)} runs are the same in both drivers")
