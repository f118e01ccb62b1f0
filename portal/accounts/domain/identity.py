"""What people type to say who they are: an e-mail address or a staff number (NIP)."""

import re
from dataclasses import dataclass

from portal.accounts.domain.staff_numbers import NotAStaffNumber, normal_form

NAME_LENGTH = 160
_EMAIL = re.compile(r"[^@\s\x00-\x20\x7f]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?")
SHORTEST_STAFF_NUMBER = 4


class NoIdentity(ValueError):
    """The text is neither an e-mail address nor a staff number."""


@dataclass(frozen=True, slots=True)
class Identity:
    """One of the two is set, in the form it is stored in; with neither it is nobody."""

    email: str | None = None
    staff_number: str | None = None

    def __str__(self) -> str:
        """Return the one that is set."""
        return self.email or self.staff_number or ""


def identity_of(text: str) -> Identity:
    """Return who is meant by ``text``; case and the grouping of digits do not matter.

    :raises NoIdentity: when it looks like neither.
    """
    plain = text.strip().lower()
    if len(plain) <= 254 and _EMAIL.fullmatch(plain):
        return Identity(email=plain)
    try:
        number = normal_form(text)
    except NotAStaffNumber as error:
        raise NoIdentity from error
    if len(number) < SHORTEST_STAFF_NUMBER:
        raise NoIdentity
    return Identity(staff_number=number)


def identity_or_nobody(text: str | None) -> Identity:
    """Return who is meant by ``text``; what can be nobody's identity is nobody."""
    try:
        return identity_of(text or "")
    except NoIdentity:
        return Identity()


def one_line(text: str | None) -> str:
    """Return ``text`` on one line, without characters that nobody can see or type."""
    return " ".join("".join(c if c.isprintable() else " " for c in text or "").split())
