"""docs/tables.md names every column that is written."""

import re
from pathlib import Path

import pandas as pd
import pytest

from experiments.cli import main
from tests.experiments.conftest import CRISIS, ORGANIZATION, arguments, write_world

PAGE = Path(__file__).parents[2] / "docs" / "tables.md"


def named(text: str) -> set[str]:
    """Words in code type in the first column of the page's tables."""
    firsts = re.findall(r"^\| ([^|]*`[^|]*) \|", text, re.MULTILINE)
    return {word for first in firsts for word in re.findall(r"`([^`]+)`", first)}


@pytest.fixture(scope="module")
def sections() -> dict[str, str]:
    """The page's text on each table by its name; on columns of many tables under the empty name."""
    page = PAGE.read_text(encoding="utf-8")
    parts = re.split(r"^### `(.+)\.csv`$", page, flags=re.MULTILINE)
    found = {name: text.split("\n## ")[0] for name, text in zip(parts[1::2], parts[2::2], strict=True)}
    return found | {"": page.partition("## Columns of many tables")[2].partition("\n## ")[0]}


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pd.DataFrame]:
    """What a replay of an invented world writes."""
    folder = tmp_path_factory.mktemp("tables")
    world = write_world(folder / "my_world", 3, "unanimity", leading="land_02")
    size = ("coding_draws=1", "replications=2", f"+headline.{CRISIS}={ORGANIZATION}")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr("sys.argv", ["casus", *arguments(world, *size)])
        main()
    return {path.stem: pd.read_csv(path) for path in folder.glob("outputs/*/*/*.csv")}


def test_every_column_of_a_replay_is_named(tables: dict[str, pd.DataFrame], sections: dict[str, str]) -> None:
    """In the section of its table, or among the columns that mean the same everywhere."""
    common = named(sections[""])
    assert {"likelihood", "days", "day_marks", "shares"} <= set(tables)
    missing = {
        f"{name}.{column}"
        for name, table in tables.items()
        for column in table.columns
        if column not in common | named(sections.get(name, ""))
    }
    assert not missing


def test_no_section_of_a_replay_names_what_is_not_there(
    tables: dict[str, pd.DataFrame], sections: dict[str, str]
) -> None:
    """A column that is gone leaves the page."""
    gone = {f"{name}.{word}" for name, table in tables.items() for word in named(sections[name]) - set(table.columns)}
    assert not gone
