"""Stores what a person types, and deletes it when it was sent, discarded or is too old."""

import json
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.accounts.authentication.domain import TypedForm
from portal.accounts.drafts.domain import KEPT_FOR, MOST_OF_A_PERSON
from portal.accounts.drafts.models import FormDraft
from portal.storage.database import begin_write
from portal.storage.texts.key_file import Vault
from portal.storage.validity import is_running


class KeptDraftChanged(ValueError):
    """The draft was kept from another tab or device after this page read it."""


def keep_draft(
    session: Session,
    form: TypedForm,
    *,
    account_id: int,
    revision: int,
    vault: Vault,
    now: datetime,
) -> int:
    """Keep ``form`` and return the draft's new revision; commits.

    The oldest of a person's drafts gives way when there are more than thirty.

    :param revision: that the page was made from; 0 where there was no draft.
    :raises DraftChanged: when it was kept elsewhere meanwhile; that text stays.
    """
    begin_write(session)
    row = session.get(
        FormDraft, {"account_id": account_id, "address": form.path}, with_for_update=True
    )
    if row is not None and row.revision != revision:
        session.rollback()
        raise KeptDraftChanged(form.path)
    if row is None:
        _delete_oldest(session, account_id)
        row = FormDraft(account_id=account_id, address=form.path)
        session.add(row)
    row.revision, row.fields = revision + 1, vault.lock(json.dumps(form.fields))
    row.saved_at, row.expires_at = now, now + KEPT_FOR
    session.commit()
    return revision + 1


def drop_draft(session: Session, account_id: int, *, address: str) -> None:
    """Forget the draft of a form; commits."""
    begin_write(session)
    session.execute(
        delete(FormDraft).where(FormDraft.account_id == account_id, FormDraft.address == address)
    )
    session.commit()


def forget_drafts(session: Session, *, now: datetime) -> None:
    """Delete the drafts whose time is over; commits."""
    begin_write(session)
    session.execute(
        delete(FormDraft).where(~is_running(FormDraft.expires_at, lasts=KEPT_FOR, now=now))
    )
    session.commit()


def _delete_oldest(session: Session, account_id: int) -> None:
    older = session.scalars(
        select(FormDraft.address)
        .where(FormDraft.account_id == account_id)
        .order_by(FormDraft.saved_at.desc())
        .offset(MOST_OF_A_PERSON - 1)
    ).all()
    session.execute(
        delete(FormDraft).where(FormDraft.account_id == account_id, FormDraft.address.in_(older))
    )
