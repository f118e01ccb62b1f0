"""The citizen's pages in a real browser, on a small phone: complete, accessible, forgetful."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import text

from tests.browser.conftest import OpenContext
from tests.browser.portal_process import Portal
from tests.browser.watched import EVERY_LOOK, press

SMALLEST_TARGET = 44
ONE_SERVICE = text(
    "SELECT d.code FROM desk d JOIN desk_service s ON s.desk_id = d.id "
    "WHERE d.retired_on IS NULL GROUP BY d.code HAVING count(*) = 1 ORDER BY d.code LIMIT 1"
)


@pytest.fixture(scope="module")
def address(city: Portal) -> str:
    """The way to a desk with one service."""
    with city.inside() as session:
        return f"/r/{session.scalar(ONE_SERVICE)}"


def answer_all(page: Page) -> None:
    for answers in page.locator(".answers").all():
        answers.locator(".answer").nth(2).click()


def send(page: Page) -> None:
    press(page, "#penilaian > button")


@pytest.mark.parametrize("scripts", [True, False])
def test_the_form_fits_and_everybody_can_use_it(
    visit: OpenContext, address: str, scripts: bool
) -> None:
    watched = visit(scripts=scripts)
    page = watched.open(address)
    page.click("summary")

    for look in EVERY_LOOK:
        watched.assert_whole([look])
        boxes = [answer.bounding_box() for answer in page.locator(".answers .answer").all()]
        assert boxes
        assert all(box and box["height"] >= SMALLEST_TARGET for box in boxes)


def test_the_whole_row_is_the_target(visit: OpenContext, address: str) -> None:
    page = visit().open(address)
    row = page.locator(".answers .answer").nth(1)
    box = row.bounding_box()
    assert box is not None

    page.mouse.click(box["x"] + box["width"] - 4, box["y"] + box["height"] - 4)

    expect(row.locator("input")).to_be_checked()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_mistake_is_one_tap_away_from_its_question(
    visit: OpenContext, address: str, scripts: bool
) -> None:
    watched = visit(scripts=scripts)
    page = watched.open(address)
    answer_all(page)
    page.locator("#time-1").evaluate(
        "one => one.form.querySelectorAll('[name=time]').forEach(each => { each.checked = false })"
    )
    send(page)

    watched.assert_fits()
    watched.assert_accessible()
    page.click('.error-summary a[href="#time-1"]')
    expect(page.locator("#time-1")).to_be_in_viewport()
    assert page.locator("input[type=radio]:checked").count() == 8


@pytest.mark.parametrize("scripts", [True, False])
def test_after_the_thanks_nobody_sees_the_answers_again(
    visit: OpenContext, address: str, scripts: bool
) -> None:
    watched = visit(scripts=scripts)
    page = watched.open(address)
    answer_all(page)
    page.click("summary")
    page.fill("#comment", "Hanya saya yang tahu ini")
    send(page)
    expect(page.locator("h1")).to_have_text("Terima kasih")
    watched.assert_fits()
    watched.assert_accessible()

    page.reload()
    expect(page.locator("h1")).to_have_text("Terima kasih")
    page.go_back()

    expect(page.locator("#penilaian")).to_be_visible()
    assert page.locator("input[type=radio]:checked").count() == 0
    assert page.input_value("#comment") == ""
    page.go_forward()
    page.go_back()
    assert page.locator("input[type=radio]:checked").count() == 0


def test_english_stays_until_the_thanks(visit: OpenContext, address: str) -> None:
    page = visit().open(address)
    press(page, ".languages a")
    answer_all(page)
    send(page)

    expect(page.locator("h1")).to_have_text("Thank you")


def test_the_pages_around_the_form_fit_and_can_be_used(visit: OpenContext) -> None:
    watched = visit()

    for path in ("/privacy", "/t/", "/r/", "/r/tidak-ada", "/t/0000000000000000"):
        watched.open(path)
        watched.assert_whole(EVERY_LOOK)


def test_the_way_from_scan_to_thanks_loads_no_script_and_little_else(
    visit: OpenContext, address: str
) -> None:
    watched = visit()
    seen: list[str] = []
    watched.page.on("request", lambda request: seen.append(request.resource_type))
    page = watched.open(address)
    answer_all(page)
    send(page)
    expect(page.locator("h1")).to_have_text(re.compile("Terima kasih"))

    assert set(seen) <= {"document", "stylesheet", "other", "image"}
    assert seen.count("stylesheet") <= 2
