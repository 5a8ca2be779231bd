"""How rules are compiled: one decorator, and a cache that no edit can make stale.

numba keeps a caller's old machine code when only a rule in another file changed, so the cache lies in
a folder named after a hash of all sources that are compiled: any edit to them starts a new folder.
With NUMBA_DISABLE_JIT=1 the same functions run as plain Python.
"""

import functools
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import numpy as np
import platformdirs

_SOURCES = Path(__file__).parent
COMPILED_SOURCES = ("compiled.py", "draws.py", "arrays.py", "record.py", "tally.py", "rules/*.py", "ensemble/*.py")
"""Files of `sim/` with rules, and those whose constants and layouts the rules read."""


def source_hash() -> str:
    """Hash of the sources that are compiled: sixteen hexadecimal digits that change with any edit to them."""
    digest = hashlib.sha256()
    for file in sorted(file for pattern in COMPILED_SOURCES for file in _SOURCES.glob(pattern)):
        digest.update(file.relative_to(_SOURCES).as_posix().encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


os.environ.setdefault("NUMBA_CACHE_DIR", str(Path(platformdirs.user_cache_dir("casus-foederis")) / source_hash()))

import numba  # noqa: E402  (numba reads the cache folder when it is imported)

# No rule allocates, so none needs reference counts: without them a run takes a fifth of the time.
_OPTIONS: dict[str, Any] = {"cache": True, "nogil": True, "_nrt": False, "forceinline": True}

COMPILED: bool = not numba.config.DISABLE_JIT  # type: ignore[attr-defined]


def rule[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Compile a rule: a pure function of scalars and 1-D slices, callable from both drivers."""
    if COMPILED:
        return cast("Callable[P, R]", numba.njit(**_OPTIONS)(function))
    return function


def phase[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Compile a phase of the day into its caller."""
    if COMPILED:
        return cast("Callable[P, R]", numba.njit(**_OPTIONS, inline="always")(function))
    return function


def wrapping[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Compile a rule on 64-bit words; without the compiler, numpy need not warn that they wrap around."""
    if COMPILED:
        return rule(function)

    @functools.wraps(function)
    def quiet(*args: Any, **kwargs: Any) -> Any:
        with np.errstate(over="ignore"):
            return function(*args, **kwargs)

    return cast("Callable[P, R]", quiet)
