"""Tests of the rules, of the way from a world to arrays, and of the two drivers."""
