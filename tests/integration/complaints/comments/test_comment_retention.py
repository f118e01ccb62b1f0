"""Comments of ratings are deleted a set time after the decision; what was decided still counts."""

import logging
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.cli.circumstances import moderated_in
from portal.cli.complaints import nightly_complaint_work
from portal.complaints.handling.housekeeping import purge_comments
from portal.complaints.handling.moderation import Decider, ModerationVerdict, decide_comment
from portal.complaints.intake.course_models import CommentDecision
from portal.complaints.intake.history import ComplaintChanged
from portal.complaints.intake.kinds import DecisionReason, TextDecision
from portal.complaints.published.text_queries import published_comments
from portal.rating.mixing.ballot_models import Comment
from portal.web.extensions import current_settings, db
from tests.factories.organisation import make_agency

DECIDED = date(2026, 3, 10)
SHOWN = ModerationVerdict(TextDecision.PUBLISHED, public_text="Antrean rapi.")
HIDDEN = ModerationVerdict(TextDecision.HIDDEN, reason=DecisionReason.INSULT)
PERIODS = ("2026-01", "2026-02", "2026-03")


@pytest.fixture
def agency_id(session: Session) -> int:
    agency = make_agency(session)
    session.commit()
    return int(agency.id)


def write(session: Session, agency_id: int, name: str, *, period: str = "2026-02") -> bytes:
    token = name.encode().ljust(16)
    session.add(Comment(token=token, period=period, agency_id=agency_id, text=name * 4))
    session.commit()
    return token


def decide(
    session: Session, token: bytes, *, verdict: ModerationVerdict = SHOWN, on: date = DECIDED
) -> None:
    agency_id = session.get_one(Comment, token).agency_id
    by = Decider(account_id=1, today=on)
    decide_comment(session, token, agency_id=agency_id, verdict=verdict, by=by)


def purge(session: Session, today: date) -> int:
    gone = purge_comments(session, today=today, keep_days=365)
    session.expire_all()
    return gone


def test_a_comment_and_what_was_published_of_it_go_that_many_days_after_the_decision(
    session: Session, agency_id: int
) -> None:
    decide(session, write(session, agency_id, "rapi"))
    decide(session, write(session, agency_id, "kasar"), verdict=HIDDEN)
    day = DECIDED + timedelta(days=365)

    assert purge(session, day - timedelta(days=1)) == 0
    assert len(published_comments(session, periods=PERIODS)) == 1
    assert purge(session, day) == 2
    assert purge(session, day) == 0

    assert session.scalars(select(Comment.text)).all() == []
    assert set(session.scalars(select(CommentDecision.public_text))) == {"", None}
    assert published_comments(session, periods=PERIODS) == ()


def test_an_old_comment_that_was_decided_late_stays_as_long_as_another(
    session: Session, agency_id: int
) -> None:
    token = write(session, agency_id, "lama", period="2024-01")
    decide(session, token)

    assert purge(session, DECIDED + timedelta(days=364)) == 0
    assert session.get(Comment, token) is not None


def test_what_nobody_decided_goes_that_many_days_after_its_month(
    session: Session, agency_id: int
) -> None:
    write(session, agency_id, "sepi")

    assert purge(session, date(2027, 2, 28)) == 0
    assert purge(session, date(2027, 3, 1)) == 1
    assert session.scalars(select(Comment.text)).all() == []


def test_a_release_that_is_built_later_counts_the_same_decisions(
    session: Session, agency_id: int
) -> None:
    for number in range(6):
        verdict = HIDDEN if number % 2 else SHOWN
        decide(session, write(session, agency_id, f"kata {number}"), verdict=verdict)
    before = list(moderated_in(session, "2026-03"))

    assert purge(session, DECIDED + timedelta(days=900)) == 6
    assert list(moderated_in(session, "2026-03")) == before
    assert sum(each.comments for each in before) == 6


def test_a_comment_that_went_while_it_was_read_is_not_decided(
    session: Session, agency_id: int
) -> None:
    token = write(session, agency_id, "sepi")
    purge(session, date(2027, 3, 1))

    with pytest.raises(ComplaintChanged):
        decide_comment(
            session, token, agency_id=agency_id, verdict=SHOWN, by=Decider(1, date(2027, 3, 1))
        )


def test_the_nightly_work_deletes_by_the_citys_setting_and_logs_no_word(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    with app.app_context(), caplog.at_level(logging.INFO):
        session = db.session()
        agency = make_agency(session)
        session.commit()
        decide(session, write(session, agency.id, "rahasia"))
        late = datetime(2027, 3, 12, 18, 0, tzinfo=UTC)
        nightly_complaint_work(session, current_settings(), now=late)
        nightly_complaint_work(session, current_settings(), now=late)

        assert session.scalars(select(Comment.text)).all() == []
    said = [record.getMessage() for record in caplog.records if "comments:" in record.getMessage()]
    assert [line.split("comments: ")[-1] for line in said] == ["deleted=1", "deleted=0"]
    assert "rahasia" not in caplog.text
