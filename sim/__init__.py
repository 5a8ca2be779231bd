"""What happens in a crisis: the schema of a world, the rules, and two drivers that run them.

Nothing here knows of files, tables or plots.
"""
