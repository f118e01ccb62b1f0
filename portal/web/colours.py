"""The colours of pages and print; the style sheet is the one place that names them."""

import re
from functools import cache
from pathlib import Path

STYLES = Path(__file__).parents[1] / "static" / "styles" / "base.css"
NAMED = re.compile(r"--([a-z-]+): (#(?:[0-9a-f]{3}){1,2});")


@cache
def light_colours() -> dict[str, str]:
    """Return the colours of light pages as ``#rrggbb``, by the names of their custom properties."""
    return named_in(STYLES.read_text().partition("@media (prefers-color-scheme: dark)")[0])


@cache
def dark_colours() -> dict[str, str]:
    """Return the colours that pages have instead where the reader wants them dark."""
    return named_in(STYLES.read_text().partition("@media (prefers-color-scheme: dark)")[2])


def named_in(styles: str) -> dict[str, str]:
    """Return the colours that a style sheet names, each as ``#rrggbb``."""
    return {name: _whole(value) for name, value in NAMED.findall(styles)}


def _whole(value: str) -> str:
    return value if len(value) == 7 else "#" + "".join(digit * 2 for digit in value[1:])


def light_colour(name: str) -> str:
    """Return one colour of light pages as ``#rrggbb``.

    :raises KeyError: when the style sheet names no such colour.
    """
    return light_colours()[name]
