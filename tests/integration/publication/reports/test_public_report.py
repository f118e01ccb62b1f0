"""The public edition says what the releases said, whatever lies in the tallies."""

import json
import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.disclosure.meanings import without_meaning
from portal.organisation.places.models import AgencyRow
from portal.publication.building.charts import draw
from portal.publication.figures.documents import Breakdown, Lesson, PlaceDocument, ProfileShare
from portal.publication.figures.figures import ClosedPeriod, Figure, Reason
from portal.publication.releases.due import publish_due
from portal.publication.releases.gathering import ReleaseContext
from portal.publication.reports.content import Audience, Report
from portal.publication.reports.encoding import report_json
from portal.publication.reports.request import NotPublished, PlaceUnknown, SpanNotOver
from portal.survey.elements import Element, FigureRules
from portal.time.months import MonthRange, PeriodKind
from tests.factories import published
from tests.factories.organisation import make_agency, make_unit
from tests.factories.random_city import make_random_city, rate
from tests.factories.reports import alike, make_ratings, report_of

CODE = "disdukcapil"
QUARTER = "2026-Q3"
REPORT = f"agencies/{CODE}/report/{QUARTER}.json"
TODAY = date(2026, 12, 1)


@pytest.fixture
def agency(session: Session) -> int:
    """The agency that the published documents are about."""
    made = make_agency(session, CODE, name="Dinas Kependudukan")
    make_unit(session, made, "kel-melati")
    session.commit()
    return int(made.id)


def document(month: str, headline: Figure | None = None, **parts: Any) -> PlaceDocument:
    """The agency's document of a month, every figure in that month."""
    whole = published.document(published.AGENCIES[0])
    at = MonthRange(month, month)
    elements = tuple(
        replace(each, figure=replace(each.figure, period=at)) for each in whole.elements
    )
    shown = headline or published.figure(88, n=200, period=month)
    return replace(whole, headline=shown, elements=elements, trend=(shown,), **parts)


def publish(session: Session, *documents: PlaceDocument) -> None:
    """Publish a month each."""
    for each in documents:
        month = each.headline.period.last
        published.publish(
            session,
            replace(each, release=replace(each.release, edition=month, period=month)),
            period=month,
        )


def quarter(session: Session, **fields: Any) -> Report:
    asked = {"span": QUARTER, "edition": Audience.PUBLIC, "today": TODAY}
    return report_of(session, CODE, **(asked | fields))


def body(report: Report) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(report_json(report))
    return content


def test_adds_up_the_published_months_of_its_span(session: Session, agency: int) -> None:
    publish(
        session,
        document("2026-06", published.figure(40, n=900, period="2026-06")),
        document("2026-07", published.figure(80, n=100, period="2026-07")),
        document("2026-08", published.figure(90, n=300, period="2026-08")),
        document("2026-09", published.hidden(Reason.FEW_OFFICERS, period="2026-09")),
    )

    found = body(quarter(session))

    assert found["edition"] == "public"
    assert found["respondents"] == 400
    assert (found["ikm"]["value"], found["ikm"]["n"]) == (88, 400)
    assert found["ikm"]["period"] == "2026-07/2026-08"
    assert found["ikm"]["channels"] == ["ticket", "presence"]
    assert found["elements"][0]["ikm"]["n"] == 1240 * 3
    assert found["left_out"] == [
        {"subject": "cost", "reason": "not_asked"},
        {"subject": "2026-09", "reason": "few_officers"},
    ]
    assert "rata-rata angka bulanan" in found["method"][2]


def test_a_quarter_is_what_its_release_built_and_no_mean_of_rounded_months(
    session: Session, agency: int
) -> None:
    whole = MonthRange("2026-07", "2026-09")
    figure = replace(published.figure(84, n=460), period=whole)
    beside = replace(published.figure(91, n=60), period=whole, channels=("open",))
    elements = tuple(
        replace(each, figure=published.figure(71), previous=None) for each in published.elements()
    )
    publish(
        session,
        document("2026-07", published.figure(80, n=100, period="2026-07")),
        document("2026-08", published.figure(90, n=300, period="2026-08")),
        document(
            "2026-09",
            published.hidden(Reason.TOO_FEW, period="2026-09"),
            closed=(
                ClosedPeriod(PeriodKind.HALF, published.hidden(Reason.TOO_FEW), None),
                ClosedPeriod(PeriodKind.QUARTER, figure, beside, elements),
            ),
        ),
    )

    found = body(quarter(session))

    assert (found["ikm"]["value"], found["ikm"]["n"]) == (84, 460)
    assert found["ikm"]["interval"]["lower"] == 82
    assert found["elements"][0]["ikm"]["value"] == 71
    assert found["open"]["value"] == 91
    assert "dihitung dari semua jawaban periodenya" in found["method"][2]
    assert "rata-rata angka bulanan" not in found["method"][2]
    assert "Sebaran jawaban adalah rata-rata sebaran bulanan" in found["method"][2]
    # September counts in the quarter, although it is not shown.
    assert [each["subject"] for each in found["left_out"]] == ["cost"]


