"""The states of a day's key: made, used for a day, destroyed; its private half is only a file.

No second copy exists: what is lost with a key is meant to be lost.
"""

from nacl.public import PrivateKey
from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from portal.evaluation.peer_feedback.box_queries import KeyInBrief, public_keys
from portal.evaluation.peer_feedback.marks import DayKey
from portal.evaluation.peer_feedback.models import PeerKey
from portal.settings import Settings
from portal.storage.private_files import FolderAway, private_folder, shred
from portal.storage.sealing.keys import PRIVATE_SUFFIX, KeyStore, key_name, public_half

FOLDER = "colleagues"


def colleagues_store(settings: Settings) -> KeyStore:
    """Return where the private halves lie: a folder beside the other keys."""
    return KeyStore(settings.keys_dir / FOLDER)


def make_private_key(store: KeyStore) -> bytes:
    """Make a private key (32 bytes), write its file and return it.

    :raises portal.storage.private_files.FolderAway: when the folder of all keys is not there.
    """
    if not store.folder.parent.is_dir():
        raise FolderAway("the folder of keys is not there, and none is made in its place")
    private_folder(store.folder, parents=False)
    private_key = bytes(PrivateKey.generate())
    store.save(private_key)
    return private_key


def day_key(store: KeyStore, key: KeyInBrief) -> DayKey:
    """Return what opens the boxes of a key.

    :raises portal.storage.sealing.keys.KeyLost: when its file is gone, as after a restore.
    """
    return DayKey(store.load(key.public_key))


def put_key(session: Session, round_id: int, *, private_key: bytes) -> int:
    """Let a new key be the round's within the current transaction; return its number."""
    statement = insert(PeerKey).values(round_id=round_id, public_key=public_half(private_key))
    return session.scalars(statement.returning(PeerKey.id)).one()


def drop_key(session: Session, round_id: int) -> None:
    """Take a round's key away within the current transaction; its file is destroyed after it."""
    session.execute(delete(PeerKey).where(PeerKey.round_id == round_id))


def destroy_strays(session: Session, store: KeyStore) -> None:
    """Destroy every file whose key no round has any more, also what a crash left behind."""
    known = {key_name(each) for each in public_keys(session)}
    session.commit()
    store.clear_drafts()
    for name in store.names() - known:
        shred(store.folder / f"{name}{PRIVATE_SUFFIX}")
