"""Every page in both languages, without a script, with its labels, headings and the menu."""

import re
from datetime import timedelta

from flask.testing import FlaskClient

from portal.organisation.records.record_types import DeskRecord
from tests.factories.records import START
from tests.web.organisation.conftest import City, clock_today, send, text_of

PATHS = (
    "/",
    "/agencies",
    "/units",
    "/services",
    "/desks",
    "/officers",
    "/desks?q=zzz",
    "/agencies/dinkes",
    "/units/pkm-melati",
    "/services/imunisasi",
    "/desks/pkm-melati-1",
    "/officers/1987",
    "/new/agencies",
    "/new/desks",
    "/new/desks?agency=dinkes",
    "/new/services?agency=dinkes",
    "/new/officers",
    "/agencies/dinkes/change",
    "/desks/pkm-melati-1/change",
    "/desks/pkm-melati-1/retire",
    "/agencies/dinkes/retire",
    "/services/imunisasi/retire",
    "/officers/1987/change",
    "/officers/1987/retire",
    "/desks/pkm-melati-1/hours",
    "/desks/pkm-melati-1/postings/new",
    f"/desks/pkm-melati-1/postings/end?officer=1987&starts_on={START}",
    "/desks/pkm-melati-1/kit",
    "/desks/pkm-melati-1/poster/rotate",
    "/desks/pkm-melati-1/poster/revoke",
    "/holidays",
    "/agencies/dinkes/visits",
    "/agencies/dinkes/population",
    "/agencies/dinkes/notes",
    "/import",
)
INSIDE_LABEL = re.compile(
    r'<label[^>]*>(?:(?!</label>).)*?<(?:input|select)[^>]*name="([^"]+)"', re.DOTALL
)
CONTROL = re.compile(r'<(?:input|select|textarea)\b(?![^>]*type="(?:hidden|submit)")[^>]*>')


def test_every_page_works_without_script_in_both_languages(administrator: FlaskClient) -> None:
    for path in PATHS:
        indonesian = text_of(administrator, path)
        english = text_of(administrator, f"{path}{'&' if '?' in path else '?'}lang=en")

        assert '<html lang="id">' in indonesian, path
        assert '<html lang="en">' in english, path
        assert indonesian != english, path
        for page in (indonesian, english):
            # A script only adds: it lies in a file, and nothing of the page waits for it.
            assert re.sub(r"<script src=\"[^\"]+\" defer></script>", "", page).count("<script") == 0
            assert page.count("<h1") == 1, path
            assert 'aria-current="page"' in page, path
            assert "%(" not in page, path
        text_of(administrator, "/?lang=id")


def test_every_control_has_a_label_and_every_id_is_its_own(administrator: FlaskClient) -> None:
    for path in PATHS:
        page = text_of(administrator, path)
        labelled = set(re.findall(r'<label[^>]*for="([^"]+)"', page))
        inside = set(INSIDE_LABEL.findall(page))

        for control in CONTROL.findall(page):
            name = re.search(r'name="([^"]+)"', control)
            own = re.search(r'id="([^"]+)"', control)
            is_labelled = (own and own[1] in labelled) or (name and name[1] in inside)
            assert is_labelled, (path, control)
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert len(ids) == len(set(ids)), path


def test_mistakes_are_summed_up_with_links_to_their_fields(administrator: FlaskClient) -> None:
    page = send(administrator, "/new/officers", code="", name="", badge_name="").text

    anchors = re.findall(r'<li><a href="#([^"]+)">', page)
    assert len(anchors) >= 3
    for anchor in anchors:
        assert f'id="{anchor}"' in page
        assert f'id="{anchor}-galat"' in page
    assert page.count('aria-invalid="true"') == len(anchors)


def test_a_page_in_english_says_its_fixed_words_in_english(
    city: City, administrator: FlaskClient
) -> None:
    city.change(DeskRecord(code="dinkes-2", retired_on=clock_today() + timedelta(days=3)))

    page = text_of(administrator, "/desks/pkm-melati-1?lang=en")
    assert "Monday 07.30-16.00" in page
    assert "ends on " in text_of(administrator, "/desks/dinkes-2?lang=en")
    assert "Health centre" in text_of(administrator, "/new/agencies?lang=en")
    refused = send(administrator, "/new/agencies?lang=en", code="X", name="", category="dinas")
    assert "Must be filled in." in refused.text
