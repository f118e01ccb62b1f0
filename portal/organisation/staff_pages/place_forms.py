"""The forms of places."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField

from portal.organisation.places.catalogue import (
    Agency,
    AgencyKind,
    Catalogue,
    Desk,
    KnownPlace,
    RecordKind,
    Service,
)
from portal.organisation.records.cells import read_code, read_place_name
from portal.organisation.records.form_fields import (
    CATEGORIES,
    ELEMENTS,
    CellField,
    ChoiceField,
    ChoicesField,
    DayField,
    choices_of,
)
from portal.organisation.records.record_types import (
    AgencyRecord,
    DeskRecord,
    PlaceRecord,
    ServiceRecord,
    UnitRecord,
)
from portal.survey.elements import Element
from portal.time.months import Month, is_month


class PlaceForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """What every place has; a place that is there keeps its code."""

    code = CellField(
        _l("Kode"),
        read_code,
        is_needed=False,
        description=_l(
            "Huruf kecil, angka, dan tanda hubung. Kosongkan untuk kode dari namanya. "
            "Tidak dapat diubah lagi."
        ),
    )
    name = CellField(_l("Nama"), read_place_name)
    since = DayField(
        _l("Nama berlaku sejak"),
        description=_l("Kosongkan untuk hari ini. Nama lama tetap pada hari-hari sebelumnya."),
    )

    holds_from = StringField(
        _l("Perubahan berlaku mulai bulan"),
        filters=[lambda text: (text or "").strip()],
        description=_l(
            "Kosongkan untuk bulan depan. Bulan lain, misalnya 2026-11, hanya bila angkanya"
            " belum dihitung dan belum terbit."
        ),
    )

    def offer(self, found: Catalogue, agency: Agency | None) -> None:
        """Fill in what can be chosen at ``agency``."""

    def show(self, place: KnownPlace, found: Catalogue) -> None:
        """Fill in what ``place`` is now."""
        self.name.data = place.name

    def keep_fixed(self) -> None:
        """Take away what cannot be changed once a place is there."""
        del self.code

    def keep_new(self) -> None:
        """Take away what a new place has no need of: what is entered holds at once."""
        if "holds_from" in self:
            del self.holds_from

    def is_sound(self, today: date) -> bool:
        """Return whether the form was sent and says nothing impossible."""
        if not self.validate_on_submit():
            return False
        if self.since.data is not None and self.since.data > today:
            self.since.errors = [_l("Nama baru berlaku paling lambat hari ini.")]
            return False
        if self._month_text and not is_month(self._month_text):
            self.holds_from.errors = [_l("Tulis bulan seperti 2026-11.")]
            return False
        return True

    @property
    def month(self) -> Month | None:
        """From which month on a change shall hold; None for the next month.

        :raises NotAMonth: where ``is_sound`` refuses what was typed.
        """
        return Month(self._month_text) if self._month_text else None

    @property
    def _month_text(self) -> str:
        return (self.holds_from.data or "") if "holds_from" in self else ""

    def to_command(self, *, code: str, agency: str) -> PlaceRecord:
        """Return the record the form asks for.

        :param code: the code of a place that is there, or the one typed.
        :param agency: the code of the agency it belongs to.
        """
        raise NotImplementedError


class AgencyForm(PlaceForm):
    """An agency."""

    category = ChoiceField(
        _l("Jenis"),
        choices=choices_of(CATEGORIES.items()),
        description=_l("Instansi hanya dibandingkan dengan yang sejenis."),
    )

    def show(self, place: KnownPlace, found: Catalogue) -> None:
        """Fill in what the agency is now."""
        super().show(place, found)
        self.category.data = found.agencies[place.id].kind

    def to_command(self, *, code: str, agency: str) -> PlaceRecord:
        """Return the agency's record."""
        category = AgencyKind(self.category.data)
        return AgencyRecord(code=code, name=self.name.value, category=category)


class PlaceUnitForm(PlaceForm):
    """A unit of an agency; nothing of it is dated by months."""

    holds_from = None

    def to_command(self, *, code: str, agency: str) -> PlaceRecord:
        """Return the unit's record."""
        return UnitRecord(code=code, name=self.name.value, agency=agency)


class ServiceForm(PlaceForm):
    """A service of an agency."""

    left_out = ChoicesField(
        _l("Unsur yang tidak ditanyakan"),
        choices=choices_of(ELEMENTS.items()),
        description=_l("Misalnya biaya, bila layanannya gratis."),
    )

    def show(self, place: KnownPlace, found: Catalogue) -> None:
        """Fill in what the service is now."""
        super().show(place, found)
        service: Service = found.services[place.id]
        self.left_out.data = sorted(service.left_out)

    def to_command(self, *, code: str, agency: str) -> PlaceRecord:
        """Return the service's record."""
        left_out = frozenset(map(Element, self.left_out.data or ()))
        return ServiceRecord(code=code, name=self.name.value, agency=agency, left_out=left_out)


class DeskForm(PlaceForm):
    """A desk of an agency, perhaps in a unit of it."""

    unit = ChoiceField(_l("Unit"))
    services = ChoicesField(_l("Layanan di loket ini"))

    def offer(self, found: Catalogue, agency: Agency | None) -> None:
        """Let units and services of the agency be chosen, as far as they have not ended."""
        below = [
            [
                (each.code, each.name)
                for each in places.values()
                if _is_live(each, agency, found=found)
            ]
            for places in (found.units, found.services)
        ]
        self.unit.choices = choices_of([("", _l("Langsung di instansi")), *below[0]])
        self.services.choices = choices_of(below[1])

    def keep_fixed(self) -> None:
        """Take away the code; a desk that is there moves to another unit, never out of all."""
        super().keep_fixed()
        stays = choices_of([("", _l("Tetap seperti sekarang"))])
        self.unit.choices = [*stays, *self.unit.choices[1:]]

    def show(self, place: KnownPlace, found: Catalogue) -> None:
        """Fill in what the desk is now."""
        super().show(place, found)
        desk: Desk = found.desks[place.id]
        if desk.unit_id is not None:
            self.unit.data = found.units[desk.unit_id].code
        self.services.data = [found.services[id_].code for id_ in desk.service_ids]

    def to_command(self, *, code: str, agency: str) -> PlaceRecord:
        """Return the desk's record."""
        return DeskRecord(
            code=code,
            name=self.name.value,
            agency=agency,
            unit=self.unit.data or None,
            services=frozenset(self.services.data or ()),
        )


def _is_live(place: Any, agency: Agency | None, *, found: Catalogue) -> bool:
    is_own = agency is not None and place.agency_id == agency.id
    return is_own and not place.is_retired(found.on)


FORMS: Mapping[RecordKind, type[PlaceForm]] = {
    RecordKind.AGENCY: AgencyForm,
    RecordKind.UNIT: PlaceUnitForm,
    RecordKind.SERVICE: ServiceForm,
    RecordKind.DESK: DeskForm,
}
