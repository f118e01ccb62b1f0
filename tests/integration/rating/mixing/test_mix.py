"""The nightly mix: batches become ballots, the rest waits, and the old key is destroyed."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.organisation.places.models import DeskRow
from portal.rating.answers.answers import Channel
from portal.rating.mixing import groups
from portal.rating.mixing import writing as parts
from portal.rating.mixing.ballot_models import (
    Ballot,
    Comment,
    OfficerTally,
    ProfileTally,
    ReasonTally,
    Tally,
)
from portal.rating.mixing.inbox_models import AcceptedSubmission, InboxKey, SealedPart, SealedRating
from portal.rating.mixing.sealing import Opener
from portal.storage.sealing.keys import KeyStore
from portal.survey.elements import Element
from tests.factories.organisation import add
from tests.factories.ratings import SmallCity, answers_of, send
from tests.integration.rating.conftest import APRIL, Mix, count


def states(session: Session) -> list[str]:
    return list(session.scalars(select(InboxKey.state).order_by(InboxKey.id)))


def test_a_batch_becomes_ballots_and_exact_tallies(
    session: Session, city: SmallCity, mix: Mix
) -> None:
    one, other = city.service_ids
    send(session, answers_of(one, level=4), desk_id=city.desk_ids[0], times=17)
    send(session, answers_of(other, level=2), desk_id=city.desk_ids[0], times=13)

    report = mix()

    assert (report.mixed, report.waiting, report.is_complete) == (30, 0, True)
    assert count(session, Ballot) == 30
    tallies = {tally.service_id: tally for tally in session.scalars(select(Tally))}
    assert (tallies[one].respondents, tallies[one].all_top) == (17, 17)
    assert tallies[one].period == "2026-03"
    assert tallies[other].level_counts["time"] == [0, 13, 0, 0]
    assert tallies[other].composite_sum == 13 * 2 * 2520


def test_a_second_night_adds_to_the_same_tally(session: Session, city: SmallCity, mix: Mix) -> None:
    for level in (4, 1):
        answers = answers_of(city.service_ids[0], level=level)
        send(session, answers, desk_id=city.desk_ids[0], times=12)
        mix()

    tally = session.scalars(select(Tally)).one()
    session.refresh(tally)
    assert (tally.respondents, tally.all_top) == (24, 12)
    assert tally.level_counts["cost"] == [12, 0, 0, 12]
    assert tally.composite_square_sum == 12 * (2520**2 + 10080**2)


def test_nine_of_a_desk_and_channel_wait_under_the_new_key(
    session: Session, city: SmallCity, mix: Mix, store: KeyStore
) -> None:
    answers = answers_of(city.service_ids[0], comment="Terima kasih")
    for channel in (Channel.TICKET, Channel.OPEN):
        send(session, answers, desk_id=city.desk_ids[0], channel=channel, times=9)
    before = set(session.scalars(select(SealedRating.ciphertext)))

    report = mix()

    rows = session.scalars(select(SealedRating)).all()
    key = session.scalars(select(InboxKey).where(InboxKey.state == "current")).one()
    opener = Opener(store.load(key.public_key))
    assert (report.mixed, report.waiting) == (0, 18)
    assert {row.key_id for row in rows} == {key.id}
    assert before.isdisjoint(row.ciphertext for row in rows)
    assert all(opener.open_sealed(row.ciphertext) == answers for row in rows)
    assert count(session, Ballot) == count(session, Comment) == 0


def test_waiting_ratings_are_mixed_once_their_batch_is_there(
    session: Session, city: SmallCity, mix: Mix
) -> None:
    answers = answers_of(city.service_ids[0])
    send(session, answers, desk_id=city.desk_ids[0], times=9)
    mix()
    send(session, answers, desk_id=city.desk_ids[0])

    assert mix(APRIL).mixed == 10
    assert set(session.scalars(select(Ballot.period))) == {"2026-04"}


def test_the_old_key_dies_with_its_file(
    session: Session, city: SmallCity, mix: Mix, store: KeyStore
) -> None:
    (old,) = session.scalars(select(InboxKey.public_key))

    mix()

    assert states(session) == ["destroyed", "current"]
    assert not store.has(old)
    assert len(list(store.folder.glob("*.key*"))) == 1


def test_the_month_is_the_citys_not_the_servers(
    session: Session, city: SmallCity, mix: Mix
) -> None:
    send(session, answers_of(city.service_ids[0]), desk_id=city.desk_ids[0], times=10)

    mix(datetime(2026, 3, 31, 17, 30, tzinfo=UTC))

    assert set(session.scalars(select(Ballot.period))) == {"2026-04"}


def test_a_large_group_goes_in_chunks_of_which_ten_wait_for_the_next(
    session: Session, city: SmallCity, mix: Mix, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "CHUNK", 20)
    send(session, answers_of(city.service_ids[0]), desk_id=city.desk_ids[0], times=47)
    progress: list[tuple[int, int]] = []

    mix(on_progress=lambda done, total: progress.append((done, total)))

    assert progress == [(10, 47), (30, 47), (47, 47)]
    assert session.scalars(select(Tally.respondents)).one() == 47


def test_comments_become_rows_with_desk_and_month(
    session: Session, city: SmallCity, mix: Mix
) -> None:
    for number in range(10):
        answers = answers_of(city.service_ids[0], comment=f"Pesan {number}")
        send(session, answers, desk_id=city.desk_ids[0])

    mix()

    comments = session.scalars(select(Comment)).all()
    assert {comment.text for comment in comments} == {f"Pesan {number}" for number in range(10)}
    assert {(comment.desk_id, comment.period) for comment in comments} == {
        (city.desk_ids[0], "2026-03")
    }


def test_officer_answers_wait_for_a_batch_of_their_own(
    session: Session, city: SmallCity, mix: Mix
) -> None:
    busy, rare = city.officer_ids
    for officer, level, times in ((busy, 4, 11), (rare, 1, 9)):
        answers = answers_of(city.service_ids[0], level=level, officer_id=officer)
        send(session, answers, desk_id=city.desk_ids[0], times=times)
    mix()
    assert (count(session, OfficerTally), count(session, SealedPart)) == (0, 20)

    report = mix()

    rows = session.execute(
        select(OfficerTally.officer_id, OfficerTally.element, OfficerTally.level)
    ).all()
    assert report.split_records_folded == 11
    assert set(rows) == {(busy, "competence", 4), (busy, "conduct", 4)}
    assert set(session.scalars(select(OfficerTally.answers))) == {11}
    assert count(session, SealedPart) == 9


def test_profiles_and_reasons_are_counted_when_the_month_has_ended(
    session: Session, city: SmallCity, mix: Mix
) -> None:
    answers = answers_of(
        city.service_ids[0],
        profile={"sex": "female", "age": "26_to_35"},
        reasons=frozenset({Element.TIME}),
    )
    mix()
    send(session, answers, desk_id=city.desk_ids[0], times=12)
    mix()
    mix()
    assert (count(session, ProfileTally), count(session, SealedPart)) == (0, 24)

    mix(APRIL)

    profile = session.scalars(select(ProfileTally).where(ProfileTally.field == "age")).one()
    reason = session.scalars(select(ReasonTally)).one()
    assert (profile.answer, profile.respondents, profile.year) == ("26_to_35", 12, 2026)
    assert (reason.element, reason.respondents) == ("time", 12)
    assert count(session, SealedPart) == 0


def test_parts_are_gone_through_in_portions_that_lose_none(
    session: Session, city: SmallCity, mix: Mix, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "PORTION", 25)
    for officer in city.officer_ids:
        answers = answers_of(city.service_ids[0], officer_id=officer, profile={"sex": "male"})
        send(session, answers, desk_id=city.desk_ids[0], times=40)
    mix()

    mix()

    answers = session.scalars(
        select(OfficerTally.answers).where(OfficerTally.element == "conduct")
    ).all()
    assert sum(answers) == 80
    assert count(session, SealedPart) == 80
    mix(APRIL)
    assert session.scalars(select(ProfileTally.respondents)).one() == 80
    assert count(session, SealedPart) == 0


def test_accepted_forms_are_kept_until_they_expire(
    session: Session, city: SmallCity, mix: Mix
) -> None:
    for number, day in enumerate((date(2026, 3, 14), date(2026, 3, 15), date(2026, 4, 30))):
        add(session, AcceptedSubmission(key_hash=bytes([number]) * 32, expires_on=day))
    session.commit()

    mix()

    assert set(session.scalars(select(AcceptedSubmission.expires_on))) == {
        date(2026, 3, 15),
        date(2026, 4, 30),
    }


def retire(session: Session, desk_id: int) -> None:
    session.execute(
        update(DeskRow).where(DeskRow.id == desk_id).values(retired_on=date(2026, 3, 1))
    )
    session.commit()


def test_answers_about_officers_of_a_retired_desk_are_dropped_at_the_months_end(
    session: Session, city: SmallCity, mix: Mix
) -> None:
    answers = answers_of(city.service_ids[0], officer_id=city.officer_ids[0])
    send(session, answers, desk_id=city.desk_ids[0], times=9)
    send(session, answers_of(city.service_ids[0]), desk_id=city.desk_ids[0])
    mix()
    retire(session, city.desk_ids[0])
    assert mix().dropped == 0

    assert mix(APRIL).dropped == 9
    assert count(session, SealedPart) == 0
    assert count(session, OfficerTally) == 0
