"""The organisation's staff pages in a real browser: on a phone, in the dark, by keyboard."""

from collections.abc import Iterator
from datetime import date
from functools import partial

import pytest

from portal.demo.city import build_city
from tests.browser.conftest import Lay, OpenContext
from tests.browser.people import sign_in
from tests.browser.portal_process import Portal, running_portal
from tests.browser.watched import DARK_PHONE_LIGHT_DESK

PAGES = (
    "/",
    "/agencies",
    "/desks",
    "/desks?q=zzz",
    "/officers",
    "/agencies/disdukcapil",
    "/desks/disdukcapil-2",
    "/desks/disdukcapil-8",
    "/services/ktp-el-baru/change",
    "/units/kel-telaga-biru",
    "/officers/CONTOH0001",
    "/new/desks",
    "/new/desks?agency=disdukcapil",
    "/new/officers",
    "/desks/disdukcapil-2/retire",
    "/desks/disdukcapil-2/hours",
    "/desks/disdukcapil-2/kit",
    "/desks/disdukcapil-2/poster/rotate",
    "/holidays",
    "/agencies/dinkes/visits",
    "/agencies/dinkes/notes",
    "/agencies/dinkes/population",
    "/import",
)
FAULTY = b"kind,code,name\ndesk,X,Loket\nroom,dlh,DLH\n"
SOUND = b"kind,code,name\ndesk,disdukcapil-2,Loket 2 - Baru\n"


@pytest.fixture(scope="module")
def organisation(lay: Lay) -> Iterator[Portal]:
    """A made-up city without ratings."""
    build = partial(build_city, seed=7, today=date(2026, 11, 21))
    with running_portal(lay("organisation", build)) as portal:
        yield portal


def test_every_page_fits_and_is_open_to_all(visit: OpenContext, organisation: Portal) -> None:
    watched = visit(portal=organisation)
    sign_in(watched, organisation, "administrator")

    for path in PAGES:
        watched.open(f"/admin/organisation{path}")
        watched.assert_whole(DARK_PHONE_LIGHT_DESK)


def test_a_file_is_looked_at_refused_and_imported(visit: OpenContext, organisation: Portal) -> None:
    watched = visit(portal=organisation)
    sign_in(watched, organisation, "administrator")

    for content, heading in ((FAULTY, "Berkas ditolak"), (SOUND, "1 perubahan")):
        page = watched.open("/admin/organisation/import")
        page.set_input_files(
            "input[type=file]", {"name": "kota.csv", "mimeType": "text/csv", "buffer": content}
        )
        watched.press("main form button")
        assert page.inner_text("h1") == heading
        watched.assert_fits()
        watched.assert_clean()
    watched.press("main form button")
    assert "Berkas sudah diimpor." in page.inner_text("[role=status]")
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("scripts", [True, False])
def test_a_unit_is_created_with_the_keyboard_alone(
    visit: OpenContext, organisation: Portal, scripts: bool
) -> None:
    watched = visit(scripts=scripts, portal=organisation)
    sign_in(watched, organisation, "administrator")
    page = watched.open("/admin/organisation/new/units?agency=dlh")
    code = f"unit-papan-ketik-{'ya' if scripts else 'tidak'}"

    page.focus("#code")
    with watched.leaving():
        page.keyboard.press("Enter")
    assert page.locator(".error-summary").is_visible()
    watched.assert_accessible()
    page.focus(".error-summary a")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.focus("#code")
    page.keyboard.type(code)
    page.keyboard.press("Tab")
    page.keyboard.type("Unit Papan Ketik")
    with watched.leaving():
        page.keyboard.press("Enter")

    assert page.locator("[role=status]").is_visible()
    assert f"/units/{code}?done=created" in page.url
    assert "Unit Papan Ketik" in page.inner_text("h1")
