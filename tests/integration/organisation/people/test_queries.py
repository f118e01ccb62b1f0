"""Who somebody is, and who is what to whom, as asked of the database."""

from datetime import date

from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.organisation.people import queries
from portal.organisation.people.standing import StandingKind
from tests.factories.organisation import make_agency, make_officer, make_unit
from tests.factories.people import (
    make_absence,
    make_line,
    make_people,
    make_person,
    make_post,
    make_relation,
)

DAY = date(2026, 6, 1)


def test_a_person_is_found_by_internal_number_and_by_any_staff_number(session: Session) -> None:
    officer = make_officer(session, "199001012020011001")
    mayor = make_person(session, "Wali Kota Contoh")
    officer.number = "199001012020011777"
    session.flush()

    for spelled in ("19900101 202001 1 001", "19900101.202001.1.777"):
        found = queries.person_with_number(session, spelled)
        assert found is not None
        assert found.id == officer.id
    assert queries.person_with_number(session, "5") is None
    found = queries.person(session, mayor.id)
    assert found is not None
    assert (found.name, found.number) == ("Wali Kota Contoh", None)
    numbers = {"199001012020011001", "9"}
    assert queries.persons_by_number(session, numbers) == {"199001012020011001": officer.id}


def test_the_standing_of_people_reaches_to_the_top_of_the_line(session: Session) -> None:
    officer, head, secretary, mayor = make_people(session, "A", "B", "C", "D")
    make_line(session, officer, to=head)
    make_line(session, head, to=secretary)
    make_line(session, secretary, to=mayor)
    former = make_person(session, "Mantan").id
    other = make_person(session, "Orang lain").id
    make_line(session, other, to=former)

    standing = queries.standing_on(session, DAY, person_ids={officer})

    assert standing.appraiser_of(officer) == head
    assert standing.appraisers_superior_of(officer) == secretary
    assert standing.lacks(mayor) == {
        StandingKind.APPRAISER,
        StandingKind.APPRAISERS_SUPERIOR,
        StandingKind.DECIDER,
    }
    assert other not in standing.lines


def test_a_declared_relative_is_not_among_a_superiors_people(session: Session) -> None:
    superior, cousin, other, substitute = make_people(session, "F", "Sepupu", "G", "Pengganti")
    for person in (cousin, other):
        make_line(session, person, to=superior)
    make_relation(session, "relative", cousin, about=superior)
    assert queries.people_of(session, superior, on=DAY) == (other,)

    make_relation(session, "substitute_appraiser", substitute, about=cousin)

    assert queries.people_of(session, substitute, on=DAY) == (cousin,)
    assert queries.people_of(session, cousin, on=DAY) == ()


def test_who_heads_a_unit_is_told_by_posts_of_the_day(session: Session) -> None:
    agency = make_agency(session)
    unit = make_unit(session, agency, "bidang")
    member, head_of_unit, head_of_agency, before = make_people(session, "A", "B", "C", "D")
    make_post(session, member, agency, unit_id=unit.id)
    make_post(session, head_of_unit, agency, unit_id=unit.id, is_head=True)
    make_post(session, head_of_agency, agency, is_head=True)
    make_post(session, before, agency, is_head=True, ends_on=date(2025, 12, 31))

    people = {member, head_of_unit, head_of_agency}
    standing = queries.standing_on(session, DAY, person_ids=people)

    heads = {one: standing.holders(StandingKind.HEAD_OF_UNIT, about=one) for one in people}
    assert heads == {member: (head_of_unit,), head_of_unit: (head_of_agency,), head_of_agency: ()}
    assert queries.agencies_of(session, people, on=DAY) == dict.fromkeys(people, agency.id)
    assert [post.is_head for post in queries.posts_of(session, {head_of_unit})] == [True]


def test_absences_say_on_which_days_somebody_is_away(session: Session) -> None:
    (person,) = make_people(session, "A")
    make_absence(session, person, starts_on=DAY, ends_on=DAY, kind="study")

    (absence,) = queries.absences_of(session, {person})

    assert absence.covers(DAY)
    assert not absence.covers(date(2026, 6, 2))


def test_standing_asks_as_often_for_one_person_as_for_fifty(session: Session) -> None:
    superior, head = make_people(session, "B", "C")
    make_line(session, superior, to=head)
    asked: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *each: asked.append(each[2]))

    def count(people: int) -> int:
        for person in make_people(session, *["A"] * people):
            make_line(session, person, to=superior)
        session.flush()
        asked.clear()
        queries.standing_of_superior(session, DAY, superior_id=superior)
        return len(asked)

    assert count(1) == count(49) <= 5
