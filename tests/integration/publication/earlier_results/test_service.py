"""Totals of other systems come in whole or not at all, once, and are shown as what they are."""

import io
import random
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.organisation.places.models import AgencyRow
from portal.publication.earlier_results import queries as earlier_results_queries
from portal.publication.earlier_results.faults import ResultFaultKind
from portal.publication.earlier_results.models import EarlierElement, EarlierTotal, ResultsFile
from portal.publication.earlier_results.reading import COLUMNS, ResultRow, result_of_row
from portal.publication.earlier_results.service import (
    NoSuchResultsFile,
    ResultsAlreadyImported,
    ResultsRefused,
    import_results,
    withdraw_results,
)
from portal.publication.figures.documents import EarlierResult
from portal.publication.reports.encoding import report_json
from portal.survey.elements import ELEMENTS, Element
from tests.factories.organisation import add, make_agency, make_unit
from tests.factories.random_city import make_random_city, rate
from tests.factories.reports import alike, make_ratings, report_of

TODAY = date(2026, 3, 14)
HEADER = "agency,unit,period,n,ikm,source"
ROWS = 'dukcapil,,2023,400,84.12,Laporan SKM 2023\n,kel-melati,2023-H1,60,"87,641",e-SKM lama\n'


@pytest.fixture
def agency(session: Session) -> AgencyRow:
    """An agency with a unit."""
    made = make_agency(session)
    make_unit(session, made, "kel-melati")
    session.commit()
    return made


def take_in(session: Session, rows: str = ROWS, *, header: str = HEADER) -> int:
    return import_results(session, f"{header}\n{rows}".encode(), today=TODAY).totals


def faults(session: Session, rows: str, *, header: str = HEADER) -> list[tuple[int, str, str, str]]:
    with pytest.raises(ResultsRefused) as refused:
        take_in(session, rows, header=header)
    assert earlier_results_queries.earlier_publications(session) == ()
    return [(each.line, each.column, str(each.kind), each.detail) for each in refused.value.faults]


def test_takes_in_agencies_and_units_with_points_and_commas(
    session: Session, agency: AgencyRow
) -> None:
    assert take_in(session) == 2

    whole, part = earlier_results_queries.earlier_publications(session)
    assert (whole.period, whole.n, whole.ikm, whole.grade) == ("2023", 400, Decimal("84.12"), "B")
    assert (whole.unit_id, whole.source, whole.elements) == (None, "Laporan SKM 2023", {})
    assert (part.period, part.ikm, part.source) == ("2023-H1", Decimal("87.641"), "e-SKM lama")
    assert part.unit_id is not None


def test_takes_in_a_workbook_with_element_means(session: Session, agency: AgencyRow) -> None:
    book = Workbook()
    book.active.append(["agency", "period", "n", "ikm", "source", *ELEMENTS[:8]])
    book.active.append(["dukcapil", 2024, 187, 84.375, "Berkas lama", *[3.375] * 8])
    content = io.BytesIO()
    book.save(content)

    import_results(session, content.getvalue(), today=TODAY)

    (found,) = earlier_results_queries.earlier_publications(session)
    assert (found.period, found.n, found.ikm) == ("2024", 187, Decimal("84.375"))
    assert dict(found.elements) == dict.fromkeys(ELEMENTS[:8], Decimal("3.375"))


def test_refuses_the_same_file_twice_and_the_same_total_in_another(
    session: Session, agency: AgencyRow
) -> None:
    take_in(session)

    with pytest.raises(ResultsAlreadyImported, match="on 2026-03-14 as number 1"):
        take_in(session)
    with pytest.raises(ResultsRefused) as refused:
        take_in(session, "dukcapil,,2022,300,80,Lama\ndukcapil,,2023,300,80,Lama\n")
    (fault,) = refused.value.faults
    assert (fault.line, fault.kind, fault.detail) == (3, ResultFaultKind.ALREADY_THERE, "2023")
    assert len(earlier_results_queries.earlier_publications(session)) == 2


