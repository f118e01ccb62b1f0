"""What the public reads: counts, medians, promises kept or not; and the nightly work."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.cli.complaints import nightly_complaint_work
from portal.complaints.handling.answering import Promise, answer
from portal.complaints.handling.moderation import ModerationVerdict, decide
from portal.complaints.handling.queries import QueueFilter, overdue_count, queue_page
from portal.complaints.handling.service import advance
from portal.complaints.intake.action_queries import published_actions
from portal.complaints.intake.action_service import ChangeAction, change_action
from portal.complaints.intake.course_models import Appeal
from portal.complaints.intake.follow_up import appeal
from portal.complaints.intake.kinds import (
    Concern,
    DecisionReason,
    Kind,
    PromiseStep,
    Queue,
    State,
    TextDecision,
    Theme,
)
from portal.complaints.intake.models import Complaint
from portal.complaints.intake.scope_queries import Scope
from portal.complaints.published.count_queries import CountWindow, counts_by_addressee
from portal.complaints.published.text_queries import published_texts
from portal.organisation.calendar.models import Holiday
from portal.organisation.calendar.queries import public_holidays, working_days_around
from portal.time.working_days import WorkingDays
from portal.web.access import Role
from portal.web.extensions import current_settings, db
from tests.factories.complaints import CITY, FRIDAY, TEXT, make_complaint, make_office, store_key
from tests.factories.organisation import make_agency
from tests.staff import add_account

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
ANSWER = "Kami menambah satu petugas pada jam sibuk mulai pekan depan."


@pytest.fixture
def agency_id(session: Session) -> int:
    agency = make_agency(session)
    session.commit()
    return int(agency.id)


def answered_on(
    session: Session, agency_id: int, day: date, promise: Promise | None = None
) -> None:
    complaint, _ = make_complaint(session, agency_id, context=make_office())
    for to in (State.VERIFIED, State.FORWARDED):
        advance(
            session,
            complaint.id,
            to=to,
            version=complaint.version,
            account_id=1,
            context=make_office(),
        )
    answer(
        session,
        complaint.id,
        text=ANSWER,
        version=complaint.version,
        account_id=1,
        context=make_office(day),
        scope=CITY,
        promise=promise,
    )


def test_counts_say_what_was_answered_in_time_and_how_long_it_took(
    session: Session, agency_id: int
) -> None:
    for day in (date(2026, 11, 23), date(2026, 11, 27), date(2026, 11, 30)):
        answered_on(session, agency_id, day)
    make_complaint(session, agency_id, context=make_office())
    hidden, _ = make_complaint(session, agency_id, context=make_office())
    decide(
        session,
        hidden.id,
        verdict=ModerationVerdict(TextDecision.HIDDEN, reason=DecisionReason.SPAM),
        version=hidden.version,
        account_id=1,
        context=make_office(),
    )

    holidays = frozenset({date(2026, 11, 26)})
    window = CountWindow(FRIDAY, FRIDAY + timedelta(days=1))
    today = date(2026, 11, 26)
    calendar = WorkingDays(holidays)
    counts = counts_by_addressee(session, window, today=today, calendar=calendar)[agency_id]

    assert (counts.received, counts.answered_in_time, counts.overdue) == (5, 2, 2)
    assert sorted(counts.answer_days) == [1, 4, 5]
    assert counts.hidden == {"spam": 1}
    later = CountWindow(window.end, date(2030, 1, 1))
    assert counts_by_addressee(session, later, today=today, calendar=calendar) == {}


def test_what_lies_with_the_inspectorate_counts_for_no_agency(
    session: Session, agency_id: int
) -> None:
    make_complaint(session, agency_id, context=make_office())
    inspected, code = make_complaint(
        session, agency_id, context=make_office(), concern=Concern.HEAD
    )
    decide(
        session,
        inspected.id,
        verdict=ModerationVerdict(TextDecision.HIDDEN, reason=DecisionReason.INSULT),
        version=inspected.version,
        account_id=1,
        context=make_office(),
    )
    appeal(session, code, text="Itu bukan penghinaan", context=make_office())

    window = CountWindow(FRIDAY, FRIDAY + timedelta(days=1))
    counts = counts_by_addressee(session, window, today=FRIDAY, calendar=WorkingDays())

    assert {addressee: each.received for addressee, each in counts.items()} == {
        agency_id: 1,
        None: 1,
    }
    assert (counts[agency_id].hidden, counts[agency_id].appeals) == ({}, {})
    assert (counts[None].hidden, counts[None].appeals) == ({"insult": 1}, {"pending": 1})


def test_promises_show_as_kept_late_or_withdrawn(session: Session, agency_id: int) -> None:
    due = date(2026, 12, 1)
    for number in range(3):
        promise = Promise(Theme.COST, f"Kata warga {number}", f"Perbaikan nomor {number}", due)
        answered_on(session, agency_id, FRIDAY, promise)
    for number, step in ((3, PromiseStep.DONE), (2, PromiseStep.WITHDRAWN)):
        wanted = ChangeAction(step, reason="Papan biaya terpasang", seen=0)
        change_action(session, number, wanted=wanted, account_id=7, today=due)

    def standing(on: date) -> dict[str, list[str]]:
        groups = published_actions(session, today=on, limit=5)
        return {str(each.state): [line.said[-1] for line in each.lines] for each in groups}

    assert standing(due) == {"done": ["2"], "promised": ["0"], "withdrawn": ["1"]}
    assert standing(date(2026, 12, 2)) == {"done": ["2"], "late": ["0"], "withdrawn": ["1"]}


def test_only_published_texts_are_read_by_the_public(session: Session, agency_id: int) -> None:
    complaint, _ = make_complaint(session, agency_id, context=make_office())
    make_complaint(session, agency_id, context=make_office())
    decide(
        session,
        complaint.id,
        verdict=ModerationVerdict(TextDecision.REDACTED, public_text="Antrean [...] lama"),
        version=complaint.version,
        account_id=1,
        context=make_office(),
    )

    assert [line.text for line in published_texts(session)] == ["Antrean [...] lama"]


def test_published_texts_stand_in_no_order_of_days_within_a_month(
    session: Session, agency_id: int
) -> None:
    """By random codes, so that neither the order nor what falls out tells a day or a number."""
    days = [date(2026, 10, 30), *(date(2026, 11, day) for day in range(2, 14))]
    hashes = {}
    for day in days:
        complaint, _ = make_complaint(session, agency_id, context=make_office(day))
        verdict = ModerationVerdict(TextDecision.REDACTED, public_text=f"Ditulis {day}")
        decide(
            session,
            complaint.id,
            verdict=verdict,
            version=complaint.version,
            account_id=1,
            context=make_office(day),
        )
        hashes[f"Ditulis {day}"] = complaint.code_hash
    november = sorted(list(hashes)[1:], key=lambda text: hashes[text])

    assert [line.text for line in published_texts(session)] == [*november, "Ditulis 2026-10-30"]
    assert [line.text for line in published_texts(session, limit=5)] == november[:5]


def test_the_queue_has_the_oldest_promise_first_and_goes_on_where_it_stopped(
    session: Session, agency_id: int
) -> None:
    days = [FRIDAY + timedelta(days=number % 10) for number in range(60)]
    for day in days:
        make_complaint(session, agency_id, context=make_office(day))
    seen, after = [], None
    while True:
        page = queue_page(session, CITY, wanted=QueueFilter(), now=NOON, today=FRIDAY, after=after)
        seen += page.rows
        after = page.following
        if after is None:
            break

    promises = [row.promised_on for row in seen]
    assert len({row.complaint_id for row in seen}) == 60
    assert promises == sorted(promises)
    assert (page.count, page.is_count_capped) == (60, False)
    assert overdue_count(session, CITY, today=FRIDAY) == 0


@pytest.mark.parametrize(
    "wanted", [QueueFilter(state=State.ANSWERED), QueueFilter(is_appealed=True)]
)
def test_what_nothing_is_owed_on_is_not_lost_behind_the_first_page(
    session: Session, agency_id: int, wanted: QueueFilter
) -> None:
    for number in range(30):
        item, _ = make_complaint(session, agency_id, context=make_office())
        session.execute(update(Complaint).where(Complaint.id == item.id).values(state="verified"))
        session.execute(update(Complaint).where(Complaint.id == item.id).values(state="forwarded"))
        values = {"state": "answered", "promised_on": None if number % 3 else FRIDAY}
        session.execute(update(Complaint).where(Complaint.id == item.id).values(values))
        session.add(
            Appeal(
                complaint_id=item.id,
                sequence=1,
                text=b"",
                appealed_account_id=1,
                appealed_on=FRIDAY,
                outcome="pending",
            )
        )
        session.commit()
    first = queue_page(session, CITY, wanted=wanted, now=NOON, today=FRIDAY)
    after = first.following
    rest = queue_page(session, CITY, wanted=wanted, now=NOON, today=FRIDAY, after=after)

    rows = (*first.rows, *rest.rows)
    assert [len(first.rows), len(rest.rows), first.count] == [25, 5, 30]
    assert len({row.complaint_id for row in rows}) == 30
    assert [row.promised_on for row in rows] == [FRIDAY] * 10 + [None] * 20
    assert rest.following is None


def test_filters_narrow_the_queue(session: Session, agency_id: int) -> None:
    make_complaint(session, agency_id, context=make_office(), kind=Kind.PRAISE)
    make_complaint(session, agency_id, context=make_office(), concern=Concern.LEVY)

    def found(**wanted: object) -> list[Kind]:
        page = queue_page(
            session, CITY, wanted=QueueFilter(**wanted), now=NOON, today=date(2026, 12, 1)
        )
        return [row.kind for row in page.rows]

    assert found(kind=Kind.PRAISE) == [Kind.PRAISE]
    assert found(queue=Queue.INSPECTORATE) == [Kind.COMPLAINT]
    assert found(state=State.CLOSED) == []
    assert found(agency_id=agency_id + 1) == []
    assert found(is_appealed=True) == []
    assert len(found(is_overdue=True)) == 2


def test_nobody_without_a_reach_sees_anything(session: Session, agency_id: int) -> None:
    make_complaint(session, agency_id, context=make_office())
    nobody = Scope(is_city=False, agency_id=None)

    assert queue_page(session, nobody, wanted=QueueFilter(), now=NOON, today=FRIDAY).rows == ()


def test_holidays_are_the_countrys_and_the_citys_own(session: Session) -> None:
    session.add(Holiday(day=date(2026, 11, 26), name="Hari jadi kota"))
    session.commit()
    holidays = working_days_around(session, FRIDAY).holidays

    assert date(2026, 12, 25) in public_holidays(2026)
    assert {date(2026, 8, 17), date(2026, 11, 26), date(2027, 1, 1)} <= holidays
    assert FRIDAY not in holidays


def test_the_nightly_work_closes_and_purges_by_the_citys_settings(app: Flask) -> None:
    with app.app_context():
        current_settings().keys_dir.mkdir(exist_ok=True)
        store_key(current_settings().keys_dir)
        session = db.session()
        agency = make_agency(session)
        session.commit()
        answered_on(session, agency.id, FRIDAY)
        late = datetime(2026, 12, 7, 18, 0, tzinfo=UTC)
        nightly_complaint_work(session, current_settings(), now=late)
        first = session.scalars(select(Complaint.state)).one()
        nightly_complaint_work(session, current_settings(), now=late + timedelta(days=366))

        assert first == State.CLOSED
        assert session.scalars(select(Complaint.text)).one() is None


def test_the_daily_letter_counts_and_quotes_nothing(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    with app.app_context():
        current_settings().keys_dir.mkdir(exist_ok=True)
        store_key(current_settings().keys_dir)
        session = db.session()
        mine, other = make_agency(session, "a"), make_agency(session, "b")
        add_account(session, Role.AGENCY_HEAD, agency_id=mine.id, email="kepala@contoh.test")
        add_account(session, Role.AGENCY_HEAD, agency_id=other.id, email="lain@contoh.test")
        add_account(session, Role.MODERATOR, email="moderator@contoh.test")
        add_account(session, Role.AUDITOR, email="auditor@contoh.test")
        session.commit()
        _, code = make_complaint(session, mine.id, context=make_office())
        make_complaint(session, other.id, context=make_office(), concern=Concern.LEVY)
        late = datetime(2026, 12, 7, 18, 0, tzinfo=UTC)
        nightly_complaint_work(session, current_settings(), now=late)

    said = capsys.readouterr().out
    assert "To: kepala@contoh.test" in said
    assert "1 pengaduan menunggu Anda, 1 di antaranya lewat janji" in said
    assert "2 pengaduan menunggu Anda, 2 di antaranya" in said
    assert "lain@contoh.test" not in said
    assert "auditor@contoh.test" not in said
    assert TEXT[:10] not in said
    assert code not in said
