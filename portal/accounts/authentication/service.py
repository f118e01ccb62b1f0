"""Forms that were sent after the sign-in ended: stored, and given back to the same browser."""

import json
from datetime import datetime

from nacl.secret import SecretBox
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.accounts.authentication.domain import KEPT_FOR, MOST_OF_A_BROWSER, TypedForm
from portal.accounts.authentication.models import LateForm
from portal.accounts.authentication.queries import box
from portal.accounts.sessions.domain import new_token, token_hash
from portal.storage.database import begin_write
from portal.storage.validity import is_running


def keep_form(session: Session, form: TypedForm, *, device_hash: bytes, now: datetime) -> str:
    """Keep ``form`` for its browser and return the token of its page; commits.

    The oldest of the browser's forms gives way when there are more than five.

    :param device_hash: the hash of the token of a browser that has signed in before.
    """
    token = new_token()
    content = json.dumps([form.path, list(form.fields)]).encode()
    begin_write(session)
    session.execute(
        delete(LateForm).where(~is_running(LateForm.expires_at, lasts=KEPT_FOR, now=now))
    )
    older = session.scalars(
        select(LateForm.token_hash)
        .where(LateForm.device_hash == device_hash)
        .order_by(LateForm.expires_at.desc())
        .offset(MOST_OF_A_BROWSER - 1)
    ).all()
    session.execute(delete(LateForm).where(LateForm.token_hash.in_(older)))
    session.add(
        LateForm(
            token_hash=token_hash(token),
            device_hash=device_hash,
            sealed=bytes(SecretBox(box(token)).encrypt(content)),
            expires_at=now + KEPT_FOR,
        )
    )
    session.commit()
    return token


def forget_kept_forms(session: Session, *, now: datetime) -> None:
    """Delete the forms whose time is over; commits."""
    begin_write(session)
    session.execute(
        delete(LateForm).where(~is_running(LateForm.expires_at, lasts=KEPT_FOR, now=now))
    )
    session.commit()
