"""The newest figure that is shown leads a page, and nothing that was shown is forgotten."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.publication.figures.documents import PlaceDocument
from portal.publication.figures.encoding import to_json
from portal.publication.figures.figures import Reason
from portal.transparency.domain.findings import ComingQuarter, coming_quarter, leading
from portal.transparency.domain.place_page import place_page
from tests.factories import published as made


def read(document: PlaceDocument) -> Any:
    return json.loads(to_json(document))


def document(*values: float | None) -> PlaceDocument:
    """Return a desk with these headlines, earliest first."""
    trend = made.trend(*values)
    shown = [each for each in trend[:-1] if each.value is not None]
    return replace(
        made.document(made.DESK),
        trend=trend,
        headline=trend[-1],
        previous=shown[-1] if shown else None,
    )


@given(st.lists(st.none() | st.integers(60, 95), min_size=1, max_size=8))
def test_the_newest_shown_figure_leads_and_the_one_before_it_is_named(
    values: list[int | None],
) -> None:
    lead = leading(read(document(*values)))

    shown = [value for value in values if value is not None]
    assert lead.figure["value"] == (shown[-1] if shown else None)
    assert (lead.unshown is not None) == (values[-1] is None and bool(shown))
    assert (lead.before or {}).get("value") == (shown[-2] if len(shown) > 1 else None)


def test_elements_are_those_of_the_figure_that_leads() -> None:
    hidden = tuple(
        replace(each, figure=made.hidden(Reason.TOO_FEW), nrr=None) for each in made.elements()
    )
    page = place_page(read(replace(document(88, None), elements=hidden)))

    assert {row.entry["figure"]["period"] for row in page.elements} == {"2026-09"}
    assert page.elements[0].entry["figure"]["value"] == 79
    assert page.elements[0].entry["nrr"] == 3.16
    assert page.element_finding
    assert page.element_finding.highest == "facilities"


def test_an_element_of_an_older_period_does_not_pass_for_the_last() -> None:
    hidden = tuple(
        replace(
            each, figure=made.hidden(Reason.TOO_FEW), previous=made.figure(70, period="2026-05")
        )
        for each in made.elements()
    )
    page = place_page(read(replace(document(88, None), elements=hidden)))

    assert {row.entry["figure"]["value"] for row in page.elements} == {None}


def thin(period: str, reason: Reason, *, is_retired: bool = False) -> Any:
    place = replace(made.DESK, is_retired=is_retired)
    hidden = made.hidden(reason, period=period)
    return read(replace(made.document(place), headline=hidden, trend=(hidden,), previous=None))


@pytest.mark.parametrize(
    ("period", "span", "released_on"),
    [
        ("2026-10", "2026-10/2026-12", date(2027, 1, 5)),
        ("2026-11", "2026-10/2026-12", date(2027, 1, 5)),
        ("2026-07/2026-08", "2026-07/2026-09", date(2026, 10, 5)),
        # With a quarter's last month the quarter itself was decided.
        ("2026-09", "2026-10/2026-12", date(2027, 1, 5)),
        ("2026-12", "2027-01/2027-03", date(2027, 4, 5)),
    ],
)
def test_a_place_with_too_few_answers_says_which_quarter_comes(
    period: str, span: str, released_on: date
) -> None:
    coming = coming_quarter(thin(period, Reason.TOO_FEW))

    assert coming == ComingQuarter(span, released_on)


def test_no_quarter_is_promised_where_none_would_help() -> None:
    for reason in (Reason.FEW_OFFICERS, Reason.FOLDED, Reason.NOT_MEASURED, Reason.EXCLUDED):
        assert coming_quarter(thin("2026-10", reason)) is None
    assert coming_quarter(thin("2026-10", Reason.TOO_FEW, is_retired=True)) is None
    assert coming_quarter(read(document(85, 88))) is None
