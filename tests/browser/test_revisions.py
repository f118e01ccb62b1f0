"""Revised figures in a real browser: a place's section, the list, and a revision's own page."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from tests.browser.conftest import Lay, OpenContext
from tests.browser.portal_process import Portal, running_portal
from tests.browser.watched import EVERY_LOOK, leaving
from tests.factories import organisation, published
from tests.factories.revised_pages import publish_revision

PAGES = ("/", "/desks/disdukcapil-2", "/data/", "/data/revisions/2025")


def build(session: Session) -> None:
    agency = organisation.make_agency(session, "disdukcapil", name="Dinas Kependudukan")
    organisation.make_desk(session, agency, "disdukcapil-2", name="Loket 2 - Pendaftaran")
    session.commit()
    published.publish(session, *published.every_place())
    publish_revision(session)


@pytest.fixture(scope="module")
def revised(lay: Lay) -> Iterator[Portal]:
    """The small invented city with a revision of 2025."""
    with running_portal(lay("revised", build)) as portal:
        yield portal


def test_a_page_with_revisions_is_whole_and_open_to_everybody(
    visit: OpenContext, revised: Portal
) -> None:
    watched = visit(portal=revised)

    for address in PAGES:
        watched.open(address)
        watched.assert_whole(EVERY_LOOK)


def test_a_reader_follows_a_revised_figure_to_everything_that_was_revised(
    visit: OpenContext, revised: Portal
) -> None:
    page = visit(portal=revised, scripts=False).open("/desks/disdukcapil-2?lang=en")
    heading = page.get_by_role("heading", name="Revised figures for 2025")
    section = page.locator("details", has=heading)

    assert "Questionnaires on paper, visits not checked" in section.inner_text()
    with leaving(page):
        page.get_by_role("link", name="Everything revised for 2025").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Revision of 2025"
    with leaving(page):
        page.get_by_role("link", name="Open data", exact=True).first.click()
    assert page.get_by_role("link", name="Year 2025").is_visible()
