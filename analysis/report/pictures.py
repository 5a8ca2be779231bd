"""Figures inside a page: SVG without what only a file of its own needs, and with ids that no other figure has."""

import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from analysis.figures.style import CAPTION, TITLE

SVG, XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
_DESCRIPTION = "{http://purl.org/dc/elements/1.1/}description"
_NUMBER = re.compile(r"-?\d+\.\d{3,}")
_NO_TURN = re.compile(r"rotate\(-?0 [^)]*\)\s*")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_LINKS = ("href", f"{XLINK}href")
_FONT = re.compile(r"font-family: [^;]*;? ?")
_PLACE = re.compile(r"translate\([^ ]+ ([\d.]+)\)")

_BELOW = 6.0
"""Points between the last line of the caption and what is kept of the figure."""

ElementTree.register_namespace("", SVG.strip("{}"))


@dataclass(frozen=True)
class Picture:
    """A figure as a page takes it: `svg` carries neither title nor caption if the page can say them in words."""

    name: str
    title: str
    caption: str
    svg: str


def picture(file: Path) -> Picture:
    """The figure in an SVG file; its name without suffix makes its ids differ from those of other figures."""
    root = ElementTree.parse(file).getroot()
    title = (root.findtext(f"{SVG}title") or file.stem.replace("_", " ")).strip()
    caption = next((element.text or "" for element in root.iter(_DESCRIPTION)), "").strip()
    _drop(root, f"{SVG}title", f"{SVG}metadata", f"{SVG}style")
    _cut_heading(root)
    _own_ids(root, file.stem)
    for element in root.iter():
        _tidy(element)
    root.attrib = {"viewBox": root.attrib["viewBox"], "role": "img", "aria-label": title}
    return Picture(file.stem, title, caption, ElementTree.tostring(root, encoding="unicode"))


def _drop(root: ElementTree.Element, *tags: str) -> None:
    for parent in list(root.iter()):
        for child in [child for child in parent if child.tag in tags]:
            parent.remove(child)


def _cut_heading(root: ElementTree.Element) -> None:
    """Take title and caption out, and the room above the panels with them, if the figure has both."""
    found = {element.get("id"): (parent, element) for parent in root.iter() for element in parent}
    if TITLE not in found or CAPTION not in found:
        return
    lines = [element for name in (TITLE, CAPTION) for element in found[name][1].iter(f"{SVG}text")]
    cut = max(_baseline(line) for line in lines) + _BELOW
    for name in (TITLE, CAPTION):
        parent, element = found[name]
        parent.remove(element)
    left, top, width, height = (float(part) for part in root.attrib["viewBox"].split())
    root.set("viewBox", f"{left:g} {top + cut:.2f} {width:.2f} {height - cut:.2f}")


def _baseline(line: ElementTree.Element) -> float:
    place = _PLACE.search(line.get("transform", ""))
    return float(line.get("y") or (place.group(1) if place else 0.0))


def _own_ids(root: ElementTree.Element, name: str) -> None:
    """Put the figure's name before each id that something refers to; drop the others."""
    used = set()
    for element in root.iter():
        for key, value in element.attrib.items():
            target = value.removeprefix("#") if key in _LINKS else "".join(_REFERENCE.findall(value))
            if target:
                used.add(target)
                element.set(key, value.replace(f"#{target}", f"#{name}-{target}"))
    for element in root.iter():
        given = element.attrib.pop("id", None)
        if given in used:
            element.set("id", f"{name}-{given}")


def _tidy(element: ElementTree.Element) -> None:
    """Numbers of two decimals, fonts left to the page, no white space, no old-fashioned references."""
    for key, value in list(element.attrib.items()):
        if key == "id" or value.startswith("data:"):
            element.set(key.replace(XLINK, ""), element.attrib.pop(key))
            continue
        plain = _NUMBER.sub(lambda number: f"{float(number.group()):.2f}".rstrip("0").rstrip("."), value)
        plain = " ".join(_FONT.sub("", _NO_TURN.sub("", plain)).split())
        del element.attrib[key]
        if plain or key == "d":
            element.set(key.replace(XLINK, ""), plain)
    if not (element.text or "").strip():
        element.text = None
    if not (element.tail or "").strip():
        element.tail = None
