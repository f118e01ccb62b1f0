"""Interface of accounts to the organisation: agencies to choose, an officer's record."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol, cast

from flask import Flask, current_app
from sqlalchemy.orm import Session

DIRECTORY = "portal_directory"


class Directory(Protocol):
    """Answers about agencies and officers; the app connects it to the organisation."""

    def agencies(self, session: Session, *, on: date) -> Mapping[int, str]:
        """Return the names of the agencies in service by their number, in order of name."""

    def officer_id(self, session: Session, staff_number: str) -> int | None:
        """Return the record of who has or had this staff number in its normal form, or None."""

    def people(self, session: Session, words: str, *, on: date) -> Sequence[tuple[int, str]]:
        """Return people by words of the name or a number: the record, and what tells them."""

    def ask_to_tie(
        self,
        session: Session,
        account_id: int,
        *,
        officer_id: int,
        email: str,
        by: tuple[int | None, str],
        now: datetime,
    ) -> None:
        """Let an account invited by e-mail wait until another person ties it to a record.

        :param by: account and name of who invited.
        """


def directory() -> Directory:
    """Return the directory of the running app."""
    return cast(Directory, current_app.extensions[DIRECTORY])


def install_directory(app: Flask, found: Directory) -> None:
    """Let the accounts ask ``found``."""
    app.extensions[DIRECTORY] = found
