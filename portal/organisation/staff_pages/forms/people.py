"""Forms of officers and their postings."""

from collections.abc import Iterable
from datetime import date
from functools import partial

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from portal.organisation.people.officer_queries import PostingLine
from portal.organisation.places.catalogue import Desk
from portal.organisation.records.cells import (
    BADGE_NAME_LENGTH,
    BADGE_NUMBER_LENGTH,
    read_name,
    read_staff_number,
)
from portal.organisation.records.form_fields import CellField, ChoiceField, DayField, choices_of
from portal.organisation.records.record_types import OfficerRecord, PostingRecord


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

    def offer(self, desks: Iterable[Desk], *, is_desk_needed: bool) -> None:
        """Let one of ``desks`` be the first; an administrator may leave it open."""
        named = [(desk.code, f"{desk.name} ({desk.code})") for desk in desks]
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
        _l("Nomor induk (NIP)"),
        read_staff_number,
        description=_l("Petugas dari instansi lain boleh; nomornya tetap."),
    )
    starts_on = DayField(_l("Hari pertama"), description=_l("Kosongkan untuk hari ini."))
    ends_on = DayField(_l("Hari terakhir"), description=_l("Kosongkan bila berlanjut."))

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
