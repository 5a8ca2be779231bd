"""Designs of sweeps: which points of the parameter space are run, and what is refused before the first."""
