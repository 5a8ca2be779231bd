"""A results folder: tables, the resolved configuration, and a manifest of what made them."""

import hashlib
import json
import platform
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from experiments.composition.compose import Composed

if TYPE_CHECKING:
    import pandas as pd

MACHINE = ("resume", "executor", "workers", "scheduler", "chunk")
"""Settings that change no number: where a sweep runs, and how it is cut."""

_LIBRARIES = ("casus-foederis", "hydra-core", "mesa", "numba", "numpy", "pandas", "pydantic")


def write_tables(folder: Path, tables: "Mapping[str, pd.DataFrame]") -> None:
    """Each table as `<name>.csv`, or under its own name if that ends in .parquet; whole or not at all."""
    for name, table in tables.items():
        if name.endswith(".parquet"):
            with whole(folder / name) as temporary:
                table.to_parquet(temporary, index=False)
        else:
            write_text(folder / f"{name}.csv", table.to_csv(index=False, lineterminator="\n"))


def write_config(folder: Path, composed: Composed) -> None:
    """The resolved configuration as `config.yaml`, without what only says where and how fast it runs."""
    config = {key: value for key, value in composed.config.items() if key not in MACHINE}
    write_text(folder / "config.yaml", yaml.safe_dump(config, sort_keys=False, allow_unicode=True))


def write_manifest(folder: Path, composed: Composed, command: str, started: float) -> None:
    """Versions, seed, hashes of the configuration and of each table, time and command."""
    tables = sorted(folder.glob("*.csv"))
    manifest = {
        "command": command,
        "experiment": composed.experiment.name,
        "kind": composed.experiment.kind.value,
        "title": composed.experiment.title,
        "seed": composed.experiment.seed,
        "coding_draws": composed.experiment.coding_draws,
        "replications": composed.experiment.replications,
        "request": composed.experiment.request.value,
        "engine": composed.experiment.engine.value,
        "headline": {
            crisis: organization
            for crisis, organization in composed.experiment.headline.items()
            if crisis in composed.crises and organization in composed.organizations
        },
        "overrides": list(composed.overrides),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in _LIBRARIES},
        "hashes": {file.name: _hash(file.read_bytes()) for file in [*tables, folder / "config.yaml"]},
        "started": time.strftime("%Y-%m-%dT%H:%M:%S%z", time.localtime(started)),
        "seconds": round(time.time() - started, 2),
    }
    write_text(folder / "manifest.json", json.dumps(manifest, indent=2) + "\n")


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A temporary name to write to, renamed at the end: no reader ever sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(path.suffix + ".part")
    yield temporary
    temporary.replace(path)


def write_text(path: Path, text: str) -> None:
    """Write a text file, whole or not at all."""
    with whole(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def read_table(folder: Path, name: str) -> Any:
    """A table of the folder, or None."""
    import pandas as pd

    path = folder / f"{name}.csv"
    return pd.read_csv(path) if path.exists() else None
