"""The ledger: what the source documents claim, and the public sources that values cite."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from experiments.composition.template import SHIPPED


@dataclass(frozen=True)
class Ledger:
    """Claims of the source documents and citations of public sources, by id; a user's folder may add its own."""

    homes: Sequence[Path] = (SHIPPED,)

    @cached_property
    def claims(self) -> Mapping[str, Any]:
        """Each claim: document, paragraph, claim, kind, concerns, strength and perhaps a note."""
        return {str(claim["id"]): claim for claims in self._load("claims") for claim in claims}

    @cached_property
    def sources(self) -> Mapping[str, Any]:
        """Each source: citation and perhaps an address."""
        return {str(name): one for sources in self._load("sources") for name, one in sources.items()}

    @cached_property
    def documents(self) -> Mapping[str, Any]:
        """Each document of which claims speak: author and title."""
        return {str(name): one for documents in self._load("documents") for name, one in documents.items()}

    def _load(self, name: str) -> Iterator[Any]:
        for home in self.homes:
            file = home / "evidence" / f"{name}.yaml"
            if file.exists():
                yield yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
