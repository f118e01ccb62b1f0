"""Markdown that comes out the same on every machine."""

from collections.abc import Iterable, Sequence

GENERATED = "*Written from the code by `make reference`; do not edit.*"


def document(title: str, *parts: str) -> str:
    """Return a page: heading, the word that it is generated, then each part on its own."""
    return "\n\n".join((f"# {title}", GENERATED, *parts)) + "\n"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; a vertical line inside a cell is escaped."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def first_line(text: str | None) -> str:
    """Return the summary of a docstring, or an empty text."""
    paragraph = (text or "").strip().partition("\n\n")[0]
    return " ".join(paragraph.split())


def code(text: str) -> str:
    """Return ``text`` as code; an empty text stays empty."""
    return f"`{text}`" if text else ""
