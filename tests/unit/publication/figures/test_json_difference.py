"""The first value in which two documents differ is named by the path that leads to it."""

import json
from typing import Any

import pytest

from portal.publication.figures.encoding import JsonDifference, first_difference


@pytest.mark.parametrize(
    ("found", "expected", "apart"),
    [
        ({"a": {"b": 1}}, {"a": {"b": 2}}, JsonDifference("a.b", "1", "2")),
        ({"a": [1, 2]}, {"a": [1, 3]}, JsonDifference("a[1]", "2", "3")),
        ({"a": [1]}, {"a": [1, 3]}, JsonDifference("a[1]", "nothing", "3")),
        ({"a": [1, 3]}, {"a": [1]}, JsonDifference("a[1]", "3", "nothing")),
        ({"a": 80.0}, {"a": 80}, JsonDifference("a", "80.0", "80")),
        ({"a": True}, {"a": 1}, JsonDifference("a", "true", "1")),
        ({"a": None}, {}, JsonDifference("a", "null", "nothing")),
        ({}, {"a": "Kota"}, JsonDifference("a", "nothing", "Kota")),
        ({"a": 1, "b": 1}, {"b": 2, "a": 2}, JsonDifference("b", "1", "2")),
        (
            {"a": 1, "b": 2},
            {"b": 2, "a": 1},
            JsonDifference("character 2", 'a": 1, "b": 2}', 'b": 2, "a": 1}'),
        ),
        (
            {"rows": [{"place": {"address": "desks/a"}, "n": 1}]},
            {"rows": [{"place": {"address": "desks/a"}, "n": 2}]},
            JsonDifference("rows[desks/a].n", "1", "2"),
        ),
        (
            {"officers": [{"officer_id": 7, "n": 1}]},
            {"officers": [{"officer_id": 7, "n": 2}]},
            JsonDifference("officers[7].n", "1", "2"),
        ),
        (
            {
                "columns": ["address", "element", "n"],
                "rows": [["city", "", 3], ["city", "time", 1]],
            },
            {
                "columns": ["address", "element", "n"],
                "rows": [["city", "", 3], ["city", "time", 2]],
            },
            JsonDifference("rows[city time].n", "1", "2"),
        ),
        (
            {"columns": ["a"], "rows": [[1], 7]},
            {"columns": ["a"], "rows": [[1], [7]]},
            JsonDifference("rows[0]", "[1]", '{"a": 1}'),
        ),
        ({"columns": 1, "rows": 2}, {"columns": 1, "rows": 3}, JsonDifference("rows", "2", "3")),
    ],
)
def test_names_the_first_value_that_differs(
    found: Any, expected: Any, apart: JsonDifference
) -> None:
    assert first_difference(json.dumps(found), json.dumps(expected)) == apart


def test_the_same_text_does_not_differ() -> None:
    assert first_difference('{"a": 1}', '{"a": 1}') is None


def test_what_is_no_json_is_said_to_be_none() -> None:
    assert first_difference("{", "{}") == JsonDifference("text", "no JSON", "JSON")


def test_a_long_value_is_cut() -> None:
    apart = first_difference(json.dumps({"a": "x" * 500}), "{}")

    assert apart is not None
    assert len(apart.found) == 101
