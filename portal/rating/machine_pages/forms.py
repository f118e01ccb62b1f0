"""The forms for screens, tablets and queue machines."""

from collections.abc import Iterable, Mapping

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from portal.organisation.places.catalogue import Agency, Desk
from portal.rating.devices.domain import NAME_LENGTH, DeviceKind
from portal.rating.devices.queries import DeviceState

KIND_NAMES = {DeviceKind.SCREEN: _l("Layar dengan kode QR"), DeviceKind.KIOSK: _l("Tablet")}
STATE_NAMES = {
    DeviceState.WAITING: _l("Menunggu kodenya diketik"),
    DeviceState.MISSED: _l("Kodenya lewat waktu"),
    DeviceState.PAIRED: _l("Terpasang"),
    DeviceState.REVOKED: _l("Dicabut"),
}
_NAME = (InputRequired(_l("Beri nama.")), Length(max=NAME_LENGTH))


class MachineForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Which machine is to be paired with which desk."""

    desk = SelectField(_l("Loket"), coerce=int)
    kind = SelectField(
        _l("Jenis"), choices=[SelectChoice(kind.value, name) for kind, name in KIND_NAMES.items()]
    )
    name = StringField(_l("Nama, misalnya tempatnya"), validators=_NAME)

    def offer(self, desks: Mapping[Desk, str]) -> None:
        """Offer ``desks``, each with its label."""
        self.desk.choices = [SelectChoice(desk.id, label) for desk, label in desks.items()]


class KeyForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """For which agency's queue machine a key is made."""

    agency = SelectField(_l("Instansi"), coerce=int)
    name = StringField(_l("Nama mesin antrean"), validators=_NAME)

    def offer(self, agencies: Iterable[Agency]) -> None:
        """Offer ``agencies``."""
        self.agency.choices = [SelectChoice(agency.id, agency.name) for agency in agencies]
