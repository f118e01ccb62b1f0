"""No page, drawing, chart or header tells a number that no published document holds.

What stands in a document has a declared meaning and went through the audit; a number that a page
made for itself went through nothing.
"""

import re

import pytest
from flask.testing import FlaskClient

from portal.publication.figures.disclosure_rules import COUNT_STEP, LEAST_SHOWN
from portal.survey.index import HIGHEST_IKM, LOWEST_IKM

PLACES = (
    *("city", "agencies/disdukcapil", "units/kel-melati"),
    *("services/ktp-baru", "desks/disdukcapil-2"),
)
DOCUMENTS = (*(f"/{place}.json" for place in PLACES), "/city/today.json")
PAGES = ("/", *(f"/{place}" for place in PLACES[1:]))
PAGES = (*PAGES, "/search?q=loket", "/compare", "/complaints/", "/data/")
NUMBER = re.compile(r"(?<![\w.,-])\d+(?:[.,]\d+)*(?![\w-])")
THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
# Of the scale, the rules and the calendar; hours of a desk, the name of one, versions of formats.
OF_NO_RATING = {
    *map(float, range(LOWEST_IKM, HIGHEST_IKM + 1, 25)),
    *map(float, (COUNT_STEP, LEAST_SHOWN)),
    *map(float, range(2026, 2028)),
    *(7.3, 16.0, 7.0, 3.1, 19.0),
}
HEADERS = {
    *("Content-Type", "Content-Length", "Date", "Vary", "Cache-Control", "ETag", "Last-Modified"),
    *("Access-Control-Allow-Origin", "Content-Security-Policy", "Permissions-Policy"),
    *("Referrer-Policy", "X-Content-Type-Options", "X-Frame-Options"),
    *("Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy"),
}


def numbers(text: str) -> set[float]:
    """Return the numbers of a text, in the writing of either language."""
    return {
        float(re.sub("[.,]", "", each)) if THOUSANDS.fullmatch(each) else _decimal(each)
        for each in NUMBER.findall(text)
    }


def _decimal(text: str) -> float:
    whole, *rest = re.split("[.,]", text)
    return float(f"{whole}.{''.join(rest)}")


def told_by(page: str) -> set[float]:
    """Return the numbers that a page says, in its drawings and to screen readers as well."""
    spoken = re.findall(r'(?:aria-label|title|alt|content|data-[\w-]+)="([^"]*)"', page)
    drawn = re.findall(r"<(?:text|title|desc)\b[^>]*>([^<]*)<", page)
    page = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", page, flags=re.S)
    return numbers(" ".join([re.sub(r"<[^>]+>", " ", page), *spoken, *drawn]))


@pytest.fixture
def published(reader: FlaskClient) -> set[float]:
    return numbers(" ".join(reader.get(each).text for each in DOCUMENTS)) | OF_NO_RATING


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_a_page_tells_no_number_of_its_own(
    reader: FlaskClient, published: set[float], address: str, language: str
) -> None:
    answer = reader.get(f"{address}{'&' if '?' in address else '?'}lang={language}")

    assert answer.status_code == 200
    assert told_by(answer.text) - published == set()


@pytest.mark.parametrize(
    "leak",
    [
        "<p>17 pengunjung</p>",
        '<p aria-label="17 ratings"></p>',
        '<b data-waiting="17"></b>',
        "<svg><title>17</title></svg>",
    ],
)
def test_a_number_that_a_page_made_for_itself_is_found(
    reader: FlaskClient, published: set[float], leak: str
) -> None:
    page = reader.get("/desks/disdukcapil-2").text.replace("</main>", f"{leak}</main>")

    assert told_by(page) - published == {17.0}


def test_a_charts_numbers_stand_in_its_places_document(
    reader: FlaskClient, published: set[float]
) -> None:
    for place in PLACES:
        assert numbers(reader.get(f"/{place}.charts.json").text) - published == set()


@pytest.mark.parametrize("address", [*PAGES, *DOCUMENTS, "/city.csv", "/data/2026-10/figures.csv"])
def test_no_header_holds_what_nobody_declared(reader: FlaskClient, address: str) -> None:
    names = set(reader.get(address).headers.keys())

    assert names - HEADERS == set()
