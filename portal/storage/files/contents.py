"""Stores files: encrypted, in the database, in the transaction of the row that refers to them.

So no row stands without a file and no file without a row, whenever the portal is killed, and
every backup holds them.
"""

import secrets
import shutil
from fractions import Fraction
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.storage.files.models import NAME_LENGTH, StoredContent

# A disk this full takes no further file: the database on it has to go on.
FULLEST = Fraction(4, 5)


class DiskNearlyFull(RuntimeError):
    """The disk is four fifths full: no further file is taken, and nothing was kept."""


class ContentGone(LookupError):
    """There is no file of this name."""


def put_content(session: Session, content: bytes, *, beside: Path) -> str:
    """Keep encrypted bytes within the caller's transaction and return their name.

    :param beside: a folder on the disk whose free space counts.
    :raises DiskNearlyFull: when no further file is taken; the transaction is over then.
    """
    if is_nearly_full(beside):
        session.rollback()
        raise DiskNearlyFull(str(beside))
    name = secrets.token_hex(NAME_LENGTH // 2)
    session.add(StoredContent(name=name, content=content))
    session.flush()
    return name


def content_of(session: Session, name: str) -> bytes:
    """Return encrypted bytes.

    :raises ContentGone: when there are none of this name.
    """
    content = session.scalar(select(StoredContent.content).where(StoredContent.name == name))
    if content is None:
        raise ContentGone(name)
    return content


def remove_content(session: Session, name: str) -> None:
    """Take encrypted bytes away, within the caller's transaction."""
    session.execute(delete(StoredContent).where(StoredContent.name == name))


def is_nearly_full(folder: Path) -> bool:
    """Return whether four fifths of a disk are used, of what the portal's account may use."""
    usage = shutil.disk_usage(folder)
    return Fraction(usage.used, max(usage.used + usage.free, 1)) >= FULLEST
