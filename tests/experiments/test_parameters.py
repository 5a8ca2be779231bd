"""The page of parameters is made from the schema, and is up to date."""

from experiments.pages.parameters import PAGE, page, shipped_theories
from tests.sim.declared import declared


def test_the_page_is_up_to_date() -> None:
    """Making it anew changes nothing."""
    assert PAGE.read_text(encoding="utf-8") == page(shipped_theories())


def test_every_declared_parameter_stands_on_the_page() -> None:
    """Under its path, with `<name>` for any name."""
    text = PAGE.read_text(encoding="utf-8")
    for knob in declared():
        path = knob.path.removeprefix("theory.*.") if knob.path.startswith("theory.") else knob.path
        if path != "title":
            assert f"`{path.replace('*', '<name>')}`" in text, knob.path
