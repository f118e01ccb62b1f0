"""Keeping letters that the mail server did not take, trying them again, giving them up."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.accounts.domain.letters import COUNTED_FOR, next_try
from portal.accounts.models.letters import UnsentLetter
from portal.accounts.queries.letters import due_letters
from portal.database import begin_write


@dataclass(frozen=True, slots=True)
class NotSent:
    """Why the mail server did not take a letter.

    ``is_server_away`` tells a server that did not answer from one that refused this letter.
    """

    kind: str
    is_server_away: bool


@dataclass(frozen=True, slots=True)
class RetryReport:
    """What became of the letters of one round."""

    sent: int
    failed: int


Deliver = Callable[[bytes], NotSent | None]


def keep_letter(
    session: Session, sealed: bytes, *, failure: NotSent, now: datetime, useful_until: datetime
) -> None:
    """Keep a letter after its first try, so that it is tried again; commits."""
    letter = UnsentLetter(
        sealed=sealed, tries=1, written_at=now, useful_until=useful_until, failure=failure.kind
    )
    begin_write(session)
    session.add(letter)
    _plan(letter, now=now)
    session.commit()


def retry_letters(session: Session, *, now: datetime, deliver: Deliver) -> RetryReport:
    """Try the letters that are due, each in a transaction of its own; commits.

    When the server does not answer, the rest waits for the next round.

    :param deliver: sends what was sealed, without waiting in a transaction; None means sent.
    """
    due = due_letters(session, now=now)
    session.rollback()
    sent = failed = 0
    for letter in due:
        failure = deliver(letter.sealed)
        _note(session, letter.letter_id, failure=failure, now=now)
        sent += failure is None
        failed += failure is not None
        if failure is not None and failure.is_server_away:
            break
    _forget_given_up(session, now=now)
    return RetryReport(sent, failed)


def _note(session: Session, letter_id: int, *, failure: NotSent | None, now: datetime) -> None:
    begin_write(session)
    letter = session.get_one(UnsentLetter, letter_id)
    if failure is None:
        session.delete(letter)
    else:
        letter.tries += 1
        letter.failure = failure.kind
        _plan(letter, now=now)
    session.commit()


def _plan(letter: UnsentLetter, *, now: datetime) -> None:
    letter.next_try_at = next_try(letter.tries, now=now, useful_until=letter.useful_until)
    if letter.next_try_at is None:
        letter.sealed = None


def _forget_given_up(session: Session, *, now: datetime) -> None:
    begin_write(session)
    session.execute(
        delete(UnsentLetter).where(
            UnsentLetter.next_try_at.is_(None), UnsentLetter.useful_until < now - COUNTED_FOR
        )
    )
    session.commit()
