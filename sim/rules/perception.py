"""Threat perception: separable channels, any one of which suffices, and what the trusted say."""

import numpy as np
from numpy.typing import NDArray

from sim.compiled import rule

type Draws = NDArray[np.float64]


def noisy_or(*causes: Draws) -> Draws:
    """Chance that at least one of several independent causes acts (Pearl 1988); each in 0-1."""
    none = np.ones_like(causes[0])
    for cause in causes:
        none = none * (1.0 - cause)
    return 1.0 - none


def insecurity(regime_insecurity: Draws, unrest: Draws) -> Draws:
    """How insecure a leadership is at home: by standing fear or by unrest of the day (choi-unrest-elsewhere)."""
    return noisy_or(regime_insecurity, unrest)


def contagion(regime_threat: Draws, polyarchy: Draws, host_polyarchy: Draws, insecure: Draws) -> Draws:
    """Regime contagion: the challenger's victory endangers insecure regimes like the host's.

    Claims choi-contagion-fear, choi-colour-rev-constant-fear, choi-authoritarian-solidarity,
    diplomat-klein-schmitz-one-threat.
    """
    similarity = 1.0 - np.abs(polyarchy - host_polyarchy)
    return regime_threat * similarity * insecure


def endangered_stake(stake: Draws, realignment: Draws) -> Draws:
    """What a state would lose of its stake in the host.

    Claims choi-kz-strategic-partner, choi-kz-amenable, sukhankin-soft-underbelly, sutanovac-moscow-ready-force.
    """
    return stake * realignment


def exposure(shared_complex: Draws, spillover: Draws) -> Draws:
    """Exposure within the regional security complex shared with the host (Buzan and Waever 2003).

    Claims choi-three-complexes, kaleji-threat-differs, kaleji-china-threats-east.
    """
    return shared_complex * spillover


def sponsorship(framed_external: Draws, outside_fear: Draws, internal: bool) -> Draws:
    """The hand of outsiders in unrest, as framed, for a leadership ready to see it; open war needs no such frame.

    Claims kaleji-russia-western-project, choi-narrative-convergence; framed and actual sponsorship are kept
    apart (sutanovac-imaginary-power).
    """
    return framed_external * outside_fear * (1.0 if internal else 0.0)


@rule
def own_perception(severity: float, vulnerability: float, noise: float) -> float:
    """Threat that a state perceives by itself today, 0-1; its vulnerability scales with severity."""
    return min(1.0, max(0.0, severity * vulnerability + noise))


@rule
def trusted_voice(perceptions: NDArray[np.float64], trusted: NDArray[np.int64], trust: NDArray[np.float64]) -> float:
    """Mean of today's own perceptions of those a state trusts, weighted by trust (weights sum to 1)."""
    voice = 0.0
    for k in range(len(trusted)):
        voice += trust[k] * perceptions[trusted[k]]
    return voice


@rule
def influenced(own: float, voice: float, susceptibility: float) -> float:
    """Own view moved toward the trusted (Friedkin and Johnsen 1990; choi-narrative-convergence)."""
    return own + susceptibility * (voice - own)
