"""What goes wrong is said loudly, and nothing is lost by it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, text, update
from sqlalchemy.orm import Session

from portal.rating.answers.answers import Channel
from portal.rating.answers.submission import RATING_BYTES
from portal.rating.mixing import groups, lock
from portal.rating.mixing.ballot_models import Ballot
from portal.rating.mixing.inbox_models import InboxKey, SealedPart, SealedRating
from portal.rating.mixing.lock import AnotherMixIsRunning, only_mixer
from portal.rating.mixing.mix_run import MixStep
from portal.rating.mixing.sealing import Sealer
from portal.rating.mixing.service import ClockBehind, mix_ratings, open_inbox
from portal.storage.database import engine_options
from portal.storage.sealing.keys import KeyStore, key_name
from portal.storage.sealing.rows import RowsVanished
from tests.factories.organisation import add
from tests.factories.ratings import SmallCity, answers_of, send, token
from tests.integration.rating.conftest import APRIL, MARCH, Mix, count
from tests.servers import wait_until


def current_key(session: Session) -> InboxKey:
    return session.scalars(select(InboxKey).where(InboxKey.state == "current")).one()


def test_a_lost_key_is_named_and_its_ratings_stay_until_it_is_restored(
    session: Session, city: SmallCity, mix: Mix, store: KeyStore
) -> None:
    send(session, answers_of(city.service_ids[0]), desk_id=city.desk_ids[0], times=10)
    lost = current_key(session).public_key
    kept = store.load(lost)
    store.destroy(lost)

    for _ in range(2):
        report = mix()
        assert report.lost_keys == (key_name(lost),)
        assert not report.is_complete
        assert (report.mixed, report.waiting) == (0, 10)

    store.save(kept)
    report = mix()
    assert (report.mixed, report.is_complete) == (10, True)
    assert not store.has(lost)


def test_other_ratings_are_mixed_although_a_key_is_lost(
    session: Session, city: SmallCity, mix: Mix, store: KeyStore
) -> None:
    answers = answers_of(city.service_ids[0])
    send(session, answers, desk_id=city.desk_ids[0], times=10)
    store.destroy(current_key(session).public_key)
    mix()
    send(session, answers, desk_id=city.desk_ids[0], times=10)

    report = mix()

    assert (report.mixed, report.waiting, len(report.lost_keys)) == (10, 10, 1)


def test_a_lost_key_without_ratings_is_no_loss(
    session: Session, city: SmallCity, mix: Mix, store: KeyStore
) -> None:
    store.destroy(current_key(session).public_key)

    assert mix().is_complete


def spoil(session: Session, ciphertext: bytes) -> None:
    victim = session.scalars(select(SealedRating.token).limit(1)).one()
    session.execute(
        update(SealedRating).where(SealedRating.token == victim).values(ciphertext=ciphertext)
    )
    session.commit()


def test_a_ciphertext_that_does_not_open_is_counted_and_keeps_its_key(
    session: Session, city: SmallCity, mix: Mix, store: KeyStore
) -> None:
    send(session, answers_of(city.service_ids[0]), desk_id=city.desk_ids[0], times=12)
    old = current_key(session).public_key
    spoil(session, b"x" * 1024)

    report = mix()

    assert (report.mixed, report.waiting, report.unreadable) == (11, 1, 1)
    assert store.has(old)


def test_ratings_that_are_no_batch_without_the_unreadable_one_wait(
    session: Session, city: SmallCity, mix: Mix
) -> None:
    send(session, answers_of(city.service_ids[0]), desk_id=city.desk_ids[0], times=10)
    spoil(session, b"x" * 1024)

    report = mix()

    assert (report.mixed, report.waiting, report.unreadable) == (0, 10, 1)


def test_bytes_that_hold_no_rating_are_counted_every_night_and_kept(
    session: Session, city: SmallCity, mix: Mix
) -> None:
    send(session, answers_of(city.service_ids[0]), desk_id=city.desk_ids[0])
    spoil(session, Sealer(current_key(session).public_key).seal_payload(b"?" * RATING_BYTES))

    assert [mix().unreadable, mix().unreadable] == [1, 1]
    assert count(session, SealedRating) == 1


def test_a_rating_of_an_unknown_service_is_no_ballot(
    session: Session, city: SmallCity, mix: Mix
) -> None:
    send(session, answers_of(999_999), desk_id=city.desk_ids[0], times=10)

    report = mix()

    assert (report.mixed, report.waiting, report.is_complete) == (0, 10, False)


def test_a_part_that_does_not_open_is_counted_and_kept(
    session: Session, city: SmallCity, mix: Mix
) -> None:
    add(
        session,
        SealedPart(token=token(), key_id=current_key(session).id, ciphertext=b"x" * 256),
    )
    session.commit()

    assert mix().unreadable == 1
    assert count(session, SealedPart) == 1


def test_two_mixes_at_once_are_refused(
    session: Session, city: SmallCity, mix: Mix, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "KILLED_SECONDS", 0.05)
    with (
        only_mixer(session),
        pytest.raises(AnotherMixIsRunning, match="killed a moment ago, try again in a minute"),
    ):
        mix()

    assert mix().is_complete


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_a_killed_mix_of_which_the_server_has_not_heard_is_waited_for(
    session: Session, city: SmallCity, mix: Mix
) -> None:
    """Else the night's job would take the dead one's lock for the night's mix."""
    engine = session.connection().engine
    before = session.scalar(text("SHOW lock_timeout"))
    with engine.connect() as dead, ThreadPoolExecutor(1) as thread:
        dead.execute(text("SELECT pg_advisory_lock(:lock)"), lock.NUMBER)
        report = thread.submit(mix)
        waiting = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        wait_until(lambda: dead.scalar(waiting) == 1, what="a mix that waits")
        dead.execute(text("SELECT pg_advisory_unlock(:lock)"), lock.NUMBER)
        assert report.result().is_complete

    assert session.scalar(text("SHOW lock_timeout")) == before


