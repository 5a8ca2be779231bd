"""Groups of paths: patterns from the configuration, held against the paths that there are."""

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase

from sim.errors import Problem, WorldError, did_you_mean
from sim.schema.attribution import PathGroup

MOST = 10
"""Groups at most: each further one doubles the number of hybrids."""

_WHERE = "attribution.groups"


def grouped(groups: Mapping[str, PathGroup], paths: Sequence[str], optional: Sequence[str] = ()) -> dict[str, str]:
    """The group of each path.

    `paths` must be in exactly one group each, `optional` ones in one at most. Raises WorldError with all patterns
    that match nothing, paths in several groups, and paths in none.
    """
    found = {path: _groups_of(path, groups) for path in [*paths, *optional]}
    problems = [*_bad_number(groups), *_bad_patterns(groups, list(found))]
    for path, names in found.items():
        if len(names) > 1:
            problems.append(Problem(_WHERE, f"{path} is in {' and '.join(names)}; leave it in one of them"))
        elif not names and path in paths and groups:
            problems.append(Problem(_WHERE, f"{path} is in no group; add it to one of {', '.join(groups)}"))
    if problems:
        raise WorldError(problems)
    return {path: names[0] for path, names in found.items() if names}


def _groups_of(path: str, groups: Mapping[str, PathGroup]) -> list[str]:
    return [name for name, group in groups.items() if any(fnmatchcase(path, pattern) for pattern in group.paths)]


def _bad_number(groups: Mapping[str, PathGroup]) -> Iterator[Problem]:
    if not groups:
        what = "needs at least one group, such as attribution.groups.x={title: ..., paths: [...]}"
        yield Problem(_WHERE, what)
    if len(groups) > MOST:
        yield Problem(_WHERE, f"at most {MOST} groups (got {len(groups)}): each doubles the number of hybrids")


def _bad_patterns(groups: Mapping[str, PathGroup], paths: Sequence[str]) -> Iterator[Problem]:
    for name, group in groups.items():
        for pattern in group.paths:
            if not any(fnmatchcase(path, pattern) for path in paths):
                first = pattern.split(".")[0]
                hint = did_you_mean(pattern, paths) or f"; paths begin with {', '.join(_roots(paths))}"
                near = [path for path in paths if path.startswith(f"{first}.")]
                yield Problem(f"{_WHERE}.{name}.paths", f"{pattern!r} matches no path{_choice(hint, near)}")


def _choice(hint: str, near: Sequence[str]) -> str:
    return hint if "did you mean" in hint or not near else f"; there are: {', '.join(near)}"


def _roots(paths: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(path.split(".")[0] for path in paths))
