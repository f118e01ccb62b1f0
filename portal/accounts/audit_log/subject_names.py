"""Names of what audit entries are about, for the page: the log itself holds numbers and codes."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping

from flask import Flask, current_app
from sqlalchemy.orm import Session

from portal.accounts.staff.queries import names_of_accounts

NAMES = "portal_audit_subject_names"
#: Returns the names of things of one kind by number; a number without one is left out.
Names = Callable[[Session, Collection[int]], Mapping[int, str]]


def add_subject_names(app: Flask, kind: str, *, names: Names) -> None:
    """Let ``kind:7`` be shown with its name; a kind that nobody added is shown as it is."""
    app.extensions.setdefault(NAMES, {"account": names_of_accounts})[kind] = names


def subject_names(session: Session, subjects: Iterable[str]) -> Mapping[str, str]:
    """Return the names of the subjects that have one, with one query a kind."""
    known: Mapping[str, Names] = current_app.extensions.get(NAMES, {"account": names_of_accounts})
    asked: defaultdict[str, set[int]] = defaultdict(set)
    for subject in subjects:
        kind, _, number = subject.partition(":")
        if kind in known and number.isascii() and number.isdecimal() and len(number) < 10:
            asked[kind].add(int(number))
    return {
        f"{kind}:{number}": name
        for kind, numbers in asked.items()
        for number, name in known[kind](session, numbers).items()
    }
