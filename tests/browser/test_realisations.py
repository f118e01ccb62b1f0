"""A quarter on a phone, with and without scripts: typed, kept, reported, disputed, verified."""

from collections.abc import Iterator

import pytest

from portal.evaluation.rules.states import PlanState
from tests.browser.conftest import Lay, OpenContext
from tests.browser.people import both_signed_in
from tests.browser.portal_process import Portal, running_portal
from tests.browser.watched import DARK_PHONE_LIGHT_DESK, Watched
from tests.factories.plans import PlanScene, make_plan, make_plan_scene
from tests.unit.storage.files.test_files import with_place

PERIOD = "/admin/performance/plans/1/periods/1"
ONE = f"{PERIOD}/indicators/1"


@pytest.fixture
def line(lay: Lay) -> Iterator[tuple[Portal, PlanScene]]:
    """A portal with somebody whose plan runs, and their superior."""
    with running_portal(lay("realisations")) as portal:
        with portal.inside() as session:
            scene = make_plan_scene(session)
            make_plan(session, scene, state=PlanState.RUNNING)
        yield portal, scene


def begin(person: Watched, *, scripts: bool) -> None:
    """Type half a report, leave, and come back to it."""
    person.open(ONE)
    person.page.fill("#remark", "Sistem baru, belum lancar")
    if scripts:
        person.page.wait_for_selector("[data-saved]:visible")
    else:
        person.press('#form button[value="kept"]')
    person.open(PERIOD)
    person.open(ONE)
    assert person.page.input_value("#remark") == "Sistem baru, belum lancar"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_realisation_is_typed_kept_reported_disputed_and_verified(
    visit: OpenContext, line: tuple[Portal, PlanScene], *, scripts: bool
) -> None:
    person, superior = both_signed_in(visit, line, scripts=scripts)
    begin(person, scripts=scripts)
    person.page.fill("#links", "http://tidak.aman")
    person.press("#form button:not([name])")
    assert person.page.locator("#value-error").is_visible()
    assert person.page.locator("#links-error").is_visible()
    person.page.fill("#value", "62,5")
    person.page.fill("#links", "https://drive.example/berkas")
    person.press("#form button:not([name])")
    person.assert_fits()

    superior.open("/admin/performance")
    superior.press(f'a[href="{PERIOD}"]')
    superior.assert_fits()
    superior.press(f'a[href="{ONE}/dispute"]')
    superior.page.fill("#value", "60")
    superior.page.fill("#reason", "Dua berkas tercatat ganda")
    superior.press("#form button")

    person.open("/admin/performance")
    person.press(f'a[href="{PERIOD}"]')
    assert person.page.get_by_text("Dua berkas tercatat ganda").is_visible()
    person.press(f'#i1 a[href="{ONE}"]')
    person.page.fill("#value", "61")
    person.press("#form button:not([name])")

    superior.open(PERIOD)
    superior.press(f'form[action="{ONE}/verify"] button')
    assert superior.page.locator("#i1 .state-verified").is_visible()
    if scripts:
        superior.assert_whole(DARK_PHONE_LIGHT_DESK)
    for watched in (person, superior):
        watched.assert_fits()
        watched.assert_clean()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_file_is_sent_as_evidence_read_and_taken_away(
    visit: OpenContext, line: tuple[Portal, PlanScene], *, scripts: bool
) -> None:
    person, superior = both_signed_in(visit, line, scripts=scripts)
    person.open(PERIOD)
    person.press('#i1 a[href*="/evidence?"]')
    person.assert_usable()
    person.press("#form button")
    assert person.page.locator("#file-error").is_visible()
    assert person.page.locator("#has_no_citizens-error").is_visible()
    person.assert_usable()
    photo = {"name": "Foto loket.jpg", "mimeType": "image/jpeg", "buffer": with_place()}
    person.page.set_input_files("#file", photo)
    person.page.check("#has_no_citizens")
    person.press("#form button")
    person.assert_usable()
    person.press(f'#i1 a[href="{ONE}/figure"]')
    person.assert_usable()

    superior.open(PERIOD)
    assert superior.page.get_by_text("Foto loket.jpg").is_visible()
    superior.press(f'a[href="{ONE}/files/1/remove"]')
    superior.press("#form button")
    assert superior.page.locator("#reason-error").is_visible()
    superior.assert_usable()
    superior.page.fill("#reason", "Memuat NIK warga")
    superior.press("#form button")
    assert superior.page.get_by_text("Berkas dihapus pada").is_visible()
    superior.assert_usable()


def test_pages_of_realisations_are_accessible_in_both_themes_and_languages(
    visit: OpenContext, line: tuple[Portal, PlanScene]
) -> None:
    person, superior = both_signed_in(visit, line, scripts=True)
    person.open(ONE)
    person.page.fill("#value", "62")
    person.press("#form button:not([name])")
    pages = {
        person: (PERIOD, ONE, f"{PERIOD}/indicators/2", f"{PERIOD}/indicators/2/drop"),
        superior: (PERIOD, ONE, f"{ONE}/dispute", "/admin/performance"),
    }
    for watched, addresses in pages.items():
        for address in addresses:
            watched.open(address)
            watched.assert_whole(DARK_PHONE_LIGHT_DESK)
    person.open(f"{PERIOD}?lang=en")
    assert person.page.locator("h1").inner_text() == "Realisation of period 1"
    person.assert_clean()
