"""Forms of a citizen: a complaint, the code, a reply, a verdict, an appeal."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.fields import StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from portal.complaints.intake.kinds import Concern, Happened, Kind
from portal.complaints.intake.labels import options
from portal.complaints.intake.writing import (
    LONGEST_TEXT,
    SHORTEST_TEXT,
    WriteComplaint,
)
from portal.storage.texts.cleaning import plain

FORM_KEY = r"[0-9a-f]{32}\Z"
CHOOSE = _l("Pilih salah satu jawaban.")
TEXT_LENGTH = _l("Tulis %(min)d sampai %(max)d huruf.")


class ComplaintForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """A new complaint; ``place`` is ``agency:<code>``, ``unit:<code>`` or ``desk:<code>``."""

    form_key = HiddenField(validators=[Regexp(FORM_KEY)])
    kind = RadioField(choices=options("kind"), validators=[InputRequired(CHOOSE)])
    place = SelectField(choices=[], validate_choice=False)
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

    @property
    def is_about_levy(self) -> bool:
        """Return whether an illegal levy is reported."""
        return bool(self.concern.data == Concern.LEVY)

    def to_command(
        self, agency_id: int, *, desk_id: int | None, unit_id: int | None
    ) -> WriteComplaint:
        """Return the use case's command about the place that was chosen."""
        return WriteComplaint(
            form_key=self.form_key.data,
            kind=Kind(self.kind.data),
            concern=Concern(self.concern.data),
            agency_id=agency_id,
            desk_id=desk_id,
            unit_id=unit_id,
            happened=Happened(self.happened.data),
            text=self.text.data,
            may_publish=self.may_publish.data,
        )


class ComplaintCodeForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """The code of a complaint, as typed."""

    code = StringField(validators=[DataRequired(_l("Tulis kode pengaduan Anda.")), Length(max=300)])


class FollowUpForm(ComplaintCodeForm):
    """What a citizen does with their complaint; ``act`` names it."""

    act = HiddenField()
    # The use case says when a text is too short or too long, and the page keeps it.
    text = TextAreaField(filters=[plain])
    helped = RadioField(
        choices=[SelectChoice(str(n)) for n in (1, 2, 3, 4)], validators=[Optional()]
    )

    @property
    def is_only_unproven(self) -> bool:
        """Return whether an act is asked for and only the page's token does not fit."""
        return bool(self.act.data) and set(self.errors) == {"csrf_token"}
