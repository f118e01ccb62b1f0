"""A complaint's course: written, followed, answered, reopened, appealed, closed, purged."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.complaints.handling.answering import Promise, answer
from portal.complaints.handling.housekeeping import close_silent, purge_texts
from portal.complaints.handling.moderation import (
    DecisionIncomplete,
    ModerationVerdict,
    OwnDecision,
    PublicationNotAllowed,
    decide,
    decide_appeal,
)
from portal.complaints.handling.service import (
    ClaimedByAnother,
    advance,
    claim,
    group,
    refer_to_sp4n,
    release,
    send_to_queue,
)
from portal.complaints.intake.course_models import Appeal, ComplaintEvent, Message, PromisedAction
from portal.complaints.intake.follow_up import (
    AppealNotPossible,
    NothingToRate,
    ReopeningTooLate,
    ReplyNotPossible,
    appeal,
    complaint_id_of,
    rate_resolution,
    reopen,
    reply,
)
from portal.complaints.intake.history import ComplaintChanged, ComplaintUnknown
from portal.complaints.intake.kinds import (
    AppealOutcome,
    Concern,
    DecisionReason,
    ImpossibleTransition,
    Queue,
    State,
    TextDecision,
    Theme,
)
from portal.complaints.intake.models import Complaint
from portal.complaints.intake.writing import TextLengthWrong
from portal.complaints.published.text_queries import published_texts
from tests.factories.complaints import CITY, FRIDAY, TEXT, make_complaint, make_office, on
from tests.factories.organisation import make_agency

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
MODERATOR, ANOTHER = 1, 2
ANSWER = "Kami menambah satu petugas pada jam sibuk mulai pekan depan."
HIDE = ModerationVerdict(TextDecision.HIDDEN, reason=DecisionReason.INSULT)


@pytest.fixture
def agency_id(session: Session) -> int:
    agency = make_agency(session)
    session.commit()
    return int(agency.id)


def bring_to(session: Session, complaint: Complaint, *states: State, context=None) -> None:
    for state in states:
        advance(
            session,
            complaint.id,
            to=state,
            version=complaint.version,
            account_id=MODERATOR,
            context=context or make_office(),
        )


def answered(session: Session, agency_id: int) -> tuple[Complaint, str]:
    complaint, code = make_complaint(session, agency_id, context=make_office())
    bring_to(session, complaint, State.VERIFIED, State.FORWARDED)
    answer(
        session,
        complaint.id,
        text=ANSWER,
        version=complaint.version,
        account_id=MODERATOR,
        context=make_office(),
        scope=CITY,
    )
    return complaint, code


def test_what_is_stored_holds_neither_the_text_nor_the_code(
    session: Session, agency_id: int
) -> None:
    complaint, code = make_complaint(session, agency_id, context=make_office())
    row = session.execute(text("SELECT * FROM complaint")).one()
    stored = b"".join(bytes(value) for value in row if isinstance(value, bytes | memoryview))

    assert b"Antrean" not in stored
    assert code.encode() not in stored
    assert code not in str(row)
    assert make_office().vault.unlock(complaint.text) == TEXT
    assert complaint.promised_on == date(2026, 11, 25)


@pytest.mark.parametrize("length", [0, 19, 5_001])
def test_a_text_too_short_or_too_long_is_refused(
    session: Session, agency_id: int, length: int
) -> None:
    with pytest.raises(TextLengthWrong):
        make_complaint(session, agency_id, context=make_office(), text="a" * length)


def test_the_same_form_sent_twice_is_one_complaint(session: Session, agency_id: int) -> None:
    first, code = make_complaint(session, agency_id, context=make_office(), form_key="one form")
    again, same = make_complaint(session, agency_id, context=make_office(), form_key="one form")

    assert (again.id, same) == (first.id, code)


def test_only_the_code_finds_the_complaint(session: Session, agency_id: int) -> None:
    complaint, code = make_complaint(session, agency_id, context=make_office())

    assert complaint_id_of(session, code.lower(), context=make_office()) == complaint.id
    for wrong in ("", "0000-0000-0000-0000", code[:-1], "' OR 1=1 --"):
        with pytest.raises(ComplaintUnknown):
            complaint_id_of(session, wrong, context=make_office())


@pytest.mark.parametrize("concern", [Concern.HEAD, Concern.LEVY])
def test_a_head_and_a_levy_go_past_the_agency_and_stay_there(
    session: Session, agency_id: int, concern: Concern
) -> None:
    complaint, _ = make_complaint(session, agency_id, context=make_office(), concern=concern)

    assert complaint.queue == Queue.INSPECTORATE
    with pytest.raises(IntegrityError):
        send_to_queue(
            session,
            complaint.id,
            queue=Queue.AGENCY,
            version=complaint.version,
            account_id=MODERATOR,
            context=make_office(),
        )
    session.rollback()


def test_the_database_itself_refuses_an_impossible_move(session: Session, agency_id: int) -> None:
    make_complaint(session, agency_id, context=make_office())

    with pytest.raises(IntegrityError):
        session.execute(text("UPDATE complaint SET state = 'closed'"))
    session.rollback()
    session.execute(text("UPDATE complaint SET state = 'verified'"))
    assert session.scalars(select(Complaint.state)).one() == State.VERIFIED


def test_two_people_never_decide_the_same_item_without_noticing(
    session: Session, agency_id: int
) -> None:
    complaint, _ = make_complaint(session, agency_id, context=make_office())
    seen = complaint.version
    bring_to(session, complaint, State.VERIFIED)

    with pytest.raises(ComplaintChanged):
        advance(
            session,
            complaint.id,
            to=State.FORWARDED,
            version=seen,
            account_id=ANOTHER,
            context=make_office(),
        )


def test_a_claim_holds_others_off_until_it_runs_out(session: Session, agency_id: int) -> None:
    complaint, _ = make_complaint(session, agency_id, context=make_office())
    claim(session, complaint.id, account_id=MODERATOR, now=NOON)
    claim(session, complaint.id, account_id=MODERATOR, now=NOON)

    with pytest.raises(ClaimedByAnother):
        claim(session, complaint.id, account_id=ANOTHER, now=NOON + timedelta(minutes=29))
    session.rollback()
    claim(session, complaint.id, account_id=ANOTHER, now=NOON + timedelta(minutes=31))
    release(session, complaint.id, account_id=MODERATOR)
    with pytest.raises(ClaimedByAnother):
        claim(session, complaint.id, account_id=MODERATOR, now=NOON + timedelta(minutes=32))


def test_an_answer_can_be_replied_to_rated_and_reopened(session: Session, agency_id: int) -> None:
    complaint, code = answered(session, agency_id)
    reply(session, code, text="Terima kasih", context=make_office())
    rate_resolution(session, code, helped=2, context=make_office())
    reopen(session, code, text="Belum ada perubahan", context=make_office())

    speakers = session.scalars(select(Message.speaker).order_by(Message.sequence)).all()
    assert speakers == ["office", "citizen", "citizen"]
    assert (complaint.state, complaint.helped) == (State.REOPENED, 2)
    assert complaint.promised_on == date(2026, 11, 27)


def test_reopening_has_its_ten_working_days(session: Session, agency_id: int) -> None:
    _, code = answered(session, agency_id)

    with pytest.raises(ReopeningTooLate):
        reopen(session, code, text="Masih", context=make_office(date(2026, 12, 7)))
    session.rollback()
    reopen(session, code, text="Masih", context=make_office(date(2026, 12, 4)))


def test_nothing_is_rated_or_reopened_before_an_answer(session: Session, agency_id: int) -> None:
    _, code = make_complaint(session, agency_id, context=make_office())

    with pytest.raises(NothingToRate):
        rate_resolution(session, code, helped=4, context=make_office())
    session.rollback()
    with pytest.raises(ImpossibleTransition):
        reopen(session, code, text="Halo", context=make_office())


def test_a_postponed_complaint_goes_on_when_its_writer_answers(
    session: Session, agency_id: int
) -> None:
    complaint, code = make_complaint(session, agency_id, context=make_office())
    advance(
        session,
        complaint.id,
        to=State.POSTPONED,
        reason=DecisionReason.INCOMPLETE,
        version=complaint.version,
        account_id=MODERATOR,
        context=make_office(),
    )
    reply(session, code, text="Di loket dua", context=make_office())

    assert complaint.state == State.VERIFIED


def test_one_answer_serves_a_group(session: Session, agency_id: int) -> None:
    first, _ = make_complaint(session, agency_id, context=make_office())
    second, _ = make_complaint(session, agency_id, context=make_office())
    for complaint in (first, second):
        bring_to(session, complaint, State.VERIFIED, State.FORWARDED)
    group(session, first.id, others=(second.id,), account_id=MODERATOR, context=make_office())
    promise = Promise(Theme.WAITING_TIME, "Antrean lama", "Menambah satu loket", FRIDAY)
    count = answer(
        session,
        first.id,
        text=ANSWER,
        version=first.version,
        account_id=MODERATOR,
        context=make_office(),
        scope=CITY,
        promise=promise,
    )

    assert count == 2
    assert second.state == State.ANSWERED
    action = session.scalars(select(PromisedAction)).one()
    assert (action.complaint_id, action.due_on) == (first.id, FRIDAY)


def test_hiding_needs_a_reason_and_publishing_the_writers_yes(
    session: Session, agency_id: int
) -> None:
    complaint, _ = make_complaint(session, agency_id, context=make_office(), may_publish=False)
    common = {"account_id": MODERATOR, "context": make_office(), "version": complaint.version}

    for incomplete in (
        ModerationVerdict(TextDecision.HIDDEN),
        ModerationVerdict(TextDecision.HIDDEN, reason=DecisionReason.INCOMPLETE),
        ModerationVerdict(TextDecision.PUBLISHED, public_text=" "),
        ModerationVerdict(TextDecision.UNDECIDED),
    ):
        with pytest.raises(DecisionIncomplete):
            decide(session, complaint.id, verdict=incomplete, **common)
    with pytest.raises(PublicationNotAllowed):
        decide(
            session,
            complaint.id,
            verdict=ModerationVerdict(TextDecision.PUBLISHED, public_text=TEXT),
            **common,
        )


def test_a_removal_is_appealed_once_and_decided_by_another(
    session: Session, agency_id: int
) -> None:
    complaint, code = make_complaint(session, agency_id, context=make_office())
    with pytest.raises(AppealNotPossible):
        appeal(session, code, text="Mengapa?", context=make_office())
    session.rollback()
    decide(
        session,
        complaint.id,
        verdict=HIDE,
        version=complaint.version,
        account_id=MODERATOR,
        context=make_office(),
    )
    assert make_office().vault.unlock(complaint.text) == TEXT
    appeal(session, code, text="Itu bukan penghinaan", context=make_office())

    with pytest.raises(OwnDecision):
        decide_appeal(
            session, complaint.id, is_granted=False, account_id=MODERATOR, context=make_office()
        )
    session.rollback()
    decide_appeal(
        session,
        complaint.id,
        is_granted=True,
        account_id=ANOTHER,
        context=make_office(),
        verdict=ModerationVerdict(TextDecision.PUBLISHED, public_text=TEXT),
    )
    assert complaint.decision == TextDecision.PUBLISHED
    assert session.scalars(select(Appeal.outcome)).one() == AppealOutcome.GRANTED
    with pytest.raises(AppealNotPossible):
        appeal(session, code, text="Lagi", context=make_office())


def test_silence_closes_after_the_response_days_and_closed_is_final(
    session: Session, agency_id: int
) -> None:
    complaint, code = answered(session, agency_id)

    assert close_silent(session, context=make_office(date(2026, 12, 4))) == 0
    assert close_silent(session, context=make_office(date(2026, 12, 7))) == 1
    assert close_silent(session, context=make_office(date(2026, 12, 7))) == 0
    assert complaint.state == State.CLOSED
    with pytest.raises(ReplyNotPossible):
        reply(session, code, text="Halo", context=make_office())


def test_purging_takes_the_words_and_leaves_the_counts(session: Session, agency_id: int) -> None:
    complaint, code = answered(session, agency_id)
    decide(
        session,
        complaint.id,
        verdict=ModerationVerdict(TextDecision.PUBLISHED, public_text=TEXT),
        version=complaint.version,
        account_id=MODERATOR,
        context=make_office(),
    )
    assert published_texts(session)
    closed_on = date(2026, 12, 7)
    close_silent(session, context=make_office(closed_on))
    later = on(make_office(), closed_on + timedelta(days=365))

    assert purge_texts(session, context=make_office(closed_on), keep_days=365) == 0
    assert purge_texts(session, context=later, keep_days=365) == 1
    assert purge_texts(session, context=later, keep_days=365) == 0
    assert complaint.text is None
    assert published_texts(session) == ()
    assert session.scalars(select(Message)).all() == []
    assert session.scalars(select(ComplaintEvent)).first() is not None
    with pytest.raises(ComplaintUnknown):
        complaint_id_of(session, code, context=make_office())


def test_an_item_handed_over_keeps_its_number(session: Session, agency_id: int) -> None:
    complaint, _ = make_complaint(session, agency_id, context=make_office())
    refer_to_sp4n(
        session,
        complaint.id,
        number=" 5678-2026 ",
        version=complaint.version,
        account_id=MODERATOR,
        context=make_office(),
    )

    assert complaint.sp4n_number == "5678-2026"
