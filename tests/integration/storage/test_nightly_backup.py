"""The nightly backup by setting, what is kept of it, and what readiness says."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from portal.cli import backing_up
from portal.cli.backup_probe import BACKUP_PROBE
from portal.cli.jobs import BACKUP_JOB, JOBS
from portal.storage.backup.kept import LastBackup, backups_in, last_backup, name_of, remove_old
from portal.storage.backup.making import WORK
from portal.time.schedule.domain import RunOutcome
from portal.time.schedule.service import run_job
from portal.web.bounds import AHEAD, BACKUP_AGE
from portal.web.extensions import current_settings, db

NIGHT = datetime(2026, 11, 28, 17, 1, tzinfo=UTC)
MakeApp = Callable[..., Flask]


@pytest.fixture
def nightly(make_app: MakeApp, folder: Path) -> Flask:
    return make_app(BACKUP_DIR=str(folder), BACKUP_KEEP="2")


def run_night(app: Flask, now: datetime) -> RunOutcome:
    with app.app_context():
        return run_job(db.session(), BACKUP_JOB, settings=current_settings(), now=now).outcome


def test_the_job_is_the_last_of_a_round() -> None:
    assert JOBS[-1] is BACKUP_JOB


def test_one_is_made_each_night_and_so_many_are_kept(nightly: Flask, folder: Path) -> None:
    nights = [NIGHT + timedelta(days=day) for day in range(3)]

    outcomes = [run_night(nightly, now) for night in nights for now in (night, night)]

    assert outcomes == [RunOutcome.DONE, RunOutcome.NOT_DUE] * 3
    kept = [name_of(night, is_sound=True) for night in nights[1:]]
    assert sorted(path.name for path in folder.iterdir()) == kept


def test_without_a_folder_none_is_made(app: Flask, folder: Path) -> None:
    assert run_night(app, NIGHT) is RunOutcome.DONE
    assert list(folder.iterdir()) == []


def test_a_folder_that_went_away_fails_the_job(nightly: Flask, folder: Path) -> None:
    folder.rmdir()

    assert run_night(nightly, NIGHT) is RunOutcome.FAILED
    assert not folder.exists()


def test_a_doubtful_one_is_kept_beside_the_sound_ones_and_said(
    nightly: Flask, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_night(nightly, NIGHT)
    monkeypatch.setattr(backing_up, "first_fault", str)  # any words are a fault

    assert run_night(nightly, NIGHT + timedelta(days=1)) is RunOutcome.PARTLY_FAILED
    assert run_night(nightly, NIGHT + timedelta(days=1, hours=1)) is RunOutcome.NOT_DUE

    assert sorted(path.name for path in folder.iterdir()) == [
        name_of(NIGHT, is_sound=True),
        name_of(NIGHT + timedelta(days=1), is_sound=False),
    ]


def test_what_a_killed_backup_left_is_removed_the_next_night(nightly: Flask, folder: Path) -> None:
    for name, age in (("old", timedelta(days=1)), ("young", timedelta())):
        left = folder / f"{WORK}{name}"
        left.mkdir()
        os.utime(left, times=((NIGHT - age).timestamp(),) * 2)

    run_night(nightly, NIGHT)

    assert sorted(path.name for path in folder.iterdir()) == [
        f"{WORK}young",
        name_of(NIGHT, is_sound=True),
    ]


def last(folder: Path, now: datetime) -> LastBackup:
    return last_backup(folder, now=now, oldest=BACKUP_AGE, ahead=AHEAD)


def keep(folder: Path, *nights: int, doubtful: bool = False) -> None:
    for night in nights:
        (folder / name_of(NIGHT + timedelta(days=night), is_sound=not doubtful)).touch()


def test_doubtful_backups_never_replace_sound_ones(folder: Path) -> None:
    keep(folder, 0, 1)
    keep(folder, 2, 3, 4, doubtful=True)

    assert remove_old(folder, keep=3) == 0
    assert remove_old(folder, keep=2) == 1
    assert [each.is_sound for each in backups_in(folder)] == [False, False, True, True]


def test_doubtful_backups_of_many_nights_do_not_fill_the_disk(folder: Path) -> None:
    """After an update that reads old months in another way, every night's may be doubtful."""
    keep(folder, 0)
    keep(folder, *range(1, 31), doubtful=True)

    remove_old(folder, keep=14)

    assert [each.made_at for each in backups_in(folder)] == [
        NIGHT + timedelta(days=night) for night in (*range(30, 16, -1), 0)
    ]


def test_without_a_sound_one_the_newest_doubtful_ones_stay(folder: Path) -> None:
    keep(folder, 0, 1, 2, doubtful=True)

    assert remove_old(folder, keep=2) == 1
    assert [each.made_at for each in backups_in(folder)] == [
        NIGHT + timedelta(days=night) for night in (2, 1)
    ]


def test_files_of_others_are_not_touched(folder: Path) -> None:
    keep(folder, 0, 1)
    (folder / "suara-loket-20200101T000000Z.tar.asc").touch()

    assert remove_old(folder, keep=1) == 1
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize(
    ("nights", "later", "expected"),
    [
        ((), timedelta(), (False, "none yet", None)),
        ((0,), timedelta(hours=25), (True, "ok", 25 * 3600)),
        ((0,), timedelta(hours=27), (False, "too old", 27 * 3600)),
        ((61,), timedelta(), (False, "in the future", -61 * 86400)),
    ],
)
def test_the_last_backup_is_old_missing_or_from_the_future(
    folder: Path, nights: tuple[int, ...], later: timedelta, expected: tuple[bool, str, int | None]
) -> None:
    keep(folder, *nights)
    is_ok, state, age = expected

    assert last(folder, NIGHT + later) == LastBackup(is_ok, state, age)


def test_a_doubtful_newest_backup_is_named(folder: Path) -> None:
    keep(folder, 0)
    keep(folder, 1, doubtful=True)

    assert last(folder, NIGHT).state == "doubtful"
    assert last(folder / "gone", NIGHT).state == "unreadable"


@pytest.mark.parametrize(
    ("variables", "is_ok", "state"),
    [
        ({}, True, "not set"),
        ({"PUBLIC_URL": "https://suara.example.go.id"}, False, "not set"),
        ({"BACKUP_DIR": "backups"}, False, "none yet"),
    ],
)
def test_readiness_says_what_is_known_of_the_last_backup(
    make_app: MakeApp, folder: Path, variables: dict[str, str], is_ok: bool, state: str
) -> None:
    if "BACKUP_DIR" in variables:
        variables = {"BACKUP_DIR": str(folder)}
    with make_app(**variables).app_context():
        result = BACKUP_PROBE.check()

    assert (result.is_ok, result.state) == (is_ok, state)
    assert state == "ok" or state in BACKUP_PROBE.words


def test_a_check_that_fails_is_a_fault_and_no_crash(
    app: Flask, monkeypatch: pytest.MonkeyPatch, run: Callable[..., Result], folder: Path
) -> None:
    def broken(*words: object, **options: object) -> object:
        raise LookupError

    monkeypatch.setattr(backing_up, "first_broken", broken)

    result = run(app, "backup", "create", folder)

    assert result.exit_code == 1
    assert "the check itself failed (LookupError)" in result.output
