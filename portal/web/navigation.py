"""Navigation of staff: entries of the menu and pending tasks on the first page."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from flask import Flask, current_app, request, url_for
from sqlalchemy.orm import Session

from portal.web.access import Role, Staff, access_of

NAVIGATION = "portal_navigation"
NEXT_STEPS = "portal_next_steps"
# What a new city does until its first release, and whether that is out.
SET_UP = "portal_set_up"
SET_UP_IS_OVER = "portal_set_up_is_over"
# Entries with their addresses, by who may open them: they are the same for every page.
MENUS = "portal_menus"
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


Addresses = list[tuple[Label, str]]
Steps = Callable[[Session, Staff], Iterable[PendingTask]]


def add_navigation(app: Flask, *entries: NavEntry) -> None:
    """Add ``entries`` to the staff menu; one whose endpoint does not exist is left out."""
    app.extensions.setdefault(NAVIGATION, []).extend(entries)
    app.extensions[MENUS] = {}


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
    known: dict[tuple[str, frozenset[Role]], Addresses] = current_app.extensions.get(MENUS, {})
    key = request.script_root, staff.roles
    entries = known.get(key)
    if entries is None:
        entries = known[key] = _addresses(staff)
    current = _current(url for _, url in entries)
    return [MenuLine(label, url, url == current) for label, url in entries]


def _addresses(staff: Staff) -> Addresses:
    """Return labels and addresses of what ``staff`` may open, in the menu's order."""
    entries = sorted(current_app.extensions.get(NAVIGATION, ()), key=lambda entry: entry.order)
    return [(e.label, url_for(e.endpoint)) for e in entries if may_open(staff, e.endpoint)]


def _current(urls: Iterable[str]) -> str:
    """Return the longest of ``urls`` that the page's address starts with."""
    path = request.path
    fitting = [url for url in urls if _lies_below(path, url=url)]
    return max(fitting, key=len, default="")


def _lies_below(path: str, *, url: str) -> bool:
    return path == url or path.startswith(url.rstrip("/") + "/")


def next_steps(session: Session, staff: Staff) -> list[PendingTask]:
    """Return what waits for ``staff``, of the packages that have something to say."""
    found = []
    for steps in current_app.extensions.get(NEXT_STEPS, ()):
        found += [step for step in steps(session, staff) if may_open(staff, step.endpoint)]
    return found


@dataclass(frozen=True, slots=True)
class SetUpStep:
    """A thing to do once; lower ``order`` first.

    :ivar hint: why it matters or what is left, in a sentence; empty for none.
    :ivar may_wait: whether a city can start without it.
    """

    order: int
    label: Label
    is_done: bool
    endpoint: str
    values: Mapping[str, str] = field(default_factory=dict)
    hint: Label = ""
    may_wait: bool = False


SetUp = Callable[[Session], Iterable[SetUpStep]]


def add_set_up(app: Flask, steps: SetUp) -> None:
    """Ask ``steps`` for what is to be set up, until the set-up is over."""
    app.extensions.setdefault(SET_UP, []).append(steps)


def end_set_up(app: Flask, is_over: Callable[[Session], bool]) -> None:
    """Have the guide shown until ``is_over`` says that the first release is out."""
    app.extensions[SET_UP_IS_OVER] = is_over


def set_up_steps(session: Session) -> list[SetUpStep]:
    """Return every step in order, done or not; none once the set-up is over."""
    if current_app.extensions[SET_UP_IS_OVER](session):
        return []
    found = [step for steps in current_app.extensions.get(SET_UP, ()) for step in steps(session)]
    return sorted(found, key=lambda step: step.order)
