"""What everybody sees of the figures: on a phone and a desk, light and dark, scripts or not."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenContext
from tests.browser.watched import DESK, EVERY_LOOK, PHONE, Watched

PAGES = (
    "/",
    "/agencies/disdukcapil",
    "/services/ktp-el-baru",
    "/desks/disdukcapil-1",
    "/methodology",
    "/evaluation",
    "/evaluation/your-rating",
    "/data/",
    "/search?q=ktp",
    "/compare?agency=disdukcapil&agency=dinkes",
)
SHIFTS = """() => new Promise((done) => {
  let total = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) total += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => done(total)));
})"""
CHART_BUTTON = "button[data-chart=agencies]"


def requested(watched: Watched) -> list[str]:
    """Return the files that the page asks for from now on, as they come."""
    found: list[str] = []
    watched.page.on("request", lambda request: found.append(request.url))
    return found


def drawn_values(page: Page, name: str) -> list[float]:
    """Return the values of an interactive chart as it was drawn."""
    values: list[float] = page.evaluate(f"document.getElementById('plot-{name}').data[0].x")
    return values


def test_every_page_is_whole_and_open_to_everybody(visit: OpenContext) -> None:
    watched = visit()

    for address in PAGES:
        page = watched.open(address)
        assert page.request.get(page.url).ok, address
        watched.assert_whole(EVERY_LOOK)


def test_every_page_is_complete_without_scripts(visit: OpenContext) -> None:
    watched = visit(scripts=False)

    for address in PAGES:
        page = watched.open(address)
        assert page.locator("button[data-chart]:visible").count() == 0, address
        assert page.locator("details:not([open])").count() == 0, address
        watched.assert_fits()
        assert watched.errors == watched.foreign == [], address


@pytest.mark.parametrize("address", ["/", "/agencies/disdukcapil", "/desks/disdukcapil-1"])
def test_nothing_moves_while_a_page_settles(visit: OpenContext, address: str) -> None:
    page = visit().open(address)
    page.wait_for_load_state("networkidle")

    assert page.evaluate(SHIFTS) < 0.01


def test_the_headline_is_the_first_and_largest_thing(visit: OpenContext) -> None:
    page = visit().open("/")
    number = page.locator(".big .number")
    box = number.bounding_box()

    assert box is not None
    assert box["y"] + box["height"] < PHONE["height"]
    assert number.evaluate("element => parseFloat(getComputedStyle(element).fontSize)") >= 64
    assert page.locator(".big .grade").inner_text().split("\n")[-1].strip() != ""


def test_tables_fold_away_with_scripts_and_open_again(visit: OpenContext) -> None:
    page = visit().open("/")

    assert page.locator("details[open]").count() == 0
    page.locator(".numbers summary").first.click()
    expect(page.locator("details table").first).to_be_visible()


def test_a_folded_part_opens_where_an_address_leads_into_it(visit: OpenContext) -> None:
    page = visit().open("/methodology#banding")

    expect(page.locator("details[open] #banding")).to_be_in_viewport()
    assert page.locator("details[open]").count() == 1
    page.evaluate("scrollTo(0, 0)")
    page.click("nav a[href='#mutu']")
    expect(page.locator("details[open] #mutu")).to_be_in_viewport()


def test_folded_parts_open_for_printing_and_fold_again(visit: OpenContext) -> None:
    page = visit().open("/methodology")
    count = page.locator("details").count()

    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details[open]").count() == count > 10
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details[open]").count() == 0


def test_what_is_folded_is_printed_whatever_the_browser_tells_scripts(visit: OpenContext) -> None:
    page = visit().open("/methodology")
    words = page.locator("details table").first
    assert words.evaluate("table => table.checkVisibility({contentVisibilityAuto: true})") is False

    page.emulate_media(media="print")

    assert words.evaluate("table => table.getBoundingClientRect().height") > 100


def test_wide_screens_fold_less(visit: OpenContext) -> None:
    narrow, wide = visit().open("/"), visit(size=DESK).open("/")

    assert narrow.locator("details.narrow[open]").count() == 0
    assert wide.locator("details.narrow[open]").count() == 2


def test_nothing_of_the_charts_is_fetched_before_somebody_asks(visit: OpenContext) -> None:
    watched = visit()
    asked = requested(watched)
    page = watched.open("/")
    page.mouse.wheel(0, 20_000)
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "plotly" in url or "charts.json" in url] == []

    page.click(CHART_BUTTON)
    page.wait_for_selector("#plot-agencies .main-svg")

    assert len([url for url in asked if "plotly-basic" in url]) == 1
    assert watched.errors == []
    watched.assert_clean()
    watched.assert_fits()


def test_a_chart_shows_the_numbers_of_its_table(visit: OpenContext) -> None:
    watched = visit(size=DESK)
    page = watched.open("/")
    page.click(CHART_BUTTON)
    page.wait_for_selector("#plot-agencies .main-svg")
    rows = json.loads(page.evaluate("fetch('/city.json').then((answer) => answer.text())"))["rows"]

    shown = [
        row["figure"]["value"]
        for row in rows
        if row["place"]["kind"] == "agency" and row["figure"]["value"] is not None
    ]
    assert sorted(drawn_values(page, "agencies")) == sorted(shown)
    assert watched.errors == []


def test_every_chart_opens_and_closes_again(visit: OpenContext) -> None:
    watched = visit(size=DESK, color_scheme="dark")
    page = watched.open("/agencies/disdukcapil")
    buttons = page.locator("button[data-chart]")
    for button in buttons.all():
        button.click()
        name = button.get_attribute("data-chart")
        page.wait_for_selector(f"#plot-{name} .main-svg")
        expect(button).to_have_attribute("aria-expanded", "true")

    buttons.first.click()

    assert buttons.count() >= 3
    expect(buttons.first).to_have_attribute("aria-expanded", "false")
    watched.assert_clean()


def test_english_charts_speak_english(visit: OpenContext) -> None:
    page = visit(size=DESK).open("/?lang=en")
    page.click("button[data-chart=elements]")
    page.wait_for_selector("#plot-elements .main-svg")

    expect(page.locator("#plot-elements")).to_contain_text("Facilities")


@pytest.mark.parametrize(
    ("language", "title", "month"),
    [("en", "% of answers", r"[A-Z][a-z]{2} \d{4}"), ("id", "% jawaban", r"[A-Z][a-z]{2} \d{4}")],
)
def test_axes_speak_the_language_of_the_page(
    visit: OpenContext, language: str, title: str, month: str
) -> None:
    page = visit(size=DESK).open(f"/agencies/disdukcapil?lang={language}")
    for name in ("trend", "distribution"):
        page.click(f"button[data-chart={name}]")
        page.wait_for_selector(f"#plot-{name} .xtick")

    assert page.text_content("#plot-distribution .xtitle") == title
    labels = page.locator("#plot-trend .xtick").all_text_contents()
    assert labels
    assert all(re.fullmatch(rf"({month}|[A-Z][a-z]{{2}}.{month})", label) for label in labels)


@pytest.mark.parametrize("line", ['{"saveData": true}', '{"effectiveType": "slow-2g"}'])
def test_whoever_saves_data_is_not_offered_the_charts(visit: OpenContext, line: str) -> None:
    watched = visit()
    watched.page.add_init_script(
        f"Object.defineProperty(navigator, 'connection', {{ get: () => ({line}) }})"
    )
    page = watched.open("/")

    assert page.locator("button[data-chart]:visible").count() == 0


def test_charts_that_cannot_be_fetched_leave_the_page_as_it_was(visit: OpenContext) -> None:
    watched = visit()
    watched.page.route("**/*.charts.json", lambda route: route.abort())
    page = watched.open("/")
    page.click(CHART_BUTTON)
    page.wait_for_selector(CHART_BUTTON, state="hidden")

    expect(page.locator("#plot-agencies")).to_be_hidden()


def test_from_the_city_to_a_desk_and_its_form(visit: OpenContext) -> None:
    watched = visit(scripts=False)
    page = watched.open("/")
    watched.press(".strips a >> text=Dinas Kependudukan")
    watched.press("#daftar-desk ~ figure a >> nth=0")
    watched.press("text=Nilai loket ini")

    assert "/r/" in page.url
    assert watched.errors == []


def test_the_words_of_a_link_below_a_figure_begin_where_its_line_does(visit: OpenContext) -> None:
    page = visit().open("/agencies/disdukcapil")
    page.locator(".numbers summary").first.click()
    line = page.locator(".source:has(.respond)").first
    line.evaluate("line => { line.style.inlineSize = '170px'; }")
    of_words = "(a) => { const r = new Range(); r.selectNodeContents(a); return r"

    words = line.locator(".respond").evaluate(f"{of_words}.getBoundingClientRect().x; }}")

    assert words == line.evaluate("line => line.getBoundingClientRect().x")
