"""What the runs say: tables in, tables and figures out.

Nothing here runs the model or knows of it. Every name of a state, an organization or a crisis comes as data.
"""
