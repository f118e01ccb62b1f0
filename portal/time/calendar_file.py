"""Calendar files that phones and mail programs take in: whole days with a title (RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

STAMP = "%Y%m%dT%H%M%SZ"
# RFC 5545, 3.1: a line has at most 75 octets, and what follows begins with a blank.
LINE_OCTETS = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True)
class CalendarDays:
    """Whole days with a title.

    :ivar name: unlike that of any other entry, and the same each time; without blanks.
    :ivar last: the last day, inclusive.
    :ivar url: where more is told; empty for nowhere.
    """

    name: str
    first: date
    last: date
    title: str
    url: str = ""


def calendar_file(days: Iterable[CalendarDays], *, title: str, now: datetime) -> str:
    """Return a calendar; its entries stand in the order given.

    :param now: in UTC.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//Suara Loket//{title}//ID"]
    for each in days:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{each.name}@suara-loket",
            f"DTSTAMP:{now.strftime(STAMP)}",
            f"DTSTART;VALUE=DATE:{each.first:%Y%m%d}",
            f"DTEND;VALUE=DATE:{each.last + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{each.title.translate(_ESCAPED)}",
            *([f"URL:{each.url}"] if each.url else []),
            "END:VEVENT",
        ]
    return "\r\n".join([*map(_folded, lines), "END:VCALENDAR", ""])


def _folded(line: str) -> str:
    """Return a line cut where it is longer than a calendar allows, never inside a letter."""
    pieces, piece, octets = [], "", 0
    for letter in line:
        size = len(letter.encode())
        if octets + size > LINE_OCTETS:
            pieces.append(piece)
            piece, octets = " ", 1
        piece, octets = piece + letter, octets + size
    return "\r\n".join([*pieces, piece])
