"""How a difference in p_force is shared out: between whom, and among which groups of assumptions."""

from sim.schema.fields import Name, Part, named, text


class PathGroup(Part):
    """Assumptions that are exchanged together."""

    title: str = text("The group as printed in tables and figures.")
    paths: list[str] = text("Patterns of dated paths, such as organization.charter.mandates.*; * is anything.")


class Attribution(Part):
    """A difference between two organizations, or two crises, and what it is shared out among."""

    pairs: list[list[Name]] = text(
        "Pairs that are compared: the first organization against the second, or the later crisis after the earlier. "
        "Empty: the two that are chosen.",
        default=[],
    )
    groups: dict[Name, PathGroup] = named("Groups of assumptions, by a name for each; no two share a path.")
