"""How far the assumptions of a headline cell are searched: which of them matter, and where help comes."""

from typing import Annotated

from pydantic import AfterValidator

from sim.schema.fields import Part, quantity


def _power_of_two(number: int) -> int:
    if number & (number - 1):
        below = 1 << (number.bit_length() - 1)
        raise ValueError(f"must be a power of 2, such as {below} or {2 * below}")
    return number


class Sensitivity(Part):
    """Sizes of the two designs that tell which assumptions matter."""

    trajectories: int = quantity(
        "Trajectories of the Morris design; each moves every assumption once.", "number", 2, 10_000, default=12
    )
    followed: int = quantity(
        "Assumptions that are followed up by Sobol' indices, at most: those that matter most in the Morris design.",
        "number",
        1,
        1_000,
        default=10,
    )
    base_samples: Annotated[int, AfterValidator(_power_of_two)] = quantity(
        "Base samples of the Sobol' design, a power of 2; each gives as many points as there are assumptions "
        "followed + 2.",
        "number",
        2,
        2**20,
        default=512,
    )


class Discovery(Part):
    """How the boxes of assumptions are searched in which an organization comes."""

    draws: int = quantity("Draws of all assumptions of a cell.", "draws", 20, 1_000_000, default=4_096)
    choices: int = quantity(
        "Different sets of choices (switches, decision rule) among these draws; each set is drawn with as many "
        "draws of the numbers as the others.",
        "number",
        1,
        100_000,
        default=128,
    )
    threshold: float = quantity("p_force from which on a draw counts as help.", "probability", 0.0, 1.0, default=0.5)
    depth: int = quantity("Questions that the tree asks in a row, at most.", "number", 1, 10, default=3)
    smallest: float = quantity(
        "Part of the draws that a leaf of the tree holds, at least.", "share", 0.001, 0.5, 0.05
    )
