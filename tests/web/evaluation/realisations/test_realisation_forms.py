"""What is refused of a realisation's form, beside which field, with what was typed kept."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from flask import Flask

from portal.evaluation.plans.domain import Indicator
from portal.evaluation.realisations.domain import DropCause
from portal.evaluation.realisations.evidence import MOST_LINKS
from portal.evaluation.realisations.forms import DisputeForm, DropForm, ReportForm, SilenceForm
from portal.evaluation.rules.attainment import Aspect, Direction
from portal.evaluation.work.domain import LONGEST_LINK

MEASURE = Indicator(
    0, 1, "Jumlah", Aspect.QUANTITY, Direction.HIGHER, Decimal(95), "%", "", "x", "x", 100
)
WORDS = replace(MEASURE, target=None, target_text="Tertib", weight=None)
LINK = "https://contoh.example"


@pytest.fixture(autouse=True)
def request_context(app: Flask) -> Iterator[None]:
    app.config["WTF_CSRF_ENABLED"] = False
    with app.test_request_context(method="POST"):
        yield


def reported(indicator: Indicator, **typed: str) -> ReportForm:
    form = ReportForm(data={"revision": "0", **typed})
    form.check(indicator)
    return form


def test_a_number_is_needed_for_a_number_and_words_for_words() -> None:
    assert reported(MEASURE, remark="x").value.errors
    assert reported(WORDS, value="3").remark.errors


@pytest.mark.parametrize(
    "links",
    [
        "http://contoh.example",
        "\n".join(f"{LINK}/{number}" for number in range(MOST_LINKS + 1)),
        f"{LINK}/{'x' * LONGEST_LINK}",
    ],
)
def test_links_that_cannot_be_taken_are_named_beside_their_field(links: str) -> None:
    form = reported(MEASURE, links=links)

    assert form.links.errors
    assert form.links.data == links


def test_a_link_that_is_written_twice_counts_once() -> None:
    assert reported(MEASURE, links=f"{LINK}\n\n{LINK}").told_links() == (LINK,)


@pytest.mark.parametrize(("typed", "number"), [("12", 12), ("", 0), ("x", 0), ("9" * 12, 0)])
def test_the_revision_of_a_draft_is_a_number_or_none(typed: str, number: int) -> None:
    assert ReportForm(data={"draft": typed}).shown_draft == number


def test_a_draft_is_shown_as_it_was_typed() -> None:
    kept = ReportForm(data={"value": "dua", "remark": "Padam", "links": "x"}).drafted()
    form = ReportForm()

    form.show(kept)

    assert (form.value.data, form.remark.data, form.links.data) == ("dua", "Padam", "x")


def test_a_dispute_of_a_number_needs_another_number() -> None:
    form = DisputeForm(data={"revision": "0", "reason": "Menurut laporan."})
    assert not form.check(MEASURE)
    assert form.value.errors
    assert DisputeForm(data={"revision": "0", "reason": "Menurut laporan."}).check(WORDS)
    assert not DisputeForm(data={"revision": "0", "reason": ""}).check(MEASURE)


def test_silence_about_words_has_no_number() -> None:
    form = SilenceForm(data={"revision": "0", "reason": "Menurut sumber.", "value": "7"})

    assert form.check(WORDS)
    assert form.value.value is None


def test_a_cause_for_dropping_out_is_one_of_the_list() -> None:
    cause = next(iter(DropCause))

    assert DropForm(data={"cause": str(cause), "reason": "x"}).drop_cause() is cause
