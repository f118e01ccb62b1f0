"""What citizens wrote stands beside the figures, and never where a writer would stand alone."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.complaints.intake.course_models import CommentDecision
from portal.complaints.intake.models import Complaint
from portal.organisation.places.models import AgencyRow, DeskRow
from portal.publication.figures.figures import Reason
from portal.rating.mixing.ballot_models import Comment
from portal.time.months import MonthRange
from portal.web.extensions import db
from tests.factories import published
from tests.factories.complaints import make_complaint, make_office

SHOWN, NOT_SHOWN, NOT_YET = "2026-10", "2026-08", "2026-11"
PAGES = ("/desks/disdukcapil-2", "/agencies/disdukcapil", "/")
WORDS = "Petugas menjelaskan dengan sabar"


def comment(
    city: Flask, *, period: str = SHOWN, desk: str | None = "disdukcapil-2", **decided: Any
) -> None:
    """Add a comment and what was decided about it."""
    defaults: dict[str, Any] = {"decision": "published", "public_text": WORDS}
    with city.app_context():
        session = db.session()
        agency_id = session.scalars(select(AgencyRow.id)).one()
        desk_id = session.scalar(select(DeskRow.id).where(DeskRow.code == desk)) if desk else None
        token = f"{session.query(Comment).count():016d}".encode()
        session.add(
            Comment(
                token=token,
                period=period,
                agency_id=agency_id,
                desk_id=desk_id,
                text="Aslinya lain",
            )
        )
        session.flush()
        session.add(
            CommentDecision(
                token=token,
                agency_id=agency_id,
                account_id=1,
                decided_on=date(2026, 11, 3),
                **(defaults | decided),
            )
        )
        session.commit()


def seen(city: Flask, words: str = WORDS) -> list[bool]:
    """Return whether the desk's, the agency's and the city's page say ``words``."""
    client = city.test_client()
    return [words in client.get(address).get_data(as_text=True) for address in PAGES]


def test_a_released_comment_stands_on_the_pages_of_its_desk_its_agency_and_the_city(
    city: Flask,
) -> None:
    comment(city)

    assert seen(city) == [True, True, True]
    assert seen(city, "Aslinya lain") == [False, False, False]
    assert "Komentar penilaian · Oktober 2026" in city.test_client().get(PAGES[0]).text
    page = " ".join(city.test_client().get("/").text.split())
    assert "Dinas Kependudukan · Komentar penilaian" in page


@pytest.mark.parametrize(
    "decided",
    [
        {"decision": "hidden", "public_text": None, "reason": "insult"},
        {"decision": "internal", "public_text": None},
    ],
)
def test_what_was_not_released_is_nowhere(city: Flask, decided: dict[str, Any]) -> None:
    comment(city, **decided)

    assert seen(city, "Aslinya lain") == [False, False, False]
    assert seen(city, "Kata warga") == [False, False, False]


@pytest.mark.parametrize("period", [NOT_SHOWN, NOT_YET])
def test_a_comment_of_a_month_whose_figure_is_not_published_waits(city: Flask, period: str) -> None:
    comment(city, period=period)

    assert seen(city) == [False, False, False]


def test_a_comment_without_a_desk_stands_with_the_agency_alone(city: Flask) -> None:
    comment(city, desk=None)

    assert seen(city) == [False, True, True]


def test_a_place_whose_figures_are_protected_quotes_nobody(city: Flask) -> None:
    comment(city)
    nothing = published.hidden(Reason.FEW_OFFICERS)
    protected = [
        replace(each, headline=nothing, trend=(nothing,), open=None, previous=None)
        for each in (published.document(published.DESK), published.agency())
    ]
    rows = tuple(replace(row, figure=nothing) for row in published.city().rows)
    with city.app_context():
        everything = (*protected, replace(published.city(), rows=rows))
        published.publish(db.session(), *everything, kind="correction")

    assert seen(city) == [False, False, False]


def test_a_month_is_named_as_the_span_in_which_its_figure_was_published(city: Flask) -> None:
    comment(city, period="2026-09")
    both = MonthRange("2026-09", "2026-10")
    carried = replace(published.figure(88), period=both)
    desk = replace(published.document(published.DESK), headline=carried, trend=(carried,))
    with city.app_context():
        published.publish(db.session(), desk, kind="correction")

    page = city.test_client().get(PAGES[0]).text
    assert WORDS in page
    assert "Komentar penilaian · September\N{EN DASH}Oktober 2026" in page


def test_a_released_complaint_stands_beside_the_figures_of_its_month(city: Flask) -> None:
    with city.app_context():
        session = db.session()
        agency_id = session.scalars(select(AgencyRow.id)).one()
        desk_id = session.scalar(select(DeskRow.id).where(DeskRow.code == "disdukcapil-2"))
        session.commit()
        for day in (date(2026, 10, 20), date(2026, 11, 19)):
            item, _ = make_complaint(session, agency_id, context=make_office(day), desk_id=desk_id)
            item.decision, item.public_text = "redacted", f"Antrean lama {day.isoformat()}"
            session.commit()
        assert session.query(Complaint).count() == 2

    assert seen(city, "Antrean lama 2026-10-20") == [True, True, False]
    assert seen(city, "Antrean lama 2026-11-19") == [False, False, False]
    assert "Pengaduan · Oktober 2026" in city.test_client().get(PAGES[0]).text


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/", "/complaints/new"),
        ("/agencies/disdukcapil", "/complaints/new?agency=disdukcapil"),
        ("/desks/disdukcapil-2", "/complaints/new?desk=disdukcapil-2"),
    ],
)
def test_beside_every_figure_stands_where_to_respond_to_it(
    city: Flask, address: str, place: str
) -> None:
    page = city.test_client().get(address).get_data(as_text=True)
    links = len(re.findall(rf'href="{re.escape(place)}"\s*>Tanggapi angka ini', page))

    assert links == 1 + page.count('class="tools"')
    assert links >= 3


def test_a_unit_is_answered_through_its_agency(city: Flask) -> None:
    parents = (published.CITY, published.AGENCIES[0])
    unit = replace(published.document(published.UNIT), parents=parents)
    with city.app_context():
        published.publish(db.session(), unit, kind="correction")

    page = city.test_client().get("/units/kel-melati").get_data(as_text=True)
    assert '"/complaints/new?agency=disdukcapil"' in page


def test_a_desk_without_figures_can_be_written_about(city: Flask) -> None:
    page = city.test_client().get("/desks/disdukcapil-7").get_data(as_text=True)

    assert '"/complaints/new?desk=disdukcapil-7"' in page
