"""Whether ratings can be sealed now and opened later."""

from enum import StrEnum

from sqlalchemy.orm import Session

from portal.rating.mixing.keys_folder import FolderState, state_of_folder
from portal.rating.mixing.queries import inbox_keys, is_waiting_under
from portal.storage.sealing.keys import KeyLost, KeyStore


class KeysState(StrEnum):
    """What can be said of the inbox keys without naming one."""

    OK = "ok"
    NONE_YET = "no key yet; run: flask ratings mix"
    FOLDER_MISSING = "folder of keys missing; none is made in its place"
    FOLDER_OTHER = "another folder of keys; nothing is made in it"
    FILE_MISSING = "key file missing; ratings wait for it to be restored"


def state_of_keys(session: Session, store: KeyStore) -> KeysState:
    """Return whether there is a current key and no key that ratings wait for is lost."""
    keys = inbox_keys(session, states=["current", "closed"])
    if not any(key.state == "current" for key in keys):
        return KeysState.NONE_YET
    folder = state_of_folder(session, store)
    if folder is not FolderState.OK:
        is_missing = folder is FolderState.MISSING
        return KeysState.FOLDER_MISSING if is_missing else KeysState.FOLDER_OTHER
    for key in keys:
        is_needed = key.state == "current" or is_waiting_under(session, key.key_id)
        if is_needed and not store.has(key.public_key):
            return KeysState.FILE_MISSING
    return KeysState.OK


def can_read_keys(session: Session, store: KeyStore) -> bool:
    """Return whether the private half of every key that is needed can be read and is whole."""
    for key in inbox_keys(session, states=["current", "closed"]):
        if key.state == "current" or is_waiting_under(session, key.key_id):
            try:
                store.load(key.public_key)
            except (KeyLost, OSError):
                return False
    return True
