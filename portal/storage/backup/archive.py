"""The file of a backup: a tar archive that begins with a list of what it holds.

``manifest.json`` names every other member with its size and digest. Members are read by these
names only; nothing in the archive decides where a file is written.
"""

import hashlib
import io
import json
import os
import re
import tarfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

FORMAT = 1
MANIFEST = "manifest.json"
MOST_MANIFEST_BYTES = 1024 * 1024
TABLE_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")
CHUNK_BYTES = 1024 * 1024
FILE_MODE = 0o600


class NotABackup(ValueError):
    """The file is no backup that this portal can read; the text says why."""


@dataclass(frozen=True, slots=True)
class Member:
    """How large a member is, in bytes, and its SHA-256 in hex."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds.

    ``kind`` is ``sqlite`` or ``postgresql``; ``revision`` the schema's; ``tables`` the rows of
    each table; ``left_out`` the tables whose rows never enter a backup; ``keys`` the names of
    the lasting keys that lie in it sealed; ``made_at`` an aware moment in ISO 8601.
    """

    made_at: str
    portal: str
    kind: str
    revision: str
    tables: Mapping[str, int]
    left_out: tuple[str, ...]
    keys: tuple[str, ...]
    members: Mapping[str, Member]

    @property
    def rows(self) -> int:
        """How many rows the backup holds in all."""
        return sum(self.tables.values())


def measured(path: Path) -> Member:
    """Return the size and the digest of the file at ``path``."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            found.update(chunk)
        return Member(file.tell(), found.hexdigest())


def write_archive(path: Path, manifest: Manifest, *, folder: Path) -> None:
    """Write the archive to the new file ``path``, durably, readable by its owner only.

    :param folder: where the members named in ``manifest`` lie.
    :raises OSError: when it cannot be written, for one because the disk is full.
    """
    said = {"format": FORMAT, **asdict(manifest)}
    text = json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True).encode()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    with os.fdopen(handle, "wb") as file:
        with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as archive:
            archive.addfile(_entry(MANIFEST, len(text)), io.BytesIO(text))
            for name, member in manifest.members.items():
                with (folder / name).open("rb") as content:
                    archive.addfile(_entry(name, member.size), content)
        file.flush()
        os.fsync(file.fileno())


def _entry(name: str, size: int) -> tarfile.TarInfo:
    """Return a tar member without data about the machine it was made on."""
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, FILE_MODE
    return entry


def read_manifest(path: Path) -> Manifest:
    """Return the manifest of the backup at ``path``.

    :raises NotABackup: when it is none, or was made by a newer portal.
    """
    try:
        with tarfile.open(path, mode="r:") as archive, _content(archive, MANIFEST) as file:
            said = json.loads(file.read(MOST_MANIFEST_BYTES))
        if said["format"] != FORMAT:
            raise NotABackup(f"its format is {said['format']}; this portal reads format {FORMAT}")
        return _understood(said)
    except (tarfile.TarError, ValueError, KeyError, TypeError, AttributeError) as error:
        if isinstance(error, NotABackup):
            raise
        raise NotABackup("it is not a backup of this portal, or it is damaged") from error


def _understood(said: Mapping[str, Any]) -> Manifest:
    if not all(TABLE_NAME.fullmatch(name) for name in (*said["tables"], *said["left_out"])):
        raise NotABackup("it names tables that no portal has")
    return Manifest(
        made_at=str(said["made_at"]),
        portal=str(said["portal"]),
        kind=str(said["kind"]),
        revision=str(said["revision"]),
        tables={str(name): int(rows) for name, rows in said["tables"].items()},
        left_out=tuple(map(str, said["left_out"])),
        keys=tuple(map(str, said["keys"])),
        members={
            str(name): Member(int(member["size"]), str(member["sha256"]))
            for name, member in said["members"].items()
        },
    )


def _content(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    file = archive.extractfile(name)
    if file is None:
        raise NotABackup(f"{name} in it is not a file")
    return file


def extract(path: Path, name: str, *, to: Path) -> None:
    """Write the member ``name`` of the backup at ``path`` to the new file ``to`` (mode 0600).

    :raises NotABackup: when it is missing, or not what the manifest says.
    """
    expected = read_manifest(path).members.get(name)
    if expected is None:
        raise NotABackup(f"it holds no {name}")
    handle = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    try:
        with (
            os.fdopen(handle, "wb") as written,
            tarfile.open(path, mode="r:") as archive,
            _content(archive, name) as content,
        ):
            while chunk := content.read(CHUNK_BYTES):
                written.write(chunk)
    except (tarfile.TarError, KeyError) as error:
        raise NotABackup(f"{name} in it is damaged") from error
    if measured(to) != expected:
        raise NotABackup(f"{name} in it is damaged")
