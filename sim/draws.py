"""Random draws as pure functions of their key: no stream, no state.

A draw depends on (seed, coding draw, replication, day, purpose, identity) and on nothing else, so
neither order, chunking, workers nor driver can change a result, and two arms of an experiment that
differ in one assumption share every other draw (common random numbers). The mixing function is the
finalizer of SplitMix64 (Steele, Lea and Flood 2014); counter-based generators: Salmon et al. 2011.
"""

import hashlib

import numpy as np
from numpy.typing import NDArray

from sim.compiled import rule, wrapping

# What a draw is for. A number is never used twice and never changes its meaning.
CODED_VALUE = 1
SHARED_PERCEPTION = 2
OWN_PERCEPTION = 3
JUDGEMENT_OF_ORGANIZATION = 4
JUDGEMENT_OF_STATE = 5
RATIFICATION_DELAY = 6
RATIFICATION_FAILURE = 7

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_30, _27, _31, _32, _11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(32), np.uint64(11)
_16, _48, _LOW16 = np.uint64(16), np.uint64(48), np.uint64(0xFFFF)
_UNIT53 = 1.0 / 9007199254740992.0
_ROOT3 = 1.7320508075688772


@wrapping
def mix(word: np.uint64) -> np.uint64:
    """Scramble 64 bits so that neighbouring keys give unrelated words."""
    word = word + _GOLDEN
    word = (word ^ (word >> _30)) * _FIRST
    word = (word ^ (word >> _27)) * _SECOND
    return word ^ (word >> _31)


@wrapping
def run_key(seed: int, draw: int, replication: int) -> np.uint64:
    """Key of one run: every draw within it starts from here."""
    return mix(mix(mix(np.uint64(seed)) ^ np.uint64(draw)) ^ np.uint64(replication))


@wrapping
def keyed_word(key: np.uint64, purpose: int, day: int, identity: int) -> np.uint64:
    """64 random bits for one purpose, day and identity (a state's or organization's `draw_id`)."""
    return mix(mix(key ^ ((np.uint64(purpose) << _32) | np.uint64(day))) ^ np.uint64(identity))


@wrapping
def uniform(word: np.uint64) -> float:
    """A number in [0, 1) from 64 random bits."""
    return np.float64(word >> _11) * _UNIT53


@wrapping
def bell(word: np.uint64) -> float:
    """A bell-shaped number with mean 0 and standard deviation 1, within +-3.47 (Irwin-Hall of order 4).

    The sum of four 16-bit uniforms: exact in floating point, without logarithms, and bounded, as a
    perception is.
    """
    total = (
        np.float64(word & _LOW16)
        + np.float64((word >> _16) & _LOW16)
        + np.float64((word >> _32) & _LOW16)
        + np.float64(word >> _48)
    )
    return ((total + 2.0) / 65536.0 - 2.0) * _ROOT3


@rule
def bell_draw(key: np.uint64, purpose: int, identity: int) -> float:
    """The bell-shaped draw of one identity for a whole run."""
    return bell(keyed_word(key, purpose, 0, identity))


@rule
def uniform_draw(key: np.uint64, purpose: int, identity: int) -> float:
    """The uniform draw of one identity for a whole run."""
    return uniform(keyed_word(key, purpose, 0, identity))


def stable_id(name: str) -> int:
    """A number in [0, 2**31) from a name, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=4).digest()) >> 1


def coded_uniforms(seed: int, path: str, draws: NDArray[np.int64]) -> NDArray[np.float64]:
    """One number in [0, 1) for each coding draw of the value at `path`; shape (len(draws),)."""
    identity = np.uint64(int.from_bytes(hashlib.blake2b(path.encode(), digest_size=8).digest()))
    numbers = np.empty(len(draws))
    _fill_uniforms(seed, identity, draws, numbers)
    return numbers


@rule
def _fill_uniforms(seed: int, identity: np.uint64, draws: NDArray[np.int64], numbers: NDArray[np.float64]) -> None:
    key = mix(identity ^ mix(np.uint64(seed)))
    for k in range(len(draws)):
        numbers[k] = uniform(keyed_word(key, CODED_VALUE, 0, draws[k]))
