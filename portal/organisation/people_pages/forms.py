"""Forms that change people's days, and those of a person's own record."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField

from portal.accounts.staff.staff_numbers import spelled
from portal.organisation.people.domain import (
    REASON_LENGTH,
    TITLE_LENGTH,
    AbsenceChange,
    AbsenceKind,
    AccountTie,
    Change,
    LineChange,
    Naming,
    PostChange,
    RelationEnd,
)
from portal.organisation.people.list_queries import ListedPerson
from portal.organisation.people.reporting_lines import LineKind
from portal.organisation.people.standing import RelationKind
from portal.organisation.people_pages.labels import (
    ABSENCE_KINDS,
    LINE_KINDS,
    NAMED_KINDS,
    RELATION_KINDS,
)
from portal.organisation.records.cells import read_name
from portal.organisation.records.form_fields import CellField, ChoiceField, DayField, choices_of

read_reason = partial(read_name, longest=REASON_LENGTH)


class PickForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """Asks for a person by name or number; of several one is chosen from a list."""

    picked = StringField(_l("Pilih orangnya"))
    found: Sequence[ListedPerson] = ()
    #: Whether whoever asks may read staff numbers, which hold the day of birth.
    shows_numbers = True

    def is_picked(self, found: Sequence[ListedPerson], *, field: CellField) -> bool:
        """Offer who was found for what was typed; return whether one of them is chosen.

        A whole staff number is choice enough.
        """
        self.found = found
        typed = spelled(field.data or "")
        if len(found) == 1 and found[0].number == typed:
            self.picked.data = str(found[0].id)
        if self.picked.data in {str(each.id) for each in found}:
            return True
        if found:
            field.errors = [*field.errors, _("Pilih orangnya dari daftar di bawah.")]
        elif field.data:
            field.errors = [*field.errors, _("Tidak ada orang dengan nama atau nomor itu.")]
        return False

    @property
    def offered(self) -> list[tuple[str, str]]:
        """Who was found, with what tells people of the same name apart."""
        return [(str(each.id), self._one_line(each)) for each in self.found]

    @property
    def picked_id(self) -> int:
        """The internal number of who was chosen."""
        return int(self.picked.data or 0)

    def _one_line(self, person: ListedPerson) -> str:
        number = person.number if self.shows_numbers else None
        parts = (person.name, number, person.title, person.agency_name)
        return ", ".join(part for part in parts if part)


def _day(field: DayField) -> date:
    """Return the day of a field that needs one and was accepted."""
    if field.data is None:
        raise ValueError(field.name)
    return field.data


class ChangeReasonForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """What a change rests on."""

    reason = CellField(
        _l("Alasan"),
        read_reason,
        description=_l(
            "Misalnya nomor dan tanggal keputusan. Terbaca oleh orang yang bersangkutan."
        ),
    )


class LineForm(PickForm, ChangeReasonForm):
    """To whom a person reports from a day on."""

    superior_words = CellField(
        _l("Atasan: nama atau NIP"),
        read_name,
        description=_l("Ketik sebagian nama, atau NIP dengan ejaan apa pun."),
    )
    kind = ChoiceField(_l("Sebagai"), choices=choices_of(LINE_KINDS.items()))
    starts_on = DayField(_l("Hari pertama"), is_needed=True)
    ends_on = DayField(_l("Hari terakhir"), description=_l("Kosongkan bila berlanjut."))

    def to_change(self) -> Change:
        """Return the change."""
        kind = LineKind(self.kind.data)
        return LineChange(self.picked_id, kind, _day(self.starts_on), self.ends_on.data)


class PostForm(ChangeReasonForm):
    """Which post a person holds from a day on."""

    title = CellField(_l("Jabatan"), partial(read_name, longest=TITLE_LENGTH))
    place = ChoiceField(_l("Instansi atau unit"))
    is_head = ChoiceField(
        _l("Memimpin unit atau instansi ini"),
        choices=choices_of([("no", _l("Tidak")), ("yes", _l("Ya"))]),
    )
    kind = ChoiceField(_l("Sebagai"), choices=choices_of(LINE_KINDS.items()))
    starts_on = DayField(_l("Hari pertama"), is_needed=True)
    ends_on = DayField(_l("Hari terakhir"), description=_l("Kosongkan bila berlanjut."))

    def offer_places(self, places: Mapping[str, str]) -> None:
        """Let one of ``places`` (agency and unit by their numbers) be chosen."""
        self.place.choices = choices_of(places.items())

    def to_change(self) -> Change:
        """Return the change."""
        agency, _separator, unit = self.place.data.partition("-")
        return PostChange(
            title=self.title.value,
            agency_id=int(agency),
            unit_id=int(unit) if unit else None,
            is_head=self.is_head.data == "yes",
            kind=LineKind(self.kind.data),
            starts_on=_day(self.starts_on),
            ends_on=self.ends_on.data,
        )


class AbsenceForm(ChangeReasonForm):
    """On which days a person is away."""

    kind = ChoiceField(
        _l("Jenis"),
        choices=choices_of(ABSENCE_KINDS.items()),
        description=_l("Jangan menulis diagnosis, juga tidak sebagai alasan."),
    )
    starts_on = DayField(_l("Hari pertama"), is_needed=True)
    ends_on = DayField(_l("Hari terakhir"), description=_l("Kosongkan bila berlanjut."))

    def to_change(self) -> Change:
        """Return the change."""
        kind = AbsenceKind(self.kind.data)
        return AbsenceChange(kind, _day(self.starts_on), self.ends_on.data)


class AccountForm(ChangeReasonForm):
    """Which account is the person's."""

    account = ChoiceField(_l("Akun"))

    def offer_accounts(self, accounts: Iterable[tuple[int, str]]) -> None:
        """Let one of ``accounts`` be chosen."""
        self.account.choices = choices_of((str(number), name) for number, name in accounts)

    def to_change(self) -> Change:
        """Return the change."""
        return AccountTie(int(self.account.data))


