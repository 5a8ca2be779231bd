"""What is composed: the world, its ranges, and what the user fixed."""

from pathlib import Path

import hydra
import pytest
from hydra.core.global_hydra import GlobalHydra
from omegaconf import OmegaConf

from experiments.composition.compose import compose
from experiments.composition.template import MODELS, SHIPPED
from experiments.composition.words import rewritten
from experiments.run import check
from sim.coding import CodedValues
from sim.dating import Sourced
from sim.errors import WorldError
from tests.experiments.conftest import CRISIS, ORGANIZATION, arguments, write, write_world

NARROW = ["crisis=[armenia_2020]", "organization=[csto]"]
PEAK = "crisis.armenia_2020.severity.peak"


@pytest.fixture(scope="module")
def everything():
    """The composition of the bare command."""
    return compose([])


def test_the_bare_command_composes_every_documented_crisis_and_every_organization(everything):
    """`casus` leaves out what has not happened: crises without a record, hypothetical organizations."""
    for crisis in (file.stem for file in (SHIPPED / "crisis").glob("*.yaml")):
        documented = bool(
            compose([f"crisis=[{crisis}]", "organization=[csto]"]).world.crisis[crisis].recorded.outcomes
        )
        assert documented == (crisis in everything.crises), crisis
    shipped = {file.stem for file in (SHIPPED / "organization").glob("*.yaml")}
    assert shipped - set(everything.organizations) == {"csto_with_uzbekistan"}
    assert everything.theories == ("synthesis",)
    assert everything.experiment.name == "replay"
    assert not everything.fixed


def test_short_cuts_change_nothing():
    """Hydra composes the same world without the short cuts, also of theories that start from one and the same."""
    words = ["theory=[synthesis,kaleji,choi]"]
    swift = compose(words).config
    with hydra.initialize_config_module("configs", version_base="1.3"):
        plain = OmegaConf.to_container(hydra.compose("config", words), resolve=True)
    assert {group: plain[group] for group in MODELS} == {group: swift[group] for group in MODELS}


def test_a_job_that_hydra_runs_can_compose(world):
    """Composing leaves the Hydra that is running as it was."""
    with hydra.initialize_config_module("configs", version_base="1.3"):
        running = GlobalHydra.instance().hydra
        assert compose(arguments(world)).crises == (CRISIS,)
        assert GlobalHydra.instance().hydra is running


def test_every_range_holds_its_value(everything):
    """Each coded range contains the value it is about."""
    values = {path: entry for path, entry in everything.evidence.items() if path in everything.ranges}
    assert len(values) == len(everything.ranges) > 1000
    assert all(low < high for low, high in everything.ranges.values())


def test_things_come_in_the_order_given():
    """The order of choices is the order of results."""
    composed = compose(
        ["crisis=[turkey_2012,armenia_2020]", "organization=[nato,csto]", "theory=[legalist,synthesis]"]
    )
    assert composed.crises == ("turkey_2012", "armenia_2020")
    assert composed.organizations == ("nato", "csto")
    assert composed.theories == ("legalist", "synthesis")


def test_a_single_choice_needs_no_brackets():
    """crisis=a is crisis=[a]."""
    assert compose(["crisis=armenia_2020", "organization=csto"]).crises == ("armenia_2020",)


def test_a_choice_with_plus_adds_to_the_default():
    """+theory=[b] runs the default theory and b."""
    assert compose([*NARROW, "+theory=[legalist]"]).theories == ("synthesis", "legalist")


def test_an_override_beats_the_draws():
    """A value that the user sets has no range, so it is the same in every coding draw."""
    before, after = compose(NARROW), compose([*NARROW, f"{PEAK}=1.0"])
    assert PEAK in before.ranges
    assert PEAK not in after.ranges
    assert after.fixed == (PEAK,)
    assert after.world.crisis["armenia_2020"].severity.peak == 1.0
    values = CodedValues(after.world, 1, draws=[0, 1, 2], ranges=after.ranges).read(Sourced(PEAK, 1.0))
    assert list(values) == [1.0, 1.0, 1.0]


def test_an_override_of_a_part_fixes_all_below():
    """Setting part of a part as a whole fixes every value in it."""
    fixed = compose([*NARROW, "crisis.armenia_2020.severity={level: 0.6}"]).fixed
    names = ("level", "peak", "days_to_peak", "half_life")
    assert fixed == tuple(f"crisis.armenia_2020.severity.{name}" for name in names)


