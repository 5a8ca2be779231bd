"""Worlds for the tests, written as a user would write them: YAML files in a folder."""

from pathlib import Path

import pytest

ORGANIZATION, CRISIS = "my_organization", "my_crisis"
ONSET = "2015-06-01"


def write(folder: Path, name: str, text: str) -> Path:
    """A file of the folder; returns its path."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def state_name(number: int) -> str:
    """Name of the invented state with a number, counted from 1."""
    return f"land_{number:02d}"


def write_world(folder: Path, members: int, rule: str, leading: str | None = None) -> Path:
    """An invented organization with `members` members that decides by `rule`, and a crisis in the first of them.

    No state leads it unless `leading` is given. Nothing in it has evidence. Returns the folder.
    """
    names = [state_name(number) for number in range(1, members + 1)]
    for number, name in enumerate(names, 1):
        write(folder, f"state/{name}.yaml", _state(name, number))
    write(folder, f"organization/{ORGANIZATION}.yaml", _organization(names, rule, leading))
    write(folder, f"crisis/{CRISIS}.yaml", _crisis(names[0]))
    return folder


def _state(name: str, number: int) -> str:
    return f"""# @package state.{name}
# An invented state.
name: Land {number}
complexes: {{archipelago: 1.0}}
conditions:
  y2015:
    from: "2015-01-01"
    capability: {0.001 * number:g}
    unrest: {(number % 6) / 5:g}
"""


def _organization(names: list[str], rule: str, leading: str | None) -> str:
    loaded = "\n".join(f"  - /state/{name}" for name in names)
    spells = "\n".join(f'  {name}: {{from: "2000-01-01"}}' for name in names)
    leads = f"leading:\n  {leading}: {{share: 0.5}}\n" if leading else ""
    return f"""# @package organization.{ORGANIZATION}
# An invented organization.
defaults:
{loaded}
  - _self_
name: My Organization
membership:
{spells}
charter:
  founding:
    from: "2000-01-01"
    decision_rule: {rule}
    mandates:
      internal_order: 0.8
{leads}rapid_reaction:
  personnel: 5000
"""


def _crisis(host: str) -> str:
    return f"""# @package crisis.{CRISIS}
# An invented crisis.
defaults:
  - /state/{host}
  - _self_
title: My crisis
host: {host}
type: regime_protest
onset: "{ONSET}"
severity:
  level: 0.4
  peak: 0.8
  days_to_peak: 4
  half_life: 10
host_capacity: 0.4
spillover: 0.4
asker:
  control: 0.6
  legitimacy: 0.8
mission:
  personnel: 2000
  intrusion: 0.4
  resistance: 0.2
"""


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """A folder with an invented organization of three members and a crisis in one of them."""
    return write_world(tmp_path / "my_world", 3, "unanimity")


def arguments(folder: Path, *more: str) -> list[str]:
    """The command line that runs the invented world."""
    return ["--config-dir", str(folder), f"crisis=[{CRISIS}]", f"organization=[{ORGANIZATION}]", *more]
