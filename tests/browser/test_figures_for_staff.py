"""Figures for staff in a real browser: on a phone and a desk, light and dark, without scripts."""

import json
from typing import Any

import pytest

from tests.browser.conftest import DESK, PHONE, OpenContext
from tests.browser.people import sign_in
from tests.browser.portal_process import Portal

# Officers whose own figures are out, one for each account, and an agency that shows many.
FIND = """
import json
from sqlalchemy import text
from portal.extensions import db
rows = db.session.execute(text(
    "SELECT DISTINCT address FROM staff_document WHERE address LIKE 'officers/%' ORDER BY address"
)).all()
shown = max(
    db.session.execute(text(
        "SELECT address, body FROM staff_document WHERE address LIKE 'agencies/%'"
    )).all(),
    key=lambda row: len(json.loads(row.body)["officers"]),
)
code = shown.address.split("/")[1]
agency = db.session.execute(
    text("SELECT id FROM agency WHERE code = :code"), {"code": code}
).scalar()
officers = [int(row.address.split("/")[1]) for row in rows[-3:]]
print(json.dumps({"officers": officers, "agency": agency, "code": code}))
"""


@pytest.fixture(scope="module")
def found(city: Portal) -> dict[str, Any]:
    """Who can be looked at in the demonstration city."""
    said: dict[str, Any] = json.loads(city.python(FIND).splitlines()[-1])
    return said


@pytest.mark.parametrize(
    ("number", "size", "theme", "scripts"),
    [(0, PHONE, "dark", True), (1, DESK, "light", True), (2, PHONE, "light", False)],
)
def test_an_officer_reads_their_own_figures(
    *,
    visit: OpenContext,
    city: Portal,
    found: dict[str, Any],
    number: int,
    size: dict[str, int],
    theme: str,
    scripts: bool,
) -> None:
    watched = visit(size=size, scripts=scripts, color_scheme=theme)
    officer = found["officers"][number]
    sign_in(watched, city, "officer", agency_id=found["agency"], officer_id=officer)

    page = watched.open("/admin/figures")

    assert page.locator(".big .number").count() == 1
    assert page.locator(".funnel circle").count() <= 1
    watched.assert_fits()
    watched.assert_clean()


@pytest.mark.parametrize(("size", "theme"), [(PHONE, "dark"), (DESK, "light")])
def test_a_head_reads_the_agency_and_the_funnel(
    visit: OpenContext,
    city: Portal,
    found: dict[str, Any],
    size: dict[str, int],
    theme: str,
) -> None:
    watched = visit(size=size, color_scheme=theme)
    sign_in(watched, city, "agency_head", agency_id=found["agency"])

    for path in ("agencies", f"agencies/{found['code']}", "funnel"):
        watched.open(f"/admin/figures/{path}")
        watched.assert_fits()
        watched.assert_clean()
    page = watched.open(f"/admin/figures/agencies/{found['code']}")
    names = page.locator("table").first.locator("tbody th").all_inner_texts()
    assert names == sorted(names)
    assert names


def test_the_funnel_and_its_table_tell_the_same(visit: OpenContext, city: Portal) -> None:
    watched = visit(size=DESK)
    sign_in(watched, city, "auditor")

    page = watched.open("/admin/figures/funnel")

    assert page.locator(".funnel circle").count() == page.locator("tbody tr").count() > 0
    outside = page.locator(".funnel .outside, .funnel .far").count()
    assert (
        page.get_by_text("di dalam batas", exact=True).count() + outside
        == page.locator("tbody tr").count()
    )
    watched.assert_clean()