def test_a_quarter_that_is_hidden_is_not_made_up_from_its_months(
    session: Session, agency: int
) -> None:
    hidden = published.hidden(Reason.PROTECTS_ANOTHER, period="2026-09")
    publish(
        session,
        document("2026-07"),
        document("2026-08"),
        document("2026-09", closed=(ClosedPeriod(PeriodKind.QUARTER, hidden, None),)),
    )

    found = body(quarter(session))

    assert (found["ikm"]["value"], found["ikm"]["suppressed"]) == (None, "protects_another")
    assert {each["ikm"]["value"] for each in found["elements"]} == {None}


def test_a_month_that_was_carried_forward_counts_once(session: Session, agency: int) -> None:
    carried = replace(
        published.figure(80, n=40, period="2026-08"), period=MonthRange("2026-07", "2026-08")
    )
    publish(
        session,
        document("2026-07", published.hidden(Reason.TOO_FEW, period="2026-07")),
        document("2026-08", carried),
        document("2026-09", published.figure(90, n=60, period="2026-09")),
    )

    found = body(quarter(session))

    assert (found["ikm"]["n"], found["ikm"]["period"]) == (100, "2026-07/2026-09")
    assert [each["subject"] for each in found["left_out"]] == ["cost"]


def test_figures_that_no_month_shows_give_their_reason(session: Session, agency: int) -> None:
    months = ("2026-07", "2026-08", "2026-09")
    publish(
        session,
        *(document(each, published.hidden(Reason.FEW_OFFICERS, period=each)) for each in months),
    )

    found = body(quarter(session))

    assert (found["ikm"]["value"], found["ikm"]["suppressed"]) == (None, "few_officers")
    assert (found["respondents"], found["grade"], found["sample_reached"]) == (None, None, None)


def test_nothing_comes_from_tallies(session: Session, agency: int) -> None:
    publish(session, *(document(each) for each in ("2026-07", "2026-08", "2026-09")))
    before = report_json(quarter(session))

    make_ratings(
        session, session.get_one(AgencyRow, agency), counts=alike(500, 0, 0, 0), period="2026-08"
    )

    assert report_json(quarter(session)) == before


def test_a_month_stays_as_it_was_published(session: Session, agency: int) -> None:
    publish(session, document("2026-09"))

    found = body(quarter(session, span="2026-09"))

    assert found["ikm"] == {
        "value": 88,
        "n": 200,
        "period": "2026-09",
        "channels": ["ticket", "presence"],
        "verified": True,
        "step": 1,
        "interval": {"lower": 86, "upper": 90, "confidence": 0.95},
        "spread": None,
        "grade": {"letter": "B", "lower": 76.61, "upper": 88.3},
        "few_answers": False,
        "suppressed": None,
    }
    assert (found["open"]["value"], found["open"]["verified"]) == (91, False)
    assert found["elements"][0]["ikm"]["value"] == 80
    assert "counts" not in found["elements"][0]
    assert found["distribution"][0]["shares"] == [
        {"levels": "1-2", "percent": 4, "at_least": False},
        {"levels": "3", "percent": 56, "at_least": False},
        {"levels": "4", "percent": 40, "at_least": False},
    ]
    assert found["notes"][0]["text"] == "Mogok kerja."
    assert found["exclusions"][0]["decided_on"] == "2026-11-02"
    assert found["earlier_publications"][0]["source"] == "Laporan SKM 2024"
    assert (found["by_channel"], found["parts"]) == ([], [])


