"""Citizens' complaints wait in sealed files until the night and are then opened in random order."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.complaints.intake.code import read_complaint_code
from portal.complaints.intake.history import CaseContext
from portal.complaints.intake.waiting import WaitingComplaints
from portal.complaints.intake.waiting_rules import (
    NotAWaitingComplaint,
    WrittenComplaint,
    decoded,
    encoded,
    waiting_name,
)
from portal.complaints.intake.writing import (
    WriteComplaint,
    as_written,
    checked_text,
    codes_of,
    store,
    stored_among,
)
from portal.storage.database import begin_write
from portal.storage.sealing.rows import shuffled
from portal.storage.texts.key_file import TextUnreadable, Vault

# No request takes as long; what lies half written since then was left by a crash.
DRAFT_LASTS = timedelta(hours=1)
ContextOn = Callable[[date], CaseContext]


@dataclass(frozen=True, slots=True)
class OpenedComplaint:
    """How many complaints were put into the queue, and how many could not be."""

    stored: int
    refused: int


def take_in(
    session: Session, command: WriteComplaint, *, waiting: WaitingComplaints, context: CaseContext
) -> str:
    """Keep a complaint until the night and return the code to follow it, which is kept nowhere.

    Nothing is written into the database: its log would tell the minute. The same form sent
    twice is kept once and gives the same code.

    :raises TextLengthWrong: when the text is too short or too long.
    :raises portal.complaints.intake.waiting.CannotBeKept: when the disk does not take it.
    """
    text = checked_text(command)
    codes = codes_of(command.form_key, context=context)
    stored = stored_among(session, codes)
    session.rollback()
    if stored is not None:
        return codes[stored]
    for code in codes.values():
        if _name_of_waiting(code, waiting=waiting, vault=context.vault) is not None:
            return code
    hashed, code = next(iter(codes.items()))
    written = as_written(command, hashed, text=text, day=context.today)
    name = waiting_name(code, key=context.vault.code_keys[0])
    waiting.put(name, context.vault.lock(encoded(written)), day=context.today)
    return code


def is_waiting(typed: str, *, waiting: WaitingComplaints, vault: Vault) -> bool:
    """Return whether the complaint whose code was typed waits for the night."""
    code = read_complaint_code(typed)
    return code is not None and _name_of_waiting(code, waiting=waiting, vault=vault) is not None


def _name_of_waiting(code: str, *, waiting: WaitingComplaints, vault: Vault) -> str | None:
    names = (waiting_name(code, key=key) for key in vault.code_keys)
    return next((name for name in names if waiting.has(name)), None)


def open_waiting(
    session: Session,
    *,
    waiting: WaitingComplaints,
    vault: Vault,
    context_on: ContextOn,
    now: datetime,
    today: date,
) -> OpenedComplaint:
    """Put all complaints of other days than ``today`` into the queue, shuffled, at once. Commits.

    Those of a day to come, which a clock ahead wrote, count as written today.
    What does not open, or names a place that is not there, stays where it is. It can be
    repeated after a crash at any point: a file is deleted only after its complaint is stored.

    :param context_on: gives what a complaint of a day needs: key, promises, calendar.
    """
    waiting.clear_drafts(before=now - DRAFT_LASTS)
    due, refused = _due(waiting, vault=vault, today=today)
    begin_write(session)
    done = []
    for name, written in shuffled(due):
        with suppress(IntegrityError), session.begin_nested():
            if stored_among(session, [written.code_hash]) is None:
                store(session, written, context=context_on(min(written.day, today)))
            done.append(name)
    session.commit()
    for name in done:
        waiting.remove(name)
    return OpenedComplaint(stored=len(done), refused=refused + len(due) - len(done))


def _due(
    waiting: WaitingComplaints, *, vault: Vault, today: date
) -> tuple[list[tuple[str, WrittenComplaint]], int]:
    due, refused = [], 0
    for name in waiting.names():
        try:
            written = decoded(vault.unlock(waiting.read(name)))
        except (TextUnreadable, NotAWaitingComplaint):
            refused += 1
            continue
        if written.day != today:
            due.append((name, written))
    return due, refused
