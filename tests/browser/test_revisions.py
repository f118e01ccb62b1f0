"""Revised figures in a real browser: a place's section, the list, and a revision's own page."""

from collections.abc import Iterator

import pytest

from tests.browser.conftest import DESK, PHONE, OpenContext
from tests.browser.portal_process import Portal, running_portal

PAGES = ("/", "/desks/disdukcapil-2", "/data/", "/data/revisions/2025")
CITY = """
from portal.extensions import db
from tests.factories import organisation, published
from tests.factories.revised_pages import publish_revision
session = db.session()
agency = organisation.make_agency(session, "disdukcapil", name="Dinas Kependudukan")
organisation.make_desk(session, agency, "disdukcapil-2", name="Loket 2 - Pendaftaran")
session.commit()
published.publish(session, *published.every_place())
publish_revision(session)
"""


@pytest.fixture(scope="module")
def revised(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The small invented city with a revision of 2025."""
    with running_portal(tmp_path_factory.mktemp("revised")) as portal:
        portal.python(CITY)
        yield portal


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("address", PAGES)
def test_a_page_with_revisions_is_whole_and_open_to_everybody(
    visit: OpenContext, revised: Portal, address: str, size: dict[str, int], theme: str
) -> None:
    watched = visit(portal=revised, size=size, color_scheme=theme)
    watched.open(address)

    watched.assert_clean()
    watched.assert_fits()


def test_a_reader_follows_a_revised_figure_to_everything_that_was_revised(
    visit: OpenContext, revised: Portal
) -> None:
    page = visit(portal=revised, scripts=False).open("/desks/disdukcapil-2?lang=en")
    section = page.get_by_role("region", name="Revised figures for 2025")

    assert "Questionnaires on paper, visits not checked" in section.inner_text()
    page.get_by_role("link", name="Everything revised for 2025").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Revision of 2025"
    page.get_by_role("link", name="Open data", exact=True).first.click()
    assert page.get_by_role("link", name="Year 2025").is_visible()
