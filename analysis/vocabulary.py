"""The fixed words of the tables: gates, rungs, arms, and the columns that name a cell.

They are repeated here, and not imported from the model, because tables outlive the program that wrote
them: a results folder must be readable without it. A test keeps both lists equal.
"""

GATES = ("asked", "hook", "hegemon", "council", "arrived")
"""The gates between a call and a force that is there in time, in order."""

RUNGS = ("silence", "statement", "offer", "material_aid", "force")
"""The ladder of responses, lowest first."""

FORCE = RUNGS[-1]

ARMS = ("as_is", "ask_all", "institutions")
"""Arms of the comparison, the baseline first."""

CELL = ["crisis", "organization", "theory"]
"""Columns that name a cell: one crisis met by one organization under one theory."""
