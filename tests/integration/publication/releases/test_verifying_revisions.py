"""The revision of a year is built anew; where paper came later, its figures are recomputed."""

import re
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.publication.building.charts import draw
from portal.publication.releases.models import Document
from portal.publication.releases.verifying import differences, figures_only
from tests.factories.organisation import make_name
from tests.factories.random_city import RandomCity, make_ballots
from tests.factories.revisions import add_paper, exclude, make_year, revise
from tests.factories.tampering import reseal, tamper, unguard
from tests.factories.verified_city import add_paper_ballots

PAPER = 40


@pytest.fixture
def city(session: Session) -> RandomCity:
    """A city whose year was revised for paper and for an exclusion."""
    made = make_year(session)
    make_ballots(session, made)
    add_paper(session, made, desk=0, n=PAPER)
    add_paper_ballots(session, desk=made.desks[0], month="2026-12", n=PAPER)
    exclude(session, made, desk=1)
    revise(session)
    unguard(session)
    session.commit()
    return made


def found(session: Session) -> list[str]:
    return [str(each) for each in differences(session, draw=draw)]


def test_what_changes_after_a_revision_is_no_difference(session: Session, city: RandomCity) -> None:
    exclude(session, city, desk=2, on=date(2027, 3, 1))
    make_name(session, "desk", "loket-0-0", name="Loket Baru", starts_on=date(2026, 1, 1))
    session.execute(text("UPDATE release SET reflection = 'Lain', signed_by = 'Lain'"))
    session.commit()

    assert found(session) == []
    assert figures_only(session) == 0


@pytest.mark.parametrize(
    ("address", "path", "value"),
    [
        ("revisions/2026", "headline.interval.lower", 26),
        ("revisions/2026/", "figures.headline.grade.upper", 99),
        ("revisions/2026", "cause.exclusions.0.reason", "device_fault: lain"),
        ("revisions/2026", "method.icc", 0.5),
        ("revisions/2026/figures", "rows.0.6", 7),
    ],
)
def test_names_what_was_changed_in_a_revision(
    session: Session, city: RandomCity, address: str, path: str, value: Any
) -> None:
    where, was = tamper(session, Document, address=address, month="2026-12", path=path, value=value)

    (line,) = found(session)

    assert line.startswith(f"{where}, ")
    assert line.endswith(f", 2026: {value}, but it should be {was}")


def test_inputs_of_a_revision_that_are_not_those_of_the_ledger_are_named(
    session: Session, city: RandomCity
) -> None:
    kept = "address = 'inputs' AND body LIKE '%decided_by%'"
    session.execute(text(f"UPDATE staff_document SET body = body || ' ' WHERE {kept}"))

    assert re.match(r"inputs of revision 2026: \w+, but it should be \w+$", found(session)[0])


def test_a_revision_to_which_paper_was_added_is_checked_for_its_figures(
    session: Session, city: RandomCity
) -> None:
    add_paper(session, city, desk=2, n=55, on=date(2027, 3, 1))
    add_paper_ballots(session, desk=city.desks[2], month="2026-12", n=55)

    assert found(session) == []
    assert figures_only(session) == 1


def test_a_revision_of_old_is_checked_for_its_figures(session: Session, city: RandomCity) -> None:
    session.execute(text("DELETE FROM staff_document WHERE address = 'inputs'"))
    reseal(session)
    assert found(session) == []

    tamper(
        session,
        Document,
        address="revisions/2026/figures",
        month="2026-12",
        path="rows.0.6",
        value=77,
    )

    assert found(session)[0].startswith("revision 2026, city 2026-01/2026-12: ")
