"""The months of a batch, and how one row of paper becomes answers."""

from datetime import date

import pytest

from portal.organisation.places.arrangement import Arrangement, Timeline
from portal.organisation.places.catalogue import Agency, AgencyKind, Catalogue, Desk, Service, Unit
from portal.rating.answers.submission import Terms
from portal.rating.paper.domain import (
    PaperFaultKind,
    PaperReader,
    PaperRow,
    PeriodUnknown,
    paper_period,
)
from portal.survey.elements import Element, RuleBook

PLAIN = {"name": "x", "retired_on": None, "successor": None}


def places() -> Catalogue:
    agencies = [Agency(id=n, code=f"a{n}", kind=AgencyKind.DINAS, **PLAIN) for n in (1, 2)]
    units = [Unit(id=n, code=f"u{n}", agency_id=1, **PLAIN) for n in (1, 2)]
    services = [
        Service(id=1, code="ktp", agency_id=1, left_out=frozenset({Element.COST}), **PLAIN),
        Service(id=2, code="kk", agency_id=1, left_out=frozenset(), **PLAIN),
        Service(id=3, code="nib", agency_id=2, left_out=frozenset(), **PLAIN),
    ]
    desks = [Desk(id=1, code="d1", agency_id=1, unit_id=1, service_ids=frozenset({1}), **PLAIN)]
    groups = (agencies, units, services, desks)
    by_id = [{place.id: place for place in group} for group in groups]
    by_code = [{place.code: place for place in group} for group in groups]
    return Catalogue(date(2026, 4, 1), *by_id, *by_code)


def reader_of(found: Catalogue) -> PaperReader:
    terms = Terms(
        Arrangement(
            questions={id_: Timeline(each.left_out) for id_, each in found.services.items()},
            offers={
                (desk.id, service): Timeline(True)
                for desk in found.desks.values()
                for service in desk.service_ids
            },
        ),
        RuleBook(),
    )
    return PaperReader(found, agency_id=1, terms=terms, months=("2026-03",))


@pytest.mark.parametrize(
    ("label", "first", "last"),
    [
        ("2026-03", "2026-03", "2026-03"),
        ("2026-Q1", "2026-01", "2026-03"),
        ("2026-q4", "2026-10", "2026-12"),
        ("2026-H1", "2026-01", "2026-06"),
        (" 2026-H2 ", "2026-07", "2026-12"),
        ("2026", "2026-01", "2026-12"),
    ],
)
def test_a_period_has_its_months(label: str, first: str, last: str) -> None:
    period = paper_period(label)

    assert (period.first, period.last) == (first, last)


@pytest.mark.parametrize("label", ["", "2026-13", "2026-00", "2026-Q5", "2026-H3", "26", "Q1-2026"])
def test_anything_else_is_no_period(label: str) -> None:
    with pytest.raises(PeriodUnknown):
        paper_period(label)


def test_a_period_is_over_on_the_day_after_its_last() -> None:
    quarter = paper_period("2026-Q1")

    assert not quarter.is_over(date(2026, 3, 31))
    assert quarter.is_over(date(2026, 4, 1))


def test_a_row_with_places_and_profile_is_read() -> None:
    reader = reader_of(places())

    row = reader.read(
        {"time": "3", "conduct": "4", "desk": "d1", "service": "ktp", "sex": "male", "cost": ""},
        line=2,
    )

    assert isinstance(row, PaperRow)
    assert row.scores == {Element.TIME: 3, Element.CONDUCT: 4}
    assert (row.unit_id, row.desk_id, row.service_id) == (1, 1, 1)
    assert row.profile == {"sex": "male"}


def test_a_row_may_say_nothing_but_levels() -> None:
    row = reader_of(places()).read({"time": "1"}, line=2)

    assert isinstance(row, PaperRow)
    assert (row.unit_id, row.desk_id, row.service_id, row.profile) == (None, None, None, {})


@pytest.mark.parametrize(
    ("cells", "column", "kind"),
    [
        ({"time": "5"}, "time", PaperFaultKind.NOT_A_LEVEL),
        ({"time": "3,5"}, "time", PaperFaultKind.NOT_A_LEVEL),
        ({"time": "34"}, "time", PaperFaultKind.NOT_A_LEVEL),
        ({"sex": "male"}, "", PaperFaultKind.NOTHING_ANSWERED),
        ({"time": "3", "sex": "m"}, "sex", PaperFaultKind.UNKNOWN_ANSWER),
        ({"time": "3", "service": "nib"}, "service", PaperFaultKind.UNKNOWN_PLACE),
        ({"time": "3", "desk": "d9"}, "desk", PaperFaultKind.UNKNOWN_PLACE),
        ({"time": "3", "desk": "d1", "service": "kk"}, "service", PaperFaultKind.NOT_OFFERED),
        ({"time": "3", "desk": "d1", "unit": "u2"}, "desk", PaperFaultKind.NOT_OFFERED),
        ({"cost": "3", "service": "ktp"}, "cost", PaperFaultKind.NOT_ASKED),
    ],
)
def test_a_faulty_row_names_its_line_and_column(
    cells: dict[str, str], column: str, kind: PaperFaultKind
) -> None:
    reader = reader_of(places())

    faults = reader.read(cells, line=7)

    assert isinstance(faults, list)
    (fault,) = faults
    assert (fault.line, fault.column, fault.kind) == (7, column, kind)
