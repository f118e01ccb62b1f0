"""Help on a phone, with and without scripts: a programme is agreed, a training planned."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.browser.conftest import Lay, OpenContext
from tests.browser.people import both_signed_in, sign_in
from tests.browser.portal_process import Portal, running_portal
from tests.browser.watched import DARK_PHONE_LIGHT_DESK, Watched
from tests.factories.plans import PlanScene, make_plan_scene
from tests.factories.trainings import make_topic

HOME = "/admin/performance"
PROGRAMMES = f"{HOME}/people/1/programmes"
ONE = f"{HOME}/programmes/1"
TRAINING = f"{HOME}/people/1/training"
SAVE = "#form button"
JANUARY = datetime(2026, 1, 12, 3, tzinfo=UTC)
GOAL = {
    "weak_point": "Berkas selesai tepat waktu",
    "baseline": "68,9",
    "cases": "90",
    "target": "90",
    "unit": "%",
    "due_on": "2026-03-31",
    "checked_by": "Register loket",
    "provides": "Pelatihan 8 JP",
    "reason": "Sistem baru belum dikuasai",
}


@pytest.fixture
def line(lay: Lay) -> Iterator[tuple[Portal, PlanScene]]:
    """A portal of January with somebody, their superior and a topic of the catalogue."""
    with running_portal(lay("programmes"), stands_at=JANUARY) as portal:
        with portal.inside() as session:
            scene = make_plan_scene(session)
            make_topic(session)
        yield portal, scene


def propose(superior: Watched) -> None:
    """Propose a programme; what is missing is said beside its field."""
    superior.open(PROGRAMMES)
    superior.press(f'a[href="{PROGRAMMES}/new"]')
    superior.press(SAVE)
    assert superior.page.locator("#weak_point-error").is_visible()
    superior.assert_fits()
    for name, text in GOAL.items():
        superior.page.fill(f"#{name}", text)
    superior.press(SAVE)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_programme_is_agreed_and_a_training_planned(
    visit: OpenContext, line: tuple[Portal, PlanScene], *, scripts: bool
) -> None:
    person, superior = both_signed_in(visit, line, scripts=scripts)
    propose(superior)
    person.open(HOME)
    assert person.page.get_by_text("menunggu Anda").first.is_visible()
    person.open(ONE)
    person.assert_fits()
    person.press("form[action$='/agree'] button")
    assert person.page.get_by_text("Hari cek bersama ada di bawah").is_visible()
    person.press(f'a[href="{ONE}/check-ins/1"]')
    person.page.fill("#note", "Sudah mencoba alur baru")
    person.page.select_option("#was_provided", "yes")
    person.press(SAVE)
    assert person.page.get_by_text("Sudah mencoba alur baru").is_visible()

    superior.open(f"{TRAINING}/new")
    superior.page.select_option("#trigger", "citizens")
    superior.press(SAVE)
    person.open(TRAINING)
    person.press("form[action$='/accept'] button")
    superior.open(TRAINING)
    superior.press(f'a[href="{HOME}/training/1/plan"]')
    superior.page.fill("#starts_on", "2026-01-19")
    superior.page.fill("#ends_on", "2026-01-20")
    superior.press(SAVE)
    person.open(TRAINING)
    assert person.page.get_by_text("direncanakan").first.is_visible()
    for watched in (person, superior):
        watched.assert_fits()
        watched.assert_clean()


def test_pages_of_help_are_accessible_in_both_themes_and_languages(
    visit: OpenContext, line: tuple[Portal, PlanScene]
) -> None:
    portal, _ = line
    person, superior = both_signed_in(visit, line, scripts=True)
    propose(superior)
    for address in (
        PROGRAMMES,
        f"{PROGRAMMES}/new",
        ONE,
        TRAINING,
        f"{TRAINING}/new",
        f"{HOME}/people/1/strengths",
    ):
        superior.open(address)
        superior.assert_whole(DARK_PHONE_LIGHT_DESK)
    person.open(ONE)
    person.assert_whole(DARK_PHONE_LIGHT_DESK)
    office = visit(portal=portal, scripts=True)
    sign_in(office, portal, "performance_office")
    for address in ("", "/import", "/rules/new"):
        office.open(f"{HOME}/training-catalogue{address}")
        office.assert_whole(DARK_PHONE_LIGHT_DESK)
    office.assert_clean()
