"""Carries staff acts into the transaction that commits them: both are stored, or neither.

A page says ``record_act`` before or after it calls a service. The act waits in the session;
the moment a writing transaction commits, it is appended as that transaction's last statement.
What rolls back takes its acts with it. Looking at something writes at once, before it is shown.
"""

from flask import Flask, Response, has_request_context, request
from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from portal.accounts.audit_log.service import Actor, append
from portal.accounts.letters.sending import enclose, send_off
from portal.accounts.letters.service import take_notices
from portal.accounts.letters.texts import notice_letter
from portal.storage.database import begin_write, is_writing
from portal.web.access import Act
from portal.web.extensions import current_settings, db, moment

WAITING = "portal_acts_waiting"
WROTE = "portal_wrote"
ENCLOSED = "portal_letters_enclosed"
LOOKING = frozenset({"GET", "HEAD"})


def record(act: Act, *, actor: Actor) -> None:
    """Write ``act`` with the next commit; at once when the request only looks."""
    session = db.session()
    if has_request_context() and request.method in LOOKING:
        begin_write(session)
        append(session, act, actor=actor, now=moment())
        session.commit()
        return
    session.info.setdefault(WAITING, []).append((act, actor))


def forget_writes() -> None:
    """Say that what was written so far in this request is no act of the person's."""
    db.session().info.pop(WROTE, None)


def has_written() -> bool:
    """Return whether an act of the person's was written in this request."""
    return bool(db.session.registry.has() and db.session().info.get(WROTE))


def finish(*, is_done: bool) -> None:
    """Write what a page said after its service had committed; drop what never happened."""
    session = db.session()
    wrote = session.info.pop(WROTE, False)
    if is_done and wrote and session.info.get(WAITING):
        begin_write(session)
        session.commit()
    session.info.pop(WAITING, None)


def install_recording(app: Flask) -> None:
    """Let no act of a request or a command get lost."""
    app.after_request(_finish_request)
    app.teardown_appcontext(_finish_command)


def _finish_request(response: Response) -> Response:
    if db.session.registry.has():
        finish(is_done=response.status_code < 400)
    return response


def _finish_command(error: BaseException | None) -> None:
    if db.session.registry.has():
        finish(is_done=error is None)


@event.listens_for(db.session, "before_commit")
def _append_waiting(session: Session) -> None:
    if session.in_nested_transaction() or not is_writing(session):
        return
    session.info[WROTE] = True
    for act, actor in session.info.pop(WAITING, ()):
        append(session, act, actor=actor, now=moment())
    _enclose_notices(session)


def _enclose_notices(session: Session) -> None:
    """Keep the letters with what they tell of: neither is there without the other."""
    enclosed = session.info.setdefault(ENCLOSED, [])
    for told in take_notices(session):
        letter = notice_letter(told.email, told.notice)
        enclosed.append(enclose(session, letter, settings=current_settings(), now=moment()))


@event.listens_for(db.session, "after_commit")
def _send_notices(session: Session) -> None:
    for each in session.info.pop(ENCLOSED, ()):
        send_off(each)


@event.listens_for(db.session, "after_soft_rollback")
def _drop_waiting(session: Session, previous: SessionTransaction) -> None:
    if not previous.nested:
        session.info.pop(WAITING, None)
        session.info.pop(ENCLOSED, None)
        take_notices(session)
