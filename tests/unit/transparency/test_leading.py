"""The newest figure that is shown leads a page, and nothing that was shown is forgotten."""

import json
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from portal.publication.figures.documents import PlaceDocument
from portal.publication.figures.encoding import to_json
from portal.publication.figures.reasons import Reason
from portal.transparency.domain.leading import leading
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
