"""The backups in a folder: their names, the newest of them, and which are old enough to delete."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

DRAFT = "draft.tar"
NAME = re.compile(r"suara-loket-(\d{8}T\d{6})Z(-doubtful)?\.tar")
MOMENT = "%Y%m%dT%H%M%S"


@dataclass(frozen=True, slots=True)
class KeptBackup:
    """A backup in a folder; ``is_sound`` says that its content was verified."""

    path: Path
    made_at: datetime
    is_sound: bool


def name_of(now: datetime, *, is_sound: bool) -> str:
    """Return what the backup made at the aware moment ``now`` is called."""
    doubt = "" if is_sound else "-doubtful"
    return f"suara-loket-{now.astimezone(UTC).strftime(MOMENT)}Z{doubt}.tar"


def backups_in(folder: Path) -> Sequence[KeptBackup]:
    """Return the backups in ``folder``, the newest first; other files are not looked at.

    :raises OSError: when the folder cannot be read.
    """
    found = [
        KeptBackup(path, datetime.strptime(match[1], MOMENT).replace(tzinfo=UTC), not match[2])
        for path in folder.iterdir()
        if (match := NAME.fullmatch(path.name)) and path.is_file()
    ]
    return sorted(found, key=lambda each: each.made_at, reverse=True)


def remove_old(folder: Path, *, keep: int) -> int:
    """Remove all but the newest ``keep`` sound backups and the newest ``keep`` doubtful ones.

    A doubtful one never takes a sound one's place; one that is older than all sound ones that are
    kept goes, too.

    :param keep: at least 1.
    :return: how many were removed.
    """
    found = backups_in(folder)
    sound = [each for each in found if each.is_sound]
    doubtful = [each for each in found if not each.is_sound]
    kept = sound[:keep]
    old = [each for each in doubtful[:keep] if kept and each.made_at < kept[-1].made_at]
    gone = [*sound[keep:], *doubtful[keep:], *old]
    for each in gone:
        each.path.unlink(missing_ok=True)
    return len(gone)


@dataclass(frozen=True, slots=True)
class LastBackup:
    """Whether the newest backup in a folder is one to rely on; ``state`` is one of a few words.

    ``age_seconds`` is None when there is no backup.
    """

    is_ok: bool
    state: str
    age_seconds: int | None = None


def last_backup(folder: Path, *, now: datetime, oldest: timedelta, ahead: timedelta) -> LastBackup:
    """Return how old the newest backup in ``folder`` is at the aware moment ``now``.

    :param oldest: the age up to which one is relied on.
    :param ahead: how far it may lie in the future.
    """
    try:
        found = backups_in(folder)
    except OSError:
        return LastBackup(is_ok=False, state="unreadable")
    if not found:
        return LastBackup(is_ok=False, state="none yet")
    if not found[0].is_sound:
        return LastBackup(is_ok=False, state="doubtful")
    age = now - found[0].made_at
    seconds = int(age.total_seconds())
    if age < -ahead:
        return LastBackup(is_ok=False, state="in the future", age_seconds=seconds)
    if age > oldest:
        return LastBackup(is_ok=False, state="too old", age_seconds=seconds)
    return LastBackup(is_ok=True, state="ok", age_seconds=seconds)
