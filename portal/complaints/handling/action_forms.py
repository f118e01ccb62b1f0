"""Forms of staff about promised actions: a filter, and a change with its reason."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, Form, IntegerField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from portal.complaints.handling.action_queries import ActionFilter
from portal.complaints.handling.forms import ANY, HIGHEST_NUMBER
from portal.complaints.intake.action_service import (
    LONGEST_REASON,
    SHORTEST_REASON,
    ChangeAction,
)
from portal.complaints.intake.kinds import PromiseState, PromiseStep, Theme
from portal.complaints.intake.labels import options
from portal.storage.texts.cleaning import plain

ALL = "all"
STATES = [
    SelectChoice("", _l("Yang berjalan")),
    *options("promise"),
    SelectChoice(ALL, _l("Semua")),
]


class ActionListForm(Form):  # type: ignore[misc] # WTForms has no types
    """The filter of the list, read from the address; what is not understood is ignored."""

    state = SelectField(choices=STATES, default="")
    theme = SelectField(choices=ANY + options("theme"), default="")
    agency = SelectField(choices=[], default="")

    def to_filter(self, agencies: dict[str, int]) -> ActionFilter:
        """Return the filter; ``agencies`` maps codes to numbers."""
        return ActionFilter(
            state=next((each for each in PromiseState if each == self.state.data), None),
            theme=next((each for each in Theme if each == self.theme.data), None),
            agency_id=agencies.get(self.agency.data or ""),
            is_any_state=self.state.data == ALL,
        )


class ChangeActionForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """What is done with a promised action, and why."""

    how = SelectField(choices=options("promise_step"), validators=[DataRequired()])
    seen = IntegerField(validators=[InputRequired(), NumberRange(0, HIGHEST_NUMBER)])
    due_on = DateField(validators=[Optional()])
    reason = TextAreaField(
        filters=[plain], validators=[DataRequired(), Length(SHORTEST_REASON, LONGEST_REASON)]
    )

    def to_command(self) -> ChangeAction:
        """Return what is wanted."""
        given: dict[str, Any] = {"seen": self.seen.data, "due_on": self.due_on.data}
        return ChangeAction(PromiseStep(self.how.data), self.reason.data, **given)
