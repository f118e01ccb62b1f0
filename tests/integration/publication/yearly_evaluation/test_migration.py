"""Migrations 0055 and 0072: a year of the evaluation is kept on the way down and up again."""

import json
from dataclasses import asdict

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from portal.publication.yearly_evaluation.counts import from_text
from portal.web.extensions import db
from tests.factories.evaluation_years import MovingCity
from tests.integration.test_migrations import app, empty_database

__all__ = ["app", "empty_database"]

ROW = (
    "INSERT INTO release (id, kind, edition, period, state, due_on, prepared_on) VALUES "
    "({id}, '{kind}', '{edition}', '2026-12', 'prepared', '2027-06-15', '2027-06-01')"
)


def add(number: int, kind: str, edition: str) -> None:
    db.session.execute(text(ROW.format(id=number, kind=kind, edition=edition)))
    db.session.commit()


def kept() -> list[tuple[str, str]]:
    rows = db.session.execute(text("SELECT kind, edition FROM release ORDER BY id")).all()
    db.session.rollback()
    return [(row.kind, row.edition) for row in rows]


def is_refused(number: int, kind: str, edition: str) -> bool:
    try:
        add(number, kind, edition)
    except IntegrityError:
        db.session.rollback()
        return True
    return False


def test_the_year_is_kept_down_and_up_again(app: Flask) -> None:
    upgrade(revision="0054")
    add(1, "correction", "2025-11")
    assert is_refused(2, "evaluation", "2026")
    upgrade(revision="0055")
    add(2, "evaluation", "2026")

    downgrade(revision="0054")
    assert kept() == [("correction", "2025-11"), ("correction", "evaluation 2026")]
    assert is_refused(3, "evaluation", "2027")
    upgrade(revision="0055")
    assert kept() == [("correction", "2025-11"), ("evaluation", "2026")]
    assert is_refused(3, "unknown", "2027")


INPUTS = text("SELECT body FROM staff_draft WHERE address = 'inputs' ORDER BY release_id")
KEEP = text("INSERT INTO staff_draft (release_id, address, body) VALUES (:id, 'inputs', :body)")
COUNTED = MovingCity(1, agencies=2, people=40).counted(2026)


def drafts() -> list[str]:
    found = list(db.session.scalars(INPUTS))
    db.session.rollback()
    return found


def test_counts_that_wait_get_chance_beside_them(app: Flask) -> None:
    upgrade(revision="0071")
    add(1, "evaluation", "2026")
    add(2, "monthly", "2026-12")
    counts = json.dumps(asdict(COUNTED), ensure_ascii=False, sort_keys=True)
    for number in (1, 2):
        db.session.execute(KEEP, {"id": number, "body": counts})
    db.session.commit()

    upgrade(revision="0072")

    of_year, of_month = drafts()
    assert (of_month, from_text(of_year)) == (counts, COUNTED)
    assert len(json.loads(of_year)["salt"]) == 64
    downgrade(revision="0071")
    assert drafts() == [counts, counts]
    upgrade(revision="0072")
    assert drafts()[0] not in {counts, of_year}
