"""Files of complaints and promises say what the page says, by code instead of name."""

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from flask import Flask

from portal.complaints.published.domain import Counts, for_public
from portal.complaints.published.models import CountedHalfYear
from portal.web.extensions import db
from tests.factories.complaints import make_promise

MANY = Counts(received=47, answered_in_time=31, overdue=4, answer_days=tuple([3] * 41))
FEW = Counts(received=4)


def count(app: Flask, counts: dict[int | None, Counts]) -> None:
    """Keep a half-year as the night of its counting does; commits."""
    lines = [
        {
            "addressees": list(line.addressees),
            "counts": None
            if line.counts is None
            else {name: getattr(line.counts, name) for name in line.counts.__slots__},
        }
        for line in for_public(counts)
    ]
    with app.app_context():
        row = CountedHalfYear(period="2026-1", counted_on=date(2026, 8, 1), lines=json.dumps(lines))
        db.session.add(row)
        db.session.commit()


def rows_of(app: Flask, name: str) -> list[dict[str, str]]:
    answer = app.test_client().get(f"/complaints/{name}.csv")
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_each_addressee_has_a_line_and_few_are_pooled_without_numbers(
    app: Flask, city: dict[str, int]
) -> None:
    count(app, {city["first"]: MANY, city["second"]: FEW, None: FEW})

    shown, pooled = rows_of(app, "counts")

    assert shown == {
        "half_year": "2026-1",
        "counted_on": "2026-08-01",
        "agencies": "dukcapil",
        "received": "40",
        "answered": "40",
        "answered_in_time": "30",
        "overdue": "0",
        "median_working_days": "3",
        "rounded_down_to": "10",
        "suppressed": "",
    }
    assert pooled["agencies"] == "dishub inspectorate"
    assert pooled["suppressed"] == "few_complaints"
    assert {each for name, each in pooled.items() if name in shown and "ed_on" not in name} == {
        "2026-1",
        "dishub inspectorate",
        "few_complaints",
        "",
    }


@pytest.mark.parametrize(
    ("fields", "state"),
    [({}, "promised"), ({"done_on": date(2026, 11, 1)}, "done")],
)
def test_each_promise_has_a_line(
    app: Flask, city: dict[str, int], fields: dict[str, Any], state: str
) -> None:
    with app.app_context():
        made = make_promise(db.session(), city["first"], **fields)
        said = made.said
        db.session.commit()

    (row,) = rows_of(app, "promises")

    assert (row["agency"], row["state"], row["citizens_said"]) == ("dukcapil", state, said)
    assert row["done_on"] == str(fields.get("done_on", ""))
    assert row["first_due_on"] == row["due_on"]


def test_nothing_counted_is_a_table_without_lines(app: Flask, city: dict[str, int]) -> None:
    assert rows_of(app, "counts") == []
    assert rows_of(app, "promises") == []


def test_the_open_data_page_and_the_page_itself_lead_to_both(
    app: Flask, city: dict[str, int]
) -> None:
    client = app.test_client()

    for address in ("/data/", "/complaints/"):
        page = client.get(address).text
        assert 'href="/complaints/counts.csv"' in page
        assert 'href="/complaints/promises.csv"' in page
