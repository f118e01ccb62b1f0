"""The lasting keys in a backup: stored only sealed to the recovery key.

Without the lasting keys the texts in a backup cannot be read. The private recovery key, which
is stored offline, opens them.
"""

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from portal.storage.backup.archive import NotABackup
from portal.storage.private_files import KEY_FILE_BYTES, read_bounded, write_whole

MEMBER = "keys.sealed"
SET_ASIDE = "before-restore"


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A lasting key: what it is called in a backup, where its file lies, what it is now.

    ``content`` is None when there is no such key yet.
    """

    name: str
    path: Path
    content: bytes | None


def present(keys: Iterable[KeyFile]) -> tuple[str, ...]:
    """Return the names of the keys that exist."""
    return tuple(key.name for key in keys if key.content is not None)


def sealed(keys: Iterable[KeyFile], *, recovery_key: bytes) -> bytes:
    """Return all keys that exist, readable with the private half of ``recovery_key`` only."""
    found = {
        key.name: base64.b64encode(key.content).decode() for key in keys if key.content is not None
    }
    return bytes(SealedBox(PublicKey(recovery_key)).encrypt(json.dumps(found).encode()))


def opened(box: bytes, *, recovery_private_key: bytes) -> Mapping[str, bytes]:
    """Return the keys in ``box`` by name.

    :raises NotABackup: when the recovery key does not open it.
    """
    try:
        text = SealedBox(PrivateKey(recovery_private_key)).decrypt(box)
        return {name: base64.b64decode(key) for name, key in json.loads(text).items()}
    except (CryptoError, ValueError, TypeError, AttributeError) as error:
        raise NotABackup("the recovery key does not open the keys in it") from error


def put_back(
    keys: Iterable[KeyFile], found: Mapping[str, bytes], *, now: datetime
) -> tuple[str, ...]:
    """Write the keys ``found`` to their places and return the names of those that changed.

    Another key that lies there is set aside under a name with the moment ``now``, not removed.
    """
    changed = []
    for key in keys:
        content = found.get(key.name)
        if content is None or _is_there(key.path, content):
            continue
        if key.path.exists():
            key.path.rename(key.path.with_name(f"{key.path.name}.{SET_ASIDE}-{now:%Y%m%dT%H%M%S}"))
        write_whole(key.path, content)
        changed.append(key.name)
    return tuple(changed)


def out_of_reach(keys: Iterable[KeyFile], found: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the files of those keys that cannot be put back, since their folder is away."""
    return tuple(
        key.path.name for key in keys if key.name in found and not key.path.parent.is_dir()
    )


def _is_there(path: Path, content: bytes) -> bool:
    return path.is_file() and read_bounded(path, most_bytes=KEY_FILE_BYTES) == content
