"""A new administrator's first day on a phone: link, password, authenticator, codes, invitation."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Lay, OpenContext
from tests.browser.people import sign_in
from tests.browser.portal_process import Portal, running_portal
from tests.browser.watched import DESK, EVERY_LOOK, Watched
from tests.one_time_codes import app_code

PASSWORD = "payung biru di atap gunung"
EMAIL = "kepala@contoh.test"
STAFF_PAGES = [
    "/admin/",
    "/admin/accounts",
    "/admin/accounts/1",
    "/admin/accounts/invite",
    "/admin/accounts/1/link",
    "/admin/account",
    "/admin/account/password",
    "/admin/account/authenticator",
    "/admin/account/recovery-codes",
    "/admin/prove",
    "/admin/audit",
    "/admin/audit?words=nobody",
]


@pytest.fixture(scope="module")
def portal(lay: Lay) -> Iterator[Portal]:
    """An empty portal: nobody has an account yet."""
    with running_portal(lay("empty")) as portal:
        yield portal


def code_for(page: Page) -> str:
    key = page.inner_text("code.secret").replace("-", "")
    return app_code(key, time.time())


def continue_as(watched: Watched, **fields: str) -> None:
    """Check the page, fill in its form and send it."""
    watched.assert_fits()
    watched.assert_accessible()
    for name, text in fields.items():
        watched.page.fill(f"#{name}", text)
    watched.press("main form button")


def open_menu(page: Page) -> list[str]:
    page.click(".staff-menu summary")
    links = page.locator(".staff-menu nav a")
    expect(links.first).to_be_visible()
    return links.all_inner_texts()


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_link_to_the_first_page_and_in_again_with_a_recovery_code(
    visit: OpenContext, portal: Portal, scripts: bool
) -> None:
    email = f"{scripts}.{EMAIL}".lower()
    said = portal.flask("accounts", "create-admin", email, "--name", "Sri Contoh")
    link = "/admin/link/" + said.strip().rpartition("/")[2]
    watched = visit(scripts=scripts, portal=portal)
    page = watched.open(link)

    continue_as(watched, password="pendek")
    assert "terlalu pendek" in page.inner_text(".error-summary")
    continue_as(watched, password=PASSWORD)
    assert "Kata sandi tersimpan" in page.inner_text("main")
    continue_as(watched, identity=email, password=PASSWORD)
    assert page.inner_text("h1") == "Pasang aplikasi autentikator"
    continue_as(watched, code=code_for(page))
    codes = page.locator(".codes code").all_inner_texts()
    assert len(codes) == 10
    watched.assert_fits()
    watched.assert_accessible()
    watched.press("text=Sudah saya simpan")
    assert page.inner_text("h1") == "Selamat datang, Sri Contoh"
    watched.assert_fits()
    watched.assert_accessible()

    assert "Akun saya" in open_menu(page)
    watched.press("text=Keluar")
    continue_as(watched, identity=email, password=PASSWORD)
    assert page.inner_text("h1") == "Kode dari aplikasi autentikator"
    watched.press("text=Pakai kode pemulihan")
    continue_as(watched, code=codes[0].lower())

    assert page.inner_text("h1") == "Selamat datang, Sri Contoh"
    watched.assert_clean()


def test_an_invitation_is_made_and_printed_on_a_phone(visit: OpenContext, portal: Portal) -> None:
    watched = visit(portal=portal)
    sign_in(watched, portal, "administrator")
    page = watched.open("/admin/accounts/invite")
    page.fill("#name", "Budi Contoh")
    page.fill("#identity", "19790312 200501 1 003")
    page.check("input[value=auditor]")

    watched.press("main form button")

    assert page.inner_text("h1") == "Tautan untuk Budi Contoh"
    assert page.inner_text("code.secret").startswith(f"{watched.home}/admin/link/")
    assert page.locator("img.qr").evaluate("image => image.naturalWidth") > 0
    watched.assert_fits()
    watched.assert_clean()


def test_every_page_of_the_room_fits_and_is_accessible(visit: OpenContext, portal: Portal) -> None:
    watched = visit(portal=portal)
    sign_in(watched, portal, "administrator")

    for address in STAFF_PAGES:
        watched.open(address)
        watched.assert_whole(EVERY_LOOK)


def test_the_menu_stands_beside_the_page_on_wide_screens(
    visit: OpenContext, portal: Portal
) -> None:
    watched = visit(portal=portal, size=DESK)
    sign_in(watched, portal, "auditor")

    page = watched.open("/admin/audit")

    assert page.locator(".staff-nav [aria-current]").inner_text() == "Log audit"
    assert not page.locator(".staff-menu").is_visible()