def test_an_override_to_the_value_of_the_file_fixes_it_too():
    """Whoever types a value means that value, also if it is the shipped one."""
    peak = compose(NARROW).world.crisis["armenia_2020"].severity.peak
    assert compose([*NARROW, f"{PEAK}={peak}"]).fixed == (PEAK,)


def test_a_value_left_to_its_default_can_be_set_without_plus():
    """The file need not name a value for the command line to set it."""
    composed = compose([*NARROW, "organization.csto.charter.crrf_2010.cohesion=0.8", "draw=7"])
    assert composed.world.organization["csto"].charter["crrf_2010"].cohesion == 0.8
    assert composed.experiment.draw == 7


def test_a_mapping_takes_the_name_of_a_thing_without_plus():
    """Relations and presence are keyed by states, which are known names."""
    composed = compose([*NARROW, "crisis.armenia_2020.presence.tur=50"])
    assert composed.world.crisis["armenia_2020"].presence["tur"] == 50


def test_rewritten_arguments_are_for_hydra():
    """Flags come first, values get ++, choices and Hydra's own stay as they are."""
    given = ["seed=1", "crisis=[a]", "--config-dir", "x", "+crisis.a.b=2", "~crisis.a.c", "hydra.verbose=true", "-m"]
    wanted = [
        "--config-dir",
        "x",
        "-m",
        "++seed=1",
        "crisis=[a]",
        "++crisis.a.b=2",
        "~crisis.a.c",
        "hydra.verbose=true",
    ]
    assert rewritten(given) == wanted


def test_settings_of_the_experiment_stand_at_the_top():
    """The words of the README are the words of the command line."""
    words = ["coding_draws=2", "replications=3", "seed=0", "request=ask_all", "engine=mesa", *NARROW]
    experiment = compose(words).experiment
    assert (experiment.coding_draws, experiment.replications, experiment.seed) == (2, 3, 0)
    assert (experiment.request.value, experiment.engine.value) == ("ask_all", "mesa")


def test_headlines_of_things_left_out_are_dropped():
    """Narrowing the crises narrows the headlines."""
    composed = compose(NARROW)
    assert composed.experiment.headline == {"armenia_2020": "csto"}
    assert composed.config["headline"] == {"armenia_2020": "csto"}


@pytest.mark.parametrize("name", sorted(file.stem for file in (SHIPPED / "experiment").glob("*.yaml")))
def test_every_shipped_experiment_composes(name):
    """No experiment is shipped broken, each says its own name and command, and nothing refuses to run it."""
    composed = compose([f"experiment={name}"])
    check(composed, alone=True)
    assert composed.experiment.name == name
    lines = (SHIPPED / "experiment" / f"{name}.yaml").read_text().splitlines()
    assert lines[0] == "# @package _global_"
    assert lines[1].startswith(f"# casus experiment={name}")


@pytest.mark.parametrize(("members", "rule"), [(15, "simple_majority"), (3, "unanimity")])
def test_an_invented_world_composes(tmp_path: Path, members, rule):
    """A user's folder needs nothing but its own files, and needs no leading state."""
    composed = compose(arguments(write_world(tmp_path, members, rule)))
    organization = composed.world.organization[ORGANIZATION]
    assert len(organization.membership) == members
    assert organization.charter["founding"].decision_rule.value == rule
    assert not organization.leading
    assert composed.crises == (CRISIS,)
    assert composed.files[f"crisis/{CRISIS}"] == (tmp_path / "crisis" / f"{CRISIS}.yaml").resolve()


def test_values_without_evidence_have_no_range(world):
    """A user's own value is drawn only if the user gives it a range."""
    assert compose(arguments(world)).ranges == {}


def test_weights_are_drawn_on_demand(world):
    """The weights of a theory have ranges, in which they are drawn only if the user says so."""
    ranges = compose(arguments(world, "draw_weights=true")).ranges
    assert ranges["theory.synthesis.hook.threshold"] == (0.4, 0.6)
    assert all(path.startswith("theory.") for path in ranges)


