"""Whether the folder of keys belongs to this database, and when a new folder may be made.

A folder that is missing, or another one, is most likely a disk that is not mounted or a wrong
PORTAL_KEYS_DIR. A key made in it would be lost as soon as the right folder is back, and with it
every rating that was sealed to it.
"""

from enum import StrEnum
from pathlib import Path

from sqlalchemy.orm import Session

from portal.rating.mixing.queries import InboxKeyState, inbox_keys
from portal.storage.lasting_keys.folders import FolderNotOurs, before_a_first_key
from portal.storage.sealing.keys import KeyStore, key_name

EVERY_STATE = ("prepared", "current", "closed", "destroyed")
IN_USE = ("current", "closed")
REMEDY = (
    "nothing was made in its place. Mount its disk or set PORTAL_KEYS_DIR right; when its keys are "
    "lost for good: flask ratings open-inbox --keys-are-lost --by NAME --reason TEXT"
)


class FolderState(StrEnum):
    """What the folder of keys is to the database."""

    OK = "ok"
    FIRST = "not used yet"
    MISSING = "the folder of keys is not there"
    OTHER = "the folder of keys is another one"


class NothingLost(ValueError):
    """Keys are to be given up although the folder is the right one."""


class WrongFolder(FolderNotOurs):
    """The folder of keys is missing, or another one: no key is made in it."""

    def __init__(self, state: FolderState) -> None:
        super().__init__(f"{state}: {REMEDY}")
        self.state = state


def state_of_folder(session: Session, store: KeyStore) -> FolderState:
    """Return what the folder is: known by its mark, or by a key that the database records."""
    keys = inbox_keys(session, states=EVERY_STATE)
    known = {key_name(key.public_key) for key in keys}
    is_first = not any(key.state in IN_USE for key in keys)
    if not store.is_there():
        return FolderState.FIRST if is_first else FolderState.MISSING
    mark = store.mark()
    if mark is not None:
        return FolderState.OK if mark in known else FolderState.OTHER
    if store.names() & known:
        return FolderState.OK
    return FolderState.FIRST if is_first and not store.names() else FolderState.OTHER


def require_folder(session: Session, store: KeyStore) -> None:
    """Allow a key to be made: in the database's own folder, or in a new one for its first key.

    :raises WrongFolder: for any other folder.
    """
    state = state_of_folder(session, store)
    if state is FolderState.FIRST:
        store.make_folder()
    elif state is not FolderState.OK:
        raise WrongFolder(state)


@before_a_first_key
def require_folder_at(session: Session, folder: Path) -> None:
    """Allow another key to be made in the folder of keys, as ``require_folder`` does.

    :raises WrongFolder: for any other folder.
    """
    require_folder(session, KeyStore(folder))


def mark_folder(session: Session, store: KeyStore) -> None:
    """Mark the folder with the first key that the database ever made, so that it is recognised."""
    if store.mark() is None:
        store.put_mark(_first_key(session).public_key)


def take_new_folder(session: Session, store: KeyStore) -> None:
    """Take the folder as the database's own and make it where it is missing; old keys are lost.

    :raises NothingLost: when it is the database's own already.
    :raises WrongFolder: when keys of another database lie in it.
    """
    if state_of_folder(session, store) in {FolderState.OK, FolderState.FIRST}:
        raise NothingLost("the folder of keys is the right one; nothing was changed")
    known = {key_name(key.public_key) for key in inbox_keys(session, states=EVERY_STATE)}
    mark = store.mark() if store.is_there() else None
    if (mark is not None and mark not in known) or store.names() - known:
        raise WrongFolder(FolderState.OTHER)
    store.make_folder()
    mark_folder(session, store)


def _first_key(session: Session) -> InboxKeyState:
    return inbox_keys(session, states=EVERY_STATE)[0]
