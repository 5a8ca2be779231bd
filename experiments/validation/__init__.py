"""Experiments that hold the theories to the record: what fits it, what predicts it, what would flip it."""
