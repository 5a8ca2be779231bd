"""Every causal argument of the documents has a place in the model or is refused, and every place exists."""

import ast
import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from math import prod
from pathlib import Path

import pytest
import yaml

import sim
from experiments.composition.compose import compose
from experiments.composition.ledger import Ledger
from experiments.composition.library import Library
from experiments.composition.problems import flat, read
from experiments.composition.template import MODELS, SHIPPED
from experiments.pages import claims
from sim.errors import WorldError

SIM = Path(sim.__file__).parent
CLAIM = re.compile(rf"\b(?:{'|'.join(Ledger().documents)})-[a-z0-9-]*[a-z0-9]")

WITHOUT_CLAIM: Mapping[str, str] = {
    "perception.own_perception": "severity, vulnerability and noise: the claims are in the channels",
    "position.entrapment": "a wider war, from a paper (Snyder 1984)",
    "position.utility": "the form of the ladder",
    "position.vote": "how a utility becomes a vote",
    "severity.still_on": "whether help comes too late, from the course of the crisis",
    "voting.bargaining": "days by the share of supporters, switched by its own value",
}
"""Rules that carry an argument although neither their docstring nor their module's names a claim: what they hold."""

PLACES = claims.places()
OF_ONE_ARGUMENT = ("kaleji", "choi", "sutanovac", "sukhankin", "klein_schmitz")


def cited(text: str | None) -> set[str]:
    """Ids of claims in a text."""
    return set(CLAIM.findall(text or ""))


def rules() -> dict[str, tuple[set[str], set[str]]]:
    """Every rule, as module.function, with the claims that its docstring and its module's name."""
    found = {}
    for file in sorted((SIM / "rules").glob("*.py")):
        module = ast.parse(file.read_text(encoding="utf-8"))
        for node in module.body:
            if isinstance(node, ast.FunctionDef):
                own, around = ast.get_docstring(node), ast.get_docstring(module)
                found[f"{file.stem}.{node.name}"] = cited(own), cited(around)
    return found


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    """The shipped claims."""
    return Ledger()


@pytest.fixture(scope="module")
def stated() -> set[tuple[str, ...]]:
    """Paths of all values that a file of the shipped world states."""
    paths = set()
    for group in MODELS:
        for name in Library().names(group):
            content = read(SHIPPED / group / f"{name}.yaml", name)
            content.pop("defaults", None)
            paths |= {(group, name, *path) for path, _ in flat(content)}
    return paths


def test_every_causal_argument_has_a_place_or_is_refused(ledger):
    """None is forgotten, and nothing else is mapped."""
    assert set(PLACES) == set(claims.arguments(ledger))


def test_every_document_of_the_ledger_has_a_title(ledger):
    """The page leaves no claim out for want of a heading."""
    assert {claim["document"] for claim in ledger.claims.values()} == set(ledger.documents)


def test_every_named_rule_exists_and_names_a_claim():
    """A rule says where it comes from, or stands in the list with what it holds."""
    known, named = rules(), {rule for place in PLACES.values() for rule in place.mechanism}
    assert named <= set(known)
    assert {rule for rule in named if not any(known[rule])} == set(WITHOUT_CLAIM)


def test_an_argument_lives_in_the_rules_that_cite_it():
    """The docstring of a rule and the mapping say the same."""
    cites = {(claim, rule) for rule, (own, _) in rules().items() for claim in own if claim in PLACES}
    assert cites <= {(claim, rule) for claim, place in PLACES.items() for rule in place.mechanism}


@pytest.mark.parametrize("claim", [claim for claim, place in PLACES.items() if place.value])
def test_every_value_exists(claim, stated):
    """A path, or each pattern of paths, meets a value that a file states."""
    for pattern in PLACES[claim].value:
        keys = pattern.split(".")
        alike = [path for path in stated if len(path) == len(keys)]
        assert any(all(map(fnmatchcase, path, keys)) for path in alike), pattern


def test_every_pattern_exists():
    """Patterns are named by their sentence."""
    known = yaml.safe_load((SHIPPED / "patterns.yaml").read_text(encoding="utf-8"))
    named = {pattern for place in PLACES.values() for pattern in place.pattern}
    assert named <= {pattern["pattern"] for pattern in known}


def test_the_page_is_up_to_date(tmp_path, monkeypatch):
    """If this fails: python -m experiments.pages.claims."""
    shipped = claims.PAGE.read_bytes()
    monkeypatch.setattr(claims, "PAGE", tmp_path / "claims.md")
    claims.main()
    assert (tmp_path / "claims.md").read_bytes() == shipped


@pytest.mark.parametrize("text", ["{}", "{value: [a.b], refused: why}", "{refused: why, note: more}", "{rule: [a]}"])
def test_a_place_is_a_place_or_a_refusal(tmp_path, text):
    """Neither both nor nothing, and no other keys."""
    (tmp_path / "arguments.yaml").write_text(f"choi-urgency: {text}\n", encoding="utf-8")
    with pytest.raises(WorldError, match="choi-urgency"):
        claims.places(tmp_path / "arguments.yaml")


@pytest.mark.parametrize("file", sorted(SIM.rglob("*.py")), ids=lambda file: file.relative_to(SIM).as_posix())
def test_claims_cited_in_the_code_exist(file, ledger):
    """No docstring rests on a claim that the ledger does not hold."""
    assert cited(file.read_text(encoding="utf-8")) <= set(ledger.claims)


@pytest.mark.parametrize("name", Library().names("theory"))
def test_claims_cited_by_theories_exist(name, ledger):
    """The head of a theory says whose argument it is."""
    assert cited((SHIPPED / "theory" / f"{name}.yaml").read_text(encoding="utf-8")) <= set(ledger.claims)


def test_weights_follow_the_house_rule():
    """Reasons for and against sum to 1 each, and the kept channels of threat at full strength make 1."""
    world = compose([f"theory=[synthesis,{','.join(OF_ONE_ARGUMENT)}]"]).world
    for theory in world.theory.values():
        threat = theory.threat
        channels = (threat.contagion, threat.stake, threat.exposure, threat.sponsorship)
        assert threat.scale * (1 - prod(1 - weight for weight in channels)) == pytest.approx(1.0, abs=1e-3)
        assert sum(theory.benefit.model_dump().values()) == pytest.approx(1.0, abs=1e-3)
        assert sum(theory.harm.model_dump().values()) == pytest.approx(1.0, abs=1e-3)
