"""The slow probes of storage: a real write in each place, and how much of each disk is free."""

import os
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.storage.database import begin_write
from portal.web.bounds import FREE_BYTES, FREE_SHARE
from portal.web.extensions import db, limiter, moment
from portal.web.health import OK, Probe, ProbeResult
from portal.web.models import TrialWrite

TRIAL = "trial-write"
TRIAL_SECONDS = 60
MISSING = "folder missing"
FULL = "almost full"


def write_probes(folders: Mapping[str, Path]) -> tuple[Probe, ...]:
    """Return the probes that write: to the database, the limiter and each of ``folders``."""
    return (DATABASE_WRITE, LIMITER_WRITE, *(folder_probe(*each) for each in folders.items()))


def try_a_write(session: Session, *, now: datetime) -> None:
    """Write the one row of the table of trial writes; commits.

    What is promised now and done after the answer asks this first: a database that takes no
    write raises its own error here.
    """
    begin_write(session)
    session.merge(TrialWrite(id=1, written_at=now))
    session.commit()


def _write_to_database() -> ProbeResult:
    try_a_write(db.session(), now=moment())
    return ProbeResult(True)


def _write_to_limiter() -> ProbeResult:
    is_counted = limiter.storage.incr(TRIAL, TRIAL_SECONDS) > 0
    return ProbeResult(is_counted, OK if is_counted else "not counted")


def folder_probe(name: str, folder: Path) -> Probe:
    """Return the probe that writes a file into ``folder``, durably, and removes it again."""

    def check() -> ProbeResult:
        if not folder.is_dir():
            return ProbeResult(False, MISSING)
        _write_and_remove(folder / f".{TRIAL}")
        return ProbeResult(True)

    return Probe(
        f"{name}_write",
        check,
        is_fast=False,
        title=_l("Menulis ke folder %(name)s", name=name),
        words={
            MISSING: _l("Folder tidak ada."),
            "unavailable": _l("Folder tidak dapat ditulisi."),
        },
        remedy=_l("Periksa folder, hak aksesnya dan disknya."),
    )


def _write_and_remove(path: Path) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        file.write(b"trial")
        file.flush()
        os.fsync(file.fileno())
    path.unlink(missing_ok=True)


def disk_probe(folders: Mapping[str, Path]) -> Probe:
    """Return the probe of the free space on the disks of ``folders``."""

    def check() -> ProbeResult:
        facts: dict[str, int | float] = {}
        is_ok = True
        for name, folder in folders.items():
            usage = shutil.disk_usage(_existing(folder))
            share = usage.free / usage.total
            facts[f"{name}_free_bytes"] = usage.free
            facts[f"{name}_free_share"] = round(share, 3)
            is_ok = is_ok and share >= FREE_SHARE and usage.free >= FREE_BYTES
        return ProbeResult(is_ok, OK if is_ok else FULL, **facts)

    return Probe(
        "disk",
        check,
        is_fast=False,
        title=_l("Ruang disk"),
        words={FULL: _l("Ruang disk hampir habis.")},
        remedy=_l("Perbesar disk atau pindahkan yang tidak perlu."),
    )


def _existing(folder: Path) -> Path:
    """Return ``folder``, or the nearest folder above it that is there."""
    return next(each for each in (folder, *folder.parents) if each.is_dir())


DATABASE_WRITE = Probe(
    "database_write",
    _write_to_database,
    is_fast=False,
    needs="database",
    title=_l("Menulis ke basis data"),
    words={"unavailable": _l("Basis data tidak menerima tulisan.")},
    remedy=_l("Periksa disk, hak akses, dan apakah server hanya dapat dibaca."),
)
LIMITER_WRITE = Probe(
    "limiter_write",
    _write_to_limiter,
    is_fast=False,
    title=_l("Menulis ke penghitung batas"),
    words={"unavailable": _l("Penghitung batas tidak menerima tulisan.")},
    remedy=_l("Periksa memori dan hak akses server Redis."),
)
