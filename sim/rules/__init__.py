"""The rules: one concept a file, pure functions, each with its source.

Rules that act within a day are compiled and take scalars or 1-D slices. Rules that hold for a whole run
take numbers or arrays over coding draws and are applied once, when a world is lowered.
"""
