"""When the newest month is thin or empty, the last figure stays the headline with its month."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from flask import Flask

from portal.publication.figures.documents import Place, PlaceDocument
from portal.publication.figures.figures import Comparison, Estimate, Interval, QuarterFigure, Reason
from portal.time.months import MonthRange
from portal.web.extensions import db
from tests.factories import published

PLACES = {
    "/": published.CITY,
    "/agencies/disdukcapil": published.AGENCIES[0],
    "/services/ktp-baru": published.SERVICE,
    "/desks/disdukcapil-2": published.DESK,
}
NOTHING_BEFORE = (
    "Belum ada periode sebelumnya",
    "Belum ada angka",
    "angka pertama",
    "No figure yet",
)


def thin(document: PlaceDocument, reason: Reason) -> PlaceDocument:
    trend = published.trend(87, 89, None)
    newest = published.hidden(reason)
    return replace(
        document,
        headline=newest,
        trend=(*trend[:-1], newest),
        previous=trend[-2],
        comparison=document.comparison and Comparison(None, None, Reason.NOT_SHOWN),
    )


def words_of(app: Flask, address: str) -> str:
    page = app.test_client().get(address).get_data(as_text=True)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.mark.parametrize("reason", [Reason.TOO_FEW, Reason.NOT_MEASURED, Reason.FEW_OFFICERS])
@pytest.mark.parametrize("address", PLACES)
def test_the_last_figure_stays_with_its_month(app: Flask, address: str, reason: Reason) -> None:
    with app.app_context():
        published.publish(db.session(), thin(published.document(PLACES[address]), reason))

    page = words_of(app, address)
    english = words_of(app, f"{address}?lang=en")

    assert "IKM September 2026 89" in page
    assert "Oktober 2026: " in page
    assert "October 2026: " in english
    assert "(IKM 87)" in page
    for words in NOTHING_BEFORE:
        assert words not in page
        assert words not in english


def test_only_the_first_figure_is_called_the_first(app: Flask) -> None:
    first = replace(published.document(published.DESK), trend=published.trend(88), previous=None)
    with app.app_context():
        published.publish(db.session(), first)

    assert "adalah angka pertama yang terbit di sini" in words_of(app, "/desks/disdukcapil-2")


def never_shown(place: Place, *, parents: tuple[Place, ...]) -> PlaceDocument:
    hidden = published.hidden(Reason.FEW_OFFICERS)
    return replace(
        published.document(place), headline=hidden, trend=(hidden,), previous=None, parents=parents
    )


@pytest.mark.parametrize(
    ("place", "above"),
    [
        (published.DESK, published.UNIT),
        (published.SERVICE, published.AGENCIES[0]),
        (published.UNIT, published.AGENCIES[0]),
    ],
)
def test_a_place_that_never_shows_a_figure_says_why_and_leads_up(
    app: Flask, place: Place, above: Place
) -> None:
    parents = (published.CITY, published.AGENCIES[0], above)[: 3 if above is published.UNIT else 2]
    with app.app_context():
        published.publish(db.session(), never_shown(place, parents=parents))

    page = app.test_client().get(f"/{place.address}").get_data(as_text=True)

    assert "Selama petugasnya kurang dari 3, angka tempat ini tidak pernah terbit" in page
    assert f'dihitung di: <a href="/{above.address}">{above.name}</a>' in page
    assert "As long as fewer than 3 officers" in words_of(app, f"/{place.address}?lang=en")


def test_a_place_whose_year_was_folded_leads_up(app: Flask) -> None:
    folded = published.hidden(Reason.FOLDED, period="2026-12")
    parents = (published.CITY, published.AGENCIES[0], published.UNIT)
    document = replace(never_shown(published.DESK, parents=parents), headline=folded)
    with app.app_context():
        published.publish(db.session(), document)

    page = app.test_client().get(f"/{published.DESK.address}").get_data(as_text=True)

    up = f'<a href="/{published.UNIT.address}">{published.UNIT.name}</a>'
    assert f"terlalu sedikit untuk angka sendiri. Penilaiannya dihitung di: {up}" in page
    assert "Selama petugasnya" not in page


def test_a_retired_place_without_any_figure_leads_up(app: Flask) -> None:
    retired = replace(published.DESK, is_retired=True)
    parents = (published.CITY, published.AGENCIES[0])
    document = replace(
        never_shown(retired, parents=parents), headline=published.hidden(Reason.NOT_MEASURED)
    )
    with app.app_context():
        published.publish(db.session(), document)

    page = app.test_client().get(f"/{retired.address}").get_data(as_text=True)

    above = published.AGENCIES[0]
    assert f'dihitung di: <a href="/{above.address}">{above.name}</a>' in page


def test_a_quarter_leads_where_no_month_was_ever_shown(app: Flask) -> None:
    hidden = published.hidden(Reason.TOO_FEW)
    whole = replace(published.figure(84, n=45), period=MonthRange("2026-07", "2026-09"))
    document = replace(
        published.document(published.DESK),
        headline=hidden,
        trend=(hidden,),
        previous=None,
        quarters=(QuarterFigure(whole),),
    )
    with app.app_context():
        published.publish(db.session(), document)

    page = words_of(app, "/desks/disdukcapil-2")

    assert "IKM Juli–September 2026" in page
    assert "Oktober 2026: " in page
    assert "Belum ada angka" not in page


def estimate(value: int, *, toward: str = "agencies/disdukcapil") -> Estimate:
    return Estimate(
        value=Decimal(value),
        step=Decimal(5),
        interval=Interval(Decimal(value - 12), Decimal(value + 11)),
        toward=toward,
        reliability=Decimal("0.47"),
        n_from=10,
        n_to=29,
    )


def estimated() -> PlaceDocument:
    parents = (published.CITY, published.AGENCIES[0])
    hidden = published.hidden(Reason.TOO_FEW)
    quarter = published.hidden(Reason.FEW_OR_COVER, period="2026-07/2026-09")
    return replace(
        never_shown(published.DESK, parents=parents),
        headline=hidden,
        trend=(hidden,),
        estimate=estimate(80),
        quarters=(QuarterFigure(quarter, estimate(85)),),
    )


def test_a_place_with_few_answers_has_an_estimate_that_says_what_it_is(app: Flask) -> None:
    with app.app_context():
        published.publish(db.session(), estimated())

    page = words_of(app, f"/{published.DESK.address}")
    english = words_of(app, f"/{published.DESK.address}?lang=en")

    assert "Belum ada angka" in page
    assert "Angka triwulan Oktober–Desember 2026 dapat terbit pada 5 Januari 2027" in page
    assert "quarter October–December 2026 can be published on 5 January 2027" in english
    assert "Oktober 2026: perkiraan, bukan angka: sekitar 80, antara 68 dan 91" in page
    assert "2026: perkiraan, bukan angka: sekitar 85, antara 73 dan 96" in page
    assert f"Dari 10 sampai 29 jawaban, ditarik ke angka {published.AGENCIES[0].name}" in page
    assert "berbobot 47%" in page
    assert "estimate, not a figure: about 80, between 68 and 91" in english
    assert "From 10 to 29 answers" in english


def test_an_estimate_stands_beside_the_last_figure_and_never_in_its_place(app: Flask) -> None:
    document = thin(published.document(published.DESK), Reason.TOO_FEW)
    with app.app_context():
        published.publish(
            db.session(), replace(document, estimate=estimate(80, toward="somewhere/else"))
        )

    page = words_of(app, f"/{published.DESK.address}")

    assert "IKM September 2026 89" in page
    assert page.index("IKM September 2026 89") < page.index("perkiraan, bukan angka: sekitar 80")


def test_an_estimate_is_a_measure_of_its_own_in_the_csv(app: Flask) -> None:
    with app.app_context():
        published.publish(db.session(), estimated())

    lines = app.test_client().get(f"/{published.DESK.address}.csv").text.splitlines()

    told = [line for line in lines if "ikm_estimate" in line]
    assert [line.split(",")[0] for line in told] == ["estimate", "quarter_estimate"]
    assert all("10-29" in line for line in told)
    assert ",80,68,91," in told[0]
    hidden = next(line for line in lines if line.startswith("headline,"))
    assert ",ikm,,,,,," in hidden


def test_a_table_of_places_says_which_value_is_an_estimate(app: Flask) -> None:
    hidden = published.row(published.DESK, published.hidden(Reason.TOO_FEW))
    row = replace(hidden, estimate=estimate(80))
    with app.app_context():
        agency = published.document(published.AGENCIES[0], rows=(row,))
        published.publish(db.session(), agency)

    page = words_of(app, f"/{published.AGENCIES[0].address}")

    assert "digabung dengan periode berikutnya; perkiraan, bukan angka: sekitar 80" in page
