"""Colleagues on a phone: a round planned, two struck, an answer begun, taken up again and sent."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from portal.accounts.staff.models import Account
from portal.evaluation.peer_feedback.key_holding import colleagues_store
from portal.web.extensions import current_settings
from tests.browser.conftest import Lay, OpenContext
from tests.browser.people import sign_in
from tests.browser.portal_process import Portal, running_portal
from tests.browser.watched import Watched
from tests.factories.colleagues_city import (
    OPENS_ON,
    PLANNED_ON,
    ColleaguesScene,
    make_colleagues,
    night,
)

HOME = "/admin/performance"
ASKED = f"{HOME}/colleagues"
FIRST = f"{ASKED}/1"
SEND = "#form button"
ENOUGH = [
    f"{value}_{place}"
    for value in ("service", "accountable", "competent", "harmonious")
    for place in (1, 2, 3)
]
FOCUSED = "document.activeElement.id || document.activeElement.name || ''"
Unit = tuple[Portal, ColleaguesScene]


@pytest.fixture
def unplanned(lay: Lay) -> Iterator[Unit]:
    """A portal on the day of planning, with a unit and no round yet."""
    at = datetime(PLANNED_ON.year, PLANNED_ON.month, PLANNED_ON.day, 3, tzinfo=UTC)
    with running_portal(lay("round"), stands_at=at) as portal:
        with portal.inside() as session:
            store = colleagues_store(current_settings())
            scene = make_colleagues(session, store, is_recorded=False)
        yield portal, scene


@pytest.fixture
def collecting(lay: Lay) -> Iterator[Unit]:
    """A portal on the first day of answering."""
    at = datetime(OPENS_ON.year, OPENS_ON.month, OPENS_ON.day, 3, tzinfo=UTC)
    with running_portal(lay("colleagues"), stands_at=at) as portal:
        with portal.inside() as session:
            store = colleagues_store(current_settings())
            scene = make_colleagues(session, store)
            night(session, store, OPENS_ON)
        yield portal, scene


def as_colleague(watched: Watched, portal: Portal, person: int) -> None:
    """Sign in as somebody of the unit, whose account the maker has made."""
    with portal.inside() as session:
        session.execute(update(Account).where(Account.officer_id == person).values(officer_id=None))
        session.commit()
    sign_in(watched, portal, "officer", agency_id=1, officer_id=person)


def tab_stops(watched: Watched, most: int) -> set[str]:
    """Return what the Tab key reaches from the top of the page, by id or name."""
    found = set()
    for _ in range(most):
        watched.page.keyboard.press("Tab")
        found.add(watched.page.evaluate(FOCUSED))
    return found


@pytest.mark.parametrize("scripts", [True, False])
def test_an_answer_is_begun_taken_up_again_and_sent_once(
    visit: OpenContext, collecting: Unit, *, scripts: bool
) -> None:
    portal, scene = collecting
    person = visit(portal=portal, scripts=scripts)
    as_colleague(person, portal, scene.people[0])
    person.open(HOME)
    person.assert_usable()
    person.press(f'a[href="{ASKED}"]')
    person.assert_usable()
    person.press(f'a[href="{FIRST}"]')
    person.assert_usable()
    page = person.page
    assert page.locator("#form select").count() == 21
    page.select_option("#service_1", "4")
    for box in page.locator("#strengths input").all()[:4]:
        box.check()
    if scripts:
        # What was begun waits in this tab, wherever the person goes meanwhile.
        person.open(HOME)
        person.open(FIRST)
        assert page.input_value("#service_1") == "4"
        assert set(ENOUGH) <= tab_stops(person, most=60)

    person.press(SEND)
    assert page.locator("#strengths-error").is_visible()
    assert page.input_value("#service_1") == "4"
    person.assert_usable()
    page.locator("#strengths input").nth(0).uncheck()
    person.press(SEND)
    assert page.locator("#sends_anyway-error").is_visible()
    person.assert_usable()
    for name in ENOUGH:
        page.select_option(f"#{name}", "4")
    person.press(SEND)

    assert "disegel" in page.inner_text("[role=status]")
    assert page.locator("main .tag").count() == 1
    person.assert_usable()
    if scripts:
        assert page.evaluate("sessionStorage.length") == 0
    person.open(FIRST)
    assert "tetap berlaku" in page.inner_text("[role=status]")
    person.assert_clean()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_round_is_planned_and_a_colleague_struck_before_the_draw(
    visit: OpenContext, unplanned: Unit, *, scripts: bool
) -> None:
    portal, scene = unplanned
    office, person = (visit(portal=portal, scripts=scripts) for _ in range(2))
    sign_in(office, portal, "performance_office")
    as_colleague(person, portal, scene.people[0])
    person.open(ASKED)
    assert person.page.locator("h1").count() == 1

    office.open(f"{HOME}/cycles/{scene.cycle_id}")
    office.press('a[href$="/colleagues"]')
    office.page.fill("#opens_on", "2026-09-14")
    office.press(SEND)
    assert office.page.locator("#opens_on-error").is_visible()
    office.assert_usable()
    office.page.fill("#opens_on", str(OPENS_ON))
    office.press(SEND)
    office.assert_usable()
    office.press('a[href$="/longer"]')
    office.assert_usable()

    person.open(HOME)
    person.press(f'a[href="{ASKED}/strike"]')
    boxes = person.page.locator("#struck input").all()[:3]
    for box in boxes:
        box.check()
    person.press(SEND)
    assert person.page.locator("#struck-error").is_visible()
    person.assert_usable()
    for box in boxes[1:]:
        box.uncheck()
    person.press(SEND)
    assert "disegel" in person.page.inner_text("[role=status]")
    person.assert_usable()
    for watched in (office, person):
        watched.assert_clean()


def test_pages_of_a_round_open_in_english(visit: OpenContext, collecting: Unit) -> None:
    portal, scene = collecting
    office, person = (visit(portal=portal) for _ in range(2))
    sign_in(office, portal, "performance_office")
    as_colleague(person, portal, scene.people[0])
    round_ = f"{HOME}/cycles/{scene.cycle_id}/colleagues"
    for watched, address in (
        (person, ASKED),
        (person, FIRST),
        (person, f"{ASKED}/strike"),
        (office, round_),
        (office, f"{round_}/longer"),
    ):
        watched.open(f"{address}?lang=en")
        assert watched.page.get_attribute("html", "lang") == "en"
        watched.assert_usable()
