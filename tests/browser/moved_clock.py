"""A clock that only a test moves: the portal and the test read it from one file."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

CITY = ZoneInfo("Asia/Jakarta")


@dataclass(frozen=True, slots=True)
class MovedClock:
    """Shows the moment that stands in a file."""

    shown_in: Path

    def now(self) -> datetime:
        """Return the moment that is shown."""
        return datetime.fromisoformat(self.shown_in.read_text())

    def move_to(self, day: date, *, hour: int = 10, minute: int = 0) -> None:
        """Show a moment of a day of the city; a reader sees the one before or this one."""
        moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=CITY)
        written = self.shown_in.with_suffix(".next")
        written.write_text(moment.astimezone(tz=ZoneInfo("UTC")).isoformat())
        written.replace(self.shown_in)
