"""The text of every problem: where it is, what was got, what is allowed, what to do; and all of them at once."""

from pathlib import Path

import pytest

from experiments.composition.compose import compose
from experiments.composition.template import SHIPPED, slot_at
from sim.errors import WorldError
from sim.schema import Crisis
from tests.experiments.conftest import CRISIS, ORGANIZATION, arguments, write

SEVERITY = f"crisis.{CRISIS}.severity"
CRISIS_FILE, ORGANIZATION_FILE = f"crisis/{CRISIS}.yaml", f"organization/{ORGANIZATION}.yaml"


NARROW = {"crisis": "crisis=[armenia_2020]", "organization": "organization=[csto]"}
"""A small part of what is shipped, since composing all of it takes a second."""


def problems(words: list[str]) -> list[str]:
    """The lines that the user is told."""
    with pytest.raises(WorldError) as raised:
        compose(words)
    lines = [str(problem) for problem in raised.value.problems]
    assert not any("\n" in line or "Traceback" in line for line in lines)
    return lines


def allowed(*path: str) -> str:
    """What the schema allows at a path of a crisis, in words."""
    slot = slot_at(Crisis, path)
    assert slot is not None
    return slot.allowed


def changed(folder: Path, name: str, old: str, new: str) -> None:
    """Change a file of the folder in one place."""
    text = (folder / name).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")


