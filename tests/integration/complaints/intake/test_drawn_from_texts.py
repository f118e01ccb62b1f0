"""Nothing that is drawn from an encrypted text stands in the clear."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.complaints.intake.course_models import Appeal, ComplaintEvent, Message
from portal.complaints.intake.follow_up import reply
from portal.complaints.intake.history import CaseContext
from portal.complaints.intake.likeness import sign_texts
from portal.complaints.intake.models import Complaint
from portal.storage.texts import cleaning
from portal.storage.texts.cleaning import NO_SIGNATURE, is_near
from portal.storage.texts.key_file import Vault, open_vault
from portal.storage.texts.rotation import rotate_text_key
from portal.web.extensions import db
from tests.factories.complaints import FRIDAY, TEXT, make_complaint, make_office
from tests.factories.organisation import make_agency
from tests.integration.test_migrations import app, empty_database

__all__ = ["app", "empty_database"]  # fixtures
OTHER = "Petugas bernama Budi meminta uang di luar tarif resmi kepada ibu saya kemarin."
TABLES = (Complaint, Message, ComplaintEvent, Appeal)


def written(session: Session, text: str, *, key: bytes) -> dict[str, set[Any]]:
    """Return, by table and column, what the same act leaves behind for ``text`` under ``key``."""
    agency = make_agency(session, f"dinas-{hashlib.sha256(text.encode() + key).hexdigest()[:8]}")
    context = CaseContext(vault=Vault(key), today=FRIDAY)
    complaint, code = make_complaint(session, agency.id, context=context, text=text, form_key="f")
    reply(session, code, text=text, context=context)
    session.add(
        Appeal(
            complaint_id=complaint.id,
            sequence=1,
            text=context.vault.lock(text),
            appealed_account_id=1,
            appealed_on=FRIDAY,
            outcome="pending",
        )
    )
    session.commit()
    found = {}
    for table in TABLES:
        own = Complaint.id if table is Complaint else table.__table__.c.complaint_id
        for column in table.__table__.c:
            values = session.scalars(select(column).where(own == complaint.id))
            found[f"{table.__tablename__}.{column.name}"] = set(values)
    for table in reversed(TABLES):
        session.execute(delete(table))
    session.commit()
    # Which complaint it is, and of whom, differs by itself.
    return {
        name: each
        for name, each in found.items()
        if not name.endswith(("agency_id", ".id", "complaint_id"))
    }


def told_without_the_key(session: Session) -> set[str]:
    """Return columns that change with the text and not with the key."""
    base, text, key = (
        written(session, TEXT, key=b"a" * 32),
        written(session, OTHER, key=b"a" * 32),
        written(session, TEXT, key=b"b" * 32),
    )
    return {name for name in base if base[name] != text[name] and base[name] == key[name]}


def test_every_column_that_changes_with_a_text_changes_with_the_key(session: Session) -> None:
    assert told_without_the_key(session) == set()


def test_the_same_check_finds_a_signature_without_a_key(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_key(self: Vault, text: str) -> int:
        return cleaning.signature(text, key=b"")

    monkeypatch.setattr(Vault, "signature", without_key)

    assert told_without_the_key(session) == {"complaint.signature"}


def signatures(session: Session) -> list[int]:
    session.rollback()
    return list(session.scalars(select(Complaint.signature).order_by(Complaint.id)))


def test_what_a_migration_took_away_is_computed_anew_and_nothing_else(session: Session) -> None:
    context = make_office()
    agency = make_agency(session)
    for text in (TEXT, OTHER, TEXT.upper()):
        make_complaint(session, agency.id, context=context, text=text)
    before = signatures(session)
    session.execute(update(Complaint).values(signature=NO_SIGNATURE))
    purged = select(Complaint.id).order_by(Complaint.id.desc()).limit(1).scalar_subquery()
    session.execute(update(Complaint).where(Complaint.id == purged).values(text=None))
    session.commit()

    assert sign_texts(session, vault=context.vault) == 2
    assert signatures(session) == [*before[:2], NO_SIGNATURE]
    assert sign_texts(session, vault=context.vault) == 0


def test_a_text_that_does_not_open_stops_no_other(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.complaints.intake.likeness.PORTION", 1)
    agency = make_agency(session)
    for key in (b"x" * 32, b"k" * 32):
        make_complaint(session, agency.id, context=CaseContext(vault=Vault(key), today=FRIDAY))
    session.execute(update(Complaint).values(signature=NO_SIGNATURE))
    session.commit()

    assert sign_texts(session, vault=Vault(b"k" * 32)) == 1
    assert [each == NO_SIGNATURE for each in signatures(session)] == [True, False]


def test_signatures_change_with_the_key_of_texts_and_still_find_what_is_alike(
    session: Session, tmp_path: Path
) -> None:
    context = CaseContext(vault=open_vault(session, tmp_path), today=FRIDAY)
    agency = make_agency(session)
    for text in (TEXT, TEXT.upper()):
        make_complaint(session, agency.id, context=context, text=text)
    before = signatures(session)

    rotate_text_key(session, tmp_path)

    after = signatures(session)
    assert not is_near(before[0], after[0])
    assert is_near(*after)
    assert after[0] == open_vault(session, tmp_path).signature(TEXT)


@pytest.fixture
def old(app: Flask) -> Iterator[int]:
    """A database of before with one complaint; gives where its table lies on the disk."""
    upgrade()
    session = db.session()
    make_complaint(session, make_agency(session).id, context=make_office())
    db.session.remove()
    downgrade(revision="0031")
    db.session().execute(update(Complaint).values(signature=4711))
    db.session.commit()
    yield file_of(db.session())
    db.session.remove()


def file_of(session: Session) -> int:
    if session.connection().dialect.name != "postgresql":
        return 0
    return int(
        session.connection()
        .exec_driver_sql("SELECT pg_relation_filenode('complaint')")
        .scalar_one()
    )


def test_the_migration_takes_old_signatures_away_with_their_dead_rows(old: int) -> None:
    db.session.remove()

    upgrade()

    session = db.session()
    assert signatures(session) == [NO_SIGNATURE]
    is_server = session.connection().dialect.name == "postgresql"
    assert (file_of(session) != old) is is_server
    assert sign_texts(session, vault=make_office().vault) == 1
    db.session.remove()
    downgrade(revision="0031")
    assert signatures(db.session()) == [NO_SIGNATURE]
