"""What the tests of backups ask of files and databases."""

import io
import json
import subprocess
import tarfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from click.testing import Result
from flask import Flask

from portal.storage.backup.archive import MANIFEST, measured
from portal.storage.backup.rows import counted
from portal.web.extensions import db
from tests.servers import postgresql_program


def made(run: Callable[..., Result], app: Flask, folder: Path) -> Path:
    """Make a backup by its command and return its file."""
    result = run(app, "backup", "create", folder)
    assert result.exit_code == 0, result.output
    return only_backup(folder)


def only_backup(folder: Path) -> Path:
    """Return the one file in ``folder``."""
    (path,) = folder.iterdir()
    return path


def rows(app: Flask) -> Mapping[str, int]:
    """Return the rows of each table of an app's database."""
    with app.app_context(), db.engine.connect() as connection:
        return counted(connection)


def members(path: Path) -> dict[str, bytes]:
    with tarfile.open(path) as archive:
        return {
            each.name: file.read()
            for each in archive.getmembers()
            if (file := archive.extractfile(each)) is not None
        }


def every_byte(path: Path) -> bytes:
    """Return all that a backup holds, also what a dump holds compressed."""
    text = path.read_bytes()
    dump = members(path).get("database.dump")
    if dump is not None:
        program = postgresql_program("pg_restore")
        done = subprocess.run(
            [str(program), "--file=-"], input=dump, capture_output=True, check=True
        )
        text += done.stdout
    return text


def rewritten(
    path: Path,
    *,
    change: Callable[[dict[str, Any]], object] = bool,
    contents: Mapping[str, bytes] | None = None,
) -> Path:
    """Write a backup anew with other members and a changed manifest, all digests right."""
    found = members(path) | dict(contents or {})
    said = json.loads(found.pop(MANIFEST))
    for name, content in found.items():
        part = path.with_name("part")
        part.write_bytes(content)
        member = measured(part)
        part.unlink()
        said["members"][name] = {"size": member.size, "sha256": member.sha256}
    change(said)
    to = path.with_name("rewritten.tar")
    with tarfile.open(to, "w") as archive:
        for name, content in ({MANIFEST: json.dumps(said).encode()} | found).items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return to