ON_THE_LINE = {
    "outside the range": (
        f"{SEVERITY}.peak=1.7",
        f"must be at most 1 (got 1.7; {allowed('severity', 'peak')})",
    ),
    "below the range": (f"{SEVERITY}.half_life=0", "must be at least 0.5 (got 0; days, 0.5 to 730)"),
    "not a number": (
        f"{SEVERITY}.days_to_peak=soon",
        "must be a number (got 'soon'; days, 0 to 365)",
    ),
    "nan": (f"{SEVERITY}.days_to_peak=nan", "must be a finite number (got nan; days, 0 to 365)"),
    "infinite": (f"{SEVERITY}.days_to_peak=inf", "must be a finite number (got inf; days, 0 to 365)"),
    "a switch for a number": (
        f"{SEVERITY}.days_to_peak=true",
        "must be a number, not true or false (got true; days, 0 to 365)",
    ),
    "a number for a switch": ("theory.synthesis.hook.required=1", "must be true or false (got 1)"),
    "a number in quotes": (
        f"{SEVERITY}.days_to_peak='3'",
        "must be a number (got '3'; days, 0 to 365)",
    ),
    "nothing": (f"{SEVERITY}.days_to_peak=null", "must be a number (got nothing; days, 0 to 365)"),
    "a fraction of a day": (f"crisis.{CRISIS}.horizon=1.5", "must be a whole number (got 1.5; days, 1 to 365)"),
    "a list for a number": (f"{SEVERITY}.days_to_peak=[1]", "must be a number (got [1]; days, 0 to 365)"),
    "unknown choice": (
        f"organization.{ORGANIZATION}.charter.founding.highest_rung=forse",
        "must be one of silence, statement, offer, material_aid, force (got 'forse'); did you mean 'force'?",
    ),
    "no date": (f"crisis.{CRISIS}.onset=2015", 'must be a day such as "2020-01-01" (got 2015)'),
    "no such date": (f"crisis.{CRISIS}.onset=2015-02-30", "must be a day such as \"2020-01-01\" (got '2015-02-30')"),
    "a number for text": (f"crisis.{CRISIS}.title=5", "must be text (got 5)"),
    "no plain name": (
        f"crisis.{CRISIS}.host=Land",
        "must be a plain lower-case name: letters, digits and _ (got 'Land')",
    ),
    "a number for a part": (
        f"{SEVERITY}=5",
        "must be a mapping with the keys level, peak, days_to_peak, half_life (got 5)",
    ),
    "a list for a mapping": (
        f"crisis.{CRISIS}.opponents=[land_02]",
        "must be a mapping from names (got ['land_02'])",
    ),
    "a part of a value": (
        f"{SEVERITY}.peak.high=1",
        f"{SEVERITY}.peak is a single value ({allowed('severity', 'peak')}) and has no 'high'",
    ),
    "unknown key": (
        f"{SEVERITY}.paek=0.4",
        "unknown key; did you mean 'peak'? allowed: level, peak, days_to_peak, half_life",
    ),
    "unknown part": (
        f"crisis.{CRISIS}.severty.peak=0.4",
        f"crisis.{CRISIS}.severty: unknown key; did you mean 'severity'? "
        "allowed: title, host, type, onset, horizon, severity, host_capacity, spillover, challenger, frame, "
        "external_attack, territory, opponents, backers, asker, mission, presence, recorded",
    ),
    "unknown name": (
        f"organization.{ORGANIZATION}.charter.fonding.cohesion=0.4",
        f"organization.{ORGANIZATION}.charter has no 'fonding'; did you mean 'founding'? "
        f"to add a new name write +organization.{ORGANIZATION}.charter.fonding.cohesion=0.4",
    ),
    "thing not in the run": (
        "crisis.your_crisis.territory=1",
        "no crisis 'your_crisis' in this run; did you mean 'my_crisis'? there are: my_crisis",
    ),
    "unknown state": (
        "state.land_4.name=x",
        "no state 'land_4' in this run; did you mean 'land_03'? there are: land_01, land_02, land_03",
    ),
    "several values": ("seed=1,2", "several values need -m"),
    "several choices": (
        "theory=synthesis,legalist",
        "several choices need -m; to have them in one run write theory=[a,b]",
    ),
    "a choice that is no name": ("state=[5]", "must name things of the group (got 5)"),
    "no experiment": ("experiment=null", "must name one experiment"),
    "deleted group": ("~theory", "a group cannot be left out; choose with theory=[...]"),
    "deleted stranger": (
        f"~crisis.{CRISIS}.presence.land_02",
        f"Could not delete from config. 'crisis.{CRISIS}.presence.land_02' does not exist.",
    ),
    "deleted value": (
        f"~{SEVERITY}.days_to_peak",
        "is missing: Days from onset to the height. (days, 0 to 365)",
    ),
    "unresolved reference": (f"crisis.{CRISIS}.title=${{nothing}}", "Interpolation key 'nothing' not found"),
    "mistyped": ("seed", "not an override; write name=value"),
    "mistyped value": (
        "theory=[synthesis",
        "not an override; cannot be read: no viable alternative at input '[synthesis'",
    ),
    "unknown setting of Hydra": ("hydra.foo=3", "Could not override 'hydra.foo'."),
    "peak below level": (
        f"{SEVERITY}.peak=0.2",
        "must be at least the level on the day of onset, 0.4 (got 0.2)",
    ),
    "unknown host": (
        f"crisis.{CRISIS}.host=land_1",
        "host without a state: no state 'land_1'; did you mean 'land_01'? or write {folder}/state/land_1.yaml "
        "and load it",
    ),
    "state that is not loaded": (
        f"crisis.{CRISIS}.presence.fra=100",
        "'fra' is not loaded: add '- /state/fra' to the defaults list of the file",
    ),
    "host among opponents": (
        f"crisis.{CRISIS}.opponents.land_01=1",
        "the host cannot be on the other side of its own crisis",
    ),
    "dates reversed": (
        f"organization.{ORGANIZATION}.charter.founding.to=1999-01-01",
        "dates reversed: 1999-01-01 is before from, 2000-01-01",
    ),
    "leading stranger": (
        f"+organization.{ORGANIZATION}.leading.land_04.share=0.4",
        f"organization.{ORGANIZATION}.leading.land_04: a leading state must be a member in some spell; "
        "did you mean 'land_03'?",
    ),
}


@pytest.mark.parametrize("kind", ON_THE_LINE)
def test_a_wrong_word_is_told_by_the_word(world, kind):
    """The word of the command line, what it must be, what was got, what is allowed."""
    word, what = ON_THE_LINE[kind]
    (line,) = problems(arguments(world, word))
    assert line == f"command line {word!r}: {what}".replace("{folder}", world.as_posix())


