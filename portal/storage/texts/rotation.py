"""Changes the key of texts: everything is encrypted anew, in portions, while the portal serves."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from nacl.utils import random
from sqlalchemy import and_, select, tuple_, update
from sqlalchemy.orm import Session

from portal.storage.database import begin_write
from portal.storage.lasting_keys.keys import (
    begin_rotation,
    end_rotation,
    known_key,
    replace_key_file,
)
from portal.storage.texts.columns import DESTROYED, TextColumn, text_columns
from portal.storage.texts.key_file import KEY_BYTES, KEY_FILE, NAME, Vault, open_vault, secrets_in

PORTION = 200
OnPortion = Callable[[int], None]


def no_portion(renewed: int) -> None:
    """Say nothing about how far the rotation is."""


def rotate_text_key(
    session: Session,
    keys_dir: Path,
    *,
    on_portion: OnPortion = no_portion,
) -> int:
    """Change the key of texts and encrypt every text anew; return how many were. Commits.

    Every table has to be loaded (`portal.tables`): columns mark themselves with their type.
    A rotation that was broken off is taken up where it stopped. The secrets before stay in the
    key file: the codes of earlier complaints are hashes under them.

    :param on_portion: called after each portion with the texts renewed so far.
    :raises KeyUnusable: when the present key is not the right one.
    :raises portal.storage.texts.key_file.TextUnreadable: when a text opens under no secret.
    """
    open_vault(session, keys_dir)
    _begin(session, keys_dir / KEY_FILE)
    vault = open_vault(session, keys_dir)
    renewed = 0
    for texts in text_columns():
        for count in _renewed_portions(session, texts, vault=vault):
            renewed += count
            on_portion(renewed)
    end_rotation(session, NAME)
    return renewed


def _begin(session: Session, path: Path) -> None:
    """Put the new secret into the file, then record it in the database; each may be there already.

    Until the database records it, texts are written under the old one.
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


def _renewed_portions(session: Session, texts: TextColumn, *, vault: Vault) -> Iterator[int]:
    """Renew a column's texts portion by portion and yield how many each portion held."""
    after: tuple[Any, ...] | None = None
    while rows := _portion(session, texts, after=after):
        begin_write(session)
        renewed = sum(_renew_row(session, texts, row=row, vault=vault) for row in rows)
        session.commit()
        yield renewed
        after = tuple(rows[-1][1:])


def _portion(
    session: Session, texts: TextColumn, *, after: tuple[Any, ...] | None
) -> list[tuple[Any, ...]]:
    is_there = texts.text.is_not(None) & texts.text.not_in((b"", DESTROYED))
    query = select(texts.text, *texts.key).where(is_there)
    if after is not None:
        query = query.where(tuple_(*texts.key) > after)
    rows = session.execute(query.order_by(*texts.key).limit(PORTION)).all()
    session.rollback()
    return [tuple(row) for row in rows]


def _renew_row(session: Session, texts: TextColumn, *, row: tuple[Any, ...], vault: Vault) -> bool:
    locked, *key = row
    fresh = vault.renewed(locked)
    if fresh is None:
        return False
    values: dict[Any, Any] = {texts.text: fresh}
    if texts.signature is not None:
        values[texts.signature] = vault.signature(vault.unlock(fresh))
    is_row = and_(*(column == value for column, value in zip(texts.key, key, strict=True)))
    # A text that was deleted in the meantime stays deleted.
    session.execute(update(texts.text.table).where(is_row, texts.text == locked).values(values))
    return True
