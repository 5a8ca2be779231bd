"""How far a sweep is: on the terminal, in a log, and as a small file that another program can read."""

import json
import time
from pathlib import Path
from typing import Protocol

from experiments.results.store import write_text

LOG, STATE = "progress.log", "progress.json"
_EVERY = 5.0
"""Seconds between two lines of the log."""


class Bar(Protocol):
    """A bar on the terminal."""

    def __call__(self, steps: int = 1) -> object:
        """So many more steps are done."""

    def shorten(self, steps: int) -> object:
        """So many steps need not be done."""


class Progress:
    """Counts runs and parts as they are done."""

    def __init__(self, folder: Path, config_hash: str, parts: int, runs: int, bar: Bar) -> None:
        self._folder, self._hash, self._bar = folder, config_hash, bar
        self._parts, self._parts_done = parts, 0
        self._runs, self._done, self._here = runs, 0, 0
        self._begun = self._told = time.monotonic()

    def found(self, runs: int) -> None:
        """Runs that had been done before."""
        self._done += runs
        self._bar(runs)

    def ran(self, runs: int) -> None:
        """Runs that were done now."""
        self._here += runs
        self.found(runs)
        self._tell(_EVERY)

    def spared(self, runs: int) -> None:
        """Runs that are not needed, since points stopped early or failed."""
        self._runs -= runs
        self._bar.shorten(runs)

    def part(self) -> None:
        """One more part is whole."""
        self._parts_done += 1

    def close(self) -> None:
        """Write down how far it got."""
        self._tell(0.0)

    def _tell(self, after: float) -> None:
        now = time.monotonic()
        if now - self._told < after:
            return
        self._told = now
        rate = self._here / max(now - self._begun, 1e-9)
        left = (self._runs - self._done) / rate if rate else float("inf")
        state = {
            "config_hash": self._hash,
            "parts": self._parts,
            "parts_done": self._parts_done,
            "runs": self._runs,
            "runs_done": self._done,
            "runs_a_second": round(rate),
        }
        write_text(self._folder / STATE, json.dumps(state, indent=1) + "\n")
        line = (
            f"{time.strftime('%Y-%m-%dT%H:%M:%S%z')} {self._done / max(self._runs, 1):6.1%} "
            f"{self._done:,} of {self._runs:,} runs, {self._parts_done:,} of {self._parts:,} parts, "
            f"{rate:,.0f} runs/s, {_clock(left)} left"
        )
        with (self._folder / LOG).open("a", encoding="utf-8") as log:
            log.write(line + "\n")


def _clock(seconds: float) -> str:
    if seconds == float("inf"):
        return "-"
    return f"{int(seconds) // 3600}:{int(seconds) // 60 % 60:02}:{int(seconds) % 60:02}"
