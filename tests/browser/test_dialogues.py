"""A dialogue on a phone: planned, recorded, disputed once, confirmed; a note read and answered."""

from collections.abc import Iterator

import pytest

from tests.browser.conftest import Lay, OpenContext
from tests.browser.people import sign_in
from tests.browser.portal_process import Portal, running_portal
from tests.browser.watched import DARK_PHONE_LIGHT_DESK, Watched
from tests.factories.plans import PlanScene, make_plan_scene

HOME = "/admin/performance"
PERSON = f"{HOME}/people/1"
SAVE = "#form button:not([name])"


@pytest.fixture
def line(lay: Lay) -> Iterator[tuple[Portal, PlanScene]]:
    """A portal with somebody and their superior."""
    with running_portal(lay("dialogues")) as portal:
        with portal.inside() as session:
            scene = make_plan_scene(session)
        yield portal, scene


def record(superior: Watched, number: int, outcome: str) -> None:
    """Plan a dialogue of today, keep a draft of it, and record it."""
    superior.open(f"{PERSON}/following")
    superior.press(f'a[href="{PERSON}/dialogues/new"]')
    superior.page.fill("#topic", "Antrean pagi")
    superior.press(SAVE)
    superior.page.fill("#talked", "Warga menunggu dari pukul 7")
    superior.press("#form button[name=act]")
    superior.open(f"{HOME}/dialogues/{number}/record")
    assert superior.page.input_value("#talked") == "Warga menunggu dari pukul 7"
    superior.press(SAVE)
    assert superior.page.locator("#outcome-error").is_visible()
    superior.assert_fits()
    superior.page.fill("#outcome", outcome)
    superior.press(SAVE)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_dialogue_is_recorded_disputed_held_again_and_confirmed(
    visit: OpenContext, line: tuple[Portal, PlanScene], *, scripts: bool
) -> None:
    portal, scene = line
    opened = [visit(portal=portal, scripts=scripts) for _ in range(2)]
    for watched, who in zip(opened, (scene.superior, scene.person), strict=True):
        sign_in(watched, portal, "officer", agency_id=scene.agency_id, officer_id=who)
    superior, person = opened

    superior.open(HOME)
    assert superior.page.get_by_text("Belum ada dialog sejak").count() <= 1
    record(superior, 1, "Tiga loket dibuka")
    person.open(f"{HOME}/dialogues/1")
    person.assert_fits()
    person.press(f'a[href="{HOME}/dialogues/1/dispute"]')
    person.press(SAVE)
    assert person.page.locator("#reason-error").is_visible()
    person.page.fill("#reason", "Kita sepakat dua loket")
    person.press(SAVE)
    assert person.page.get_by_text("Kita sepakat dua loket").is_visible()

    record(superior, 2, "Dua loket dibuka pukul 8")
    person.open(HOME)
    assert person.page.get_by_text("menunggu konfirmasi Anda").is_visible()
    person.open(f"{HOME}/dialogues/2")
    person.press("form[action$='/confirm'] button")
    assert person.page.get_by_text("Kesepakatan ini milik keduanya").is_visible()

    superior.open(f"{PERSON}/notes/new")
    superior.page.fill("#text", "Ramah kepada warga lansia")
    superior.press(SAVE)
    person.open(f"{PERSON}/following")
    person.press(f'a[href="{HOME}/notes/1/add"]')
    person.page.fill("#text", "Terima kasih")
    person.press(SAVE)
    superior.open(f"{PERSON}/difficulties/new")
    for name in ("text", "measure", "support"):
        superior.page.fill(f"#{name}", "Sistem baru")
    superior.page.fill("#due_on", "2099-01-01")
    superior.press(SAVE)
    for watched in opened:
        watched.open(f"{PERSON}/following")
        watched.assert_fits()
        assert watched.page.get_by_text("Terima kasih").is_visible()
        watched.assert_clean()


def test_what_is_typed_is_saved_while_it_is_typed(
    visit: OpenContext, line: tuple[Portal, PlanScene]
) -> None:
    portal, scene = line
    superior = visit(portal=portal, scripts=True)
    sign_in(superior, portal, "officer", agency_id=scene.agency_id, officer_id=scene.superior)
    superior.open(f"{PERSON}/dialogues/new")
    superior.press(SAVE)

    superior.page.fill("#talked", "Warga menunggu dari pukul 7")
    superior.page.wait_for_selector("[data-saved]:not([hidden])")
    superior.page.fill("#outcome", "Dua loket")
    with superior.page.expect_response("**/draft"):
        pass
    superior.open(f"{HOME}/dialogues/1/record")

    assert superior.page.input_value("#talked") == "Warga menunggu dari pukul 7"
    assert superior.page.input_value("#outcome") == "Dua loket"
    superior.press(SAVE)
    assert superior.page.get_by_text("diminta mengonfirmasi").is_visible()
    superior.assert_clean()


def test_pages_of_dialogues_are_accessible_in_both_themes_and_languages(
    visit: OpenContext, line: tuple[Portal, PlanScene]
) -> None:
    portal, scene = line
    superior = visit(portal=portal, scripts=True)
    sign_in(superior, portal, "officer", agency_id=scene.agency_id, officer_id=scene.superior)
    superior.open(f"{PERSON}/following")
    superior.assert_whole(DARK_PHONE_LIGHT_DESK)
    record(superior, 1, "Dua loket dibuka pukul 8")
    for address in (
        f"{HOME}/dialogues/1",
        f"{PERSON}/following",
        f"{PERSON}/notes/new",
        f"{PERSON}/difficulties/new",
        HOME,
    ):
        superior.open(address)
        superior.assert_whole(DARK_PHONE_LIGHT_DESK)
    superior.open(f"{PERSON}/year")
    assert superior.page.locator("svg .week").count() == 0
    assert superior.page.locator("svg .talk").count() == 1
    superior.assert_whole(DARK_PHONE_LIGHT_DESK)
    superior.open(f"{PERSON}/following?lang=en")
    assert superior.page.locator("h1").inner_text() == "Following Ayu Contoh"
    superior.assert_clean()
