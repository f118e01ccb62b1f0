"""Queries on forms that arrived after the sign-in of their browser had ended."""

import json
from datetime import datetime

from nacl.secret import SecretBox
from sqlalchemy.orm import Session

from portal.accounts.authentication.domain import KEPT_FOR, TypedForm
from portal.accounts.authentication.models import LateForm
from portal.accounts.sessions.domain import token_hash
from portal.storage.lasting_keys.keys import derived_key
from portal.storage.validity import is_running


def box(token: str) -> bytes:
    """Return the 32 bytes that open the form whose page has ``token`` in its address."""
    return derived_key(token, purpose="kept form")


def kept_form(
    session: Session, token: str, *, device_hash: bytes, now: datetime
) -> TypedForm | None:
    """Return the form that was kept for this browser; None for another browser or when over."""
    found = session.get(LateForm, token_hash(token))
    if found is None or found.device_hash != device_hash:
        return None
    if not is_running(found.expires_at, lasts=KEPT_FOR, now=now):
        return None
    path, fields = json.loads(SecretBox(box(token)).decrypt(found.sealed))
    return TypedForm(path, tuple((name, value) for name, value in fields))
