"""What `casus-check` says of a user's folder."""

from pathlib import Path

import pytest

from experiments.composition.check import check
from tests.experiments.conftest import CRISIS, ORGANIZATION, write, write_world


def told(folder: Path) -> tuple[list[str], list[str]]:
    """Problems and notes, as text."""
    problems, notes = check(folder)
    return [str(problem) for problem in problems], [str(note) for note in notes]


def test_a_world_without_evidence_is_right_but_noted(world):
    """Nothing is wrong; each file is noted with the numbers that have no evidence, and with nothing else."""
    problems, notes = told(world)
    assert problems == []
    assert len(notes) == 5
    place, missing = (
        f"{world.as_posix()}/crisis/{CRISIS}.yaml",
        "severity.level, severity.peak, severity.days_to_peak",
    )
    assert (
        f"{place}: no evidence, so no range, for {missing}, severity.half_life, host_capacity, spillover and 5 more; "
        f"it belongs into {world.as_posix()}/evidence/crisis/{CRISIS}.yaml"
    ) in notes


def test_evidence_removes_the_note(world):
    """A file whose values all have evidence is not noted."""
    text = "complexes: {basis: assumed, note: x}\nconditions: {basis: assumed, note: x}\n"
    write(world, "evidence/state/land_01.yaml", text)
    assert not any("land_01.yaml" in note for note in told(world)[1])


def test_all_files_are_checked_whether_chosen_or_not(world):
    """Broken things are found in every file, in experiments and in evidence, all at once."""
    write(world, "state/far_away.yaml", "# @package state.far_away\nname: 5\n")
    theory = "# @package theory.mine\ndefaults: [synthesis@_here_, _self_]\nbenefit: {fear: 1}\n"
    write(world, "theory/mine.yaml", theory)
    write(world, "experiment/mine.yaml", "# @package _global_\ndefaults: [replay, _self_]\nname: mine\nsede: 1\n")
    write(world, f"evidence/organization/{ORGANIZATION}.yaml", "membership: {basis: record, source: hearsay}\n")
    problems, shown = told(world)[0], world.as_posix()
    assert len(problems) == 4
    for wanted in (
        f"{shown}/state/far_away.yaml:2: state.far_away.name: must be text (got 5)",
        f"{shown}/theory/mine.yaml:3: theory.mine.benefit.fear: unknown key",
        f"{shown}/experiment/mine.yaml:4: sede: unknown key; did you mean 'seed'?",
        f"{shown}/evidence/organization/{ORGANIZATION}.yaml:1: membership: no source 'hearsay'",
    ):
        assert any(line.startswith(wanted) for line in problems)


def test_a_folder_may_bring_claims_and_sources(world):
    """Ids of the folder's own ledger are known."""
    write(world, "evidence/sources.yaml", "hearsay: {citation: Somebody said so.}\n")
    write(world, "evidence/claims.yaml", "- {id: my-claim, claim: It is so.}\n")
    text = "membership: {basis: record, source: hearsay}\ncharter: {basis: stated, claims: [my-claim]}\n"
    write(world, f"evidence/organization/{ORGANIZATION}.yaml", text)
    assert told(world)[0] == []


@pytest.mark.parametrize("text", ["a: [", "just words", "- {claim: without an id}"])
def test_a_ledger_that_cannot_be_read(world, text):
    """A broken ledger is one line, not a traceback."""
    write(world, "evidence/claims.yaml", text + "\n")
    assert told(world)[0] == [
        f"{world.as_posix()}/evidence: claims.yaml must be a list of mappings, each with an id; "
        "sources.yaml and documents.yaml map from ids"
    ]


def test_an_organization_needs_members(world):
    """Nobody would sit in its council."""
    name = f"organization/{ORGANIZATION}.yaml"
    path = world / name
    lines = [line for line in path.read_text().splitlines() if not line.startswith("  land_")]
    path.write_text("\n".join(line for line in lines if line != "membership:") + "\n")
    shown = f"{world.as_posix()}/{name}"
    problem = f"{shown}: organization.{ORGANIZATION} has no membership: nobody would sit in its council"
    assert problem in told(world)[0]


def test_each_file_loads_the_states_that_it_names(world):
    """A run may choose it without the folder's others."""
    name = f"organization/{ORGANIZATION}.yaml"
    write(world, name, (world / name).read_text().replace("  - /state/land_02\n", ""))
    assert told(world)[0] == [
        f"{world.as_posix()}/{name}: 'land_02' is not loaded: "
        "add '- /state/land_02' to the defaults list of this file"
    ]


def test_two_draw_ids_in_one_folder(world):
    """States of different things must differ in their numbers too."""
    for name in ("far", "near"):
        write(world, f"state/{name}.yaml", f"# @package state.{name}\nname: x\ndraw_id: 99999\n")
    assert any("99999 is also the draw_id of state.far" in line for line in told(world)[0])


def test_an_empty_folder_is_right(tmp_path):
    """Nothing to check, nothing wrong."""
    assert told(tmp_path) == ([], [])


def test_no_such_folder(tmp_path):
    """The folder must be there."""
    assert told(tmp_path / "nowhere") == (
        [f"{(tmp_path / 'nowhere').as_posix()}: no such folder"],
        [],
    )


def test_a_file_is_no_folder(world):
    """What is checked is a world, not a file of it."""
    file = world / "state" / "land_01.yaml"
    assert told(file) == ([f"{file.as_posix()}: is a file; name the folder of your world, such as my_world"], [])


def test_what_is_never_drawn_is_not_noted(world):
    """Dates, names, choices, switches, whole numbers, and what happened."""
    path = world / f"crisis/{CRISIS}.yaml"
    happened = f"recorded:\n  outcomes:\n    {ORGANIZATION}: {{rung: force, arrived: true, decision_day: 3}}\n"
    path.write_text(path.read_text() + "horizon: 60\n" + happened)
    numbers = [f"{part}: {{basis: assumed, note: x}}\n" for part in ("severity", "asker", "mission")]
    numbers += [f"{value}: {{basis: assumed, note: x}}\n" for value in ("host_capacity", "spillover")]
    write(world, f"evidence/crisis/{CRISIS}.yaml", "".join(numbers))
    assert not any(f"crisis/{CRISIS}.yaml" in note for note in told(world)[1])


def test_a_large_world_is_right(tmp_path):
    """Fifteen members, majority rule, nobody leads."""
    assert told(write_world(tmp_path, 15, "simple_majority"))[0] == []
