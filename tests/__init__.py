"""Tests of the four houses: sim, configs, experiments, analysis."""
