"""Conflict of interest, the inspectorate and retention, as people meet them, on a phone."""

import itertools
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.cli.complaints import nightly_complaint_work
from portal.complaints.intake.models import Complaint
from portal.time import clock
from portal.web.extensions import current_settings
from tests.browser.conftest import Numbers, OpenContext
from tests.browser.people import sign_in
from tests.browser.portal_process import Portal
from tests.browser.watched import DESK, PHONE, Watched
from tests.factories.waiting import let_night_pass

TEXT = "Petugas meminta uang tambahan dan tidak memberi tanda terima apa pun."
ANSWER = "Kami sudah memeriksanya dan mengembalikan uang yang diminta."
# Each complaint comes from a network of its own: ten an hour from one would be too many.
NETWORKS = itertools.count()


def write(watched: Watched, portal: Portal, *, place: str, concern: str = "service") -> list[str]:
    """Write a complaint and return its code and the number staff know it by."""
    let_night_pass(portal.app)  # what others left waiting would be numbered among it
    page = watched.page
    page.set_extra_http_headers({"X-Forwarded-For": f"10.0.{next(NETWORKS)}.1"})
    agency = place.partition(":")[2].partition("-")[0]
    page.goto(f"{portal.url}/complaints/new?agency={agency}")
    page.check("input[name=kind][value=complaint]")
    page.select_option("#place", place)
    page.check(f"input[name=concern][value={concern}]")
    page.fill("#text", TEXT)
    page.check("input[name=happened][value=this_week]")
    page.check("#may_publish")
    watched.press("main button:not([type=button])")
    let_night_pass(portal.app)
    return [page.inner_text("#kode"), newest(portal)]


def newest(portal: Portal) -> str:
    with portal.inside() as session:
        return str(session.scalar(select(func.max(Complaint.id))))


def let_pass(portal: Portal, *, days: int) -> None:
    """Do what the night does with complaints ``days`` from now.

    Silence closes after ten working days; texts are kept for a year after that.
    """
    with portal.inside() as session:
        nightly_complaint_work(session, current_settings(), now=clock.now() + timedelta(days=days))


def follow(watched: Watched, code: str) -> str:
    """Follow a complaint and return what its writer reads."""
    page = watched.page
    page.goto(f"{watched.home}/complaints/follow")
    page.fill("#code", code)
    watched.press("main button")
    watched.assert_fits()
    watched.assert_accessible()
    return page.inner_text("main")


def look(watched: Watched, address: str) -> str:
    page = watched.open(address)
    watched.assert_fits()
    watched.assert_accessible()
    return page.inner_text("main")


def answer(watched: Watched, number: str) -> None:
    """Take an item from the queue to its answer, the way a person does."""
    page = watched.open(f"/admin/complaints/{number}")
    for step in ("Tandai sudah diperiksa", "Teruskan ke yang menangani"):
        watched.press(f".row button:text-is('{step}')")
    page.click("summary:text-is('Jawab')")
    page.fill("#jawaban", ANSWER)
    watched.press("button:text-is('Kirim jawaban')")
    assert "Sudah dijawab" in page.inner_text("dl.facts")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_who_serves_at_the_desk_never_meets_what_is_written_about_it(
    visit: OpenContext, town: tuple[Portal, Numbers], scripts: bool
) -> None:
    portal, numbers = town
    citizen, officer, moderator, head = (visit(scripts=scripts, portal=portal) for _ in range(4))
    code, about_desk = write(citizen, portal, place="desk:dukcapil-1")
    _, about_other = write(citizen, portal, place="desk:dukcapil-2")
    agency, who = numbers["large"], numbers["with scripts" if scripts else "without"]
    sign_in(officer, portal, "moderator", "officer", agency_id=agency, officer_id=who)
    sign_in(moderator, portal, "moderator")
    sign_in(head, portal, "agency_head", agency_id=agency)

    queue = look(officer, "/admin/complaints")
    assert f"Pengaduan {about_desk}\n" not in queue
    assert f"Pengaduan {about_other}" in queue
    refused = officer.page.goto(f"{portal.url}/admin/complaints/{about_desk}")
    assert refused is not None
    assert refused.status == 404
    assert TEXT not in officer.page.content()
    answer(moderator, about_desk)
    assert "Cabang Utara, Dinas dukcapil" in follow(citizen, code)
    assert "diputuskan moderator kota" in look(head, f"/admin/complaints/{about_other}")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_head_of_an_only_desk_leaves_it_to_a_moderator_of_the_city(
    visit: OpenContext, town: tuple[Portal, Numbers], scripts: bool
) -> None:
    portal, numbers = town
    citizen, head, moderator = (visit(scripts=scripts, portal=portal) for _ in range(3))
    code, number = write(citizen, portal, place="desk:dishub-1")
    sign_in(head, portal, "agency_head", agency_id=numbers["small"])
    sign_in(moderator, portal, "moderator")

    assert "Tidak ada pengaduan yang menunggu" in look(head, "/admin/complaints")
    assert "Tidak ada butir yang cocok" in look(head, "/admin/complaints?state=new")
    answer(moderator, number)
    assert ANSWER in follow(citizen, code)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("concern", ["head", "levy"])
def test_what_is_about_a_head_or_a_levy_goes_past_the_agency_to_the_inspectorate(
    visit: OpenContext, town: tuple[Portal, Numbers], concern: str, size: dict[str, int]
) -> None:
    portal, numbers = town
    citizen = visit(portal=portal)
    head, inspector = (visit(portal=portal, size=size) for _ in range(2))
    code, number = write(citizen, portal, place="agency:dukcapil", concern=concern)
    _, ordinary = write(citizen, portal, place="agency:dukcapil")
    sign_in(head, portal, "agency_head", agency_id=numbers["large"])
    sign_in(inspector, portal, "agency_head", agency_id=numbers["inspectorate"])

    own = look(head, "/admin/complaints?state=new")
    assert f"Pengaduan {ordinary}" in own
    assert f"Pengaduan {number}\n" not in own
    waiting = look(inspector, "/admin/complaints")
    assert f"Pengaduan {number}" in waiting
    assert f"Pengaduan {ordinary}\n" not in waiting
    answer(inspector, number)
    inspector.assert_fits()
    inspector.assert_clean()
    said = follow(citizen, code)
    assert "Inspektorat" in said
    assert ANSWER in said


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_year_after_closing_the_words_are_gone_and_the_history_stays(
    visit: OpenContext, town: tuple[Portal, Numbers], scripts: bool
) -> None:
    portal, _ = town
    citizen, moderator = (visit(scripts=scripts, portal=portal) for _ in range(2))
    code, number = write(citizen, portal, place="agency:dishub")
    sign_in(moderator, portal, "moderator")
    answer(moderator, number)
    page = moderator.open(f"/admin/complaints/{number}")
    page.select_option("#tayang-putusan", "published")
    moderator.press("button:text-is('Simpan keputusan')")
    assert TEXT in look(citizen, "/complaints/")

    let_pass(portal, days=30)
    closed = follow(citizen, code)
    let_pass(portal, days=400)

    assert "Selesai" in closed
    assert ANSWER in closed
    assert "tidak kami kenal" in follow(citizen, code)
    assert TEXT not in look(citizen, "/complaints/")
    left = look(moderator, f"/admin/complaints/{number}")
    assert "Teks sudah dihapus sesuai masa simpan" in left
    assert "Dijawab" in left
    assert TEXT not in left
    assert ANSWER not in left
