"""Figures for staff in a real browser: on a phone and a desk, light and dark, without scripts."""

import json
from typing import Any

import pytest
from sqlalchemy import text

from tests.browser.conftest import OpenContext
from tests.browser.people import sign_in
from tests.browser.portal_process import Portal
from tests.browser.watched import DARK_PHONE_LIGHT_DESK, DESK, PHONE


@pytest.fixture(scope="module")
def found(city: Portal) -> dict[str, Any]:
    """Officers whose own figures are out, one for each account, and an agency that shows many."""
    every = "SELECT address, body FROM staff_document WHERE address LIKE :kind ORDER BY address"
    with city.inside() as session:
        officers = session.execute(text(every), {"kind": "officers/%"}).all()
        agencies = session.execute(text(every), {"kind": "agencies/%"}).all()
        shown = max(agencies, key=lambda row: len(json.loads(row.body)["officers"]))
        code = shown.address.split("/")[1]
        wanted = text("SELECT id FROM agency WHERE code = :code")
        agency = session.scalar(wanted, {"code": code})
    numbers = list(dict.fromkeys(int(row.address.split("/")[1]) for row in officers))[-3:]
    return {"officers": numbers, "agency": agency, "code": code}


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


def test_a_head_reads_the_agency_and_the_funnel(
    visit: OpenContext, city: Portal, found: dict[str, Any]
) -> None:
    watched = visit()
    sign_in(watched, city, "agency_head", agency_id=found["agency"])

    for path in ("agencies", "funnel"):
        watched.open(f"/admin/figures/{path}")
        watched.assert_whole(DARK_PHONE_LIGHT_DESK)
    page = watched.open("/admin/figures/agencies")
    assert page.url.endswith(f"/agencies/{found['code']}")
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
