"""An administrator looks at a draft, holds it and later signs it, with and without scripts."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.time import clock
from portal.time.months import month_after, month_of
from tests.browser.conftest import Lay, OpenContext
from tests.browser.people import sign_in
from tests.browser.portal_process import Portal, running_portal
from tests.browser.watched import BOTH_SIZES, PHONE
from tests.factories.drafted_city import make_drafted_city

WHY = "Data kunjungan satu instansi belum lengkap."
LEARNED = "Antrean pagi dipecah menjadi dua loket mulai bulan depan."


def draft(session: Session) -> None:
    """Publish the month before the last one, prepare the last, whose day is still to come."""
    today = clock.today("Asia/Jakarta")
    months = tuple(month_after(month_of(today), months=step) for step in (-2, -1))
    make_drafted_city(session, months=months, on=today)
    day = text("UPDATE release SET due_on = :day WHERE state = 'prepared'")
    session.execute(day, {"day": today + timedelta(days=4)})
    session.commit()


@pytest.fixture
def drafted(lay: Lay) -> Iterator[tuple[Portal, str]]:
    """A portal with a draft, and its month."""
    with running_portal(lay("drafted", draft)) as portal:
        with portal.inside() as session:
            month = session.scalar(text("SELECT period FROM release WHERE state = 'prepared'"))
        yield portal, month


@pytest.mark.parametrize("scripts", [True, False])
def test_looks_at_the_draft_holds_it_and_later_signs_it(
    visit: OpenContext, drafted: tuple[Portal, str], scripts: bool
) -> None:
    portal, month = drafted
    watched = visit(scripts=scripts, size=PHONE, portal=portal)
    sign_in(watched, portal, "administrator")
    address = f"/admin/releases/{month}"

    page = watched.open("/admin/")
    watched.press(".steps a:has-text('menunggu pengesahan')")
    assert page.url.endswith(address)
    watched.assert_fits()
    watched.assert_accessible()
    watched.press(".reasons a >> nth=0")
    assert "reason=" in page.url
    assert page.url.endswith("#daftar")
    page.select_option("select[name=reason]", "")
    page.select_option("select[name=category]", "desk")
    watched.press(".filter button")
    assert "category=desk" in page.url
    assert page.locator("#daftar ~ .table tbody tr").count() > 0

    page = watched.open(f"{address}/hold")
    watched.assert_fits()
    watched.assert_accessible()
    page.select_option("#days", "3")
    page.fill("#reason", WHY)
    watched.press("main form button")
    assert "tampil di halaman depan" in page.inner_text("main")
    assert WHY in watched.open("/").inner_text("main")

    page = watched.open(address)
    watched.press("a:has-text('Sahkan dan terbitkan')")
    watched.assert_fits()
    watched.assert_accessible()
    watched.press("main form button")
    assert "20 sampai 1.000 huruf" in page.inner_text(".error-summary")
    watched.assert_accessible()
    page.fill("#reflection", LEARNED)
    watched.press("main form button")
    assert "sudah terbit atas nama Anda" in page.inner_text("main")
    assert LEARNED in page.inner_text("main")
    watched.assert_fits()
    watched.assert_clean()


def test_every_page_of_releases_and_rules_fits_and_is_open_to_all(
    visit: OpenContext, drafted: tuple[Portal, str]
) -> None:
    portal, month = drafted
    watched = visit(portal=portal)
    sign_in(watched, portal, "administrator")

    for address in (
        "/admin/releases",
        f"/admin/releases/{month}?words=nobody",
        f"/admin/releases/{month}/documents",
        "/admin/figure-rules",
        "/admin/figure-rules/change",
        "/methodology",
    ):
        watched.open(address)
        watched.assert_whole(BOTH_SIZES)


def test_a_change_of_the_rules_is_made_on_a_phone_without_scripts(
    visit: OpenContext, drafted: tuple[Portal, str]
) -> None:
    portal, _ = drafted
    watched = visit(scripts=False, portal=portal)
    sign_in(watched, portal, "administrator")

    page = watched.open("/admin/figure-rules")
    watched.press("a:has-text('Ubah mulai')")
    page.fill("#least_mean", "45")
    page.check("text=Penanganan pengaduan")
    watched.press("main form button")

    assert "Perubahan sudah dicatat" in page.inner_text("main")
    assert "45" in page.inner_text("main tbody")
