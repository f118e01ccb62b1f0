"""A quarter and a year on a phone: reported, rated, looked at, signed, received, and read."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from portal.evaluation.plans.domain import BehaviourValue
from portal.evaluation.rules.states import PeriodicState, PlanState, YearlyState
from portal.organisation.places.models import AgencyRow
from portal.web.extensions import vault
from tests.browser.conftest import Lay, OpenContext
from tests.browser.people import sign_in
from tests.browser.portal_process import Portal, running_portal
from tests.browser.watched import Watched
from tests.factories import years
from tests.factories.appraisals import make_periodic, verify_all
from tests.factories.people import make_post
from tests.factories.plans import PlanScene, found, make_plan, make_plan_scene

HOME = "/admin/performance"
QUARTER = f"{HOME}/plans/1/quarters/4"
YEAR = f"{HOME}/plans/1/year"
LONG = "Target triwulan ini dicapai dengan alat yang rusak."
KEEP, SEND = "#form button[value=kept]", "#form button:not([value=kept])"
Line = tuple[Portal, PlanScene]


@pytest.fixture
def line(lay: Lay) -> Iterator[Line]:
    """A portal in January with somebody whose year is verified, and who is above them."""
    at = datetime(2027, 1, 12, 3, tzinfo=UTC)
    with running_portal(lay("evaluations"), stands_at=at) as portal:
        with portal.inside() as session:
            scene = make_plan_scene(session)
            plan = make_plan(session, scene, state=PlanState.RUNNING)
            verify_all(session, scene, plan)
        yield portal, scene


def as_person(watched: Watched, line: Line, person: int) -> Watched:
    portal, scene = line
    sign_in(watched, portal, "officer", agency_id=scene.agency_id, officer_id=person)
    return watched


def report(person: Watched, page: str) -> None:
    """Write the own report of a quarter or a year."""
    person.open(page)
    person.press(f'a[href="{page}/self-report"]')
    person.press(SEND)
    assert person.page.locator("#text-error").is_visible()
    person.assert_usable()
    person.page.fill("#text", "Antrean Senin dibagi.")
    person.press(SEND)
    person.assert_usable()


def keep(superior: Watched, form: str, name: str) -> None:
    """Type something, leave the form, and find it again."""
    superior.page.fill(f"#{name}", "3 Juni: membimbing rekan baru.")
    if superior.has_scripts:
        superior.page.get_by_text("Rancangan tersimpan pukul").wait_for()
    else:
        superior.press(KEEP)
    superior.open(form)
    assert superior.page.input_value(f"#{name}") == "3 Juni: membimbing rekan baru."


def rate(superior: Watched) -> None:
    """Set steps and levels of the year."""
    superior.press(f'a[href="{YEAR}/rate"]')
    superior.assert_usable()
    keep(superior, f"{YEAR}/rate", "example_loyal")
    superior.press(SEND)
    assert superior.page.locator("#step_service-error").is_visible()
    superior.assert_usable()
    for value in BehaviourValue:
        superior.page.select_option(f"#step_{value}", "4")
    superior.page.select_option("#result", "above")
    superior.page.select_option("#behaviour", "meets")
    superior.press(SEND)
    superior.assert_usable()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_quarter_is_reported_evaluated_and_answered(
    visit: OpenContext, line: Line, *, scripts: bool
) -> None:
    _, scene = line
    person = as_person(visit(portal=line[0], scripts=scripts), line, scene.person)
    superior = as_person(visit(portal=line[0], scripts=scripts), line, scene.superior)
    report(person, QUARTER)

    superior.open(HOME)
    superior.assert_usable()
    superior.press(f'a[href="{QUARTER}"]')
    superior.assert_usable()
    superior.press(f'a[href="{QUARTER}/review"]')
    superior.assert_usable()
    keep(superior, f"{QUARTER}/review", "strengths")
    superior.press(SEND)
    assert superior.page.locator("#advice-error").is_visible()
    superior.assert_usable()
    for name in ("result", "behaviour"):
        superior.page.select_option(f"#{name}", "meets")
    superior.page.fill("#advice", "Ikut pelatihan verifikasi data.")
    superior.page.fill("#result_reason", LONG)
    superior.press(SEND)
    superior.assert_usable()

    person.open(QUARTER)
    person.assert_usable()
    person.press(f'a[href="{QUARTER}/answer"]')
    person.page.select_option("#answer", "disagreed")
    person.press(SEND)
    assert person.page.locator("#note-error").is_visible()
    person.assert_usable()
    person.page.fill("#note", "Pemindai rusak sejak Februari.")
    person.press(SEND)
    assert person.page.get_by_text("Pemindai rusak").is_visible()
    person.assert_usable()
    for watched in (person, superior):
        watched.assert_clean()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_year_is_rated_signed_received_and_shown_with_what_it_is_made_of(
    visit: OpenContext, line: Line, *, scripts: bool
) -> None:
    _, scene = line
    person = as_person(visit(portal=line[0], scripts=scripts), line, scene.person)
    superior = as_person(visit(portal=line[0], scripts=scripts), line, scene.superior)
    report(person, YEAR)

    superior.open(HOME)
    superior.press(f'a[href="{YEAR}"]')
    superior.assert_usable()
    rate(superior)
    superior.press(f'form[action="{YEAR}/send"] button')
    superior.assert_usable()
    superior.open(f"{YEAR}/back")
    superior.assert_usable()
    superior.open(YEAR)
    superior.press(f'a[href="{YEAR}/confirm"]')
    superior.assert_usable()
    superior.press(f'form[action="{YEAR}/confirm"] button')
    superior.assert_usable()

    person.open(HOME)
    person.assert_usable()
    person.press(f'a[href="{YEAR}"]')
    for summary in person.page.locator("main details > summary").all():
        summary.click()
    person.assert_usable()
    person.press(f'form[action="{YEAR}/received"] button')
    assert person.page.get_by_text("Dapat diajukan sampai").is_visible()
    for watched in (person, superior):
        watched.open(f"{YEAR}/result?lang=en")
        assert watched.page.get_attribute("html", "lang") == "en"
        watched.assert_usable()
        watched.assert_clean()


def test_a_second_reader_and_a_head_read_on_a_phone(visit: OpenContext, line: Line) -> None:
    portal, scene = line
    with portal.inside() as session:
        plan, text = found(session, 1), vault().lock("Teks contoh")
        make_periodic(session, scene, plan, state=PeriodicState.SHOWN, number=4, text=text)
        years.make_year(session, scene, plan, state=YearlyState.SECOND_LOOK, text=text)
        make_post(session, scene.mayor, session.get_one(AgencyRow, scene.agency_id), is_head=True)
        session.commit()
    reader = as_person(visit(portal=portal), line, scene.stranger)
    head = as_person(visit(portal=portal), line, scene.mayor)

    reader.open(HOME)
    reader.assert_usable()
    reader.press(f'a[href="{YEAR}/look"]')
    reader.assert_usable()
    reader.press(SEND)
    assert reader.page.locator("#reason-error").is_visible()
    reader.assert_usable()
    reader.page.select_option("#opinion", "agrees")
    reader.page.fill("#reason", LONG)
    reader.open(f"{YEAR}/look?lang=en")
    reader.assert_usable()

    head.open(HOME)
    head.press(f'a[href="{HOME}/unit/{scene.agency_id}/0"]')
    head.assert_usable()
    assert head.page.get_by_text("tidak ada yang menunggu Anda lihat").is_visible()
    head.page.fill("#q", "tidak ada orang itu")
    head.press("main form[method=get] button")
    head.assert_usable()
    head.open(f"{HOME}/unit/{scene.agency_id}/0?lang=en")
    head.assert_usable()