def test_a_headline_of_nothing(world):
    """Headlines name crises and organizations that have a file."""
    (line,) = problems(arguments(world, "+headline.my_crises=my_organization"))
    wanted = "command line '+headline.my_crises=my_organization': no crisis 'my_crises'; did you mean 'my_crisis'?"
    assert line.startswith(wanted)


def test_an_unknown_key_at_the_top_names_settings_and_groups():
    """What is no setting and no group is refused, with what may be meant."""
    (line,) = problems([*NARROW.values(), "sed=3"])
    assert line.startswith(
        "command line 'sed=3': unknown key 'sed'; did you mean 'seed'? there are: name, kind, title, seed"
    )
    assert line.endswith("state, organization, crisis, theory, experiment")
    (line,) = problems([*NARROW.values(), "+crysis=[a]"])
    assert "did you mean 'crisis'?" in line


@pytest.mark.parametrize("group", ["state", "organization", "crisis", "theory", "experiment"])
def test_an_unknown_thing_is_told_with_what_there_is(group):
    """Choices are checked against the files, with "did you mean"."""
    name = min(file.stem for file in (SHIPPED / group).glob("*.yaml"))
    others = [word for key, word in NARROW.items() if key != group]
    (line,) = problems([*others, f"{group}={name}x"])
    assert line.startswith(f"command line '{group}={name}x': no {group} '{name}x'; did you mean '{name}'?")
    (line,) = problems([*others, f"{group}=qqqq"])
    assert line.startswith(f"command line '{group}=qqqq': no {group} 'qqqq'; ")
    there = "no state 'qqqq'; write configs/state/qqqq.yaml" if group == "state" else sorted_names(group)
    assert line.endswith(f"{there}; your own are found with --config-dir FOLDER")


def test_an_unknown_state_without_a_likeness(world):
    """It is to be written; where a folder is given, nothing is said of --config-dir."""
    (line,) = problems(arguments(world, f"crisis.{CRISIS}.host=qqqq"))
    assert line.endswith(f"no state 'qqqq'; write {world.as_posix()}/state/qqqq.yaml and load it")
    (line,) = problems(arguments(world, "+state=[qqqq]"))
    assert line.endswith(f"no state 'qqqq'; write {world.as_posix()}/state/qqqq.yaml")


def sorted_names(group: str) -> str:
    """Names of the shipped things of a group."""
    return "there are: " + ", ".join(sorted(file.stem for file in (SHIPPED / group).glob("*.yaml")))


def test_nothing_chosen_is_told():
    """A run needs a crisis."""
    assert problems(["crisis=[]", "organization=[csto]"]) == [
        "configuration: crisis: nothing is chosen; write crisis=[...]"
    ]


def test_no_such_folder():
    """The folder of --config-dir must be there."""
    wanted = ["command line '--config-dir nowhere': no such folder"]
    assert problems([*NARROW.values(), "--config-dir", "nowhere"]) == wanted
    assert problems([*NARROW.values(), "--config-dir=nowhere"]) == wanted


