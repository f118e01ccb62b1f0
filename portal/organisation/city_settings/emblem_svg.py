"""Writes a coat of arms in SVG anew from what is allowed; what could act or load is refused.

Drawing programs write much that is no drawing: what stands in other namespaces is left out. What
SVG itself has beyond shapes, groups and gradients is refused with its name, since the drawing would
not be the same without it.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

ET.register_namespace("", "http://www.w3.org/2000/svg")
MOST_SVG_BYTES = 100_000
MOST_ELEMENTS, MOST_LEVELS = 4_000, 30
SVG = "{http://www.w3.org/2000/svg}"
HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
SHAPES = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})
GRADIENTS = frozenset({"linearGradient", "radialGradient"})
ALLOWED = SHAPES | GRADIENTS | {"svg", "g", "defs", "stop", "clipPath"}
LEFT_OUT = frozenset({"metadata", "title", "desc"})
PAINT = re.compile(
    "clip-path|clip-rule|color|display|fill|fill-opacity|fill-rule|opacity|stop-color|stop-opacity"
    "|stroke|stroke-(dasharray|dashoffset|linecap|linejoin|miterlimit|opacity|width)|visibility"
)
PLACE = re.compile(
    "d|[xy][12]?|[cf][xy]|r[xy]?|width|height|points|transform|viewBox|offset"
    "|gradientUnits|gradientTransform|spreadMethod|clipPathUnits|preserveAspectRatio"
)
# A document type without rules of its own only names the version.
PLAIN_TYPE = re.compile(r"<!DOCTYPE\s+svg(\s+(PUBLIC|SYSTEM|\"[^\"<>]*\"|'[^'<>]*'))*\s*>")
NAME = re.compile(r"[A-Za-z_][\w.-]{0,60}", re.ASCII)
WITHIN = re.compile(r"#[A-Za-z_][\w.-]{0,60}", re.ASCII)
REFERENCE = re.compile(r"url\(\s*['\"]?#[A-Za-z_][\w.-]{0,60}['\"]?\s*\)", re.ASCII)
PLAIN = re.compile(r"[\w\s.,;:()#%+-]*", re.ASCII)


class SvgRefused(ValueError):
    """A drawing is not taken; the text names the part that is in the way, or is empty."""


def plain_svg(content: bytes) -> bytes:
    """Return the drawing with nothing but shapes, in ASCII.

    :raises SvgRefused: for anything that acts, loads, is too large, or is no drawing.
    """
    if len(content) > MOST_SVG_BYTES:
        raise SvgRefused("100 kB")
    source = _parsed(content)
    if source.tag != f"{SVG}svg":
        raise SvgRefused(_shown(source.tag))
    if sum(1 for _ in source.iter()) > MOST_ELEMENTS:
        raise SvgRefused(f"{MOST_ELEMENTS} x <>")
    drawn = _copied(source, level=0)
    if not any(each.tag.removeprefix(SVG) in SHAPES for each in drawn.iter()):
        raise SvgRefused
    _give_view(drawn)
    return ET.tostring(drawn, encoding="unicode").encode("ascii")


def _parsed(content: bytes) -> ET.Element:
    """Return the root element; entities are refused before anything reads them."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SvgRefused("UTF-8") from error
    text = PLAIN_TYPE.sub("", re.sub(r"^\s*<\?xml\s[^>]*\?>", "", text), count=1)
    for part in ("<!DOCTYPE", "<!ENTITY", "<?"):
        if part.lower() in text.lower():
            raise SvgRefused(part)
    try:
        return ET.fromstring(text)  # noqa: S314 - without a document type there are no entities
    except (ET.ParseError, ValueError) as error:
        raise SvgRefused("XML") from error


def _copied(source: ET.Element, *, level: int) -> ET.Element:
    """Return an element with what is allowed of it and of what is in it."""
    if level > MOST_LEVELS:
        raise SvgRefused(f"{MOST_LEVELS} x <g>")
    name = source.tag.removeprefix(SVG)
    if name not in ALLOWED:
        raise SvgRefused(f"<{_shown(source.tag)}>")
    drawn = ET.Element(source.tag, dict(_attributes(source)))
    for child in source:
        # Elements of other namespaces belong to the drawing program.
        is_drawing = child.tag.startswith(SVG)
        if is_drawing and child.tag.removeprefix(SVG) not in LEFT_OUT:
            drawn.append(_copied(child, level=level + 1))
    return drawn


def _attributes(source: ET.Element) -> Iterator[tuple[str, str]]:
    """Yield what an element says of its place and paint; ``style`` becomes attributes."""
    is_gradient = source.tag.removeprefix(SVG) in GRADIENTS
    styled = dict(_declarations(source.get("style", "")))
    for key, value in {**source.attrib, **styled}.items():
        if key in HREFS and is_gradient and WITHIN.fullmatch(value):
            yield HREFS[0], value
        elif key in HREFS or key.lower().startswith("on"):
            raise SvgRefused(_shown(key))
        elif key == "id" and NAME.fullmatch(value):
            yield key, value
        elif PAINT.fullmatch(key) or PLACE.fullmatch(key):
            _check_value(key, value)
            yield key, value


def _check_value(key: str, value: str) -> None:
    """Refuse a value that is more than numbers, colours and names within the drawing."""
    rest = REFERENCE.sub("", value)
    if "url" in rest.lower() or not PLAIN.fullmatch(rest):
        raise SvgRefused(_shown(f"{key}: {value}"))


def _declarations(style: str) -> Iterator[tuple[str, str]]:
    """Yield the declarations of a ``style`` that may stand as attributes."""
    if any(each in style for each in ("@", "\\", "/*")):
        raise SvgRefused("style")
    for declaration in style.split(";"):
        key, _, value = declaration.partition(":")
        if PAINT.fullmatch(key.strip()):
            yield key.strip(), value.replace("!important", "").strip()
        elif "(" in value and "url" in value.lower():
            raise SvgRefused(_shown(declaration.strip()))


def _give_view(drawn: ET.Element) -> None:
    """Let the drawing be scaled: it needs to say which part of its plane is seen."""
    if "viewBox" in drawn.attrib:
        return
    sides = [re.fullmatch(r"([0-9.]+)(px)?", drawn.get(side, "")) for side in ("width", "height")]
    if not all(sides):
        raise SvgRefused("viewBox")
    drawn.set("viewBox", " ".join(["0 0", *(each[1] for each in sides if each)]))


def _shown(text: str) -> str:
    """Return the beginning of a name as a page may repeat it."""
    return ascii(text.removeprefix(SVG))[1:-1][:60]
