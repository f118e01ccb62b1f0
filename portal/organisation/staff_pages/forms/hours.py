"""The form of a desk's week: two spans a day at the most."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.fields import Field

from portal.organisation.places.opening_hours import OpeningSpan
from portal.organisation.records.cells import NONE, UnreadableCell, read_hours
from portal.organisation.records.labels import WEEKDAYS, fault_text
from portal.storage.spreadsheets.faults import RowFault

SPANS = 2
PARTS = {
    "opens_1": _l("Buka"),
    "closes_1": _l("Tutup"),
    "opens_2": _l("Buka lagi"),
    "closes_2": _l("Tutup lagi"),
}


class HoursForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """A week, Monday first: for each day a field ``day0_opens_1`` and so on."""

    def days(self) -> list[tuple[str, list[Field]]]:
        """Return each day's name with its fields."""
        return [
            (str(name), [self[f"day{weekday}_{part}"] for part in PARTS])
            for weekday, name in enumerate(WEEKDAYS)
        ]

    def show(self, week: Iterable[OpeningSpan]) -> None:
        """Fill in a desk's present hours."""
        spans = list(week)
        for weekday in range(len(WEEKDAYS)):
            own = [span for span in spans if span.weekday == weekday][:SPANS]
            for number, span in enumerate(own, start=1):
                self[f"day{weekday}_opens_{number}"].data = f"{span.opens:%H:%M}"
                self[f"day{weekday}_closes_{number}"].data = f"{span.closes:%H:%M}"

    def hours(self) -> tuple[OpeningSpan, ...] | None:
        """Return the week, or None when a day says something impossible (which it then says)."""
        week: list[OpeningSpan] = []
        is_sound = True
        for weekday in range(len(WEEKDAYS)):
            spans = self._written(weekday)
            try:
                week.extend(read_hours(" ".join(f"{weekday + 1}={span}" for span in spans) or NONE))
            except UnreadableCell as error:
                is_sound = False
                fault = RowFault(0, "", error.kind, " ".join(spans))
                self[f"day{weekday}_opens_1"].errors = [fault_text(fault)]
        return tuple(week) if is_sound else None

    def _written(self, weekday: int) -> list[str]:
        """Return the day's spans such as ``07:30-16:00``; a half-filled one lacks a side."""
        spans = []
        for number in range(1, SPANS + 1):
            opens = (self[f"day{weekday}_opens_{number}"].data or "").strip()
            closes = (self[f"day{weekday}_closes_{number}"].data or "").strip()
            if opens or closes:
                spans.append("".join(f"{opens}-{closes}".split()))
        return spans


for _weekday in range(len(WEEKDAYS)):
    for _part, _label in PARTS.items():
        setattr(HoursForm, f"day{_weekday}_{_part}", StringField(_label))
