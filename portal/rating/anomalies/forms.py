"""Forms of administrators about anomalies: what a review found, and what is left out."""

from datetime import date

from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Regexp, ValidationError

from portal.organisation.places.catalogue import Catalogue
from portal.rating.anomalies.labels import CHANNELS, OUTCOMES, RULES, choices
from portal.rating.anomalies.service import ExcludeRatings, ReviewAnomaly
from portal.rating.answers.answers import Channel
from portal.rating.mixing.anomaly_rules import NOTE_LENGTH, ExclusionRule, ReviewOutcome
from portal.time.months import STORED_MONTH, Month, month_of


class AnomalyReviewForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """What a person found when looking into an anomaly."""

    outcome = SelectField(choices=choices(OUTCOMES), validators=[DataRequired()])
    note = TextAreaField(validators=[DataRequired(), Length(max=NOTE_LENGTH)])

    def to_command(self, signal_id: int) -> ReviewAnomaly:
        """Return the review of an anomaly."""
        return ReviewAnomaly(
            signal_id,
            outcome=ReviewOutcome(self.outcome.data),
            note=(self.note.data or "").strip(),
        )


class ExcludeForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """A whole desk, channel and month to be left out by a rule; ``desk`` is its code."""

    desk = StringField(validators=[DataRequired(), Length(max=40)])
    channel = SelectField(choices=choices(CHANNELS), validators=[DataRequired()])
    period = StringField(validators=[DataRequired(), Regexp(STORED_MONTH)])
    rule = SelectField(choices=choices(RULES), validators=[DataRequired()])
    reason = TextAreaField(validators=[DataRequired(), Length(max=NOTE_LENGTH)])

    def __init__(self, *, places: Catalogue, today: date) -> None:
        super().__init__()
        self._places = places
        self._today = today

    def validate_desk(self, field: StringField) -> None:
        """Refuse a code that no desk has."""
        if field.data.strip() not in self._places.desks_by_code:
            raise ValidationError

    def validate_period(self, field: StringField) -> None:
        """Refuse a month that has not begun."""
        if field.data > month_of(self._today):
            raise ValidationError

    def to_command(self) -> ExcludeRatings:
        """Return what is to be left out."""
        return ExcludeRatings(
            desk_id=self._places.desks_by_code[self.desk.data.strip()].id,
            channel=Channel(self.channel.data),
            period=Month(self.period.data),
            rule=ExclusionRule(self.rule.data),
            reason=(self.reason.data or "").strip(),
        )