def test_two_imports_at_once_do_not_both_get_in(
    session: Session, agency: AgencyRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(session)
    monkeypatch.setattr(earlier_results_queries, "results_files", lambda _: ())
    monkeypatch.setattr(earlier_results_queries, "earlier_publications", lambda _: ())

    with pytest.raises(ResultsAlreadyImported, match="came first"):
        take_in(session)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("dukcapil,,2023,400,84,", (2, "source", "missing_value", "")),
        (",,2023,400,84,Lama", (2, "agency", "missing_value", "")),
        ("dukcapil,,23,400,84,Lama", (2, "period", "not_a_period", "23")),
        ("dukcapil,,2026,400,84,Lama", (2, "period", "not_over", "2026")),
        ("dukcapil,,2023,0,84,Lama", (2, "n", "not_a_count", "0")),
        ("dukcapil,,2023,12.5,84,Lama", (2, "n", "not_a_count", "12.5")),
        ("dukcapil,,2023,-4,84,Lama", (2, "n", "not_a_count", "-4")),
        ("dukcapil,,2023,400,24.99,Lama", (2, "ikm", "not_an_ikm", "24.99")),
        ("dukcapil,,2023,400,100.01,Lama", (2, "ikm", "not_an_ikm", "100.01")),
        ("dukcapil,,2023,400,NaN,Lama", (2, "ikm", "not_an_ikm", "NaN")),
        ("dukcapil,,2023,400,8e1,Lama", (2, "ikm", "not_an_ikm", "8e1")),
        ("dukcapil,,2023,400,٨٤,Lama", (2, "ikm", "not_an_ikm", "٨٤")),
        (f"dukcapil,,2023,400,84,{'x' * 201}", (2, "source", "not_a_source", "200")),
        ("dukcapil,,2023,400,84,La\u202ema", (2, "source", "not_a_source", "200")),
        ("nobody,,2023,400,84,Lama", (2, "agency", "unknown_place", "nobody")),
        (",nowhere,2023,400,84,Lama", (2, "unit", "unknown_place", "nowhere")),
        ("dishub,kel-melati,2023,400,84,L", (2, "unit", "of_another_agency", "kel-melati")),
        ("dukcapil,,2023,400,84,Lama,x", (2, "", "extra_cells", "")),
    ],
)
def test_refuses_a_row_that_cannot_be_true(
    session: Session, agency: AgencyRow, row: str, fault: tuple[int, str, str, str]
) -> None:
    make_agency(session, "dishub")

    assert faults(session, row) == [fault]


def test_names_every_faulty_line_and_takes_in_nothing(session: Session, agency: AgencyRow) -> None:
    rows = f"{ROWS}dukcapil,,2023,400,84.12,Lagi\nx,,2023,1,x,y\n"

    assert faults(session, rows) == [
        (4, "period", "repeated", "2"),
        (5, "ikm", "not_an_ikm", "x"),
    ]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", (0, "", "empty", "")),
        (HEADER.encode(), (0, "", "empty", "")),
        (b"\x81", (1, "", "not_text", "")),
        (b"PK\x03\x04broken", (0, "", "broken_workbook", "")),
        (b"agency,ikm\nx,y", (1, "n", "missing_column", "")),
    ],
)
def test_refuses_what_is_no_table(
    session: Session, agency: AgencyRow, content: bytes, fault: tuple[int, str, str, str]
) -> None:
    with pytest.raises(ResultsRefused) as refused:
        import_results(session, content, today=TODAY)

    found, *_ = refused.value.faults
    assert (found.line, found.column, str(found.kind), found.detail) == fault


def test_columns_are_element_keys_and_no_others(session: Session, agency: AgencyRow) -> None:
    found = faults(session, "dukcapil,2023,3", header="agency,period,U1")

    assert [(column, kind) for _, column, kind, _ in found] == [
        ("U1", "unknown_column"),
        ("ikm", "missing_column"),
        ("n", "missing_column"),
        ("source", "missing_column"),
    ]


def test_an_index_that_its_elements_contradict_is_refused(
    session: Session, agency: AgencyRow
) -> None:
    header = f"{HEADER},{','.join(ELEMENTS)}"
    means = ",".join(["3.5"] * 9)

    assert faults(session, f"dukcapil,,2023,400,85.00,Lama,{means}", header=header) == [
        (2, "ikm", "does_not_fit", "87.50")
    ]
    # Weights of 0.11, which are still copied, give 99 % of the index.
    assert take_in(session, f"dukcapil,,2023,400,86.63,Lama,{means}", header=header) == 1


def test_an_element_mean_lies_between_1_and_4(session: Session, agency: AgencyRow) -> None:
    row = "dukcapil,,2023,400,87.5,Lama,4.01"

    assert faults(session, row, header=f"{HEADER},time") == [(2, "time", "not_an_nrr", "4.01")]


def test_a_withdrawn_file_can_be_taken_in_again(session: Session, agency: AgencyRow) -> None:
    header = f"{HEADER},time"
    take_in(session, "dukcapil,,2023,400,87.5,Lama,3.5", header=header)
    (file,) = earlier_results_queries.results_files(session)
    assert (file.totals, file.imported_on) == (1, TODAY)

    withdraw_results(session, file.id)

    assert earlier_results_queries.earlier_publications(session) == ()
    assert take_in(session, "dukcapil,,2023,400,87.5,Lama,3.5", header=header) == 1
    with pytest.raises(NoSuchResultsFile):
        withdraw_results(session, 99)


