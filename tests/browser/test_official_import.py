"""A file of the official record on a phone: chosen, looked at, taken in, its headings forgotten."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.browser.conftest import Lay, OpenContext
from tests.browser.people import sign_in
from tests.browser.portal_process import Portal, running_portal
from tests.browser.watched import Watched
from tests.factories.official import RATNA, make_official_scene, plan_table

IMPORT = "/admin/performance/official/import"
SEND = "#form button"
YES = 'form[action$="/import/confirm"] button'


@pytest.fixture
def portal(lay: Lay) -> Iterator[Portal]:
    """A portal with people who have staff numbers, in January."""
    at = datetime(2026, 1, 12, 3, tzinfo=UTC)
    with running_portal(lay("official"), stands_at=at) as running:
        with running.inside() as session:
            make_official_scene(session)
        yield running


def choose(office: Watched, content: bytes, **fields: str) -> None:
    """Send a file with its fields, to be looked at."""
    office.open(IMPORT)
    file = {"name": "skp.csv", "mimeType": "text/csv", "buffer": content}
    office.page.set_input_files("#file", file)
    office.page.select_option("#agency", fields.get("agency", ""))
    office.page.fill("#headings", fields.get("headings", ""))
    office.press(SEND)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_file_is_looked_at_taken_in_and_its_headings_forgotten(
    visit: OpenContext, portal: Portal, *, scripts: bool
) -> None:
    office = visit(portal=portal, scripts=scripts)
    sign_in(office, portal, "performance_office")
    page = office.open("/admin/performance/cycles")
    menu = ".staff-menu" if office.page.locator(".staff-menu").is_visible() else ".staff-nav"
    if menu == ".staff-menu":
        page.click(f"{menu} summary")
    office.press(f'{menu} a[href="{IMPORT}"]')
    office.assert_usable()
    office.press(SEND)
    assert page.locator("#file-error").is_visible()
    office.assert_usable()

    content = plan_table({}, {"number": RATNA, "weight": "banyak"})
    choose(office, content, headings="SASARAN = TIDAK ADA")
    assert page.locator("#headings-error").is_visible()
    choose(office, content, agency="dukcapil", headings="SASARAN = RENCANA HASIL KERJA")
    assert "baris 3" in page.inner_text("main table")
    page.click("main details summary")
    office.assert_usable()
    office.press(YES)
    assert page.inner_text("h1") == "Sudah diambil"
    office.assert_usable()

    office.open(IMPORT)
    office.assert_usable()
    office.press('form[action$="/forget"] button')
    assert page.locator('form[action$="/forget"]').count() == 0
    choose(office, plan_table({}))
    assert page.inner_text("h1") == "Tidak ada yang berubah"
    office.assert_usable()
    office.open(f"{IMPORT}?lang=en")
    assert page.inner_text("h1") == "Import from e-Kinerja"
    office.assert_usable()
