"""Changes the key of texts: everything is encrypted anew, in portions, while the portal serves."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nacl.utils import random
from sqlalchemy import and_, select, tuple_, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.complaints.intake.course_models import Appeal, Message
from portal.complaints.intake.models import Complaint
from portal.complaints.intake.text_keys import KEY_BYTES, KEY_FILE, NAME, open_vault, secrets_in
from portal.complaints.intake.vault import Vault
from portal.storage.database import begin_write
from portal.storage.lasting_keys.files import replace_key_file
from portal.storage.lasting_keys.service import begin_rotation, end_rotation, known_key

PORTION = 200
OnPortion = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class EncryptedTexts:
    """A column of encrypted texts with the columns that name a row."""

    text: InstrumentedAttribute[Any]
    key: tuple[InstrumentedAttribute[Any], ...]


# Everything that is encrypted under the key of texts. What is derived from that key in another way
# (a keyed value beside a text) has to be computed anew here, too: add it to `_beside`.
ENCRYPTED = (
    EncryptedTexts(Complaint.text, (Complaint.id,)),
    EncryptedTexts(Message.text, (Message.complaint_id, Message.sequence)),
    EncryptedTexts(Appeal.text, (Appeal.complaint_id, Appeal.sequence)),
)


def no_portion(renewed: int) -> None:
    """Say nothing about how far the rotation is."""


def rotate_text_key(
    session: Session,
    keys_dir: Path,
    *,
    also: Sequence[EncryptedTexts] = (),
    on_portion: OnPortion = no_portion,
) -> int:
    """Change the key of texts and encrypt every text anew; return how many were. Commits.

    A rotation that was broken off is taken up where it stopped. The secrets before stay in the
    key file: the codes of earlier complaints are hashes under them.

    :param also: texts of packages above that are encrypted under the same key.
    :param on_portion: called after each portion with the texts renewed so far.
    :raises KeyUnusable: when the present key is not the right one.
    :raises portal.complaints.intake.vault.TextUnreadable: when a text opens under no secret.
    """
    open_vault(session, keys_dir)
    _begin(session, keys_dir / KEY_FILE)
    vault = open_vault(session, keys_dir)
    renewed = 0
    for texts in (*ENCRYPTED, *also):
        for count in _renewed_portions(session, texts, vault=vault):
            renewed += count
            on_portion(renewed)
    end_rotation(session, NAME)
    return renewed


def _begin(session: Session, path: Path) -> None:
    """Put the new secret into the file, then let the database know it; each may be there already.

    Until the database knows it, texts are written under the old one.
    """
    known = known_key(session, NAME)
    session.rollback()
    if known is None or known.following is not None:
        return
    secrets = secrets_in(path)
    if known.current.fits(NAME, secrets[0]):
        secrets = (random(KEY_BYTES), *secrets)
        replace_key_file(path, b"".join(secrets))
    begin_rotation(session, NAME, following=secrets[0], earlier=None)


def _renewed_portions(session: Session, texts: EncryptedTexts, *, vault: Vault) -> Iterator[int]:
    """Renew a column's texts portion by portion and yield how many each portion held."""
    after: tuple[Any, ...] | None = None
    while rows := _portion(session, texts, after=after):
        begin_write(session)
        renewed = sum(_renew_row(session, texts, row=row, vault=vault) for row in rows)
        session.commit()
        yield renewed
        after = tuple(rows[-1][1:])


def _portion(
    session: Session, texts: EncryptedTexts, *, after: tuple[Any, ...] | None
) -> list[tuple[Any, ...]]:
    query = select(texts.text, *texts.key).where(texts.text.is_not(None), texts.text != b"")
    if after is not None:
        query = query.where(tuple_(*texts.key) > after)
    rows = session.execute(query.order_by(*texts.key).limit(PORTION)).all()
    session.rollback()
    return [tuple(row) for row in rows]


def _renew_row(
    session: Session, texts: EncryptedTexts, *, row: tuple[Any, ...], vault: Vault
) -> bool:
    locked, *key = row
    fresh = vault.renewed(locked)
    if fresh is None:
        return False
    values = {texts.text: fresh, **_beside(texts, vault.unlock(fresh), vault=vault)}
    is_row = and_(*(column == value for column, value in zip(texts.key, key, strict=True)))
    # A text that was deleted in the meantime stays deleted.
    session.execute(update(texts.text.class_).where(is_row, texts.text == locked).values(values))
    return True


def _beside(texts: EncryptedTexts, plain: str, *, vault: Vault) -> dict[Any, int]:
    """Return the keyed values that lie beside a text, under the secret in use."""
    if texts.text is Complaint.text:
        return {Complaint.signature: vault.signature(plain)}
    return {}
