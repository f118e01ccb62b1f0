"""`/readyz?full`: each part fails as itself when it is broken, and is well again afterwards."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from redis.exceptions import ConnectionError as RedisConnectionError
from sqlalchemy import text

from portal.accounts.letters.models import UnsentLetter
from portal.cli import jobs
from portal.cli.job_probes import RHYTHMS
from portal.storage.sealing.keys import KeyStore
from portal.time import clock
from portal.time.schedule.models import JobRun
from portal.web.bounds import AHEAD, EVERY_ROUND_AGE, FREE_BYTES, LETTER_AGE, NIGHTLY_AGE
from portal.web.extensions import current_settings, db, limiter
from portal.web.health import ask, probes_of
from portal.web.storage_probes import disk_probe, folder_probe

NOW = datetime(2026, 3, 1, 5, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """Both are asked and written to."""
    return str(request.param)


@pytest.fixture
def app(make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """A portal whose key is there and whose jobs were all done a second ago."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    app = make_app(DEMO="1")
    app.test_cli_runner().invoke(args=["ratings", "open-inbox"])
    with app.app_context():
        for name in RHYTHMS:
            set_run(name, NOW - SECOND)
        yield app


def set_run(name: str, success_at: datetime | None, problem: str = "") -> None:
    db.session.merge(
        JobRun(name=name, last_success_at=success_at, last_run_at=success_at, problem=problem)
    )
    db.session.commit()


def faulty(app: Flask) -> dict[str, str]:
    results = ask(probes_of(app))
    return {name: result.state for name, result in results.items() if not result.is_ok}


def facts(app: Flask, name: str) -> dict[str, object]:
    return dict(ask(tuple(p for p in probes_of(app) if p.name == name))[name].facts)


def test_a_portal_that_is_well_says_so_of_every_part(app: Flask) -> None:
    answer = app.test_client().get("/readyz?full")

    assert (answer.status_code, answer.json["status"]) == (200, "ok")
    assert set(answer.json["parts"]) == {probe.name for probe in probes_of(app)}
    assert answer.json["asked_at"] == "2026-03-01T05:00:00+00:00"
    assert answer.json["parts"]["job_mix"] == {
        "ok": True,
        "state": "ok",
        "age_seconds": 1,
        "bound_seconds": 93_600,
        "problem": None,
    }


def test_the_database_is_written_to(app: Flask) -> None:
    count = "SELECT count(*) FROM trial_write"
    for _ in range(3):
        assert faulty(app) == {}
    assert db.session.scalar(text(count)) == 1
    db.session.execute(text("DROP TABLE trial_write"))
    db.session.commit()

    assert faulty(app) == {"database_write": "unavailable"}


def test_the_limiter_is_written_to(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **words: object) -> int:
        raise RedisConnectionError("out of memory")

    monkeypatch.setattr(limiter.storage, "incr", full)
    assert faulty(app) == {"limiter_write": "unavailable"}
    monkeypatch.setattr(limiter.storage, "incr", lambda *_: 0)
    assert faulty(app) == {"limiter_write": "not counted"}


def test_a_folder_is_written_to_and_left_clean(tmp_path: Path) -> None:
    probe = folder_probe("keys", tmp_path / "keys")
    assert probe.check().state == "folder missing"
    (tmp_path / "keys").mkdir()
    assert probe.check().is_ok
    assert list((tmp_path / "keys").iterdir()) == []


def test_a_link_laid_out_by_somebody_else_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "target").write_text("kept")
    (tmp_path / ".trial-write").symlink_to(tmp_path / "target")

    with pytest.raises(OSError, match="symbolic links"):
        folder_probe("keys", tmp_path).check()
    assert (tmp_path / "target").read_text() == "kept"


def test_each_folder_of_the_settings_has_its_part(make_app: Callable[..., Flask]) -> None:
    key = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
    names = {probe.name for probe in probes_of(make_app(ESCROW_DIR="/e", RECOVERY_KEY=key))}

    assert {"instance_write", "keys_write", "escrow_write"} <= names
    assert "escrow_write" not in {probe.name for probe in probes_of(make_app())}


@pytest.mark.parametrize(
    ("total", "free", "is_ok"),
    [
        (FREE_BYTES * 10, FREE_BYTES, True),
        (FREE_BYTES * 10, FREE_BYTES - 1, False),
        (FREE_BYTES * 20, FREE_BYTES, True),
        (FREE_BYTES * 21, FREE_BYTES, False),
    ],
)
def test_a_disk_is_almost_full_by_share_or_by_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, total: int, free: int, is_ok: bool
) -> None:
    usage = SimpleNamespace(total=total, free=free)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: folder.is_dir() and usage)

    result = disk_probe({"keys": tmp_path / "not" / "there"}).check()

    assert (result.is_ok, result.state) == (is_ok, "ok" if is_ok else "almost full")
    assert result.facts["keys_free_bytes"] == free


