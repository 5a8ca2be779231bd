"""Side-by-side timings: each figure against another way of doing the same work, in the same run, with equal results.

`uv run python -m benchmarks` writes the table and benchmarks.csv. Each part is a module with a function `measure`.
"""
