"""Tests of the experiments: composition, evidence, input errors."""
