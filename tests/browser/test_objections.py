"""An objection and a correction on a phone and a desk: written, heard, decided, printed."""

import re

import pytest

from portal.organisation.places.models import AgencyRow
from tests.browser.conftest import OpenContext
from tests.browser.people import sign_in
from tests.browser.test_evaluations import YEAR, Line, as_person, line, rate, report
from tests.browser.watched import Watched
from tests.factories.people import make_person, make_post

__all__ = ["line"]
CASE = "/admin/performance/objections/1"
CORRECTIONS = f"{YEAR}/corrections"
CLAIM = "Empat periode diverifikasi 96, jadi hasil kerja setidaknya sesuai."
SEND = "#form button:not([value=kept])"


@pytest.fixture
def people(visit: OpenContext, line: Line, scripts: bool) -> dict[str, Watched]:
    """The person, who confirmed, and who decides, with the person's result received."""
    portal, scene = line
    found = {
        name: as_person(visit(portal=portal, scripts=scripts), line, getattr(scene, name))
        for name in ("person", "superior", "leader")
    }
    report(found["person"], YEAR)
    superior = found["superior"]
    superior.open(YEAR)
    rate(superior)
    superior.press(f'form[action="{YEAR}/send"] button')
    superior.press(f'a[href="{YEAR}/confirm"]')
    superior.press(f'form[action="{YEAR}/confirm"] button')
    found["person"].open(f"{YEAR}/result")
    found["person"].press(f'form[action="{YEAR}/received"] button')
    return found


def file_objection(person: Watched) -> None:
    person.press('main a[href$="/objection"]')
    person.assert_usable()
    person.press(SEND)
    person.assert_usable()
    person.page.fill("#claim_1", CLAIM)
    person.press("#form button[value=file]")
    person.assert_usable()


@pytest.mark.parametrize("scripts", [True, False])
def test_an_objection_is_filed_heard_decided_and_printed(
    people: dict[str, Watched], *, scripts: bool
) -> None:
    person, superior, leader = people["person"], people["superior"], people["leader"]
    file_objection(person)

    leader.open("/admin/performance")
    leader.assert_usable()
    leader.press(f'a[href="{CASE}"]')
    leader.assert_usable()
    leader.press(f'a[href="{CASE}/admit"]')
    leader.assert_usable()
    leader.press(SEND)
    superior.open(CASE)
    superior.press(f'a[href="{CASE}/explanation"]')
    superior.assert_usable()
    superior.page.fill("#text_1", "Bantu baca bukan keputusan.")
    superior.press("#form button[value=send]")
    superior.assert_usable()
    person.open(f"{CASE}/evidence")
    person.assert_usable()
    person.page.fill("#title", "Buku register triwulan empat")
    person.press(SEND)
    person.press(f'a[href="{CASE}/explanation"]')
    person.page.fill("#text_1", "Register menunjukkan angkanya.")
    person.press("#form button[value=send]")

    leader.open(f"{CASE}/decide")
    leader.assert_usable()
    leader.page.select_option("#finding_1", "founded")
    leader.page.fill("#reason_1", "Register dan bukti sama.")
    leader.page.select_option("#result", "above")
    leader.page.select_option("#behaviour", "above")
    leader.press("#form button[value=decide]")
    leader.assert_usable()

    person.open(CASE)
    for summary in person.page.locator("main details > summary").all():
        summary.click()
    person.assert_usable()
    person.press(f'a[href="{CASE}/print"]')
    person.assert_usable()
    assert person.page.get_by_text("Register dan bukti sama.").is_visible()
    person.page.emulate_media(media="print")
    assert not person.page.locator(".masthead nav").first.is_visible()
    person.page.emulate_media(media="screen")
    person.open(f"{YEAR}/result?lang=en")
    person.assert_usable()
    for each in people.values():
        each.assert_clean()


@pytest.mark.parametrize("scripts", [False])
def test_a_companion_reads_along_and_a_substitute_drawn_by_lot_decides(
    people: dict[str, Watched], visit: OpenContext, line: Line, *, scripts: bool
) -> None:
    portal, scene = line
    with portal.inside() as session:
        other = session.query(AgencyRow).filter(AgencyRow.id != scene.agency_id).one()
        head = make_person(session, "Kepala Contoh").id
        make_post(session, head, other, is_head=True)
        session.commit()
    person, superior, leader = people["person"], people["superior"], people["leader"]
    drawn, companion, office = (visit(portal=portal, scripts=scripts) for _ in range(3))
    as_person(drawn, line, head)
    as_person(companion, line, scene.stranger)
    sign_in(office, portal, "performance_office")
    file_objection(person)

    person.press(f'a[href="{CASE}/companion"]')
    person.page.fill("#words", "Dewi")
    person.press(SEND)
    person.assert_usable()
    person.page.select_option("#picked", str(scene.stranger))
    person.press(SEND)
    person.assert_usable()
    companion.open(CASE)
    companion.assert_usable()
    assert companion.page.get_by_text(CLAIM).first.is_visible()

    leader.open(CASE)
    leader.press(f'a[href="{CASE}/aside"]')
    leader.assert_usable()
    leader.page.fill("#reason", "Pegawai ini kerabat saya.")
    leader.press(SEND)
    office.open("/admin/performance/objections")
    office.assert_usable()
    office.press(f'form[action="{CASE}/draw"] button')
    office.assert_usable()

    drawn.open(f"{CASE}/admit")
    drawn.press(SEND)
    for side, text in ((superior, "Bantu baca bukan keputusan."), (person, "Register sama.")):
        side.open(f"{CASE}/explanation")
        side.page.fill("#text_1", text)
        side.press("#form button[value=send]")
        side.assert_usable()
    drawn.open(f"{CASE}/decide")
    drawn.assert_usable()
    drawn.page.select_option("#finding_1", "founded")
    drawn.page.fill("#reason_1", "Register dan bukti sama.")
    drawn.page.select_option("#result", "above")
    drawn.page.select_option("#behaviour", "above")
    drawn.press("#form button[value=decide]")
    companion.open(CASE)
    companion.assert_usable()
    assert companion.page.get_by_text("Register dan bukti sama.").first.is_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_correction_is_proposed_agreed_and_confirmed(
    people: dict[str, Watched], *, scripts: bool
) -> None:
    person, superior, leader = people["person"], people["superior"], people["leader"]
    person.press(f'a[href="{CORRECTIONS}"]')
    person.assert_usable()
    person.press(SEND)
    person.assert_usable()
    first = re.findall(r'value="(i\d+:\d+)"', person.page.content())[0]
    person.page.select_option("#which", first)
    person.page.fill("#value", "69")
    person.page.fill("#reason", "Bukti yang sama menyebut 69.")
    person.press(SEND)
    person.assert_usable()

    superior.open(CORRECTIONS)
    superior.assert_usable()
    superior.press(f'form[action="{CORRECTIONS}/1/agree"] button')
    leader.open(CORRECTIONS)
    leader.assert_usable()
    leader.press(f'form[action="{CORRECTIONS}/1/confirm"] button')
    leader.assert_usable()
    person.open(f"{CORRECTIONS}?lang=en")
    person.assert_usable()
    person.open(f"{YEAR}/result")
    person.assert_usable()
    for each in people.values():
        each.assert_clean()
