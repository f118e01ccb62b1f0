"""Nothing counted yet is not nothing given: no page says of a place that it has no ratings.

Ratings wait, sealed, until ten of them are mixed; nobody knows how many wait. So a page whose
count is zero says "no ratings counted yet", and never "no ratings".
"""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from babel.messages.pofile import read_po
from flask import Flask

from portal.publication.figures.documents import PlaceDocument
from portal.publication.figures.figures import Comparison, ElementFigure, Reason
from portal.publication.reports import labels
from portal.publication.reports.content import Audience
from portal.survey.elements import ELEMENTS
from portal.tables import MIGRATIONS
from portal.time import clock
from portal.web.extensions import db
from tests.factories import published

COUNTED_YET = {"id": "belum ada penilaian yang dihitung", "en": "no ratings counted yet"}
# In each language what would say that nobody rated; ratings taken out are another matter.
NONE_AT_ALL = {
    "id": re.compile(r"\b(tidak ada|tanpa|nol|0) penilaian\b(?! yang dikecualikan)", re.I),
    "en": re.compile(r"\b(no|zero|0|without) ratings\b(?! were excluded)", re.I),
}
PLACES = ("/", "/agencies/disdukcapil", "/units/kel-melati", "/services/ktp-baru")
DESKS = ("/desks/disdukcapil-2", "/desks/disdukcapil-7")
CATALOGUE = MIGRATIONS.parent / "translations" / "en" / "LC_MESSAGES" / "messages.po"


def empty(document: PlaceDocument) -> PlaceDocument:
    """The document of a place of whose ratings none was counted in any month."""
    nothing = published.hidden(Reason.NOT_MEASURED)
    return replace(
        document,
        headline=nothing,
        trend=(published.hidden(Reason.NOT_MEASURED, period="2026-09"), nothing),
        previous=None,
        open=None,
        comparison=document.comparison and Comparison(None, None, Reason.NOT_SHOWN),
        response=replace(document.response, value=None, n=None, suppressed=Reason.NOT_SHOWN),
        elements=tuple(ElementFigure(each, nothing, None, None) for each in ELEMENTS),
        distributions=(),
        rows=tuple(published.row(each.place, nothing) for each in document.rows),
    )


def says_both(text: str, language: str) -> tuple[bool, bool]:
    """Whether a text says "none counted yet", and whether it says "none" anywhere beside that."""
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))
    is_said = COUNTED_YET[language] in words.lower()
    rest = re.sub(re.escape(COUNTED_YET[language]), "", words, flags=re.I)
    return is_said, bool(NONE_AT_ALL[language].search(rest))


@pytest.fixture
def empty_city(city: Flask) -> Flask:
    with city.app_context():
        documents = map(empty, published.every_place())
        published.publish(db.session(), *documents, period="2026-11")
    return city


@pytest.mark.parametrize("language", COUNTED_YET)
@pytest.mark.parametrize("address", [*PLACES, DESKS[0]])
def test_a_page_with_nothing_counted_says_not_yet_and_never_none(
    empty_city: Flask, address: str, language: str
) -> None:
    page = empty_city.test_client().get(f"{address}?lang={language}").text

    assert says_both(page, language) == (True, False)


@pytest.mark.parametrize("language", COUNTED_YET)
@pytest.mark.parametrize("address", ["/compare", "/search?q=loket", "/data/", DESKS[1]])
def test_no_page_beside_them_says_none(empty_city: Flask, address: str, language: str) -> None:
    mark = "&" if "?" in address else "?"
    page = empty_city.test_client().get(f"{address}{mark}lang={language}").text

    assert not says_both(page, language)[1]


@pytest.mark.parametrize("form", ["json", "csv"])
def test_files_of_such_a_place_say_neither(empty_city: Flask, form: str) -> None:
    text = empty_city.test_client().get(f"{DESKS[0]}.{form}").text

    assert "not_measured" in text
    assert [says_both(text, language)[1] for language in NONE_AT_ALL] == [False, False]


def test_a_public_report_says_not_yet_and_never_none(
    empty_city: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 12, 20, 3, tzinfo=UTC))
    text = empty_city.test_client().get("/agencies/disdukcapil/report/2026-11.json").text

    assert f'"edition":"{Audience.PUBLIC}"' in text.replace(" ", "")
    assert "not_measured" in text
    assert not says_both(text, "id")[1]
    assert labels.reason(Reason.NOT_MEASURED) == COUNTED_YET["id"]


def test_no_text_of_the_portal_says_none() -> None:
    """Neither in the words of pages nor in those of reports, so that no new page can."""
    with CATALOGUE.open("rb") as file:
        entries = [each for each in read_po(file) if each.id]
    texts = {"id": [str(each.id) for each in entries], "en": [str(each.string) for each in entries]}
    texts["id"] += labels.REASONS.values()

    said = {
        language: [text for text in found if says_both(text, language)[1]]
        for language, found in texts.items()
    }

    assert said == {"id": [], "en": []}
    assert all(COUNTED_YET[language] in found for language, found in texts.items())


def test_what_says_none_is_noticed() -> None:
    assert says_both("<p>Belum ada penilaian yang dihitung.</p>", "id") == (True, False)
    assert says_both("<p>Tidak ada penilaian.</p>", "id") == (False, True)
    assert says_both("no ratings counted yet; no ratings", "en") == (True, True)
    assert says_both("No ratings were excluded.", "en") == (False, False)
