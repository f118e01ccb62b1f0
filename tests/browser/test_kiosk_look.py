"""The tablet's questions fill the screen and are told apart without colour, on every size."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenContext
from tests.browser.portal_process import Portal
from tests.browser.test_kiosk import TABLET, paired
from tests.browser.watched import Watched

LEAST_FACE = 96
PHONE = {"width": 360, "height": 740}
LYING_PHONE = {"width": 740, "height": 360}
UPRIGHT = {"width": 768, "height": 1024}
WIDE = {"width": 1280, "height": 800}
Box = dict[str, float]
# Boxes of the four answers and of their faces, and how high the page is.
MEASURED = """() => {
  const boxes = (chosen) => [...document.querySelectorAll(`.step.current ${chosen}`)]
    .map((each) => each.getBoundingClientRect().toJSON());
  return { answers: boxes(".answers .answer"), faces: boxes(".face"),
    high: document.documentElement.scrollHeight };
}"""


@pytest.fixture
def tablet(visit: OpenContext, desks: Portal) -> Watched:
    return paired(visit(portal=desks, size=TABLET), desks)


def questions(page: Page) -> Iterator[int]:
    """Go from question to question by keyboard, and yield the number of the one that is shown."""
    count = page.locator(".question").count()
    page.click("[data-next]")
    for number in range(1, count + 1):
        expect(page.locator(".step.current .number")).to_contain_text(f"{number} ")
        yield number
        page.locator(".step.current input").first.focus()
        page.keyboard.press("Enter")


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(
    ("size", "columns"), [(PHONE, 2), (TABLET, 4), (UPRIGHT, 2), (WIDE, 4)], ids=str
)
def test_each_question_fills_the_screen_with_four_buttons(
    tablet: Watched, size: dict[str, int], columns: int, language: str
) -> None:
    page = tablet.open(f"/kiosk/?lang={language}")
    page.set_viewport_size(size)
    for number in questions(page):
        found = page.evaluate(MEASURED)
        answers, faces = found["answers"], found["faces"]

        assert len({each["left"] for each in answers[:columns]}) == columns, number
        assert len({each["top"] for each in answers}) == 4 // columns, number
        assert min(min(each["width"], each["height"]) for each in faces) >= LEAST_FACE, number
        assert found["high"] <= size["height"], number
        assert max(each["bottom"] for each in answers) >= size["height"] * 0.9, number
        assert sum(map(area, answers)) >= 0.5 * size["width"] * size["height"], number


def area(box: Box) -> float:
    return box["width"] * box["height"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_part_is_accessible_and_fits_in_both_themes(tablet: Watched, theme: str) -> None:
    page = tablet.page
    looks = [(size, theme) for size in (PHONE, LYING_PHONE, TABLET, UPRIGHT, WIDE)]
    tablet.assert_whole(looks)
    for number in questions(page):
        tablet.assert_whole(looks if number in {1, 8} else looks[:1])
    tablet.assert_whole(looks)


def test_while_somebody_answers_there_is_the_question_and_a_way_back(tablet: Watched) -> None:
    page = tablet.page
    for number in questions(page):
        expect(page.locator("footer")).to_be_hidden()
        expect(page.locator("[data-back]")).to_be_visible()
        expect(page.locator(".dots .done")).to_have_count(number - 1)
        expect(page.locator(".dots .now")).to_have_count(1)
    page.click("[data-back]")
    expect(page.locator(".dots .done")).to_have_count(8)


def test_a_choice_is_marked_without_colour_and_found_again(tablet: Watched) -> None:
    page = tablet.page
    page.click("[data-next]")
    page.locator(".step.current .answer").nth(2).click()
    expect(page.locator(".step.current .number")).to_contain_text("2 ")
    page.click("[data-back]")
    marks = page.locator(".step.current input")

    shown = marks.evaluate_all("(all) => all.map((each) => getComputedStyle(each).opacity)")
    assert shown == ["0", "0", "1", "0"]
    assert marks.nth(2).is_checked()


def test_a_button_fills_the_screen_where_the_browser_offers_it(tablet: Watched) -> None:
    page = tablet.page
    page.click("#whole-screen")

    expect(page.locator("#whole-screen")).to_be_hidden()
    assert page.evaluate("Boolean(document.fullscreenElement)")
    page.evaluate("document.exitFullscreen()")
    expect(page.locator("#whole-screen")).to_be_visible()


def test_no_button_stands_where_the_browser_cannot_fill_the_screen(tablet: Watched) -> None:
    page = tablet.page
    page.add_init_script("Object.defineProperty(document, 'fullscreenEnabled', { value: false })")
    page.reload()

    expect(page.locator("[data-next]")).to_be_visible()
    expect(page.locator("#whole-screen")).to_be_hidden()