class RelationEndForm(ChangeReasonForm):
    """The last day of a declared relation."""

    relation = ChoiceField(_l("Hubungan"))
    ends_on = DayField(_l("Hari terakhir"), is_needed=True)

    def offer_relations(self, relations: Iterable[tuple[int, Any]]) -> None:
        """Let one of ``relations`` be chosen."""
        self.relation.choices = choices_of((str(number), name) for number, name in relations)

    def to_change(self) -> Change:
        """Return the change."""
        return RelationEnd(int(self.relation.data), _day(self.ends_on))


class NamingForm(PickForm, ChangeReasonForm):
    """Who advises on a person, appraises or decides instead."""

    superior_words = CellField(
        _l("Siapa: nama atau NIP"),
        read_name,
        description=_l("Ketik sebagian nama, atau NIP dengan ejaan apa pun."),
    )
    kind = ChoiceField(_l("Sebagai"), choices=choices_of(NAMED_KINDS.items()))
    starts_on = DayField(_l("Hari pertama"), is_needed=True)
    ends_on = DayField(_l("Hari terakhir"), description=_l("Kosongkan bila berlanjut."))

    def to_change(self) -> Change:
        """Return the change."""
        kind = RelationKind(self.kind.data)
        return Naming(self.picked_id, kind, _day(self.starts_on), self.ends_on.data)


class ChangeAnswerForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """What whoever decides says."""

    answer = CellField(_l("Alasan keputusan"), read_reason)


class DoubtForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """Why the recorded superior is the wrong one."""

    note = CellField(
        _l("Siapa atasan Anda yang benar, dan sejak kapan?"),
        read_reason,
        description=_l("Terbaca oleh koordinator dan pengelola kinerja."),
    )


class DeclareForm(PickForm):
    """To whom a person is close, and how."""

    shows_numbers = False
    other_words = CellField(_l("Nama atau NIP orang itu"), read_name)
    kind = ChoiceField(_l("Hubungan"), choices=choices_of(RELATION_KINDS.items()))

    @property
    def relation(self) -> RelationKind:
        """The relation that was chosen."""
        return RelationKind(self.kind.data)
