"""Advisers and substitutes are named by two people and count from their first day."""

from datetime import date

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.organisation.people import queries, refusals
from portal.organisation.people.domain import ChangeKind, Naming, RelationEnd, read, written
from portal.organisation.people.list_queries import named_for
from portal.organisation.people.service import confirm_change
from portal.organisation.people.standing import RelationKind, StandingKind
from portal.web.extensions import db
from tests.factories.people import make_relation
from tests.integration.organisation.people.test_changes import (
    MAY,
    TODAY,
    Hands,
    enter,
    hand,
    people,
)
from tests.integration.test_migrations import app, empty_database

__all__ = ["app", "empty_database", "hand", "people"]


def named(holder: int, kind: RelationKind = RelationKind.ADVISER) -> Naming:
    return Naming(holder, kind, MAY)


@pytest.mark.parametrize(
    ("kind", "standing"),
    [
        (RelationKind.ADVISER, StandingKind.ADVISER),
        (RelationKind.SUBSTITUTE_APPRAISER, StandingKind.APPRAISER),
        (RelationKind.SUBSTITUTE_DECIDER, StandingKind.DECIDER),
    ],
)
def test_who_is_named_counts_once_another_person_confirmed(
    session: Session, people: list[int], hand: Hands, kind: RelationKind, standing: StandingKind
) -> None:
    a, _, c, _ = people
    office = hand()
    number = enter(session, a, named(c, kind), by=office)

    before = queries.standing_on(session, TODAY, person_ids={a, c})
    assert standing not in before.kinds(c, about=a)
    with pytest.raises(refusals.SameHand):
        confirm_change(session, number, answer="ya", by=office)
    confirm_change(session, number, answer="ya", by=hand())

    after = queries.standing_on(session, TODAY, person_ids={a, c})
    assert standing in after.kinds(c, about=a)
    (relation,) = named_for(session, a)
    end = enter(session, a, RelationEnd(relation.id, TODAY), by=office)
    confirm_change(session, end, answer="ya", by=hand())
    assert named_for(session, a)[0].ends_on == TODAY


def test_nobody_is_named_for_themself_a_relative_or_the_own_superior(
    session: Session, people: list[int], hand: Hands
) -> None:
    a, b, c, _ = people
    office = hand()
    make_relation(session, "relative", c, about=a)
    session.commit()

    with pytest.raises(refusals.NamedThemself):
        enter(session, a, named(a), by=office)
    with pytest.raises(refusals.LinesTooClose):
        enter(session, a, named(c), by=office)
    with pytest.raises(refusals.LinesTooClose):
        enter(session, b, named(a), by=office)
    with pytest.raises(refusals.PersonUnknown):
        enter(session, a, named(999), by=office)


def test_a_naming_is_kept_and_read_again() -> None:
    change = Naming(3, RelationKind.ADVISER, MAY, date(2026, 7, 1))

    assert read(ChangeKind.NAMING, written(change)) == change


def add_change(kind: str) -> None:
    db.session.execute(
        text(
            "INSERT INTO people_change (kind, person_id, body, reason, entered_by, entered_at, "
            f"state) VALUES ('{kind}', 1, '{{}}', 'x', 1, '2026-01-01 00:00:00+00', 'waiting')"
        )
    )
    db.session.commit()


def test_the_migration_goes_up_and_down_with_namings_in_the_database(app: Flask) -> None:
    upgrade(revision="0045")
    for statement in (
        "INSERT INTO officer (id, name, badge_name, badge_number) VALUES (1, 'A', '', '')",
        (
            "INSERT INTO account (id, name, email, is_active, created_at) "
            "VALUES (1, 'Sri', 'sri@contoh.test', TRUE, '2026-01-01 00:00:00+00')"
        ),
    ):
        db.session.execute(text(statement))
    db.session.commit()
    with pytest.raises(IntegrityError):
        add_change("naming")
    db.session.rollback()

    upgrade(revision="0046")
    add_change("naming")
    add_change("line")
    downgrade(revision="0045")

    assert list(db.session.scalars(text("SELECT kind FROM people_change"))) == ["line"]
    with pytest.raises(IntegrityError):
        add_change("naming")
    db.session.rollback()
