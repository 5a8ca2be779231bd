"""Where a difference in p_force comes from: groups of assumptions exchanged between two dated worlds.

`paths` names what can be exchanged, `grouping` sorts it into groups, `assembly` puts a thing together from two
sides, `of_organizations` and `of_crises` make the hybrid worlds, and `answer` runs them.
"""
