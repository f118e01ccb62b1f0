"""The forms that record a new person and another staff number."""

from collections.abc import Mapping
from datetime import date

from flask_babel import lazy_gettext as _l

from portal.organisation.people.domain import PersonKind
from portal.organisation.people.registering_service import RegisterPerson
from portal.organisation.people_pages.forms import ChangeReasonForm
from portal.organisation.people_pages.labels import PERSON_KINDS
from portal.organisation.records.cells import read_name, read_staff_number
from portal.organisation.records.form_fields import CellField, ChoiceField, DayField, choices_of


class RegisterForm(ChangeReasonForm):
    """A person who was in no file, with the first post."""

    name = CellField(_l("Nama lengkap"), read_name)
    number = CellField(
        _l("NIP"),
        read_staff_number,
        is_needed=False,
        description=_l("Ejaan apa pun. Kosong hanya untuk wali kota."),
    )
    kind = ChoiceField(_l("Status"), choices=choices_of(PERSON_KINDS.items()))
    title = CellField(_l("Jabatan"), read_name)
    place = ChoiceField(_l("Instansi atau unit"))
    is_head = ChoiceField(
        _l("Memimpin unit atau instansi ini"),
        choices=choices_of([("no", _l("Tidak")), ("yes", _l("Ya"))]),
    )
    starts_on = DayField(_l("Memegang jabatan ini sejak"), is_needed=True)

    def offer_places(self, places: Mapping[str, str]) -> None:
        """Let one of ``places`` (agency and unit by their numbers) be chosen."""
        self.place.choices = choices_of(places.items())

    def to_command(self) -> RegisterPerson:
        """Return the person."""
        agency, _separator, unit = self.place.data.partition("-")
        return RegisterPerson(
            name=self.name.value,
            number=self.number.value,
            kind=PersonKind(self.kind.data),
            title=self.title.value,
            agency_id=int(agency),
            unit_id=int(unit) if unit else None,
            is_head=self.is_head.data == "yes",
            starts_on=self.starts_on.data or date.max,
        )


class RenumberForm(ChangeReasonForm):
    """Another staff number from a day on."""

    number = CellField(
        _l("NIP baru"), read_staff_number, description=_l("NIP lama tetap menemukan orang ini.")
    )
    starts_on = DayField(_l("Berlaku sejak"), is_needed=True)
