"""What a screen reader finds in a PDF: its language, and its parts in reading order."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf


def elements(node: Any) -> Iterator[tuple[str, str]]:
    """Give each element of the structure, in reading order: its kind, and what it is called."""
    for child in node if isinstance(node, pikepdf.Array) else [node]:
        if isinstance(child, pikepdf.Dictionary):
            if "/S" in child:
                yield str(child["/S"]), str(child.get("/Alt", ""))
            if "/K" in child:
                yield from elements(child["/K"])


def structure(pdf: bytes) -> list[tuple[str, str]]:
    """Return each element in reading order: its kind, and what it is called."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return list(elements(document.Root["/StructTreeRoot"]["/K"]))


def language(pdf: bytes) -> str:
    """Return the language that the document says it is in."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return str(document.Root["/Lang"])
