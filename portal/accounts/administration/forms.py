"""The forms for inviting people and changing their roles, and the filter of the list."""

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Form, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Regexp, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from portal.accounts.administration.service import Invite
from portal.accounts.staff.domain import (
    AGENCY_ROLES,
    NAME_LENGTH,
    AccountState,
    NoIdentity,
    identity_of,
)
from portal.accounts.staff.labels import ROLE_NAMES, STATE_NAMES
from portal.accounts.staff.queries import PeopleFilter
from portal.accounts.staff.staff_numbers import (
    CitizensNumber,
    DigitsLost,
    NotAStaffNumber,
    read_staff_number,
)
from portal.storage.texts.cleaning import one_line
from portal.web.access import Role

ROLES = [SelectChoice(role.value, name) for role, name in ROLE_NAMES.items()]


class RolesForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Which roles a person has, and the agency they count for."""

    roles = SelectMultipleField(
        _l("Peran"), choices=ROLES, widget=ListWidget(), option_widget=CheckboxInput()
    )
    agency = SelectField(_l("Instansi"), validate_choice=True)

    def offer(self, agencies: Mapping[int, str]) -> None:
        """Let the person choose among ``agencies``."""
        offered = [SelectChoice(str(number), name) for number, name in agencies.items()]
        self.agency.choices = [SelectChoice("", _l("Seluruh kota")), *offered]

    def validate_roles(self, field: SelectMultipleField) -> None:
        """Ask for at least one role, and for an agency where a role needs one."""
        if not field.data:
            raise ValidationError(_l("Pilih paling sedikit satu peran."))

    def validate_agency(self, field: SelectField) -> None:
        """Ask for an agency where a role counts for one."""
        if self.to_roles() & AGENCY_ROLES and not field.data:
            raise ValidationError(_l("Pilih instansi untuk peran ini."))

    def to_roles(self) -> frozenset[Role]:
        """Return the roles that were chosen; what is none is for ``validate`` to refuse."""
        return frozenset(role for role in Role if role in set(self.roles.data or ()))

    def to_agency_id(self) -> int | None:
        """Return the agency that was chosen, or None for the whole city."""
        return int(self.agency.data) if self.agency.data else None


class InviteForm(RolesForm):
    """A person to be invited."""

    name = StringField(
        _l("Nama lengkap"),
        [
            InputRequired(_l("Isi nama orang ini.")),
            Length(max=NAME_LENGTH, message=_l("Nama ini terlalu panjang.")),
            Regexp("[^@]*$", message=_l("Tulis nama orangnya, bukan alamat surel.")),
        ],
        filters=[one_line],
    )
    identity = StringField(
        _l("Surel atau NIP"), [InputRequired(_l("Isi surel, atau NIP jika tidak ada surel."))]
    )

    person = StringField(_l("Pegawai: nama atau NIP"), filters=[one_line])
    picked = SelectField(_l("Pilih orangnya"), validate_choice=False)

    def is_picked(self, found: Sequence[tuple[int, str]]) -> bool:
        """Offer who was found for what was typed; return whether it is clear who is meant.

        Nothing typed means that the account is nobody's record.
        """
        offered = [SelectChoice(str(number), name) for number, name in found]
        self.picked.choices = [SelectChoice("", _l("Pilih ...")), *offered] if offered else []
        if not self.person.data or self.picked_id is not None:
            return True
        message = _l("Pilih orangnya dari daftar.") if found else _l("Tidak ada orang seperti itu.")
        self.person.errors = [*self.person.errors, message]
        return False

    @property
    def picked_id(self) -> int | None:
        """The record that was chosen among those offered."""
        offered = {choice.value for choice in self.picked.choices or () if choice.value}
        return int(self.picked.data) if self.picked.data in offered else None

    def validate_identity(self, field: StringField) -> None:
        """Ask for an e-mail address or a staff number with all its digits."""
        try:
            if identity_of(field.data or "").staff_number is not None:
                read_staff_number(field.data)
        except DigitsLost as error:
            raise ValidationError(
                _l("Nomor ini kehilangan digit terakhirnya di lembar kerja. Ketik NIP lengkapnya.")
            ) from error
        except CitizensNumber as error:
            raise ValidationError(
                _l("Ini NIK, bukan nomor induk pegawai. Portal ini tidak menyimpan NIK.")
            ) from error
        except (NoIdentity, NotAStaffNumber) as error:
            message = _l("Tulis alamat surel seperti nama@kota.go.id, atau NIP berupa angka.")
            raise ValidationError(message) from error

    def say_taken(self) -> None:
        """Say that somebody else signs in with this."""
        self.identity.errors = [_l("Sudah ada akun dengan surel atau NIP ini.")]

    def to_command(self, officer_id: int | None) -> Invite:
        """Return the invitation; ``officer_id`` is the record of an officer with this number."""
        return Invite(
            name=self.name.data,
            identity=identity_of(self.identity.data),
            roles=self.to_roles(),
            agency_id=self.to_agency_id(),
            officer_id=officer_id,
        )


class PeopleFilterForm(Form):  # type: ignore[misc] # WTForms has no types
    """What the list of accounts shows."""

    words = StringField(_l("Nama"))
    role = SelectField(_l("Peran"), choices=[SelectChoice("", _l("Semua peran")), *ROLES])
    state = SelectField(
        _l("Keadaan"),
        choices=[
            SelectChoice("", _l("Semua")),
            *(SelectChoice(state.value, name) for state, name in STATE_NAMES.items()),
        ],
    )

    def to_filter(self) -> PeopleFilter:
        """Return the filter; what cannot be meant is left out."""
        role = self.role.data if self.role.data in set(Role) else ""
        return PeopleFilter(
            words=one_line(self.words.data)[:NAME_LENGTH],
            role=Role(role) if role else None,
            state=AccountState(self.state.data) if self.state.data in STATE_NAMES else None,
        )
