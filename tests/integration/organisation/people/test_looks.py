"""Looks at another person's content: on record once a viewer, person, kind and day."""

from datetime import UTC, date, datetime

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from portal.accounts.audit_log.models import AuditEntry
from portal.organisation.people.change_models import ContentLook
from portal.organisation.people.looks import LookAtPerson, note_look
from portal.web.access import Role, Staff
from tests.factories.people import make_people
from tests.staff import add_account

NOW = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)
TODAY, TOMORROW = date(2026, 6, 1), date(2026, 6, 2)


def viewer(session: Session, person_id: int | None = None) -> Staff:
    account = add_account(session, Role.AUDITOR, officer_id=person_id)
    session.commit()
    return Staff(account.id, account.name, frozenset({Role.AUDITOR}), officer_id=person_id)


def test_a_look_is_on_record_once_a_viewer_person_kind_and_day(session: Session) -> None:
    a, b = make_people(session, "A", "B")
    one, other = viewer(session), viewer(session)
    looks = [
        (one, LookAtPerson(a, "plan"), TODAY),
        (one, LookAtPerson(a, "plan"), TODAY),
        (one, LookAtPerson(a, "result"), TODAY),
        (one, LookAtPerson(b, "plan"), TODAY),
        (other, LookAtPerson(a, "plan"), TODAY),
        (one, LookAtPerson(a, "plan"), TOMORROW),
    ]

    first = [note_look(session, look, by=by, now=NOW, today=day) for by, look, day in looks]

    assert first == [True, False, True, True, True, True]
    entries = session.execute(select(AuditEntry.account_id, AuditEntry.subject, AuditEntry.detail))
    assert [(row.account_id, row.subject) for row in entries] == [
        (one.account_id, f"person:{a}"),
        (one.account_id, f"person:{a}"),
        (one.account_id, f"person:{b}"),
        (other.account_id, f"person:{a}"),
        (one.account_id, f"person:{a}"),
    ]
    days = select(ContentLook.day).where(ContentLook.account_id == one.account_id)
    assert set(session.scalars(days)) == {TOMORROW}


def test_looking_at_oneself_is_nobodys_business(session: Session) -> None:
    (a,) = make_people(session, "A")

    assert not note_look(
        session, LookAtPerson(a, "plan"), by=viewer(session, a), now=NOW, today=TODAY
    )
    assert session.scalars(select(AuditEntry)).all() == []


def test_a_second_look_writes_nothing(session: Session) -> None:
    (a,) = make_people(session, "A")
    by = viewer(session)
    note_look(session, LookAtPerson(a, "plan"), by=by, now=NOW, today=TODAY)
    asked: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *each: asked.append(each[2]))

    note_look(session, LookAtPerson(a, "plan"), by=by, now=NOW, today=TODAY)

    assert [each.split()[0] for each in asked if each != "BEGIN"] == ["SELECT"]
