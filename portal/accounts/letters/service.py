"""Keeps letters until they are sent, and notes what an account's owner is told."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.accounts.letters.domain import COUNTED_FOR, NOTICE_OF_ACT, SEALED_FOR, Notice, next_try
from portal.accounts.letters.models import UnsentLetter
from portal.accounts.letters.queries import due_letters
from portal.accounts.staff.queries import account_row, open_address_of_officer
from portal.storage.database import begin_write
from portal.storage.lasting_keys.keys import derived_key
from portal.web.access import Act

# What stands in place of a failure while a letter is tried for the first time.
NOT_TRIED = "not tried yet"
TO_TELL = "portal_accounts_to_tell"


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
    begin_write(session)
    enclose_letter(session, sealed, failure=failure.kind, now=now, useful_until=useful_until)
    session.commit()


def enclose_letter(
    session: Session,
    sealed: bytes,
    *,
    now: datetime,
    useful_until: datetime,
    failure: str = NOT_TRIED,
) -> int:
    """Keep a letter within the caller's transaction and return its id; its first try is counted.

    When whoever is about to try it ends before it is out, the jobs try it.
    """
    letter = UnsentLetter(
        sealed=sealed, tries=1, written_at=now, useful_until=useful_until, failure=failure
    )
    _plan(letter, now=now)
    session.add(letter)
    session.flush()
    return letter.id


def note_first_try(
    session: Session, letter_id: int, *, failure: NotSent | None, now: datetime
) -> None:
    """Forget an enclosed letter that was sent, or say why it was not; commits."""
    begin_write(session)
    letter = session.get(UnsentLetter, letter_id)
    if letter is not None and failure is None:
        session.delete(letter)
    elif letter is not None and failure is not None:
        letter.failure = failure.kind
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


def re_seal_letters(session: Session, *, old_key: str, new_key: str) -> int:
    """Seal the letters that wait with ``new_key``, and return how many there were; commits.

    What opens with neither key stays as it is: it is given up when its time is over.
    """
    before, after = (SecretBox(derived_key(key, purpose=SEALED_FOR)) for key in (old_key, new_key))
    begin_write(session)
    count = 0
    for letter in session.scalars(select(UnsentLetter).where(UnsentLetter.sealed.is_not(None))):
        with suppress(CryptoError):
            letter.sealed = bytes(after.encrypt(before.decrypt(letter.sealed or b"")))
            count += 1
    session.commit()
    return count


@dataclass(frozen=True, slots=True)
class AddressedNotice:
    """A notice and the e-mail address it goes to."""

    notice: Notice
    email: str


def tell(session: Session, account_id: int, *, notice: Notice) -> None:
    """Let the owner be told with the commit; without an e-mail address nothing is noted."""
    account = account_row(session, account_id)
    if account is not None and account.email is not None:
        _put_down(session, AddressedNotice(notice, account.email))


def tell_officer(session: Session, officer_id: int) -> None:
    """Let a person be told with the commit that something waits; nothing without an account."""
    email = open_address_of_officer(session, officer_id)
    if email is not None:
        _put_down(session, AddressedNotice(Notice.WAITING, email))


def tell_now(session: Session, account_id: int, *, notice: Notice) -> None:
    """Let the owner be told although nothing about the account changes."""
    begin_write(session)
    tell(session, account_id, notice=notice)
    session.commit()


def tell_of_act(session: Session, act: Act) -> None:
    """Let the owner of the account that ``act`` is about be told, when it concerns a proof."""
    notice, (kind, _, number) = NOTICE_OF_ACT.get(act.action), act.subject.partition(":")
    if notice is not None and kind == "account":
        tell(session, int(number), notice=notice)


def _put_down(session: Session, notice: AddressedNotice) -> None:
    session.info.setdefault(TO_TELL, []).append(notice)


def take_notices(session: Session) -> list[AddressedNotice]:
    """Return the notices that wait to be sent, and empty the list."""
    waiting: list[AddressedNotice] = session.info.pop(TO_TELL, [])
    return waiting
