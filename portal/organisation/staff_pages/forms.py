"""The forms of officers, postings, opening hours, and of what ends."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.fields import Field

from portal.organisation.people.officer_queries import OfficerLine, PostingLine
from portal.organisation.places.catalogue import Desk, KnownPlace, RecordKind
from portal.organisation.places.opening_hours import OpeningSpan
from portal.organisation.records.cells import (
    BADGE_NAME_LENGTH,
    BADGE_NUMBER_LENGTH,
    NONE,
    UnreadableCell,
    read_hours,
    read_name,
    read_staff_number,
)
from portal.organisation.records.form_fields import (
    WEEKDAYS,
    CellField,
    ChoiceField,
    DayField,
    choices_of,
    fault_text,
)
from portal.organisation.records.record_types import (
    RECORD_TYPES,
    CodedRecord,
    OfficerRecord,
    PostingRecord,
)
from portal.storage.spreadsheets.table import RowFault

SPANS = 2
NOBODY = _l("Tidak ada orang dengan nama atau nomor itu.")
PARTS = {
    "opens_1": _l("Buka"),
    "closes_1": _l("Tutup"),
    "opens_2": _l("Buka lagi"),
    "closes_2": _l("Tutup lagi"),
}


class LeavingForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """From which day something or somebody is no longer there."""

    retired_on = DayField(_l("Tidak ada lagi mulai"), is_needed=True)

    def to_command(self, kind: RecordKind, *, code: str) -> CodedRecord:
        """Return the record that ends what has ``code``."""
        record: Any = RECORD_TYPES[kind]
        ended = record(code=code, retired_on=self.retired_on.data, **self._more())
        return cast(CodedRecord, ended)

    def _more(self) -> Mapping[str, str | None]:
        return {}


class RetireForm(LeavingForm):
    """Also names what takes the place of a place."""

    successor = ChoiceField(
        _l("Pengganti"), description=_l("Kosongkan bila tidak ada yang menggantikan.")
    )

    def offer(self, places: Iterable[KnownPlace]) -> None:
        """Let one of ``places`` be the successor."""
        named = [(place.code, f"{place.name} ({place.code})") for place in places]
        self.successor.choices = choices_of([("", _l("Tidak ada")), *named])

    def _more(self) -> Mapping[str, str | None]:
        return {"successor": self.successor.data or None}


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


class OfficerForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """An officer's names; citizens see only what is on the badge."""

    name = CellField(_l("Nama"), read_name, description=_l("Tidak tampil untuk warga."))
    badge_name = CellField(
        _l("Nama di lencana"),
        partial(read_name, longest=BADGE_NAME_LENGTH),
        description=_l("Yang dilihat warga saat memilih petugas."),
    )
    badge_number = CellField(
        _l("Nomor di lencana"), partial(read_name, longest=BADGE_NUMBER_LENGTH)
    )

    def to_command(self, number: str) -> OfficerRecord:
        """Return the record of the officer with a staff ``number``."""
        return OfficerRecord(
            code=number,
            name=self.name.value,
            badge_name=self.badge_name.value,
            badge_number=self.badge_number.value,
        )


class NewOfficerForm(OfficerForm):
    """Also the staff number, and where the officer starts."""

    code = CellField(
        _l("Nomor induk (NIP)"),
        read_staff_number,
        description=_l("Tetap sama bila petugas pindah. Tidak dapat diubah lagi."),
    )
    desk = ChoiceField(_l("Bertugas di loket"))
    starts_on = DayField(_l("Mulai"), description=_l("Kosongkan untuk hari ini."))

    def offer(self, desks: Mapping[Desk, str], *, is_desk_needed: bool) -> None:
        """Let one of ``desks``, each with its label, be the first; some may leave it open."""
        named = [(desk.code, label) for desk, label in desks.items()]
        none = [] if is_desk_needed else [("", _l("Belum ada"))]
        self.desk.choices = choices_of([*none, *named])

    def records(self, today: date) -> list[OfficerRecord | PostingRecord]:
        """Return the officer and, where a desk was chosen, the first posting."""
        number = self.code.value
        officer = self.to_command(number)
        if not self.desk.data:
            return [officer]
        starts_on = self.starts_on.data or today
        return [officer, PostingRecord(officer=number, desk=self.desk.data, starts_on=starts_on)]


class PostingForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """Who serves at a desk from when."""

    officer = CellField(
        _l("Petugas: nama atau NIP"),
        read_staff_number,
        description=_l("Sebagian nama cukup. Petugas dari instansi lain dicari dengan NIP-nya."),
    )
    picked = StringField(_l("Pilih orangnya"))
    starts_on = DayField(_l("Hari pertama"), description=_l("Kosongkan untuk hari ini."))
    ends_on = DayField(_l("Hari terakhir"), description=_l("Kosongkan bila berlanjut."))
    #: Who was found for a name, to be picked from.
    found: Sequence[OfficerLine] = ()

    @property
    def words(self) -> str:
        """The name that was typed instead of a number; empty for a number."""
        typed = (self.officer.data or "").strip()
        return "" if any(sign.isdecimal() for sign in typed) else typed

    def is_picked(self, found: Sequence[OfficerLine]) -> bool:
        """Return whether the name that was typed is one officer's, or one of several was picked.

        :param found: the officers of that name whom the editor sees.
        """
        self.found = found
        numbers = [each.number for each in found]
        if len(numbers) == 1 or self.picked.data in numbers:
            self.officer.data = numbers[0] if len(numbers) == 1 else self.picked.data
            return True
        said = _l("Pilih orangnya dari daftar di bawah.") if found else NOBODY
        self.officer.errors = [said]
        return False

    def to_command(self, desk: str, *, today: date) -> PostingRecord:
        """Return the posting at ``desk``."""
        return PostingRecord(
            officer=self.officer.value,
            desk=desk,
            starts_on=self.starts_on.data or today,
            ends_on=self.ends_on.data,
        )


class EndPostingForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """The last day of a posting."""

    ends_on = DayField(_l("Hari terakhir"), is_needed=True)

    def to_command(self, posting: PostingLine) -> PostingRecord:
        """Return ``posting`` with the last day that was typed."""
        return PostingRecord(
            officer=posting.officer_number,
            desk=posting.desk_code,
            starts_on=posting.starts_on,
            ends_on=self.ends_on.data,
        )
