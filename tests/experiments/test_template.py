"""Templates say all that the schema says, and compose as they are."""

import re
from pathlib import Path

import pytest

from experiments.composition.check import check
from experiments.composition.compose import compose
from experiments.composition.evidence import Entry
from experiments.composition.evidence_template import MEANING, evidence_template
from experiments.composition.template import KINDS, MODELS, Slot, template
from tests.experiments.conftest import write

CHOICE = {"state": "+state=[{}]", "organization": "organization=[{}]", "crisis": "crisis=[{}]"}


def switched_on(text: str) -> str:
    """The template with all its settings set: each # that stands directly before one is deleted."""
    return re.sub(r"(?m)^(\s*)#(?=[^\s#])", r"\1", text)


@pytest.mark.parametrize("change", [str, switched_on])
@pytest.mark.parametrize("kind", KINDS)
def test_a_template_composes_as_it_is(tmp_path: Path, kind, change):
    """Saved under its name with the placeholders kept, and also with every optional line set."""
    write(tmp_path, f"{kind}/my_{kind}.yaml", change(template(kind)))
    narrow = ["crisis=[armenia_2020]", "organization=[csto]"]
    words = [word for word in narrow if not word.startswith(kind)] + [CHOICE[kind].format(f"my_{kind}")]
    composed = compose(["--config-dir", str(tmp_path), *words])
    assert f"my_{kind}" in getattr(composed.world, kind)


def test_the_three_templates_fit_together(tmp_path: Path):
    """All that a folder filled from the templates lacks is members."""
    for kind in KINDS:
        write(tmp_path, f"{kind}/my_{kind}.yaml", template(kind))
    (problem,) = check(tmp_path)[0]
    assert problem.what == "organization.my_organization has no membership: nobody would sit in its council"


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_holds_every_field(kind):
    """Each field stands with its meaning, and each scale with its words."""
    text = " ".join(template(kind).replace("#", " ").split())

    def holds(slot: Slot) -> None:
        for key in slot.keys:
            child = slot.child(key)
            assert child is not None
            assert f" {key}:" in text
            assert child.field is not None
            assert " ".join(str(child.field.description).split()) in text
            assert all(word in text for word in child.steps)
            item = child.child("x") if child.kind is dict else child
            holds(item or child)

    holds(Slot(MODELS[kind]))


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_is_readable(kind):
    """It opens with the header, says what to do, and no line is too wide."""
    lines = template(kind).splitlines()
    assert lines[0] == f"# @package {kind}.my_{kind}"
    assert f"my_world/{kind}/my_{kind}.yaml" in lines[1]
    assert max(map(len, lines)) <= 118


def test_a_template_under_another_name():
    """The header follows the name."""
    assert template("state", "atlantis").startswith("# @package state.atlantis\n")


def test_no_template_for_other_kinds():
    """What there are templates for is told."""
    with pytest.raises(ValueError, match="no template for 'theory'; there are: state, organization, crisis"):
        template("theory")


@pytest.mark.parametrize("change", [str, switched_on])
@pytest.mark.parametrize("kind", KINDS)
def test_an_evidence_template_is_right_as_it_is(tmp_path: Path, kind, change):
    """Beside the filled template of the thing, as printed and with its examples made one's own."""
    write(tmp_path, f"{kind}/mine.yaml", switched_on(template(kind, "mine")))
    write(tmp_path, f"evidence/{kind}/mine.yaml", change(evidence_template(f"{kind}/mine")))
    write(tmp_path, "evidence/sources.yaml", "my_source: {citation: x, address: y}\n")
    claim = "{id: my-claim, document: my_document, paragraph: 3, claim: x}"
    write(tmp_path, "evidence/claims.yaml", f"- {claim}\n")
    write(tmp_path, "evidence/documents.yaml", "my_document: {author: x, title: y}\n")
    assert [one for one in check(tmp_path)[0] if "evidence" in one.where] == []


def test_an_evidence_template_explains_every_field_and_basis():
    """Each with its meaning, under the name of the thing; no line is too wide."""
    lines = evidence_template("state/abc").splitlines()
    assert "state/abc.yaml: save as my_world/evidence/state/abc.yaml" in lines[0]
    for word in (*Entry.model_fields, *(basis.value for basis in MEANING)):
        assert any(line.startswith((f"# {word} ", f"#   {word} ")) for line in lines), word
    assert max(map(len, lines)) <= 118


@pytest.mark.parametrize("word", ["abc", "state/", "state/A-b", "crises/abc"])
def test_evidence_is_for_a_thing(word):
    """A group and a name."""
    with pytest.raises(ValueError, match=r"GROUP/NAME|no group 'crises'; did you mean 'crisis'\?"):
        evidence_template(word)
