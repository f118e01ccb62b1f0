"""A complaint that went to the wrong agency is passed on, and its writer reads so."""

import re

import pytest

from tests.browser.conftest import Numbers, OpenContext
from tests.browser.people import sign_in
from tests.browser.portal_process import Portal
from tests.browser.watched import BOTH_SIZES, DESK, PHONE, Watched
from tests.factories.waiting import let_night_pass

TEXT = "Lampu di tempat parkir mati sejak awal bulan dan jalannya gelap."
PASS_ON = "Teruskan ke instansi lain"
Town = tuple[Portal, Numbers]


def write(citizen: Watched, *, agency: str, network: str) -> str:
    """Complain to ``agency`` on the open form and return the code that is shown."""
    page = citizen.open(f"/complaints/new?agency={agency}")
    page.set_extra_http_headers({"X-Forwarded-For": network})
    page.check("input[name=kind][value=complaint]")
    page.select_option("#place", f"agency:{agency}")
    page.fill("#text", TEXT)
    page.check("input[name=happened][value=this_week]")
    citizen.press("main button.full")
    return page.inner_text("#kode")


@pytest.mark.parametrize(
    ("size", "scripts", "network"),
    [(PHONE, True, "10.2.1.1"), (DESK, False, "10.2.2.1")],
    ids=["phone", "desk without scripts"],
)
def test_the_second_agency_gets_it_and_the_writer_reads_its_name(
    *, visit: OpenContext, town: Town, size: dict[str, int], scripts: bool, network: str
) -> None:
    portal, numbers = town
    citizen, moderator, first, second = (
        visit(portal=portal, size=size, scripts=scripts) for _ in range(4)
    )
    let_night_pass(portal.app)  # what others left waiting would be numbered among it
    code = write(citizen, agency="dukcapil", network=network)
    let_night_pass(portal.app)
    sign_in(moderator, portal, "moderator")
    sign_in(first, portal, "agency_head", agency_id=numbers["large"])
    sign_in(second, portal, "agency_head", agency_id=numbers["small"])
    page = moderator.open("/admin/complaints?state=new&kind=complaint")
    links = page.locator("tbody th a").evaluate_all("links => links.map(link => link.pathname)")
    item = max(links, key=lambda path: int(path.rpartition("/")[2]))
    assert TEXT in first.open(item).inner_text("main")

    moderator.open(item)
    page.click(f"summary:text-is('{PASS_ON}')")
    page.select_option("#dinas-lain", "agency:dishub")
    page.check("input[name=reason][value=wrong_agency]")
    moderator.assert_whole(BOTH_SIZES)
    moderator.press(f"button:text-is('{PASS_ON}')")

    assert re.search(r"Sebelumnya untuk\s+\S+", page.inner_text("dl.facts"))
    assert "bukan tugas instansi yang dipilih" in page.inner_text(".history")
    moderator.assert_whole(BOTH_SIZES)
    first.open(item)
    assert TEXT not in first.page.inner_text("body")
    assert TEXT in second.open(item).inner_text("main")
    assert second.page.locator(f"summary:text-is('{PASS_ON}')").count() == 0
    second.assert_whole(BOTH_SIZES)
    citizen.open("/complaints/follow").fill("#code", code)
    citizen.press("main button")
    assert "Sebelumnya untuk" in citizen.page.inner_text("main")
    citizen.assert_whole(BOTH_SIZES)
