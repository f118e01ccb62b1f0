"""Only agencies of one kind stand side by side, and never more than four."""

import json
from dataclasses import replace
from typing import Any

import pytest

from portal.publication.figures.encoding import to_json
from portal.publication.figures.figures import Band, Comparison, Reason
from portal.transparency.domain.comparison import (
    ComparisonFault,
    agency_rows,
    choose,
    comparison,
    unit_row,
)
from tests.factories import published as made


def read(document: Any) -> Any:
    return json.loads(to_json(document))


ROWS = agency_rows(read(made.city()))


def test_agencies_are_offered_by_kind_and_only_where_there_are_two() -> None:
    choice = choose(ROWS, asked=[])

    assert list(choice.groups) == ["dinas"]
    assert [row["place"]["code"] for row in choice.groups["dinas"]] == [
        "disdukcapil",
        "dinkes",
        "dinsos",
    ]
    assert choice.fault is None


def test_retired_agencies_are_not_offered() -> None:
    city = made.city()
    retired = replace(city.rows[0], place=replace(city.rows[0].place, is_retired=True))

    rows = agency_rows(read(replace(city, rows=(retired, *city.rows[1:]))))

    assert "disdukcapil" not in {row["place"]["code"] for row in rows}


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        (["dinkes", "disdukcapil"], None),
        (["dinkes"], ComparisonFault.TOO_FEW),
        (["nobody", "dinkes"], ComparisonFault.TOO_FEW),
        (["dinkes", "dinkes"], ComparisonFault.TOO_FEW),
        (["dinkes", "rsud"], ComparisonFault.MIXED),
    ],
)
def test_a_choice_that_cannot_be_compared_says_why(
    asked: list[str], fault: ComparisonFault | None
) -> None:
    assert choose(ROWS, asked=asked).fault is fault


def test_five_agencies_are_too_many() -> None:
    rows = [
        {"place": {"code": str(number), "group": "dinas", "name": str(number)}}
        for number in range(5)
    ]

    choice = choose(rows, asked=[str(number) for number in range(5)])

    assert choice.fault is ComparisonFault.TOO_MANY
    assert choice.addresses == ()


def test_the_columns_carry_what_each_agency_published() -> None:
    choice = choose(ROWS, asked=["dinkes", "dinsos"])

    table = comparison(choice, [read(made.document(made.AGENCIES[1]))])

    assert table is not None
    shown, protected = table.columns
    assert shown.mark is not None
    assert shown.elements["time"]["value"] == 84
    assert protected.mark is None
    assert protected.elements == {}
    assert len(table.elements) == 9


def test_nothing_is_compared_before_something_is_chosen() -> None:
    assert comparison(choose(ROWS, asked=[]), []) is None
    assert comparison(choose(ROWS, asked=["dinkes", "rsud"]), []) is None


@pytest.mark.parametrize(
    ("shown", "band", "why"),
    [
        ({}, None, "own_services"),
        ({}, Band.ABOVE, "own_services"),
        ({"has_few_answers": True}, None, Reason.LOW_RELIABILITY),
        ({"is_verified": False}, None, Reason.UNVERIFIED_ONLY),
        ({"value": None, "n": None, "suppressed": Reason.TOO_FEW}, None, Reason.NOT_SHOWN),
    ],
)
def test_a_figure_that_is_not_adjusted_has_its_own_true_reason(
    shown: dict[str, Any], band: Band | None, why: str
) -> None:
    city = made.city()
    first = replace(
        city.rows[0],
        figure=replace(city.rows[0].figure, **shown),
        comparison=Comparison(band, suppressed=None if band else Reason.LOW_RESPONSE),
    )
    rows = agency_rows(read(replace(city, rows=(first, *city.rows[1:]))))

    table = comparison(choose(rows, asked=["disdukcapil", "dinkes"]), [])

    assert table is not None
    by_code = {column.row["place"]["code"]: column.why_not_adjusted for column in table.columns}
    assert by_code == {"disdukcapil": why, "dinkes": None}


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("Puskesmas Melati", "Puskesmas"),
        ("UPTD PUSKESMAS Kenanga", "Puskesmas"),
        ("Kelurahan Sukamaju", "Kelurahan"),
        ("Cabang Utara", "Cabang, Dinas Kesehatan"),
        ("2 Ilir", None),
        ("UPTD", None),
        ("TK Mawar", None),
    ],
)
def test_a_units_name_says_what_it_may_be_compared_with(name: str, group: str | None) -> None:
    row = unit_row("u", name, agency="Dinas Kesehatan", address="units/u", full_name=name)

    assert (row["place"]["group"] if row else None) == group
