"""Short names of parameters for figures, made from their paths: `Russia: tie (Kazakhstan)`."""

from analysis.figures.names import Names

_PERIODS = ("conditions", "charter", "membership", "record")
"""What has named periods or spells below it; a figure shows values of one day, so that the period says little."""


def path_label(path: str, names: Names) -> str:
    """Whose value it is, and which; states and organizations by their printed names."""
    group, name, *rest = path.split(".")
    if rest and rest[0] in _PERIODS:
        rest = rest[2:]
    if rest and rest[0] == "relations":
        what = f"{_plain(rest[2])} ({names.name('state', rest[1])})"
    else:
        what = " ".join(_plain(_named(part, names)) for part in rest)
    owner = names.name(group, name) if group in ("state", "organization") else group.capitalize()
    return f"{owner}: {what}"


def label_of_any(path: str, names: Names) -> str:
    """The same where several crises stand together: a crisis' own code says whose it is."""
    group, name, *_ = path.split(".")
    label = path_label(path, names)
    return label.replace("Crisis:", f"{names.name('crisis', name)}:", 1) if group == "crisis" else label


def _named(part: str, names: Names) -> str:
    """The printed name of a state or an organization; anything else as it is."""
    state = names.name("state", part)
    return state if state != part else names.name("organization", part)


def _plain(word: str) -> str:
    return word.replace("_", " ")
