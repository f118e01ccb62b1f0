"""When the newest month is thin or empty, the last figure stays the headline with its month."""

import re
from dataclasses import replace

import pytest
from flask import Flask

from portal.extensions import db
from portal.publication.domain.documents import PlaceDocument
from portal.publication.domain.figures import Comparison
from portal.publication.domain.reasons import Reason
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
