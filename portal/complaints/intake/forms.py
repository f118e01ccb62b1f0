"""What a citizen may send: a complaint, the code, a reply, a verdict, an appeal."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.fields import StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from portal.complaints.intake.kinds import Concern, Happened, Kind
from portal.complaints.intake.labels import options
from portal.complaints.intake.writing import LONGEST_TEXT, SHORTEST_TEXT, WriteComplaint
from portal.storage.texts.cleaning import plain

FORM_KEY = r"[0-9a-f]{32}\Z"
CHOOSE = _l("Pilih salah satu jawaban.")
TEXT_LENGTH = _l("Tulis %(min)d sampai %(max)d huruf.")
TOO_OLD = _l("Halaman ini terlalu lama terbuka. Isian Anda masih ada: kirim sekali lagi.")


class ComplaintForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """A new complaint; ``place`` is ``agency:<code>`` or ``desk:<code>``."""

    form_key = HiddenField(validators=[Regexp(FORM_KEY)])
    kind = RadioField(choices=options("kind"), validators=[InputRequired(CHOOSE)])
    place = SelectField(validators=[DataRequired(_l("Pilih instansi atau loketnya."))])
    concern = RadioField(
        choices=options("concern"), default=str(Concern.SERVICE), validators=[InputRequired(CHOOSE)]
    )
    text = TextAreaField(
        filters=[plain],
        validators=[
            DataRequired(_l("Ceritakan apa yang terjadi.")),
            Length(SHORTEST_TEXT, LONGEST_TEXT, TEXT_LENGTH),
        ],
    )
    happened = RadioField(choices=options("happened"), validators=[InputRequired(CHOOSE)])
    may_publish = BooleanField()

    def to_command(self, places: dict[str, tuple[int, int | None]]) -> WriteComplaint:
        """Return the use case's command; ``places`` maps a choice to (agency, desk) numbers."""
        agency_id, desk_id = places[self.place.data]
        return WriteComplaint(
            form_key=self.form_key.data,
            kind=Kind(self.kind.data),
            concern=Concern(self.concern.data),
            agency_id=agency_id,
            desk_id=desk_id,
            happened=Happened(self.happened.data),
            text=self.text.data,
            may_publish=self.may_publish.data,
        )


class CodeForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """The code of a complaint, as typed."""

    code = StringField(validators=[DataRequired(_l("Tulis kode pengaduan Anda.")), Length(max=60)])


class FollowUpForm(CodeForm):
    """What a citizen does with their complaint; ``act`` names it."""

    act = HiddenField()
    # The use case says when a text is too short or too long, and the page keeps it.
    text = TextAreaField(filters=[plain])
    helped = RadioField(
        choices=[SelectChoice(str(n)) for n in (1, 2, 3, 4)], validators=[Optional()]
    )

    @property
    def is_only_too_old(self) -> bool:
        """Return whether an act is asked for and only the page's token ran out."""
        return bool(self.act.data) and set(self.errors) == {"csrf_token"}


def error_links(form: Any) -> list[tuple[str, Any]]:
    """Return (anchor, message) of every mistake of ``form``, in the order of its fields."""
    return [
        (name, TOO_OLD if name == "csrf_token" else messages[0])
        for name, messages in form.errors.items()
        if messages
    ]
