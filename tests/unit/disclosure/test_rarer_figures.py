"""What rarer documents tell: the count of a day, figures of before, officers with few answers."""

from typing import Any

import pytest

from portal.disclosure.documents import constraints_of
from portal.disclosure.figures import (
    ALL,
    OPEN,
    VERIFIED,
    Constraint,
    Rules,
    Subject,
    figure_constraints,
)
from portal.disclosure.meaning import Many, NamedMeaning, fields, label, undeclared
from portal.disclosure.staff import staff_constraints
from portal.disclosure.staff_meanings import staff_without_meaning

NAME = label("a name")


def ends(constraints: list[Constraint], channels: tuple[str, ...]) -> list[tuple[int, int | None]]:
    return [(each.lower, each.upper) for each in constraints if each.count.channels == channels]


def figure(**more: Any) -> dict[str, Any]:
    return {
        "value": None,
        "n": None,
        "period": "2026-03",
        "channels": ["ticket", "open"],
        "few_answers": False,
        "suppressed": "few_officers",
        **more,
    }


def test_the_count_of_today_is_the_least_that_the_month_will_have() -> None:
    today: Any = {"headline": {"n": 240, "period": "2026-03", "channels": list(ALL)}}

    (only,) = constraints_of(today, address="city/today")

    assert (only.lower, only.upper) == (235, None)
    assert (only.count.addresses, only.count.channels) == (("city",), ALL)


def test_a_day_without_a_count_tells_nothing() -> None:
    today: Any = {"headline": {"n": None, "period": "2026-03", "channels": []}}

    assert list(constraints_of(today, address="city/today")) == []


def test_a_hidden_figure_of_before_that_was_not_verified_had_too_few_verified_ratings() -> None:
    told = list(figure_constraints(figure(verified=False), Subject("desks/kia-1")))

    assert (0, 29) in ends(told, VERIFIED)
    assert (1, None) in ends(told, OPEN)


def test_a_hidden_figure_of_before_with_few_answers_had_from_ten_to_a_means_least() -> None:
    found = figure(verified=True, few_answers=True, channels=["ticket", "presence"])

    told = list(figure_constraints(found, Subject("desks/kia-1")))

    assert (10, 29) in ends(told, VERIFIED)


@pytest.mark.parametrize(("skippable", "expected"), [((), [(0, 0)]), (("time",), [])])
def test_nobody_asked_an_element_tells_nothing_where_it_may_be_skipped(
    skippable: tuple[str, ...], expected: list[tuple[int, int]]
) -> None:
    rules = Rules(skippable=frozenset(skippable))
    subject = Subject("desks/kia-1", element="time")

    told = list(figure_constraints(figure(suppressed="not_asked"), subject, rules=rules))

    assert [(each.lower, each.upper) for each in told] == expected


def officer(n: int | None, *, suppressed: str | None, year: dict[str, Any] | None) -> Any:
    said = {"n": n, "period": "2026-03", "suppressed": suppressed}
    return {"headline": said, "elements": [], "year": year}


def test_an_officer_with_too_few_answers_had_some_and_fewer_than_a_mean_needs() -> None:
    told = list(
        staff_constraints(officer(None, suppressed="too_few", year=None), address="officers/7")
    )

    assert [(each.lower, each.upper) for each in told] == [(1, 29)]
    assert told[0].count.addresses == ("officers/7",)


def test_an_officer_whose_answers_cover_another_tells_no_count_but_that_of_the_year() -> None:
    year = {"n": 40, "period": "2026"}

    told = list(
        staff_constraints(
            officer(None, suppressed="protects_another", year=year), address="officers/7"
        )
    )

    assert [(each.lower, each.upper, each.count.cell) for each in told] == [
        (38, 42, "closed spans")
    ]


@pytest.mark.parametrize(
    ("value", "schema", "path"),
    [
        ({"a": {"b": 1}}, fields(a=NAME), "a"),
        ({"a": [1, {"b": 1}]}, fields(a=NAME), "a"),
        ({"a": {"b": 1}}, fields(a=Many(NAME)), "a"),
        ({"a": [1]}, fields(a=NamedMeaning(NAME)), "a"),
        ({"a": 1}, fields(a=fields(b=NAME)), "a"),
    ],
)
def test_a_field_of_another_shape_than_was_declared_has_no_meaning(
    value: Any, schema: Any, path: str
) -> None:
    assert list(undeclared(value, schema)) == [path]


def test_a_staff_document_nobody_declared_has_no_meaning_as_a_whole() -> None:
    assert list(staff_without_meaning({"a": 1}, address="cities/9")) == ["the whole document"]
    assert list(staff_without_meaning({"a": 1}, address="funnel")) == ["a"]
