"""From a file of people to their first screens: preview, import, letters, a password, signed in."""

import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from tests.browser.conftest import Lay, OpenContext
from tests.browser.people import sign_in
from tests.browser.portal_process import Portal, running_portal
from tests.browser.watched import DARK_PHONE_LIGHT_DESK, DESK, PHONE, Watched
from tests.factories.organisation import make_agency
from tests.web.accounts.people import PASSWORD

FILE = (
    "NIP;NAMA;NIP ATASAN;JENIS;TMT MULAI;KODE INSTANSI;JABATAN;TMT JABATAN\n"
    "19900101 202001 1 001;Ayu Contoh;19850101 201001 2 002;Definitif;2026-01-01;"
    "dinkes;Petugas Loket;2026-01-01\n"
    "19850101 201001 2 002;Budi Contoh;;;;dinkes;Kepala Seksi;2026-01-01\n"
    "1,9E+17;Hilang;;;;dinkes;Staf;2026-01-01\n"
)


@pytest.fixture
def portal(lay: Lay) -> Iterator[Portal]:
    """A portal with one agency and nobody in it."""
    with running_portal(lay("people")) as running:
        with running.inside() as session:
            make_agency(session, "dinkes")
            session.commit()
        yield running


def import_people(office: Watched) -> None:
    page = office.open("/admin/people/import")
    page.set_input_files(
        "input[type=file]",
        {"name": "pegawai.csv", "mimeType": "text/csv", "buffer": FILE.encode()},
    )
    page.fill("#reason", "SK 800/9")
    office.press("#form button")
    assert "baris 4" in page.inner_text("main")
    office.assert_fits()
    office.press("main form button")


def letters_of(administrator: Watched, folder: Path) -> list[str]:
    page = administrator.open("/admin/people/accounts")
    administrator.assert_fits()
    # A download leads to no other page, so that nothing is waited for but itself.
    with page.expect_download() as waiting:
        page.click("#form button", no_wait_after=True)
    path = folder / "surat.pdf"
    waiting.value.save_as(path)
    document = pypdfium2.PdfDocument(path)
    return [each.get_textpage().get_text_range() for each in document]


def link_in(letter: str) -> str:
    found = re.search(r"/admin/link/([\w-]+?)Berlaku", re.sub(r"\s", "", letter))
    assert found is not None
    return f"/admin/link/{found[1]}"


@pytest.mark.parametrize(("scripts", "size"), [(False, PHONE), (False, DESK), (True, PHONE)])
def test_people_of_a_file_sign_in_with_their_letters_and_see_their_own_screens(
    visit: OpenContext, portal: Portal, tmp_path: Path, *, scripts: bool, size: dict[str, int]
) -> None:
    office, administrator, person, superior = (
        visit(portal=portal, scripts=scripts, size=size) for _ in range(4)
    )
    sign_in(office, portal, "performance_office")
    sign_in(administrator, portal, "administrator")
    import_people(office)

    letters = letters_of(administrator, tmp_path)
    assert ["Ayu" in letters[0], "Budi" in letters[1], len(letters)] == [True, True, 2]
    for watched, letter, number in (
        (person, letters[0], "19900101.202001.1.001"),
        (superior, letters[1], "19850101 201001 2 002"),
    ):
        watched.open(link_in(letter))
        watched.page.fill("input[type=password]", PASSWORD)
        watched.press("main form button")
        watched.open("/admin/sign-in")
        watched.page.fill("#identity", number)
        watched.page.fill("#password", PASSWORD)
        watched.press("main form button")
        watched.assert_fits()

    assert "Budi Contoh" in person.open("/admin/people/me").inner_text("main")
    assert person.open("/admin/performance").locator("h1").count() == 1
    person.assert_fits()
    assert superior.open("/admin/performance").locator("h1").count() == 1
    page = administrator.open("/admin/people/accounts")
    assert page.locator("progress").get_attribute("value") == "2"
    administrator.assert_fits()
    if scripts:
        administrator.assert_whole(DARK_PHONE_LIGHT_DESK)
    for watched in (office, administrator, person, superior):
        watched.assert_clean()


def test_the_pages_of_people_and_of_agencies_results_are_open_to_all(
    visit: OpenContext, portal: Portal
) -> None:
    office = visit(portal=portal)
    sign_in(office, portal, "performance_office")
    import_people(office)

    for path in ("new", "1", "1/number", "1/named", "results", "results/1"):
        for language in ("id", "en"):
            office.open(f"/admin/people/{path}?lang={language}")
            office.assert_whole(DARK_PHONE_LIGHT_DESK)
