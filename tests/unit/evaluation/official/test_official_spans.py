"""Days and spans as official forms write them are read again, and what is no day is refused."""

from datetime import date

import pytest

from portal.evaluation.official.spans import NotADay, read_day, read_span


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-02-05", date(2026, 2, 5)),
        ("5/2/2026", date(2026, 2, 5)),
        ("5 Februari 2026", date(2026, 2, 5)),
        ("46058", date(2026, 2, 5)),
    ],
)
def test_a_day_is_read_as_people_and_spreadsheets_write_it(text: str, day: date) -> None:
    assert read_day(text) == day


@pytest.mark.parametrize("text", ["2026-02-30", "31/2/2026", "kemarin", "12", ""])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(NotADay):
        read_day(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("PERIODE: 1 JANUARI SD 31 DESEMBER TAHUN 2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("TAHUN 2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_span_is_read_with_its_year(text: str, first: date, last: date) -> None:
    assert read_span(text) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "tanpa tahun",
        "31 FEBRUARI SD 31 DESEMBER TAHUN 2026",
        "31 DESEMBER SD 1 JANUARI TAHUN 2026",
    ],
)
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(NotADay):
        read_span(text)
