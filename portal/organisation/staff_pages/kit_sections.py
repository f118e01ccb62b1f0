"""Sections that packages above add to a desk's kit: tickets, kiosks and screens."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app

KIT = "portal_desk_kit"


@dataclass(frozen=True, slots=True)
class KitSection:
    """A part of a desk's kit: what it is for, and the page of ``endpoint`` for the desk.

    The endpoint takes the desk's code as ``code``; who may not open it does not see the part.
    """

    title: Any  # Flask-Babel's lazy text, which has no public type
    text: Any
    endpoint: str
    label: Any


def add_kit_section(app: Flask, section: KitSection) -> None:
    """Add a part to every desk's kit."""
    app.extensions.setdefault(KIT, []).append(section)


def kit_sections() -> list[KitSection]:
    """Return the parts in the order in which they were added."""
    return list(current_app.extensions.get(KIT, ()))
