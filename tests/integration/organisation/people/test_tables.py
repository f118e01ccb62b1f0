"""The database itself: one line a person and day, no circle, a number belongs to one person."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.organisation.people.models import KeptLine, Officer, StaffNumber
from tests.factories.organisation import make_agency, make_officer
from tests.factories.people import (
    make_absence,
    make_line,
    make_people,
    make_person,
    make_post,
    make_relation,
)

JANUARY, MARCH = date(2026, 1, 1), date(2026, 3, 1)
LAST_OF_FEBRUARY = date(2026, 2, 28)


def refused(session: Session, act: Callable[[], object]) -> bool:
    """Whether the database refuses what ``act`` writes; what was written before stays."""
    savepoint = session.begin_nested()
    try:
        act()
        session.flush()
    except IntegrityError:
        savepoint.rollback()
        return True
    savepoint.rollback()
    return False


def test_a_person_has_one_line_a_day(session: Session) -> None:
    a, b, c = make_people(session, "A", "B", "C")
    make_line(session, a, to=b, starts_on=JANUARY, ends_on=LAST_OF_FEBRUARY)

    assert refused(
        session, lambda: make_line(session, a, to=c, starts_on=LAST_OF_FEBRUARY, ends_on=MARCH)
    )
    assert refused(session, lambda: make_line(session, a, to=c, starts_on=date(2025, 1, 1)))
    assert not refused(session, lambda: make_line(session, a, to=c, starts_on=MARCH))
    assert not refused(session, lambda: make_line(session, c, to=b, starts_on=JANUARY))


def test_a_line_cannot_be_moved_over_another(session: Session) -> None:
    a, b, c = make_people(session, "A", "B", "C")
    make_line(session, a, to=b, starts_on=JANUARY, ends_on=LAST_OF_FEBRUARY)
    later = make_line(session, a, to=c, starts_on=MARCH)
    moved = update(KeptLine).where(KeptLine.id == later.id).values(starts_on=JANUARY)

    assert refused(session, lambda: session.execute(moved))


def test_nobody_is_above_themself_on_any_day(session: Session) -> None:
    a, b, c, d = make_people(session, "A", "B", "C", "D")
    make_line(session, a, to=b, starts_on=JANUARY)
    make_line(session, b, to=c, starts_on=JANUARY, ends_on=LAST_OF_FEBRUARY)

    assert refused(session, lambda: make_line(session, c, to=c))
    assert refused(session, lambda: make_line(session, c, to=a, starts_on=LAST_OF_FEBRUARY))
    assert refused(
        session, lambda: make_line(session, c, to=a, starts_on=date(2020, 1, 1), ends_on=JANUARY)
    )
    assert not refused(session, lambda: make_line(session, c, to=a, starts_on=MARCH))
    assert not refused(session, lambda: make_line(session, c, to=d))


def test_a_circle_cannot_be_closed_by_changing_a_line(session: Session) -> None:
    a, b, c = make_people(session, "A", "B", "C")
    make_line(session, a, to=b)
    line = make_line(session, b, to=c)
    turned = update(KeptLine).where(KeptLine.id == line.id).values(superior_id=a)

    assert refused(session, lambda: session.execute(turned))


def test_spans_are_ordered_and_nobody_is_related_to_themself(session: Session) -> None:
    a, b = make_people(session, "A", "B")
    agency = make_agency(session)
    backwards = {"starts_on": MARCH, "ends_on": JANUARY}

    assert refused(session, lambda: make_line(session, a, to=b, **backwards))
    assert refused(session, lambda: make_absence(session, a, **backwards))
    assert refused(session, lambda: make_post(session, a, agency, **backwards))
    assert refused(session, lambda: make_relation(session, "relative", a, about=a))
    assert refused(session, lambda: make_relation(session, "head_of_unit", a, about=b))
    assert refused(session, lambda: make_absence(session, a, starts_on=MARCH, kind="flu"))


def test_one_definitive_post_a_day_and_others_beside_it(session: Session) -> None:
    (a,) = make_people(session, "A")
    agency = make_agency(session)
    make_post(session, a, agency)

    assert refused(session, lambda: make_post(session, a, agency, starts_on=JANUARY))
    assert not refused(session, lambda: make_post(session, a, agency, kind="acting"))


def test_a_number_belongs_to_one_person_also_when_it_is_a_former_one(session: Session) -> None:
    officer = make_officer(session, "199001012020011001")
    session.execute(update(Officer).where(Officer.id == officer.id).values(number="1990X"))
    session.flush()

    kept = session.query(StaffNumber.number).filter_by(person_id=officer.id).all()
    assert {row.number for row in kept} == {"199001012020011001", "1990X"}
    assert refused(session, lambda: make_person(session, number="199001012020011001"))
    assert refused(session, lambda: make_officer(session, "1990X"))
    assert not refused(session, lambda: make_person(session, number="1991"))


def test_who_serves_at_a_desk_has_a_number(session: Session) -> None:
    assert refused(session, lambda: make_person(session, badge_number="12"))
    assert not refused(session, lambda: make_person(session, badge_number="12", number="5"))


@pytest.mark.parametrize(
    "act", ["UPDATE agency_predicate SET year = 2025", "DELETE FROM agency_predicate"]
)
def test_an_agencys_predicate_is_never_changed(session: Session, act: str) -> None:
    agency = make_agency(session)
    session.execute(
        text(
            "INSERT INTO agency_predicate (agency_id, year, predicate, decree_number, "
            "decree_date, recorded_at) VALUES (:agency, 2026, 'baik', '800/1', '2026-12-01', "
            "'2026-12-02 00:00:00+00')"
        ),
        {"agency": agency.id},
    )

    assert refused(session, lambda: session.execute(text(act)))