def test_the_database_folder_is_watched_where_it_is_on_this_machine(app: Flask) -> None:
    is_here = current_settings().database_url.startswith("sqlite")

    assert ("database_free_bytes" in facts(app, "disk")) is is_here


def test_the_names_and_rhythms_of_the_jobs_are_those_of_the_jobs() -> None:
    assert {job.name: job.schedule for job in jobs.JOBS} == dict(RHYTHMS)


@pytest.mark.parametrize(
    ("name", "age", "state"),
    [
        ("mix", NIGHTLY_AGE, "ok"),
        ("mix", NIGHTLY_AGE + SECOND, "too old"),
        ("releases", EVERY_ROUND_AGE, "ok"),
        ("releases", EVERY_ROUND_AGE + SECOND, "too old"),
        ("mix", -AHEAD, "ok"),
        ("mix", -AHEAD - SECOND, "in the future"),
        ("mix", timedelta(days=-61), "in the future"),
    ],
)
def test_the_age_of_a_success_has_a_bound_on_both_sides(
    app: Flask, name: str, age: timedelta, state: str
) -> None:
    set_run(name, NOW - age)

    assert faulty(app).get(f"job_{name}", "ok") == state


def test_a_job_that_failed_or_never_ran_is_named_with_its_reason(app: Flask) -> None:
    set_run("mix", NOW, problem="lost keys: 3f0a")
    set_run("complaints", None, problem="KeyError")
    set_run("forget tickets", None)

    assert faulty(app) == {
        "job_mix": "failed",
        "job_complaints": "failed",
        "job_forget_tickets": "never done",
    }
    assert facts(app, "job_mix")["problem"] == "lost keys: 3f0a"


def test_a_key_that_is_damaged_is_found_by_reading_it(app: Flask) -> None:
    folder = KeyStore.from_settings(current_settings()).folder
    (key,) = folder.glob("*.key")
    whole = key.read_bytes()
    key.write_bytes(bytes(32))

    assert faulty(app) == {"keys_readable": "key file not readable"}
    key.unlink()
    assert faulty(app) == {
        "keys": "key file missing; ratings wait for it to be restored",
        "keys_readable": "unknown",
    }
    key.write_bytes(whole)
    assert faulty(app) == {}


def test_letters_that_wait_too_long_or_were_given_up_are_counted(app: Flask) -> None:
    def add(written_at: datetime, *, is_waiting: bool) -> None:
        db.session.add(
            UnsentLetter(
                sealed=b"x" if is_waiting else None,
                next_try_at=NOW if is_waiting else None,
                tries=2,
                failure="OSError",
                written_at=written_at,
                useful_until=NOW,
            )
        )
        db.session.commit()

    add(NOW - LETTER_AGE, is_waiting=True)
    assert faulty(app) == {}
    add(NOW - LETTER_AGE - SECOND, is_waiting=True)
    assert faulty(app) == {"letters": "letters wait"}
    add(NOW, is_waiting=False)
    assert faulty(app) == {"letters": "letters given up"}
    assert facts(app, "letters")["waiting"] == 2


@pytest.mark.parametrize(
    ("day", "has_draft", "state"),
    [(5, False, "ok"), (6, False, "release late"), (5, True, "ok"), (6, True, "release late")],
)
def test_a_release_is_late_the_day_after_it_was_due(
    app: Flask, monkeypatch: pytest.MonkeyPatch, day: int, has_draft: bool, state: str
) -> None:
    found = SimpleNamespace() if has_draft else None
    reads = "portal.publication.releases.probe"
    queries = f"{reads}.releases_queries"
    monkeypatch.setattr(f"{queries}.next_month", lambda session: session and "2026-02")
    monkeypatch.setattr(f"{queries}.release_in_brief", lambda *_: found)
    monkeypatch.setattr(f"{reads}.goes_out_on", lambda _: date(2026, 3, 5))
    monkeypatch.setattr(clock, "today", lambda _: date(2026, 3, day))

    assert faulty(app).get("release", "ok") == state
    assert facts(app, "release")["month"] == "2026-02"


def test_a_database_that_is_away_leaves_what_needs_it_unknown(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.cli.migrations.newest_migration", lambda: "0")
    (database,) = (probe for probe in probes_of(app) if probe.name == "database")

    db.session.execute(text("UPDATE alembic_version SET version_num = 'x'"))
    db.session.commit()
    found = faulty(app)

    assert database.check().state == "migrations pending"
    assert found.pop("database") == "migrations pending"
    assert set(found.values()) == {"unknown"}
    assert {"database_write", "letters", "release", "keys", "job_mix"} <= set(found)
