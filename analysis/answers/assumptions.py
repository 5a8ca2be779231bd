"""What screening and the search for boxes of assumptions say."""

from collections.abc import Iterator

from analysis.answers.wording import Headline, Row, Tables, cell, highest
from analysis.figures.names import Names
from analysis.labels import path_label

_NAMED = 3


def sensitivity(tables: Tables, names: Names, headline: Headline) -> Iterator[str]:
    """For each cell, how many assumptions stand out of the noise, and the first of them."""
    for _, rows in tables["morris"].groupby(["theory", "crisis"], sort=False):
        ranked = rows.sort_values("mu_star", ascending=False, kind="stable")
        listed = [
            f"{path_label(row['path'], names)} {row['mu_star']:.2f}" for row in ranked.head(_NAMED).to_dict("records")
        ]
        yield (
            f"{cell(rows.iloc[0].to_dict(), names)}: {int(rows['matters'].sum())} of {len(rows)} assumptions stand "
            f"out of the noise; most moving (mean absolute effect on the chance of force): {', '.join(listed)}."
        )


def discovery(tables: Tables, names: Names, headline: Headline) -> Iterator[str]:
    """For each cell, how often help comes at all, and the box in which it comes most surely."""
    for _, rows in tables["boxes"].groupby(["theory", "crisis"], sort=False):
        top = highest(rows, "density")
        comes = f"help comes in a share of {top['base_rate']:.2f} of the draws"
        yield f"{cell(top, names)}: {comes}; {_box(top, len(rows))}."


def _box(top: Row, boxes: int) -> str:
    if boxes == 1:
        return "no box was found in which it comes more often"
    return (
        f"of those in which {top['rule']}, in {top['density']:.2f}, which covers {top['coverage']:.2f} of all cases "
        "of help"
    )
