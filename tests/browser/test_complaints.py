"""Write, follow, answer, reply, reopen, hide, appeal: as people do it, on a phone."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenContext
from tests.browser.people import sign_in
from tests.browser.portal_process import Portal
from tests.browser.watched import DESK, EVERY_LOOK, PHONE, press
from tests.factories.waiting import let_night_pass

TEXT = "Antrean di loket dua sangat lama, saya menunggu tiga jam tanpa penjelasan."
ANSWER = "Kami menambah satu petugas pada jam sibuk mulai pekan depan."


def write(page: Page, text: str = TEXT) -> str:
    """Fill in the open form, send it, and return the code that is shown."""
    page.check("input[name=kind][value=complaint]")
    page.select_option("#place", index=2)
    page.fill("#text", text)
    page.check("input[name=happened][value=this_week]")
    page.check("#may_publish")
    press(page, "main button:not([type=button])")
    return page.inner_text("#kode")


def open_newest(page: Page) -> None:
    """Open the item that came in last, which is the one the test wrote."""
    numbers = page.locator("tbody th a").evaluate_all(
        "links => links.map(link => Number(link.href.split('/').pop()))"
    )
    press(page, f"tbody th a[href$='/{max(numbers)}']")


def follow(page: Page, home: str, code: str) -> None:
    page.goto(f"{home}/complaints/follow")
    page.fill("#code", code)
    press(page, "main button")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_citizen_writes_and_follows_on_a_phone(
    visit: OpenContext, city: Portal, scripts: bool
) -> None:
    watched = visit(scripts=scripts)
    page = watched.open("/complaints/new?agency=disdukcapil")
    watched.assert_fits()
    watched.assert_accessible()
    code = write(page)
    watched.assert_fits()
    follow(page, watched.home, code)
    watched.assert_fits()
    watched.assert_accessible()
    assert "belum dibuka" in page.inner_text("h1")
    let_night_pass(city.app)
    follow(page, watched.home, code)

    assert "Diterima, belum diperiksa" in page.inner_text("h1")
    watched.assert_fits()
    assert watched.errors == []
    assert watched.foreign == []
    watched.assert_accessible()


def test_what_was_written_survives_a_mistake_and_a_closed_form(visit: OpenContext) -> None:
    watched = visit()
    page = watched.open("/complaints/new?agency=disdukcapil")
    page.fill("#text", "pendek")
    watched.press("main button")

    assert page.input_value("#text") == "pendek"
    assert page.locator(".error-summary a").count() >= 3
    watched.assert_accessible()
    page.fill("#text", TEXT)
    watched.open("/complaints/new?agency=disdukcapil")
    assert page.input_value("#text") == TEXT
    write(page)
    watched.open("/complaints/new?agency=disdukcapil")
    assert page.input_value("#text") == ""


def test_the_qr_code_fills_in_the_code_without_telling_the_server(visit: OpenContext) -> None:
    watched = visit()
    code = write(watched.open("/complaints/new?agency=disdukcapil"))
    asked: list[str] = []
    watched.page.on("request", lambda request: asked.append(request.url))
    page = watched.open(f"/complaints/follow#{code}")

    assert page.input_value("#code") == code
    assert code not in "".join(url.partition("#")[0] for url in asked)
    assert code not in page.url


@pytest.mark.parametrize(
    ("size", "scripts"),
    [(PHONE, True), (DESK, True), (PHONE, False)],
    ids=["phone", "desk", "no scripts"],
)
def test_from_the_queue_to_the_answer_and_back(
    visit: OpenContext, city: Portal, size: dict[str, int], scripts: bool
) -> None:
    citizen, staff = visit(scripts=scripts), visit(size=size, scripts=scripts)
    let_night_pass(city.app)  # what others left waiting would be numbered among it
    code = write(citizen.open("/complaints/new?agency=disdukcapil"))
    let_night_pass(city.app)
    sign_in(staff, city, "moderator")
    page = staff.open("/admin/complaints?state=new")
    staff.assert_fits()
    staff.assert_clean()
    open_newest(page)
    staff.assert_accessible()
    for step in ("Tandai sudah diperiksa", "Teruskan ke yang menangani"):
        staff.press(f".row button:text-is('{step}')")
    page.click("summary:text-is('Jawab')")
    page.fill("#jawaban", ANSWER)
    staff.press("button:text-is('Kirim jawaban')")
    staff.assert_fits()
    staff.assert_clean()

    follow(citizen.page, citizen.home, code)
    assert ANSWER in citizen.page.inner_text(".thread")
    citizen.page.check("input[name=helped][value='2']")
    citizen.press("button:text-is('Simpan nilai')")
    citizen.page.click("summary:text-is('Balas')")
    citizen.page.fill("#teks-reply", "Terima kasih, akan saya lihat.")
    citizen.press("button:text-is('Kirim balasan')")
    assert "Terima kasih, akan saya lihat." in citizen.page.inner_text(".thread")
    citizen.assert_fits()
    citizen.assert_accessible()
    citizen.page.click("summary:text-is('Masalahnya belum selesai?')")
    citizen.page.fill("#teks-reopen", "Antreannya masih sama panjang.")
    citizen.press("button:text-is('Buka kembali')")
    assert citizen.page.inner_text("h1") == "Dibuka kembali"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_removal_is_explained_and_another_moderator_decides(
    visit: OpenContext, city: Portal, scripts: bool
) -> None:
    citizen, first, second = (visit(scripts=scripts) for _ in range(3))
    let_night_pass(city.app)  # what others left waiting would be numbered among it
    code = write(citizen.open("/complaints/new?agency=disdukcapil"), f"{TEXT} Penghinaan.")
    let_night_pass(city.app)
    sign_in(first, city, "moderator")
    page = first.open("/admin/complaints?state=new")
    open_newest(page)
    item = page.url
    page.select_option("#tayang-putusan", "hidden")
    page.select_option("#tayang-alasan", "insult")
    first.press("button:text-is('Simpan keputusan')")

    follow(citizen.page, citizen.home, code)
    assert "memuat penghinaan" in citizen.page.inner_text("main")
    citizen.page.click("summary:has-text('Keberatan')")
    citizen.page.fill("#teks-appeal", "Ini bukan penghinaan.")
    citizen.press("button:text-is('Ajukan keberatan')")
    citizen.assert_accessible()
    page.goto(item)
    assert "Moderator lain yang memutuskan" in page.inner_text("main")
    sign_in(second, city, "moderator")
    second.page.goto(item)
    second.page.check("input[name=is_granted][value='0']")
    second.press("button:text-is('Putuskan keberatan')")
    follow(citizen.page, citizen.home, code)
    assert "Keberatan ditolak" in citizen.page.inner_text("main")


def test_every_page_of_complaints_is_clean(visit: OpenContext) -> None:
    watched = visit()

    for address in ("", "new", "follow", "?lang=en"):
        watched.open(f"/complaints/{address}")
        watched.assert_whole(EVERY_LOOK)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_two_ways_on_do_not_touch(visit: OpenContext, size: dict[str, int]) -> None:
    page = visit(size=size).open("/complaints/")

    first, second = (each.bounding_box() for each in page.locator("main p a.button").all()[:2])

    assert first
    assert second
    beside = second["x"] - (first["x"] + first["width"])
    below = second["y"] - (first["y"] + first["height"])
    assert max(beside, below) >= 8
