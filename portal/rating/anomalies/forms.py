"""Forms of administrators about anomalies: what a review found, and what is left out."""

from datetime import date

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Regexp, ValidationError

from portal.organisation.places.catalogue import Catalogue
from portal.rating.anomalies.labels import CHANNELS, OUTCOMES, RULES, choices
from portal.rating.anomalies.service import ExcludeRatings, ReviewAnomaly
from portal.rating.answers.answers import Channel
from portal.rating.mixing.anomaly_rules import NOTE_LENGTH, ExclusionRule, ReviewOutcome
from portal.time.months import STORED_MONTH, Month, month_of

NO_DESK = _l("Tulis kode loket yang ada.")
NO_MONTH = _l("Tulis bulan seperti 2026-03.")
WHY = _l("Tulis alasannya.")
TOO_LONG = _l("Paling panjang %(detail)s huruf.", detail=NOTE_LENGTH)


class AnomalyReviewForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """What a person found when looking into an anomaly."""

    outcome = SelectField(_l("Hasil"), choices=choices(OUTCOMES), validators=[DataRequired()])
    note = TextAreaField(
        _l("Alasan"), [DataRequired(WHY), Length(max=NOTE_LENGTH, message=TOO_LONG)]
    )

    def to_command(self, signal_id: int) -> ReviewAnomaly:
        """Return the review of an anomaly."""
        return ReviewAnomaly(
            signal_id,
            outcome=ReviewOutcome(self.outcome.data),
            note=(self.note.data or "").strip(),
        )


class ExcludeForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """A whole desk, channel and month to be left out by a rule; ``desk`` is its code."""

    desk = StringField(_l("Kode loket"), [DataRequired(NO_DESK), Length(max=40, message=NO_DESK)])
    channel = SelectField(_l("Saluran"), choices=choices(CHANNELS), validators=[DataRequired()])
    period = StringField(
        _l("Bulan, seperti 2026-03"), [DataRequired(NO_MONTH), Regexp(STORED_MONTH, 0, NO_MONTH)]
    )
    rule = SelectField(_l("Aturan"), choices=choices(RULES), validators=[DataRequired()])
    reason = TextAreaField(
        _l("Alasan yang dibaca umum"),
        [DataRequired(WHY), Length(max=NOTE_LENGTH, message=TOO_LONG)],
    )

    def __init__(self, *, places: Catalogue, today: date) -> None:
        super().__init__()
        self._places = places
        self._today = today

    def validate_desk(self, field: StringField) -> None:
        """Refuse a code that no desk has."""
        if field.data.strip() not in self._places.desks_by_code:
            raise ValidationError(NO_DESK)

    def validate_period(self, field: StringField) -> None:
        """Refuse a month that has not begun."""
        if field.data > month_of(self._today):
            raise ValidationError(_l("Bulan ini belum dimulai."))

    def to_command(self) -> ExcludeRatings:
        """Return what is to be left out."""
        return ExcludeRatings(
            desk_id=self._places.desks_by_code[self.desk.data.strip()].id,
            channel=Channel(self.channel.data),
            period=Month(self.period.data),
            rule=ExclusionRule(self.rule.data),
            reason=(self.reason.data or "").strip(),
        )