IN_A_FILE = {
    "outside the range": (
        CRISIS_FILE,
        "peak: 0.8",
        "peak: 1.7",
        f"12: {SEVERITY}.peak: must be at most 1 (got 1.7; {allowed('severity', 'peak')})",
    ),
    "unknown key": (
        CRISIS_FILE,
        "peak: 0.8",
        "peek: 0.8",
        f"12: {SEVERITY}.peek: unknown key; did you mean 'peak'? allowed: level, peak, days_to_peak, half_life",
    ),
    "missing": (
        CRISIS_FILE,
        "  peak: 0.8\n",
        "",
        f"10: {SEVERITY}.peak: is missing: Severity at its height. ({allowed('severity', 'peak')})",
    ),
    "wrong type": (
        CRISIS_FILE,
        "half_life: 10",
        "half_life: ten",
        f"14: {SEVERITY}.half_life: must be a number (got 'ten'; days, 0.5 to 730)",
    ),
    "a date without quotes": (
        CRISIS_FILE,
        'onset: "2015-06-01"',
        "onset: 2015-6-1",
        f"9: crisis.{CRISIS}.onset: must be a day such as \"2020-01-01\" (got '2015-6-1')",
    ),
    "a name that YAML reads as a switch": (
        ORGANIZATION_FILE,
        "  land_02: {",
        "  no: {",
        f"9: organization.{ORGANIZATION}.membership: the key false was not read as text; "
        "put it in quotes or choose another name",
    ),
    "member without a state": (
        ORGANIZATION_FILE,
        "  land_02: {",
        "  land_2: {",
        f"11: organization.{ORGANIZATION}.membership.land_2: member without a state: no state 'land_2'; "
        "did you mean 'land_02'? or write {folder}/state/land_2.yaml and load it",
    ),
    "member that is not loaded": (
        ORGANIZATION_FILE,
        "  - /state/land_02\n",
        "",
        f"10: organization.{ORGANIZATION}.membership.land_02: member without a state: 'land_02' is not loaded: "
        "add '- /state/land_02' to the defaults list of the file",
    ),
    "state without a file": (
        ORGANIZATION_FILE,
        "- /state/land_02",
        "- /state/land_2",
        "5: no state 'land_2'; did you mean 'land_02'? or write {folder}/state/land_2.yaml",
    ),
    "dates reversed": (
        ORGANIZATION_FILE,
        '  land_02: {from: "2000-01-01"}',
        '  land_02: {from: "2000-01-01", to: "1999-12-31"}',
        f"11: organization.{ORGANIZATION}.membership.land_02.to: dates reversed: "
        "1999-12-31 is before from, 2000-01-01",
    ),
    "broken YAML": (
        CRISIS_FILE,
        "half_life: 10",
        "half_life: [10",
        "15: broken YAML: did not find expected ',' or ']'",
    ),
    "a key twice": (
        CRISIS_FILE,
        "half_life: 10",
        "peak: 0.6",
        "14: broken YAML: key 'peak' is given twice",
    ),
    "tabs": (
        CRISIS_FILE,
        "  half_life",
        "\thalf_life",
        "14: broken YAML: found a tab character that violates indentation",
    ),
    "header": (
        CRISIS_FILE,
        f"# @package crisis.{CRISIS}",
        "# @package crisis.another",
        f"1: the first line must be '# @package crisis.{CRISIS}' (got '# @package crisis.another')",
    ),
    "no header": (
        "state/land_02.yaml",
        "# @package state.land_02\n",
        "",
        "1: the first line must be '# @package state.land_02' (got '# An invented state.')",
    ),
    "defaults that are no list": (
        CRISIS_FILE,
        "defaults:\n  - /state/land_01\n  - _self_\n",
        "defaults: land_01\n",
        "3: defaults must be a list",
    ),
}


@pytest.mark.parametrize("kind", IN_A_FILE)
def test_a_wrong_line_is_told_by_file_and_line(world, kind):
    """File and line, path, what it must be, what was got, what is allowed."""
    name, old, new, what = IN_A_FILE[kind]
    changed(world, name, old, new)
    assert f"{world.as_posix()}/{name}:{what}".replace("{folder}", world.as_posix()) in problems(arguments(world))


def test_a_file_that_holds_no_mapping(world):
    """A list or a text is no thing."""
    write(world, "state/land_02.yaml", "# @package state.land_02\n- a\n")
    assert problems(arguments(world)) == [
        f"{world.as_posix()}/state/land_02.yaml:1: must hold keys and values (got list)"
    ]


RECORD = """recorded:
  requests:
    organizations:
      my_organisation: {day: 1}
  outcomes:
    my_organization: {rung: force, contributions: {land_2: 10.0}}
    somebody_else: {rung: offer}
"""


def test_a_record_is_read_for_mistyped_names(world):
    """Names without a file are fine unless they look like one that has."""
    path = world / CRISIS_FILE
    path.write_text(path.read_text() + RECORD)
    found, at = problems(arguments(world)), f"crisis.{CRISIS}.recorded"
    assert [line.split(": ", 1)[1] for line in found] == [
        f"{at}.requests.organizations.my_organisation: no organization 'my_organisation'; "
        "did you mean 'my_organization'?",
        f"{at}.outcomes.my_organization.contributions.land_2: no state 'land_2'; did you mean 'land_02'?",
    ]