def test_profile_and_reasons_are_the_newest_published_of_the_year(
    session: Session, agency: int
) -> None:
    told = (
        Breakdown("sex", 2026, 900, (ProfileShare("female", 55), ProfileShare("male", 45))),
        Breakdown(
            "reasons",
            2026,
            400,
            tuple(
                ProfileShare(each, percent, None if percent else Reason.TOO_FEW)
                for each, percent in (("time", 60), ("procedure", 40), ("conduct", None))
            ),
        ),
    )
    publish(session, document("2026-09"), document("2026-10", breakdowns=told))

    found = body(quarter(session, span="2026-09"))

    assert found["profile"][0]["lines"][0] == {
        "answer": "female",
        "respondents": None,
        "percent": 55,
        "suppressed": None,
    }
    assert found["reasons"]["n"] == 400
    assert {each["element"]: each["quadrant"] for each in found["priorities"]} == {
        "procedure": "improve_later",
        "time": "keep_up",
    }


def test_years_without_a_published_profile_have_none(session: Session, agency: int) -> None:
    publish(session, document("2024-12"), document("2025-12"), document("2026-09"))

    # The documents tell of 2025 only.
    assert body(quarter(session, span="2025-12"))["profile"][0]["year"] == 2025
    assert body(quarter(session, span="2026-09"))["profile"] == []
    assert body(quarter(session, span="2024-12"))["profile"] == []


def test_promises_are_those_that_the_citys_page_has_shown(session: Session, agency: int) -> None:
    def city(month: str, *lessons: Lesson) -> PlaceDocument:
        whole = published.city()
        return replace(whole, release=replace(whole.release, period=month), lessons=lessons)

    first, second = Lesson("2026-08", "Loket baru.", "Sri"), Lesson("2026-09", "Jam baru.", "Sri")
    for month, lessons in (
        ("2026-05", ()),
        ("2026-08", ()),
        ("2026-09", (first,)),
        ("2026-10", (second, first)),
    ):
        published.publish(session, document(month), city(month, *lessons), period=month)

    found = quarter(session)

    assert found.follow_up == (first, second)
    assert quarter(session, span="2026-08").follow_up == (first,)


def test_a_unit_has_a_public_report_of_its_own(session: Session, agency: int) -> None:
    published.publish(session, published.document(published.UNIT), period="2026-10")

    found = body(quarter(session, span="2026-10", unit="kel-melati"))

    assert (found["unit"], found["respondents"]) == ("kel-melati", 1240)


def test_refuses_what_is_not_over_not_published_or_not_there(session: Session, agency: int) -> None:
    publish(session, document("2026-07"), document("2026-08"))

    with pytest.raises(NotPublished):
        quarter(session)
    with pytest.raises(NotPublished):
        quarter(session, span="2026-06")
    with pytest.raises(SpanNotOver):
        quarter(session, span="2026-12")
    with pytest.raises(PlaceUnknown):
        report_of(session, "nobody", span="2026-07", edition=Audience.PUBLIC, today=TODAY)


def test_of_a_real_release_it_is_as_coarse_as_the_release(session: Session) -> None:
    dice = random.Random(12)
    city = make_random_city(session, dice, agencies=2, desks=4)
    for month in ("2026-01", "2026-02", "2026-03"):
        rate(session, city, month=month, dice=dice)
    here = ReleaseContext(city_name="Kota Uji", is_demo=False, rules=FigureRules())
    list(publish_due(session, today=date(2026, 4, 6), circumstances=here, draw=draw))

    report = report_of(
        session, "dinas-0", span="2026-Q1", edition=Audience.PUBLIC, today=date(2026, 4, 6)
    )

    figures = [report.headline, *(each.figure for each in report.elements)]
    for figure in figures:
        assert figure.value is not None
        assert figure.n is not None
        assert figure.step is not None
        assert (figure.n % 5, figure.value % figure.step) == (0, Decimal(0))
    assert {each.element for each in report.elements} == set(Element)
    assert all(each.counts is None for each in report.elements)
    assert [point.period for point in report.trend] == ["2026-01", "2026-02", "2026-03"]
    assert list(without_meaning(body(report), address=REPORT)) == []


def test_every_field_of_a_full_report_has_a_meaning(session: Session, agency: int) -> None:
    publish(session, *(document(month) for month in ("2026-07", "2026-08", "2026-09")))
    content = body(quarter(session))
    leaky = {**content, "population": {**content["population"], "exact": 412}}

    assert content["distribution"]
    assert list(without_meaning(content, address=REPORT)) == []
    assert list(without_meaning(leaky, address=REPORT)) == ["population.exact"]
