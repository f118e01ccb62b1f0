"""Numbers of what waits in the whole city: each package says its own, a report shows them.

Numbers of people are told in tens, and fewer than ten are never told from none: whoever reads a
report every month would otherwise see single persons come and go.
"""

from collections.abc import Callable, Iterable
from datetime import date

from flask import Flask, current_app
from sqlalchemy.orm import Session

CITY_LINES = "portal_city_lines"
STEP = 10
# Label in Indonesian, as reports are printed; a number; whether it counts people's cases.
Source = Callable[[Session, date], Iterable[tuple[str, int, bool]]]
Waits = tuple[tuple[str, str], ...]


def add_city_lines(app: Flask, source: Source) -> None:
    """Ask ``source`` for what waits on a day whenever a report of the city is made."""
    app.extensions.setdefault(CITY_LINES, []).append(source)


def city_lines(session: Session, *, today: date) -> Waits:
    """Return what waits today, each with its number in words."""
    sources = current_app.extensions.get(CITY_LINES, ())
    return tuple(
        (label, in_tens(count) if is_of_people else str(count))
        for source in sources
        for label, count, is_of_people in source(session, today)
    )


def in_tens(count: int) -> str:
    """Return a number of people's cases as it may be told: "kurang dari 10" or "20-29"."""
    if count < STEP:
        return f"kurang dari {STEP}"
    lowest = count // STEP * STEP
    return f"{lowest}-{lowest + STEP - 1}"
