"""Which forms of a page are kept while they are typed: all but those named here, each with why."""

import re
from pathlib import Path

import pytest

from portal.accounts.drafts.domain import address_to_keep, forms_in

TEMPLATES = Path(__file__).resolve().parents[4] / "portal" / "templates"
HERE = "/admin/performance/activities?page=2"
TEXT = '<textarea name="text"></textarea>'
# They keep themselves in a table of their own, with the thing they are of.
SAVES_ITSELF = {
    "evaluation/appraisals/rate.html",
    "evaluation/appraisals/review.html",
    "evaluation/monitoring/form.html",
    "evaluation/plans/appendix.html",
    "evaluation/plans/expectations.html",
    "evaluation/plans/indicator.html",
    "evaluation/plans/result.html",
    "evaluation/realisations/report.html",
}
# The draft itself, shown to be sent.
IS_THE_DRAFT = {"accounts/drafts/draft.html"}


@pytest.mark.parametrize(
    ("attributes", "inside", "address"),
    [
        (' method="post" action="/admin/a?b=1&amp;c=2"', TEXT, "/admin/a?b=1&c=2"),
        (' class="narrow" method="post"', TEXT, HERE),
        (' method="post"', '<input name="day" type="date">', HERE),
        (' method="post"', '<input name="unit">', HERE),
        (' method="post"', '<input type="hidden" name="csrf_token"><button>Ya</button>', None),
        (' method="post"', '<input type="checkbox" name="a">', None),
        (' method="get"', TEXT, None),
        (' method="post" data-saves="/x"', TEXT, None),
        (' method="post" data-autosave="/x"', TEXT, None),
        (' method="post" data-no-draft', TEXT, None),
        (' method="post"', TEXT + '<input type="password" name="old">', None),
        (' method="post"', '<input name="code" inputmode="numeric">', None),
        (f' method="post" action="/{"a" * 300}"', TEXT, None),
    ],
)
def test_a_form_that_is_typed_into_is_kept_by_its_address(
    attributes: str, inside: str, address: str | None
) -> None:
    assert address_to_keep(attributes, inside, here=HERE) == address


def test_every_form_of_a_page_is_found_for_itself() -> None:
    page = f'<form method="post" action="/a">{TEXT}</form><p></p><form method="post">x</form>'

    found = list(forms_in(page))

    assert [each.inside for each in found] == [TEXT, "x"]
    assert [each.attributes for each in found] == [' method="post" action="/a"', ' method="post"']
    assert all(page.startswith("</form>", each.ends) for each in found)


@pytest.mark.parametrize("page", ["", "<p></p>", "<form", '<form method="post">', "</form>"])
def test_a_page_without_a_whole_form_has_none(page: str) -> None:
    assert list(forms_in(page)) == []


def test_every_staff_page_goes_through_what_keeps_drafts() -> None:
    frame = (TEMPLATES / "admin" / "base.html").read_text()
    around = (TEMPLATES / "base.html").read_text()

    assert "{{ with_drafts(super()) }}" in frame
    assert "keeps-drafts.js" in frame
    assert re.search(r"block filled %}\s*{% block content", around)
    # Nobody puts another content around it or drops the script.
    others = [
        path.relative_to(TEMPLATES)
        for path in TEMPLATES.rglob("*.html")
        if re.search(r"block (?:filled|staff_scripts)\b", path.read_text())
    ]
    assert {str(each) for each in others} == {"base.html", "admin/base.html"}


def test_forms_that_are_not_kept_are_few_and_known() -> None:
    left_out = {
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if re.search(r"data-(?:saves|autosave|no-draft)\b", path.read_text())
    }

    assert left_out == SAVES_ITSELF | IS_THE_DRAFT
