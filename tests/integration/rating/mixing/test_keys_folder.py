"""A folder of keys that is missing, or another one, is never made anew in silence."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.audit_log.models import AuditEntry
from portal.rating.mixing.inbox_models import InboxKey, SealedRating
from portal.rating.mixing.keys_folder import WrongFolder
from portal.rating.mixing.readiness import KeysState, state_of_keys
from portal.rating.mixing.service import mix_ratings, open_inbox
from portal.storage.sealing.keys import MARK, Escrow, KeyStore
from tests.factories.ratings import SmallCity, answers_of, make_inbox_key, send
from tests.integration.rating.conftest import MARCH, Mix, count

Hurt = Callable[[KeyStore], None]


def away(store: KeyStore) -> None:
    store.folder.rename(store.folder.with_name("unmounted"))


def empty(store: KeyStore) -> None:
    away(store)
    store.folder.mkdir()


def of_another_city(store: KeyStore) -> None:
    empty(store)
    store.put_mark(b"k" * 32)
    (store.folder / f"{'ab' * 16}.key").write_bytes(b"x" * 32)


def brought_back(store: KeyStore) -> None:
    shutil.rmtree(store.folder, ignore_errors=True)
    store.folder.with_name("unmounted").rename(store.folder)


HURTS = pytest.mark.parametrize("hurt", [away, empty, of_another_city])


def flask(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=list(words))


def states(session: Session) -> list[tuple[bytes, str]]:
    found = session.execute(select(InboxKey.public_key, InboxKey.state).order_by(InboxKey.id))
    rows = [(row.public_key, row.state) for row in found]
    session.commit()
    return rows


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*")) if folder.exists() else []


@HURTS
def test_the_mix_makes_nothing_and_loses_nothing_when_the_folder_comes_back(
    session: Session, city: SmallCity, mix: Mix, store: KeyStore, hurt: Hurt
) -> None:
    answers = answers_of(city.service_ids[0])
    send(session, answers, desk_id=city.desk_ids[0], times=10)
    before = states(session)
    hurt(store)
    there = files(store.folder)

    for _ in range(2):
        with pytest.raises(WrongFolder, match="nothing was made in its place"):
            mix()
        session.rollback()

    assert (states(session), files(store.folder)) == (before, there)
    assert count(session, SealedRating) == 10
    brought_back(store)
    report = mix()
    assert (report.mixed, report.is_complete) == (10, True)


@HURTS
def test_commands_and_the_nights_job_say_it_in_one_line(
    app: Flask, session: Session, city: SmallCity, store: KeyStore, hurt: Hurt
) -> None:
    hurt(store)
    there = files(store.folder)

    for words in (("ratings", "mix"), ("ratings", "open-inbox")):
        result = flask(app, *words)
        assert (result.exit_code, result.output.count("\n")) == (1, 1)
        assert "Error: the folder of keys is" in result.output
    result = flask(app, "jobs", "run-due")
    assert result.exit_code == 1
    assert "mix: failed: the folder of keys is" in result.output
    assert files(store.folder) == there


def test_readiness_tells_a_missing_folder_from_another_one(
    session: Session, city: SmallCity, store: KeyStore
) -> None:
    away(store)
    assert state_of_keys(session, store) is KeysState.FOLDER_MISSING
    store.folder.mkdir()
    assert state_of_keys(session, store) is KeysState.FOLDER_OTHER
    brought_back(store)
    assert state_of_keys(session, store) is KeysState.OK


def test_a_folder_of_before_marks_is_known_by_its_key_and_marked_by_the_next_mix(
    session: Session, city: SmallCity, mix: Mix, store: KeyStore
) -> None:
    (store.folder / MARK).unlink()
    assert state_of_keys(session, store) is KeysState.OK

    mix()

    assert store.mark() == states(session)[0][0].hex()[:32]


def test_a_database_without_keys_takes_no_folder_that_holds_another_ones(
    session: Session, store: KeyStore
) -> None:
    store.make_folder()
    (store.folder / f"{'ab' * 16}.key").write_bytes(b"x" * 32)

    with pytest.raises(WrongFolder):
        open_inbox(session, store)

    assert states(session) == []
    assert files(store.folder) == [f"{'ab' * 16}.key"]


def test_a_first_key_that_a_crash_left_prepared_is_no_reason_to_refuse(
    session: Session, store: KeyStore
) -> None:
    make_inbox_key(session, state="prepared")

    open_inbox(session, store)

    assert [state for _, state in states(session)] == ["destroyed", "current"]


def test_a_person_may_give_lost_keys_up(
    app: Flask, session: Session, city: SmallCity, store: KeyStore
) -> None:
    send(session, answers_of(city.service_ids[0]), desk_id=city.desk_ids[0], times=10)
    away(store)
    said = ("--by", "Ratna Dewi", "--reason", "The disk is broken.")

    assert flask(app, "ratings", "open-inbox", "--keys-are-lost").exit_code == 2
    result = flask(app, "ratings", "open-inbox", "--keys-are-lost", *said)

    assert (result.exit_code, result.output) == (0, "the inbox is open\n")
    assert [state for _, state in states(session)] == ["closed", "current"]
    assert state_of_keys(session, store) is KeysState.FILE_MISSING
    acts = session.scalars(select(AuditEntry.action)).all()
    assert "keys.given_up" in acts
    again = flask(app, "ratings", "open-inbox", "--keys-are-lost", *said)
    assert (again.exit_code, "nothing was changed" in again.output) == (1, True)


def test_nobody_may_give_keys_up_in_the_folder_of_another_city(
    app: Flask, session: Session, city: SmallCity, store: KeyStore
) -> None:
    of_another_city(store)
    before = states(session)

    result = flask(
        app, "ratings", "open-inbox", "--keys-are-lost", "--by", "R", "--reason", "It is broken."
    )

    assert (result.exit_code, result.output.count("\n")) == (1, 1)
    assert states(session) == before


def test_a_key_that_was_destroyed_while_its_files_were_away_is_destroyed_when_they_are_back(
    session: Session, city: SmallCity, store: KeyStore, tmp_path: Path
) -> None:
    """The folder of second copies is known by nothing: an empty one takes the disk's place."""
    (tmp_path / "copies").mkdir()
    kept = KeyStore(store.folder, Escrow(tmp_path / "copies", recovery_key=b"r" * 32))

    def mix() -> None:
        mix_ratings(session, kept, now=MARCH, timezone="Asia/Jakarta")

    mix()
    (tmp_path / "copies").rename(tmp_path / "unmounted")
    (tmp_path / "copies").mkdir()
    mix()
    assert len(files(tmp_path / "unmounted")) == 1
    shutil.rmtree(tmp_path / "copies")
    (tmp_path / "unmounted").rename(tmp_path / "copies")

    mix()

    current = next(key for key, state in states(session) if state == "current")
    assert files(tmp_path / "copies") == [f"{current.hex()[:32]}.sealed"]
