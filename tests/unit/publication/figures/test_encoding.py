"""Documents become the same JSON every time, and each figure keeps the contract."""

import json
from decimal import Decimal

import pytest

from portal.publication.figures.decoding import officer_bands_from
from portal.publication.figures.documents import OfficerBands
from portal.publication.figures.encoding import digest, plain, to_json
from portal.publication.figures.figures import Figure, FigureWithoutReason, Reason
from portal.time.months import MonthRange
from tests.factories.documents import hidden, sample_documents, shown


def test_a_shown_figure_stands_beside_its_n_period_and_channels() -> None:
    figure = json.loads(to_json(shown(84)))

    assert figure["value"] == 84
    assert (figure["n"], figure["period"]) == (240, "2026-10")
    assert figure["channels"] == ["ticket", "presence"]
    assert figure["suppressed"] is None
    assert figure["verified"] is True


def test_a_suppressed_figure_is_null_with_its_reason() -> None:
    figure = json.loads(to_json(hidden(Reason.FEW_OFFICERS)))

    assert figure["value"] is None
    assert figure["suppressed"] == "few_officers"


def test_a_figure_without_value_needs_a_reason_and_one_with_value_has_none() -> None:
    with pytest.raises(FigureWithoutReason):
        Figure(value=None, n=None, period=MonthRange.of("2026-01"), channels=())
    with pytest.raises(FigureWithoutReason):
        Figure(
            value=Decimal(80),
            n=30,
            period=MonthRange.of("2026-01"),
            channels=(),
            suppressed=Reason.TOO_FEW,
        )


def test_numbers_carry_the_digits_they_were_rounded_to() -> None:
    assert to_json({"a": Decimal("82.5"), "b": Decimal("85.00"), "c": None}) == (
        '{"a":82.5,"b":85,"c":null}'
    )


def test_every_sample_document_survives_json_and_has_a_stable_digest() -> None:
    for address, document in sample_documents().items():
        body = to_json(document)

        assert json.loads(body) == plain(document)
        assert json.loads(body)["place"]["address"] == address
        assert digest(body) == digest(to_json(document))


def test_bands_of_officers_are_read_as_they_were_written() -> None:
    without = OfficerBands(None, None, None, None, Reason.FEW_MEMBERS)

    for bands in (OfficerBands(25, 20, 65, 15), without):
        assert officer_bands_from(json.loads(to_json(bands))) == bands
    assert officer_bands_from(None) is None
