"""Which drafts a person has, and what one of them says."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.authentication.domain import TypedForm
from portal.accounts.drafts.domain import KEPT_FOR, KeptDraft, OpenedDraft
from portal.accounts.drafts.models import FormDraft
from portal.storage.prepared import Question, prepared
from portal.storage.texts.key_file import Vault
from portal.storage.validity import is_running


def drafts_of(session: Session, account_id: int, *, now: datetime) -> dict[str, KeptDraft]:
    """Return a person's drafts by the addresses of their forms; what was typed stays closed."""
    return {
        row.address: KeptDraft(row.address, row.revision, row.saved_at)
        for row in _of_account.rows(session, account_id=account_id)
        if is_running(row.expires_at, lasts=KEPT_FOR, now=now)
    }


@prepared()
def _of_account(account_id: Any) -> Question:
    """Ask for the few drafts of a person, the ended ones too."""
    return select(
        FormDraft.address, FormDraft.revision, FormDraft.saved_at, FormDraft.expires_at
    ).where(FormDraft.account_id == account_id)


def open_draft(
    session: Session, account_id: int, *, address: str, vault: Vault, now: datetime
) -> OpenedDraft | None:
    """Return the draft of a form with what was typed; None without one or when it is over."""
    row = session.get(FormDraft, {"account_id": account_id, "address": address})
    if row is None or not is_running(row.expires_at, lasts=KEPT_FOR, now=now):
        return None
    fields = tuple((name, value) for name, value in json.loads(vault.unlock(row.fields)))
    return OpenedDraft(KeptDraft(address, row.revision, row.saved_at), TypedForm(address, fields))