def test_draw_ids_must_differ(world):
    """Two states with one number would share their luck."""
    for name in ("land_01", "land_02"):
        changed(world, f"state/{name}.yaml", "name: Land", "draw_id: 7\nname: Land")
    assert problems(arguments(world)) == [
        f"{world.as_posix()}/state/land_02.yaml:3: state.land_02.draw_id: 7 is also the draw_id of state.land_01; "
        "choose another"
    ]


def test_a_file_that_shadows_a_shipped_one_is_refused(world):
    """Hydra would read the shipped file and say nothing."""
    shipped = min(file.stem for file in (SHIPPED / "state").glob("*.yaml"))
    write(world, f"state/{shipped}.yaml", f"# @package state.{shipped}\nname: Mine\n")
    assert problems(arguments(world)) == [
        f"{world.as_posix()}/state/{shipped}.yaml: a shipped file of the same name would be read instead; "
        "choose another name"
    ]


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("state/no.yaml", "YAML does not read 'no' as a name; choose another name"),
        ("state/my-state.yaml", "must be a plain lower-case name: letters, digits and _ (got 'my-state')"),
        ("state/Land.yaml", "must be a plain lower-case name: letters, digits and _ (got 'Land')"),
        ("state/land_9.yml", "must be called land_9.yaml, or it is not read"),
        ("states/land_9.yaml", "no group 'states'; did you mean 'state'? groups: state, organization, crisis"),
    ],
)
def test_names_of_files(world, name, what):
    """A file that could not be named in YAML or on the command line is refused, and so is one in no group."""
    write(world, name, f"# @package state.{Path(name).stem}\nname: x\n")
    (line,) = problems(arguments(world))
    assert line.startswith(f"{world.as_posix()}/{name}: ")
    assert what in line


def test_a_thing_made_of_itself(world):
    """Defaults lists that run in a circle are told, not followed."""
    write(world, "theory/mine.yaml", "# @package theory.mine\ndefaults: [mine@_here_, _self_]\ntitle: Mine\n")
    lines = problems(arguments(world, "theory=mine"))
    assert f"{world.as_posix()}/theory/mine.yaml:1: theory 'mine' is made of itself" in lines


def test_evidence_that_cannot_be_read(world):
    """The form of evidence is checked whenever it is used."""
    text = "severity:\n  basis: guess\n  claim: [x]\nhost:\n  range: 3\n"
    write(world, f"evidence/crisis/{CRISIS}.yaml", text)
    shown = f"{world.as_posix()}/evidence/crisis/{CRISIS}.yaml"
    assert problems(arguments(world)) == [
        f"{shown}:1: severity: basis: must be one of stated, coded, record, assumed (got 'guess')",
        f"{shown}:1: severity: claim: unknown key; did you mean 'claims'? "
        "allowed: basis, claims, source, note, range, spread, relative",
        f"{shown}:4: host: basis: is missing: one of stated, coded, record, assumed",
        f"{shown}:4: host: range: must be two numbers, [low, high] (got 3)",
    ]


def test_all_problems_at_once(world):
    """Words, files and values are all told in one go, each once, also when a file cannot be read."""
    changed(world, "state/land_03.yaml", "name: Land 3", "name: [Land 3")
    changed(world, CRISIS_FILE, "peak: 0.8", "peak: 8")
    lines = problems(arguments(world, "seed", "sed=3", "theory=syntesis", "seed=-1", f"{SEVERITY}.level=high"))
    assert len(lines) == 7
    for part in (
        "command line 'seed': not an override",
        "unknown key 'sed'",
        "no theory 'syntesis'; did you mean 'synthesis'?",
        "land_03.yaml:4: broken YAML",
        "must be at most 1 (got 8",
        "must be a number (got 'high'",
        "command line 'seed=-1': must be at least 0 (got -1; integer, 0 to 9223372036854775807)",
    ):
        assert sum(part in line for line in lines) == 1
