"""What use cases of complaints refuse, and that nothing is stored of it."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.complaints.comments.queries import waiting_comment, waiting_comments
from portal.complaints.handling.answering import answer
from portal.complaints.handling.moderation import (
    DecisionIncomplete,
    ModerationVerdict,
    NoAppealPending,
    decide,
    decide_appeal,
)
from portal.complaints.handling.service import NumberWrong, address, advance, refer_to_sp4n
from portal.complaints.intake.action_service import ActionUnknown, ChangeAction, change_action
from portal.complaints.intake.course_models import Appeal, CommentDecision
from portal.complaints.intake.follow_up import AppealNotPossible, appeal, reply
from portal.complaints.intake.history import ComplaintUnknown
from portal.complaints.intake.kinds import (
    AppealOutcome,
    DecisionReason,
    ImpossibleTransition,
    PromiseStep,
    State,
    TextDecision,
)
from portal.complaints.intake.models import Complaint
from portal.complaints.intake.scope_queries import Scope
from portal.complaints.intake.writing import TextLengthWrong
from portal.complaints.published.count_queries import CountWindow, counts_by_addressee
from portal.organisation.places.conflict_of_interest import ConflictOfInterest
from portal.rating.mixing.ballot_models import Comment
from portal.time.working_days import WorkingDays
from tests.factories.complaints import CITY, FRIDAY, make_complaint, make_office
from tests.factories.organisation import make_agency, make_desk, make_unit

DONE = ChangeAction(PromiseStep.DONE, reason="Papan biaya terpasang", seen=0)
HIDE = ModerationVerdict(TextDecision.HIDDEN, reason=DecisionReason.INSULT)
NOVEMBER = date(2026, 11, 1)
BY = {"account_id": 1, "context": make_office()}


@pytest.fixture
def agency_id(session: Session) -> int:
    agency = make_agency(session)
    session.commit()
    return int(agency.id)


@pytest.fixture
def item(session: Session, agency_id: int) -> Complaint:
    return make_complaint(session, agency_id, context=make_office())[0]


@pytest.mark.parametrize("text", ["pendek", "a" * 5_001])
def test_an_answer_too_short_or_too_long_is_refused(
    session: Session, item: Complaint, text: str
) -> None:
    with pytest.raises(TextLengthWrong):
        answer(session, item.id, text=text, version=item.version, scope=CITY, **BY)


def test_nothing_is_answered_before_it_was_passed_on(session: Session, item: Complaint) -> None:
    with pytest.raises(ImpossibleTransition):
        answer(session, item.id, text="a" * 30, version=item.version, scope=CITY, **BY)
    session.rollback()
    assert item.state == State.NEW


@pytest.mark.parametrize("text", ["", "x", "a" * 5_001])
def test_a_reply_too_short_or_too_long_is_refused(
    session: Session, agency_id: int, text: str
) -> None:
    _, code = make_complaint(session, agency_id, context=make_office())

    with pytest.raises(TextLengthWrong):
        reply(session, code, text=text, context=make_office())


@pytest.mark.parametrize(
    ("act", "error"),
    [
        (lambda s: advance(s, 99, to=State.VERIFIED, version=1, **BY), ComplaintUnknown),
        (lambda s: change_action(s, 99, wanted=DONE, account_id=7, today=FRIDAY), ActionUnknown),
    ],
)
def test_what_is_not_there_cannot_be_changed(
    session: Session, act: Callable[[Session], None], error: type[Exception]
) -> None:
    with pytest.raises(error):
        act(session)


@pytest.mark.parametrize(
    "number", ["", "1" * 31, "12;34", "nomor satu", "\N{ARABIC-INDIC DIGIT ONE}"]
)
def test_a_number_of_the_national_channel_is_letters_digits_and_dashes(
    session: Session, item: Complaint, number: str
) -> None:
    with pytest.raises(NumberWrong):
        refer_to_sp4n(session, item.id, number=number, version=item.version, **BY)


def test_a_removal_by_nobody_known_cannot_be_appealed(session: Session, agency_id: int) -> None:
    item, code = make_complaint(session, agency_id, context=make_office())
    item.decision, item.decision_reason = TextDecision.HIDDEN, DecisionReason.SPAM
    session.commit()

    with pytest.raises(AppealNotPossible):
        appeal(session, code, text="Ini bukan iklan", context=make_office())


def test_an_appeal_nobody_made_cannot_be_decided(session: Session, item: Complaint) -> None:
    with pytest.raises(NoAppealPending):
        decide_appeal(session, item.id, is_granted=False, **BY)


@pytest.mark.parametrize("verdict", [None, HIDE, ModerationVerdict(TextDecision.PUBLISHED)])
def test_granting_an_appeal_takes_a_verdict_that_shows_the_text_or_keeps_it_internal(
    session: Session, agency_id: int, verdict: ModerationVerdict | None
) -> None:
    item, code = make_complaint(session, agency_id, context=make_office())
    decide(session, item.id, verdict=HIDE, version=item.version, **BY)
    appeal(session, code, text="Itu bukan penghinaan", context=make_office())

    other = BY | {"account_id": 2}
    with pytest.raises(DecisionIncomplete):
        decide_appeal(session, item.id, is_granted=True, verdict=verdict, **other)
    session.rollback()
    assert session.scalars(select(Appeal.outcome)).one() == AppealOutcome.PENDING
    decide_appeal(session, item.id, is_granted=False, **other)
    assert session.scalars(select(Appeal.outcome)).one() == AppealOutcome.UPHELD
    assert item.decision == TextDecision.HIDDEN


def test_the_database_refuses_a_unit_of_another_agency(session: Session, item: Complaint) -> None:
    unit = make_unit(session, make_agency(session, "dishub"), "dishub-utara")
    session.commit()

    with pytest.raises(IntegrityError):
        address(session, item.id, unit_id=unit.id, version=item.version, **BY)


def test_a_form_that_arrives_twice_at_once_gives_the_same_code_and_is_stored_once(
    session: Session, agency_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, code = make_complaint(session, agency_id, context=make_office(), form_key="one form")
    # The other request stored it after this one had looked.
    looks = iter([lambda _: None, session.scalar])

    def look(asked: object) -> object:
        return next(looks)(asked)

    with monkeypatch.context() as patch:
        patch.setattr(session, "scalar", look)
        _, same = make_complaint(session, agency_id, context=make_office(), form_key="one form")

    assert next(looks, None) is None  # it looked again after the database had refused
    assert same == code
    assert session.scalar(select(func.count()).select_from(Complaint)) == 1


def test_comments_wait_for_those_who_work_for_the_city_alone(
    session: Session, agency_id: int
) -> None:
    comment = Comment(token=b"t" * 16, period="2026-10", agency_id=agency_id, text="Baik")
    session.add(comment)
    session.commit()
    head = Scope(is_city=False, agency_id=agency_id)

    waiting = waiting_comments(session, CITY, today=NOVEMBER)
    assert [row.text for row in waiting] == ["Baik"]
    assert waiting_comments(session, head, today=NOVEMBER) == ()
    assert waiting_comment(session, b"t" * 16, scope=head, today=NOVEMBER) is None
    assert waiting_comment(session, b"u" * 16, scope=CITY, today=NOVEMBER) is None


def test_a_comment_waits_until_its_month_is_over(session: Session, agency_id: int) -> None:
    """Who looked every morning would know on which night it came, and so the day of a visit."""
    session.add(Comment(token=b"t" * 16, period="2026-10", agency_id=agency_id, text="Baik"))
    session.commit()
    last = date(2026, 10, 31)

    assert waiting_comments(session, CITY, today=last) == ()
    assert waiting_comment(session, b"t" * 16, scope=CITY, today=last) is None
    assert waiting_comment(session, b"t" * 16, scope=CITY, today=NOVEMBER) is not None


@pytest.mark.parametrize(
    ("conflict", "seen"),
    [
        (ConflictOfInterest(), {"folded", "desk 1", "desk 2"}),
        (
            ConflictOfInterest(posted_desk_ids=frozenset({1}), posted_agency_ids=frozenset({1})),
            {"desk 2"},
        ),
        (ConflictOfInterest(home_agency_id=1, led_agency_id=1), set()),
    ],
    ids=["nobody's", "posted", "heads"],
)
def test_nobody_decides_a_comment_about_their_own_desk_or_one_that_may_be(
    session: Session, conflict: ConflictOfInterest, seen: set[str]
) -> None:
    agency = make_agency(session)
    first, second = make_desk(session, agency, "a-1"), make_desk(session, agency, "a-2")
    assert (agency.id, first.id, second.id) == (1, 1, 2)
    places = {"folded": None, "desk 1": first.id, "desk 2": second.id}
    for text, desk_id in places.items():
        fields = {"period": "2026-10", "agency_id": 1, "desk_id": desk_id}
        session.add(Comment(token=text.ljust(16).encode(), text=text, **fields))
    session.commit()
    scope = Scope(is_city=True, agency_id=None, conflict=conflict)

    assert {row.text for row in waiting_comments(session, scope, today=NOVEMBER)} == seen
    for text in places:
        found = waiting_comment(session, text.ljust(16).encode(), scope=scope, today=NOVEMBER)
        assert (found is not None) == (text in seen)


def test_hidden_comments_are_counted_in_releases_and_not_with_complaints(
    session: Session, agency_id: int, item: Complaint
) -> None:
    decide(session, item.id, verdict=HIDE, version=item.version, **BY)
    session.add(Comment(token=b"t" * 16, period="2026-10", agency_id=agency_id, text="Kasar"))
    session.flush()
    session.add(
        CommentDecision(
            token=b"t" * 16,
            agency_id=agency_id,
            decision="hidden",
            reason="insult",
            account_id=1,
            decided_on=FRIDAY,
        )
    )
    session.commit()
    window = CountWindow(FRIDAY, date(2026, 12, 1))

    counts = counts_by_addressee(session, window, today=FRIDAY, calendar=WorkingDays())

    assert counts[agency_id].hidden == {"insult": 1}


def test_no_code_is_given_for_a_complaint_that_was_not_stored(
    session: Session, agency_id: int
) -> None:
    with pytest.raises(IntegrityError):
        make_complaint(session, agency_id + 1, context=make_office())

    assert session.scalar(select(func.count()).select_from(Complaint)) == 0
