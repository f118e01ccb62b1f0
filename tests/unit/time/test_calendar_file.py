"""Calendar files keep to RFC 5545, whatever stands in a title."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from portal.time.calendar_file import LINE_OCTETS, CalendarDays, calendar_file

NOW = datetime(2026, 11, 29, 17, tzinfo=UTC)
DAY = date(2026, 12, 5)


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_days_are_whole_and_the_last_one_counts() -> None:
    days = CalendarDays("terbitan-2026-11", DAY, DAY, "Terbit, lagi; ya", "https://kota.example/")

    lines = unfolded(calendar_file([days], title="Kota", now=NOW))

    assert lines == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Suara Loket//Kota//ID",
        "BEGIN:VEVENT",
        "UID:terbitan-2026-11@suara-loket",
        "DTSTAMP:20261129T170000Z",
        "DTSTART;VALUE=DATE:20261205",
        "DTEND;VALUE=DATE:20261206",
        "SUMMARY:Terbit\\, lagi\\; ya",
        "URL:https://kota.example/",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_no_line_is_longer_than_calendars_take_and_nothing_is_lost(title: str) -> None:
    days = CalendarDays("a", DAY, DAY, title)

    text = calendar_file([days], title="Kota", now=NOW)

    assert max(len(line.encode()) for line in text.split("\r\n")) <= LINE_OCTETS
    (summary,) = [line for line in unfolded(text) if line.startswith("SUMMARY:")]
    plain = summary.removeprefix("SUMMARY:").replace("\\,", ",").replace("\\;", ";")
    assert plain.replace("\\\\", "\\") == title or "\\" in title


def test_a_line_break_in_a_title_stays_in_its_line() -> None:
    days = CalendarDays("a", DAY, DAY, "satu\r\nBEGIN:VEVENT")

    lines = unfolded(calendar_file([days], title="Kota", now=NOW))

    assert lines.count("BEGIN:VEVENT") == 1
    assert "SUMMARY:satu\\nBEGIN:VEVENT" in lines
