"""What explains the evaluation: a sheet for a meeting that is one page of paper."""

import re
from collections.abc import Iterator

import pytest

from tests.browser.conftest import Lay, OpenContext
from tests.browser.people import sign_in
from tests.browser.portal_process import Portal, running_portal
from tests.browser.watched import EVERY_LOOK
from tests.factories.plans import PlanScene, make_plan_scene

SHEET = "/admin/performance/guide/one-page"
A_PAGE = rb"/Type\s*/Page[^s]"


@pytest.fixture
def line(lay: Lay) -> Iterator[tuple[Portal, PlanScene]]:
    """A portal with somebody and their superior."""
    with running_portal(lay("guide")) as portal:
        with portal.inside() as session:
            scene = make_plan_scene(session)
        yield portal, scene


def test_the_sheet_for_a_meeting_fills_one_page_of_paper_in_both_languages(
    visit: OpenContext, line: tuple[Portal, PlanScene]
) -> None:
    portal, scene = line
    watched = visit(portal=portal)
    sign_in(watched, portal, "officer", agency_id=scene.agency_id, officer_id=scene.person)

    for language in ("id", "en"):
        watched.open(f"{SHEET}?lang={language}")
        watched.assert_whole(EVERY_LOOK)
        printed = watched.page.pdf(format="A4")
        assert len(re.findall(A_PAGE, printed)) == 1, language
