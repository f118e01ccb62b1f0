"""Working the queue by keys, at once, two people at one item; writing without a network."""

import secrets

import pytest
from playwright.sync_api import expect

from portal.complaints.intake.kinds import Concern, Happened, Kind
from portal.complaints.intake.visible_scope import context
from portal.complaints.intake.writing import WriteComplaint, write_complaint
from tests.browser.conftest import Numbers, OpenContext
from tests.browser.people import sign_in
from tests.browser.portal_process import Portal
from tests.browser.watched import DESK, PHONE, Watched

TEXT = "Kursi di ruang tunggu kurang, banyak orang tua yang berdiri lama."
QUEUE = "/admin/complaints?kind=suggestion&state=new"
Town = tuple[Portal, Numbers]


def suggest(portal: Portal, *, agency_id: int) -> None:
    """Let a citizen suggest something to an agency."""
    suggestion = WriteComplaint(
        form_key=secrets.token_hex(16),
        kind=Kind.SUGGESTION,
        concern=Concern.SERVICE,
        agency_id=agency_id,
        desk_id=None,
        happened=Happened.UNSURE,
        text=TEXT,
        may_publish=True,
    )
    with portal.inside() as session:
        write_complaint(session, suggestion, context=context())


@pytest.fixture
def moderator(visit: OpenContext, town: Town) -> Watched:
    """A moderator before three new suggestions."""
    portal, numbers = town
    for _ in range(3):
        suggest(portal, agency_id=numbers["large"])
    watched = visit(portal=portal, size=DESK)
    sign_in(watched, portal, "moderator")
    return watched


def test_the_queue_is_worked_from_the_keyboard(moderator: Watched) -> None:
    page = moderator.open(QUEUE)
    links = page.locator("tbody th a").evaluate_all("links => links.map(link => link.href)")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("j")
    page.keyboard.press("x")

    expect(page.locator("tbody input:checked")).to_have_count(1)
    ticked = page.locator("tbody input:checked").evaluate_all("all => all.map(box => box.value)")
    assert [value.partition(".")[0] for value in ticked] == [links[1].rpartition("/")[2]]
    assert page.locator("[data-keys]").is_visible()
    moderator.assert_clean()
    with moderator.leaving():
        page.keyboard.press("Enter")
    assert page.url == links[1]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_whole_page_moves_after_a_question(
    visit: OpenContext, town: Town, moderator: Watched, scripts: bool
) -> None:
    staff = visit(portal=town[0], size=PHONE, scripts=scripts)
    sign_in(staff, town[0], "moderator")
    page = staff.open(QUEUE)
    if scripts:
        page.click("button:text-is('Pilih semua di halaman ini')")
    else:
        assert not page.locator("[data-all]").is_visible()
        for box in page.locator("tbody input[type=checkbox]").all():
            box.check()
    waiting = page.locator("tbody tr").count()
    staff.press("button:text-is('Pindahkan yang dipilih')")
    assert page.inner_text("h1") == f"Pindahkan {waiting} butir?"
    staff.assert_fits()
    staff.assert_accessible()
    staff.press("button:text-is('Tandai sudah diperiksa')")

    assert page.inner_text("h1") == f"{waiting} butir dipindahkan"
    assert "Tidak ada butir yang cocok" in staff.open(QUEUE).inner_text("main")
    staff.assert_accessible()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_who_comes_second_to_an_item_is_told_and_loses_nothing(
    visit: OpenContext, town: Town, moderator: Watched, scripts: bool
) -> None:
    first, second = (visit(portal=town[0], scripts=scripts) for _ in range(2))
    for person in (first, second):
        sign_in(person, town[0], "moderator")
        person.open(QUEUE)
    first.press("tbody th a >> nth=0")
    address = first.page.url
    second.page.goto(address)
    first.press("button:text-is('Saya kerjakan (30 menit)')")
    assert "Anda sedang mengerjakan" in first.page.inner_text("main")
    first.press("button:text-is('Tandai sudah diperiksa')")
    second.press("button:text-is('Tandai sudah diperiksa')")

    assert "Orang lain baru saja mengubah" in second.page.inner_text("[role=alert]")
    assert "Orang lain sedang mengerjakan" in second.page.inner_text("main")
    assert "Sudah diperiksa" in second.page.inner_text("dl.facts")
    second.assert_fits()
    second.assert_accessible()
    assert second.page.url.startswith(address)


def test_what_was_written_stays_while_there_is_no_network(visit: OpenContext, town: Town) -> None:
    watched = visit(portal=town[0])
    page = watched.open("/complaints/new?agency=dukcapil")
    page.set_extra_http_headers({"X-Forwarded-For": "10.1.1.1"})
    page.check("input[name=kind][value=suggestion]")
    page.select_option("#place", "agency:dukcapil")
    page.fill("#text", TEXT)
    page.check("input[name=happened][value=unsure]")
    page.context.set_offline(True)
    page.click("main button.full")
    expect(page.locator("[data-offline]")).to_be_visible()
    assert "tidak terhubung" in page.inner_text("[data-offline]")
    watched.assert_fits()
    watched.assert_accessible()
    page.context.set_offline(False)
    expect(page.locator("[data-offline]")).to_be_hidden()

    assert page.input_value("#text") == TEXT
    watched.press("main button.full")
    assert "kami terima" in page.inner_text("h1")
    assert watched.errors == []
