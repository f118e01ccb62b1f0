"""What packages add to the staff pages: entries of the menu and pending tasks on the first page."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from flask import Flask, current_app, request, url_for
from sqlalchemy.orm import Session

from portal.web.access import Staff, access_of

NAVIGATION = "portal_navigation"
NEXT_STEPS = "portal_next_steps"
Label = Any  # text or Flask-Babel's lazy text, which has no public type


@dataclass(frozen=True, slots=True)
class NavEntry:
    """A line of the staff menu, shown to whoever may open ``endpoint``; lower ``order`` first."""

    endpoint: str
    label: Label
    order: int = 50


@dataclass(frozen=True, slots=True)
class PendingTask:
    """Something that waits for a person: a sentence and where to do it."""

    label: Label
    endpoint: str
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MenuLine:
    """A menu entry as a page shows it."""

    label: Label
    url: str
    is_current: bool


Steps = Callable[[Session, Staff], Iterable[PendingTask]]


def add_navigation(app: Flask, *entries: NavEntry) -> None:
    """Add ``entries`` to the staff menu; one whose endpoint does not exist is left out."""
    app.extensions.setdefault(NAVIGATION, []).extend(entries)


def add_next_steps(app: Flask, steps: Steps) -> None:
    """Ask ``steps`` for what waits for a person whenever they open their first page."""
    app.extensions.setdefault(NEXT_STEPS, []).append(steps)


def may_open(staff: Staff, endpoint: str) -> bool:
    """Return whether ``endpoint`` exists and lets ``staff`` in."""
    app = cast(Any, current_app)
    access = access_of(app, endpoint) if endpoint in app.view_functions else None
    return access is not None and (access.is_public or staff.has(*access.roles))


def menu(staff: Staff) -> list[MenuLine]:
    """Return the menu of ``staff`` in order; the entry whose pages are open is the current one."""
    entries = sorted(current_app.extensions.get(NAVIGATION, ()), key=lambda entry: entry.order)
    urls = {e.endpoint: url_for(e.endpoint) for e in entries if may_open(staff, e.endpoint)}
    current = _current(urls.values())
    return [
        MenuLine(entry.label, urls[entry.endpoint], urls[entry.endpoint] == current)
        for entry in entries
        if entry.endpoint in urls
    ]


def _current(urls: Iterable[str]) -> str:
    """Return the longest of ``urls`` that the page's address starts with."""
    fitting = [url for url in urls if _lies_below(request.path, url=url)]
    return max(fitting, key=len, default="")


def _lies_below(path: str, *, url: str) -> bool:
    return path == url or path.startswith(url.rstrip("/") + "/")


def next_steps(session: Session, staff: Staff) -> list[PendingTask]:
    """Return what waits for ``staff``, of the packages that have something to say."""
    found = []
    for steps in current_app.extensions.get(NEXT_STEPS, ()):
        found += [step for step in steps(session, staff) if may_open(staff, step.endpoint)]
    return found
