"""The YAML files of a world: which there are, and which of them a composition is made of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from experiments.composition.problems import Found, Keys, Source, read
from experiments.composition.template import MODELS, SHIPPED
from sim.errors import Problem, WorldError, did_you_mean
from sim.schema.fields import is_plain

GROUPS = (*MODELS, "experiment")
_READ_AS_NO_NAME = ("no", "on", "yes", "off", "null", "true", "false", "y", "n")


@dataclass(frozen=True)
class Library:
    """The YAML files of all things: the shipped ones, and those of a user's folder, called `shown`."""

    user: Path | None = None
    shown: str = "configs"

    @classmethod
    def at(cls, folder: str | None) -> "tuple[Library, list[Problem]]":
        """The library with the user's folder of that name, and what is wrong with its files' names."""
        if folder is None:
            return cls(), []
        if not Path(folder).is_dir():
            return cls(), [Problem(f"command line '--config-dir {folder}'", "no such folder")]
        library = cls(Path(folder).resolve(), Path(folder).as_posix())
        return library, list(library.rules())

    def names(self, group: str) -> list[str]:
        """Names of all things of a group."""
        return sorted({file.stem: None for home, _ in self._homes() for file in (home / group).glob("*.yaml")})

    def knows(self, name: str) -> bool:
        """Whether any thing has that name."""
        return any(self.file(group, name) for group in GROUPS)

    def file(self, group: str, name: str) -> tuple[Path, str] | None:
        """The file of a thing, and what messages call it."""
        places = ((home / group / f"{name}.yaml", f"{shown}/{group}/{name}.yaml") for home, shown in self._homes())
        return next((place for place in places if place[0].is_file()), None)

    def _homes(self) -> list[tuple[Path, str]]:
        return [(SHIPPED, "configs"), *([(self.user, self.shown)] if self.user else [])]

    def rules(self) -> Iterator[Problem]:
        """What is wrong with the names and first lines of the user's files, which Hydra would pass over."""
        user = self.user or Path()
        depths = ("*.y*ml", "*/*.y*ml", "evidence/*/*.y*ml") if self.user else ()
        for below in sorted(file.relative_to(user) for depth in depths for file in user.glob(depth)):
            shown, group = f"{self.shown}/{below.as_posix()}", below.parent.name
            if (SHIPPED / below).exists() and below.name not in ("claims.yaml", "sources.yaml", "documents.yaml"):
                yield Problem(shown, "a shipped file of the same name would be read instead; choose another name")
            if len(below.parts) == 2 and group in GROUPS:
                yield from _file_rules(user / below, shown, group)
            elif len(below.parts) == 2 and (hint := did_you_mean(group, GROUPS)):
                yield Problem(shown, f"no group {group!r}{hint} groups: {', '.join(GROUPS)}")


def _file_rules(file: Path, shown: str, group: str) -> Iterator[Problem]:
    name = file.stem
    if file.suffix != ".yaml":
        yield Problem(shown, f"must be called {name}.yaml, or it is not read")
    if name in _READ_AS_NO_NAME:
        yield Problem(shown, f"YAML does not read {name!r} as a name; choose another name")
    elif not is_plain(name):
        yield Problem(shown, f"the file's name must be a plain lower-case name: letters, digits and _ (got {name!r})")
    package = "_global_" if group == "experiment" else f"{group}.{name}"
    first = next(iter(file.read_text(encoding="utf-8", errors="replace").splitlines()), "")
    if first.split() != ["#", "@package", package]:
        yield Problem(f"{shown}:1", f"the first line must be '# @package {package}' (got {first!r})")


@dataclass
class Plan:
    """Which files a composition is made of, found by following defaults lists as Hydra does."""

    library: Library
    sources: list[Source] = field(default_factory=list)
    """Of two files that state a value, the one that holds comes first."""
    chosen: dict[str, list[str]] = field(default_factory=dict)
    """What experiments choose of each group."""
    problems: list[Problem] = field(default_factory=list)
    lost: list[tuple[str, str]] = field(default_factory=list)
    """Things without a readable file."""

    taken: list[tuple[Path, Keys]] = field(default_factory=list)
    """Files taken in, with what their values lie at."""
    _open: list[tuple[Path, Keys]] = field(default_factory=list)

    def add(self, group: str, name: str, base: Keys, asked: str) -> None:
        """Take in the file of a thing, and those its defaults list names; `asked` is who asks for it."""
        place = self.library.file(group, name)
        if place is None:
            self.problems.append(Problem(asked, self.unknown(group, name)))
            self.lost.append((group, name))
        elif (place[0], base) in self._open:
            self.problems.append(Problem(asked, f"{group} {name!r} is made of itself"))
        elif (place[0], base) not in self.taken:
            self.taken.append((place[0], base))
            self._open.append((place[0], base))
            self._take(group, name, base, *place)
            self._open.pop()

    def _take(self, group: str, name: str, base: Keys, file: Path, shown: str) -> None:
        try:
            content = read(file, shown)
        except WorldError as error:
            self.problems += error.problems
            self.lost.append((group, name))
            return
        defaults = content.pop("defaults", None) or []
        source = Source(file, shown, base, content)
        if not isinstance(defaults, list):
            self.problems.append(Problem(source.line_of("defaults"), "defaults must be a list"))
            return
        for entry in reversed(defaults if "_self_" in defaults else [*defaults, "_self_"]):
            if entry == "_self_":
                self.sources.append(source)
            else:
                self._follow(entry, group, source)

    def _follow(self, entry: Any, group: str, source: Source) -> None:
        pairs = entry.items() if isinstance(entry, Mapping) else [_as_pair(str(entry), group)]
        for key, value in pairs:
            target, _, package = str(key).removeprefix("optional ").removeprefix("override ").partition("@")
            names = [str(name) for name in (value if isinstance(value, list) else [value]) if name is not None]
            target = target.removeprefix("/")
            if str(key).startswith("override "):
                self.chosen.setdefault(target, names)
            elif target in GROUPS:
                for name in names:
                    self.add(target, name, _base(target, name, package, source), source.line_of(name))

    def unknown(self, group: str, name: str) -> str:
        """That there is no such thing, and what there is."""
        names = self.library.names(group)
        hint = did_you_mean(name, names) or ";"
        write = f"{'or ' if hint != ';' else ''}write {self.library.shown}/{group}/{name}.yaml"
        there = write if group == "state" else f"there are: {', '.join(names)}"
        own = "" if self.library.user else "; your own are found with --config-dir FOLDER"
        return f"no {group} {name!r}{hint} {there}{own}"

    def strangers(self, headline: Mapping[str, str]) -> Iterator[Found]:
        """Headline cells of crises and organizations that have no file."""
        for crisis, organization in headline.items():
            for group, name in (("crisis", crisis), ("organization", organization)):
                if self.library.file(group, name) is None:
                    yield ("headline", crisis), self.unknown(group, name)


def _as_pair(entry: str, group: str) -> tuple[str, str]:
    """A line of a defaults list, such as /state/abc or parent@_here_, as group (with package) and name."""
    target, at, package = entry.partition("@")
    folder, slash, name = target.rpartition("/")
    return f"{folder if slash else group}{at}{package}", name


def _base(group: str, name: str, package: str, source: Source) -> Keys:
    if package == "_here_":
        return source.base
    return tuple(package.split(".")) if package else () if group == "experiment" else (group, name)