def test_an_official_report_shows_them_with_their_source(
    session: Session, agency: AgencyRow
) -> None:
    take_in(session, f"{ROWS}dukcapil,,2025-12,9,99,Sesudah\n")
    make_ratings(session, agency, counts=alike(0, 0, 40, 0), period="2025-06")

    half = report_of(session, span="2025-H1")
    whole = report_of(session)

    assert [(each.period, each.source) for each in half.earlier] == [("2023", "Laporan SKM 2023")]
    assert [each.period for each in whole.earlier] == ["2023", "2025-12"]
    assert '"ikm":84.12,"grade":"B","source":"Laporan SKM 2023"' in report_json(half)


def test_documents_find_them_by_address_up_to_their_month(
    session: Session, agency: AgencyRow
) -> None:
    from portal.organisation.places.catalogue_queries import catalogue

    take_in(session, f"{ROWS}dukcapil,,2025,9,99,Sesudah\n")

    found = earlier_results_queries.earlier_by_address(
        session, catalogue(session, on=TODAY), until="2025-11"
    )

    assert found == {
        "agencies/dukcapil": (EarlierResult("2023", 400, "84.12", "B", "Laporan SKM 2023"),),
        "units/kel-melati": (EarlierResult("2023-H1", 60, "87.641", "B", "e-SKM lama"),),
    }


def test_a_release_publishes_them_beside_its_trend(session: Session) -> None:
    from portal.publication.releases.gathering import ReleaseContext, gather
    from portal.survey.elements import FigureRules

    dice = random.Random(5)
    city = make_random_city(session, dice, agencies=1, desks=1)
    rate(session, city, month="2026-01", dice=dice)
    take_in(session, "dinas-0,,2024,400,84.12,Lama\n")
    here = ReleaseContext(city_name="Kota Uji", is_demo=False, rules=FigureRules())

    inputs = gather(session, "2026-01", today=TODAY, circumstances=here)

    assert [each.period for each in inputs.earlier["agencies/dinas-0"]] == ["2024"]


@given(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=20)))
def test_no_cell_does_worse_than_being_refused(cells: dict[str, str]) -> None:
    found = result_of_row(cells, line=2)

    assert isinstance(found, ResultRow) or found


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(content=st.binary(max_size=300))
def test_no_bytes_do_worse_than_being_refused(
    session: Session, agency: AgencyRow, content: bytes
) -> None:
    with pytest.raises(ResultsRefused):
        import_results(session, content, today=TODAY)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"period": "2023-Q5"}, "ck_earlier_total_period"),
        ({"period": "1999"}, "ck_earlier_total_period"),
        ({"respondents": 0}, "ck_earlier_total_respondents"),
        ({"ikm": 249_999}, "ck_earlier_total_ikm"),
        ({"ikm": 1_000_001}, "ck_earlier_total_ikm"),
        ({"source": ""}, "ck_earlier_total_source"),
    ],
)
def test_the_database_refuses_totals_that_cannot_be(
    session: Session, agency: AgencyRow, fields: dict[str, Any], constraint: str
) -> None:
    file = add(session, ResultsFile(sha256=b"x" * 32, imported_on=TODAY))
    row = {
        "file_id": file.id,
        "agency_id": agency.id,
        "period": "2023",
        "respondents": 1,
        "ikm": 800_000,
        "source": "Lama",
    }

    with pytest.raises(IntegrityError, match=constraint):
        session.execute(insert(EarlierTotal).values(**(row | fields)))


def test_the_database_keeps_one_total_a_place_and_period(
    session: Session, agency: AgencyRow
) -> None:
    take_in(session)
    row = {"file_id": 1, "agency_id": agency.id, "respondents": 1, "ikm": 800_000, "source": "x"}

    with pytest.raises(IntegrityError, match=r"uq_earlier_total_place|UNIQUE"):
        session.execute(insert(EarlierTotal).values(period="2023", **row))


@pytest.mark.parametrize("fields", [{"nrr": 40_001}, {"nrr": 9_999}, {"element": "parking"}])
def test_the_database_refuses_means_that_cannot_be(
    session: Session, agency: AgencyRow, fields: dict[str, Any]
) -> None:
    take_in(session)
    row = {"total_id": 1, "element": str(Element.TIME), "nrr": 30_000}

    with pytest.raises(IntegrityError, match="ck_earlier_element"):
        session.execute(insert(EarlierElement).values(**(row | fields)))


def test_the_database_keeps_digests_of_one_length(session: Session) -> None:
    with pytest.raises(IntegrityError, match="ck_results_file_sha256"):
        session.execute(insert(ResultsFile).values(sha256=b"x", imported_on=TODAY))