def test_an_inbox_that_changes_underneath_writes_nothing(
    session: Session, city: SmallCity, mix: Mix
) -> None:
    send(session, answers_of(city.service_ids[0]), desk_id=city.desk_ids[0], times=10)

    def interfere(step: MixStep) -> None:
        if step is MixStep.GROUP_OPENED:
            spoilt = select(SealedRating).limit(1)
            session.delete(session.scalars(spoilt).one())
            session.commit()

    with pytest.raises(RowsVanished):
        mix(reached=interfere)
    session.rollback()

    assert (count(session, Ballot), count(session, SealedRating)) == (0, 9)


def test_ratings_sent_while_the_mix_runs_are_neither_lost_nor_doubled(
    database_url: str, session: Session, city: SmallCity, mix: Mix, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "CHUNK", 10)
    sent = 0
    stop = threading.Event()

    def rate() -> None:
        nonlocal sent
        engine = create_engine(database_url, **engine_options(database_url))
        with Session(engine) as other:
            while not stop.is_set() or sent < 40:
                answers = answers_of(city.service_ids[0])
                send(other, answers, desk_id=city.desk_ids[0], channel=Channel.OPEN)
                sent += 1
        engine.dispose()

    citizen = threading.Thread(target=rate)
    citizen.start()
    for _ in range(4):
        mix()
    stop.set()
    citizen.join()

    mix()
    assert count(session, Ballot) + count(session, SealedRating) == sent


def test_the_first_key_is_made_once(
    session: Session, city: SmallCity, store: KeyStore, tmp_path: Path
) -> None:
    open_inbox(session, store)

    assert count(session, InboxKey) == 1


def test_a_moment_late_in_the_day_of_another_zone_still_mixes(
    session: Session, city: SmallCity, store: KeyStore
) -> None:
    send(session, answers_of(city.service_ids[0]), desk_id=city.desk_ids[0], times=10)

    mix_ratings(session, store, now=MARCH + timedelta(days=30), timezone="Asia/Jayapura")

    assert set(session.scalars(select(Ballot.period))) == {"2026-04"}


def test_a_clock_that_went_back_puts_nothing_into_a_month_that_may_be_out(
    session: Session, city: SmallCity, mix: Mix, store: KeyStore
) -> None:
    answers = answers_of(city.service_ids[0])
    send(session, answers, desk_id=city.desk_ids[0], times=10)
    mix(APRIL)
    send(session, answers, desk_id=city.desk_ids[0], times=10)
    key = current_key(session).public_key
    session.commit()

    with pytest.raises(ClockBehind, match="2026-04 were mixed before"):
        mix(MARCH)

    assert (count(session, Ballot), count(session, SealedRating)) == (10, 10)
    assert current_key(session).public_key == key
    session.commit()
    assert mix(APRIL).mixed == 10


def test_a_person_may_vouch_for_the_month_after_a_clock_ran_ahead(
    session: Session, city: SmallCity, mix: Mix
) -> None:
    answers = answers_of(city.service_ids[0])
    send(session, answers, desk_id=city.desk_ids[0], times=10)
    mix(APRIL)
    send(session, answers, desk_id=city.desk_ids[0], times=10)

    assert mix(MARCH, is_month_right=True).mixed == 10
    assert session.scalars(select(Ballot.period).distinct().order_by(Ballot.period)).all() == [
        "2026-03",
        "2026-04",
    ]
