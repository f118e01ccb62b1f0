"""What a document tells of numbers is true, and no format tells what another does not."""

import random
from typing import Any

import pytest
from hypothesis import given, settings

from portal.disclosure.documents import constraints_of
from portal.disclosure.figures import (
    ALL,
    BATCH,
    OPEN,
    RATINGS,
    VERIFIED,
    Constraint,
    Count,
    Subject,
    figure_constraints,
    with_batches,
)
from tests.factories.read_city import read
from tests.factories.released_city import released_city
from tests.unit.publication.strategies import Shape, shapes

HIDDEN = {"value": None, "n": None, "few_answers": False, "period": "2026-03", "channels": []}
DESK = "desks/kia-1"


def told(figure: dict[str, Any], subject: Subject | None = None) -> dict[Any, Any]:
    """Return both ends by channels, the closest where there are several."""
    found: dict[tuple[str, ...], tuple[int, int | None]] = {}
    for each in figure_constraints(figure, subject or Subject(DESK)):
        lower, upper = found.get(each.count.channels, (0, None))
        ends = [end for end in (upper, each.upper) if end is not None]
        found[each.count.channels] = max(lower, each.lower), min(ends, default=None)
    return found


@pytest.mark.slow
@settings(max_examples=10, deadline=None)
@given(shapes())
def test_everything_that_documents_tell_is_true(shape: Shape) -> None:
    reader = read(shape.released())

    wrong = [
        each
        for each in reader.constraints
        if each.count.table == RATINGS and not holds(each, reader.true(each.count))
    ]

    assert wrong == []


def holds(constraint: Constraint, truth: int) -> bool:
    return constraint.lower <= truth and (constraint.upper is None or truth <= constraint.upper)


@pytest.mark.slow
def test_the_table_of_all_figures_tells_of_ratings_what_the_documents_tell() -> None:
    city = released_city(random.Random(3), agencies=2, desks=4)
    places = ("city", "agencies/", "services/", "units/", "desks/")

    by_documents, by_table = (
        {
            each
            for each in read(city, prefixes=prefixes).constraints
            if each.count.table == RATINGS and len(each.count.addresses) == 1
        }
        for prefixes in (places, ("data/",))
    )

    assert by_table == by_documents


@pytest.mark.parametrize(
    ("reason", "ends"),
    [
        ("too_few", (1, 29)),
        ("folded", (1, 9)),
        ("few_officers", (1, None)),
        ("protects_another", (30, None)),
        ("not_measured", (0, 0)),
        ("excluded", (0, 0)),
    ],
)
def test_a_hidden_figure_tells_no_more_than_its_reason(
    reason: str, ends: tuple[int, int | None]
) -> None:
    figure = {**HIDDEN, "verified": False, "suppressed": reason}

    assert told(figure) == {ALL: ends}


def test_a_hidden_figure_that_is_called_verified_has_thirty_verified_ratings() -> None:
    figure = {**HIDDEN, "channels": ["ticket"], "verified": True, "suppressed": "few_officers"}

    found = told(figure)

    assert found[VERIFIED] == (30, None)
    assert found["presence",] == (0, 0)
    assert found["ticket",] == (1, None)


def test_a_figure_of_all_channels_has_fewer_verified_ratings_than_a_mean_needs() -> None:
    figure = {
        **HIDDEN,
        "value": 80,
        "n": 40,
        "verified": False,
        "channels": ["ticket", "open"],
        "suppressed": None,
    }

    assert told(figure) == {
        ALL: (38, 42),
        VERIFIED: (0, 29),
        ("ticket",): (1, None),
        ("presence",): (0, 0),
        ("open",): (1, None),
    }


def test_a_share_tells_a_number_by_the_whole_that_it_is_of() -> None:
    breakdown = {
        "field": "age",
        "year": 2026,
        "n": 100,
        "answers": [{"answer": "19-25", "percent": 20, "suppressed": None}],
        "suppressed": None,
    }
    document = {
        "headline": {**HIDDEN, "suppressed": "too_few", "verified": False},
        "open": None,
        "elements": [],
        "distributions": [],
        "breakdowns": [breakdown],
        "moderation": None,
    }
    cell = Count(("agencies/kia",), "2026", (), "age", "19-25")
    whole = Count(("agencies/kia",), "2026", (), "age")

    shares = [
        each
        for each in constraints_of(document, address="agencies/kia")
        if each.count.table == "age" and len(each.terms) > 1
    ]

    def fits(n: int, of: int) -> bool:
        counts = {cell: n, whole: of}
        return all(sum(weight * counts[c] for c, weight in each.terms) >= 0 for each in shares)

    assert [n for n in range(40) if fits(n, 100)] == [18, 19, 20, 21, 22]


def test_whoever_knows_the_batches_reads_ten_where_one_is_told() -> None:
    hidden = Count((DESK,), "2026-03")

    assert with_batches(Constraint.on(hidden, (1, 29))).lower == BATCH
    assert with_batches(Constraint.on(hidden, (1, 9))).lower == 1
    assert with_batches(Constraint.on(Count(("services/ktp",), "2026-03"), (1, 29))).lower == BATCH


def test_what_an_older_document_hides_beside_a_hidden_headline_tells_of_no_mean() -> None:
    """Both were hidden for one reason, however few ratings stood beside."""
    reason = {"verified": True, "suppressed": "protects_another"}
    headline = {**HIDDEN, **reason, "channels": ["ticket"]}
    beside = {**HIDDEN, **reason, "verified": False, "channels": ["open"]}
    document = {
        "headline": headline,
        "open": beside,
        "elements": [],
        "distributions": [],
        "breakdowns": [],
        "moderation": None,
    }
    named = ("n", "few_answers", "period", "channels", "suppressed")
    table = {
        "columns": ["address", "element", "members", *named],
        "rows": [
            [DESK, "", [], *(figure[name] for name in named)] for figure in (headline, beside)
        ],
    }

    for told_by, address in ((document, DESK), (table, "data/figures")):
        least = [
            each.lower
            for each in constraints_of(told_by, address=address)
            if each.count.channels == OPEN
        ]
        assert max(least) == 1