def test_a_user_gives_ranges_in_the_same_form(world):
    """Evidence in the user's folder is read like the shipped."""
    text = "severity:\n  basis: assumed\n  note: A guess.\n  spread: 0.3\n"
    write(world, f"evidence/crisis/{CRISIS}.yaml", text)
    composed = compose(arguments(world))
    assert composed.ranges[f"crisis.{CRISIS}.severity.peak"] == (0.5, 1.0)
    assert composed.evidence[f"crisis.{CRISIS}.severity.level"].note == "A guess."


def test_an_unrelated_file_changes_nothing(world):
    """Adding a state, a crisis and evidence that no run chooses leaves world and ranges as they were."""
    before = compose(arguments(world))
    other = (world / f"crisis/{CRISIS}.yaml").read_text().replace(CRISIS, "other_crisis")
    write(world, "crisis/other_crisis.yaml", other)
    write(world, "state/far_away.yaml", "# @package state.far_away\nname: Far away\n")
    write(world, "evidence/crisis/other_crisis.yaml", "severity: {basis: assumed, note: none, spread: 0.1}\n")
    after = compose(arguments(world))
    assert after.world == before.world
    assert after.ranges == before.ranges
    assert after.used_files == before.used_files


def test_an_experiment_fixes_what_it_sets(world):
    """A value in an experiment file is the question asked, so it is not drawn; it holds over the thing's own."""
    text = f"""# @package _global_
defaults:
  - replay
  - override /crisis: [{CRISIS}]
  - override /organization: [{ORGANIZATION}]
  - _self_
name: mine
headline: {{}}
crisis:
  {CRISIS}:
    severity: {{peak: 1.0}}
theory:
  synthesis:
    hook: {{threshold: 0.5}}
"""
    write(world, "experiment/mine.yaml", text)
    composed = compose(["--config-dir", str(world), "experiment=mine", "draw_weights=true"])
    assert composed.crises == (CRISIS,)
    assert composed.world.crisis[CRISIS].severity.peak == 1.0
    assert set(composed.fixed) == {"theory.synthesis.hook.threshold", f"crisis.{CRISIS}.severity.peak"}
    assert "theory.synthesis.hook.threshold" not in composed.ranges


def test_an_experiment_may_speak_of_things_left_out(world):
    """Values for a crisis that the user did not choose do no harm."""
    head = "# @package _global_\ndefaults: [replay, _self_]\nname: mine\n"
    write(world, "experiment/mine.yaml", head + "crisis: {armenia_2020: {severity: {peak: 1.0}}}\n")
    assert compose(arguments(world, "experiment=mine")).crises == (CRISIS,)


def test_a_theory_inherits_values_and_evidence(world):
    """A theory states only what it changes; for the rest the evidence of its parent holds, for its own none does."""
    text = "# @package theory.mine\ndefaults: [synthesis@_here_, _self_]\ntitle: Mine\nbenefit: {pressure: 0.9}\n"
    write(world, "theory/mine.yaml", text)
    composed = compose(arguments(world, "theory=mine", "draw_weights=true"))
    assert composed.world.theory["mine"].benefit.pressure == 0.9
    assert composed.world.theory["mine"].benefit.threat == 0.5
    assert "theory.mine.benefit.pressure" not in composed.ranges
    assert composed.ranges["theory.mine.benefit.threat"] == (0.25, 0.75)


def test_a_folder_with_odd_characters_is_found(tmp_path: Path):
    """Spaces and quotes in the folder's name do not matter."""
    assert compose(arguments(write_world(tmp_path / "bob's world", 3, "consensus"))).crises == (CRISIS,)


def test_used_files_are_all_that_was_read(world):
    """The manifest can hash what a run depends on."""
    write(world, f"evidence/crisis/{CRISIS}.yaml", "host: {basis: assumed, note: none}\n")
    names = [file.name for file in compose(arguments(world)).used_files]
    assert names[0] == "config.yaml"
    assert {"replay.yaml", "synthesis.yaml", f"{ORGANIZATION}.yaml", "land_01.yaml"} <= set(names)
    assert names.count(f"{CRISIS}.yaml") == 2


def test_composing_writes_nothing(world, monkeypatch, tmp_path):
    """No folder is made before the input is known to be right."""
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    compose(arguments(world))
    with pytest.raises(WorldError):
        compose(["sed=1"])
    assert not list((tmp_path / "empty").iterdir())
