"""The one screen that `casus --help` prints."""

from collections.abc import Sequence
from pathlib import Path

from experiments.composition.template import SHIPPED

_SCREEN = """casus: when a member calls, will the organization come, and why?

Replays documented crises with member states as agents and says how likely each organization was to come.

  casus [--config-dir FOLDER] [-m] [experiment=NAME] [theory=[..]] [crisis=[..]] [organization=[..]] [path=value ..]

experiments    {experiment}
crises         {crisis}
organizations  {organization}
theories       {theory}

settings       seed=1 coding_draws=64 replications=256 request=modelled|recorded|ask_all engine=ensemble|mesa
               draw=0 replication=0 (the one run that is told)
sweeps         precision=0.01 resume=FOLDER executor=local|dask workers=N scheduler=ADDRESS design.kind=grid|...

examples
  casus                                            every crisis, every organization of its time
  casus 'crisis=[{first}]' experiment=trace    one run of one crisis, told day by day
  casus --config-dir my_world 'crisis=[my_crisis]' 'organization=[my_organization]'

Tables and figures go to outputs/<experiment>/<time>/. Any value of the world can be set by its path; a value
that is set is the same in all coding draws. -m runs a Hydra sweep; --cfg job prints the composed configuration.
Other commands: casus-figures FOLDER, casus-check FOLDER, casus-template state|organization|crisis [NAME],
casus-template evidence [GROUP/NAME]
"""


def screen(folder: Path | None = None) -> str:
    """The help screen, with what is shipped and what lies in the user's folder."""
    roots = [SHIPPED] + ([folder] if folder is not None and folder.is_dir() else [])
    groups = ("experiment", "crisis", "organization", "theory")
    names = {group: _names(roots, group) for group in groups}
    return _SCREEN.format(first=names["crisis"][0], **{group: _wrapped(names[group]) for group in groups})


def _names(roots: Sequence[Path], group: str) -> list[str]:
    return [file.stem for root in roots for file in sorted((root / group).glob("*.yaml"))]


def _wrapped(names: Sequence[str], indent: int = 15, width: int = 110) -> str:
    lines = [""]
    for name in names:
        if lines[-1] and indent + len(lines[-1]) + len(name) + 2 > width:
            lines.append("")
        lines[-1] += (", " if lines[-1] else "") + name
    return (",\n" + " " * indent).join(lines)
