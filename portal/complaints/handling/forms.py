"""Forms of staff: filters, moves, answers, decisions; every decision carries a version."""

from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    Form,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from portal.complaints.handling.answering import SHORTEST_ANSWER, Promise
from portal.complaints.handling.moderation import ModerationVerdict
from portal.complaints.handling.queries import Cursor, QueueFilter
from portal.complaints.intake.kinds import DecisionReason, Kind, Queue, State, TextDecision, Theme
from portal.complaints.intake.labels import options
from portal.complaints.intake.writing import LONGEST_TEXT
from portal.storage.texts.cleaning import plain

Word = TypeVar("Word", bound=StrEnum)
# The databases number rows with 31 bits.
HIGHEST_NUMBER = 2**31 - 1
LONGEST_NUMBER = 10
ANY = [SelectChoice("", _l("Semua"))]
NO_REASON = [SelectChoice("", _l("Tanpa alasan"))]


class QueueForm(Form):  # type: ignore[misc] # WTForms has no types
    """The filter of the queue, read from the address; what is not understood is ignored."""

    queue = SelectField(choices=ANY + options("queue"), default="")
    state = SelectField(choices=ANY + options("state"), default="")
    kind = SelectField(choices=ANY + options("kind"), default="")
    agency = SelectField(choices=[], default="")
    overdue = BooleanField()
    appealed = BooleanField()

    def to_filter(self, agencies: dict[str, int]) -> QueueFilter:
        """Return the filter; ``agencies`` maps codes to numbers."""
        return QueueFilter(
            queue=_member(Queue, self.queue.data),
            state=_member(State, self.state.data),
            kind=_member(Kind, self.kind.data),
            agency_id=agencies.get(self.agency.data or ""),
            is_overdue=bool(self.overdue.data),
            is_appealed=bool(self.appealed.data),
        )


def cursor_from(text: str | None) -> Cursor | None:
    """Return where a page continues, written as ``2026-11-20.17``; None when it is not that."""
    day, _, digits = (text or "").partition(".")
    number = row_number(digits)
    try:
        promised_on = date.fromisoformat(day)
    except ValueError:
        return None
    return None if number is None else Cursor(promised_on=promised_on, complaint_id=number)


def row_number(digits: str) -> int | None:
    """Return the number of a row as a client wrote it; None when no row can have it."""
    is_number = digits.isascii() and digits.isdecimal() and len(digits) <= LONGEST_NUMBER
    return int(digits) if is_number and int(digits) <= HIGHEST_NUMBER else None


class VersionedForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """A decision about an item as it was read."""

    version = IntegerField(validators=[InputRequired()])


class BulkForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Where items go next, with the reason where one is needed."""

    to = SelectField(choices=options("state"), validators=[DataRequired()])
    reason = SelectField(choices=NO_REASON + options("reason"), default="")

    @property
    def reason_given(self) -> DecisionReason | None:
        """Return the reason, or None for none."""
        return _member(DecisionReason, self.reason.data)


class AdvanceForm(BulkForm, VersionedForm):
    """Where one item goes next, as it was read; ``unit`` is the code of who deals with it."""

    unit = StringField(validators=[Optional(), Length(max=40)])


class AddressForm(VersionedForm):
    """The code of the unit that deals with an item; empty for the agency itself."""

    unit = StringField(validators=[Optional(), Length(max=40)])


class PassOnForm(VersionedForm):
    """The agency or unit that is to deal with an item, and why not the one that has it."""

    place = StringField(validators=[DataRequired(), Length(max=60)])
    reason = SelectField(choices=options("reason"), validators=[DataRequired()])

    @property
    def reason_given(self) -> DecisionReason | None:
        """Return the reason."""
        return _member(DecisionReason, self.reason.data)


class ComplaintAnswerForm(VersionedForm):
    """The answer, perhaps with a promised action."""

    text = TextAreaField(
        filters=[plain], validators=[DataRequired(), Length(SHORTEST_ANSWER, LONGEST_TEXT)]
    )
    theme = SelectField(choices=NO_REASON + options("theme"), default="")
    said = StringField(filters=[plain], validators=[Optional(), Length(10, 300)])
    action = StringField(filters=[plain], validators=[Optional(), Length(10, 300)])
    due_on = DateField(validators=[Optional()])

    def to_promise(self) -> Promise | None:
        """Return the promised action, or None when nothing is promised."""
        theme = _member(Theme, self.theme.data)
        given = (theme, self.said.data, self.action.data, self.due_on.data)
        if not all(given) or theme is None:
            return None
        return Promise(
            theme=theme, said=self.said.data, text=self.action.data, due_on=self.due_on.data
        )

    def validate_theme(self, field: Any) -> None:
        """Refuse an incomplete promise: theme, words, action and day belong together.

        :raises wtforms.validators.ValidationError: when some, but not all, are given.
        """
        given = [field.data, self.said.data, self.action.data, self.due_on.data]
        if any(given) and not all(given):
            raise ValidationError(_l("Lengkapi tema, ringkasan, perbaikan, dan tanggalnya."))


class CommentForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """What the public sees of a text."""

    decision = SelectField(
        _l("Keputusan"), choices=options("decision")[1:], validators=[DataRequired()]
    )
    reason = SelectField(
        _l("Alasan, bila disembunyikan"), choices=NO_REASON + options("reason"), default=""
    )
    public_text = TextAreaField(
        _l("Teks yang dibaca umum"),
        [
            Optional(),
            Length(1, LONGEST_TEXT, _l("Paling panjang %(detail)s huruf.", detail=LONGEST_TEXT)),
        ],
        filters=[plain],
    )

    def to_verdict(self) -> ModerationVerdict:
        """Return the decision with its reason or text."""
        return ModerationVerdict(
            decision=TextDecision(self.decision.data),
            reason=_member(DecisionReason, self.reason.data),
            public_text=self.public_text.data or None,
        )


class VerdictForm(CommentForm, VersionedForm):
    """What the public sees of a complaint, as it was read."""


class AppealForm(VerdictForm):
    """Whether an appeal is granted, and if so what the public sees now."""

    is_granted = SelectField(
        choices=[SelectChoice("0"), SelectChoice("1")], validators=[DataRequired()]
    )

    @property
    def is_yes(self) -> bool:
        """Return whether the appeal is granted."""
        return bool(self.is_granted.data == "1")

    def to_verdict_if_granted(self) -> ModerationVerdict | None:
        """Return the new decision, or None when the old one stays."""
        return self.to_verdict() if self.is_yes else None


class ReferralForm(VersionedForm):
    """The number of the item in SP4N-LAPOR!."""

    number = StringField(validators=[DataRequired(), Length(1, 30)])


class QueueChangeForm(VersionedForm):
    """The queue an item is given to."""

    queue = SelectField(choices=options("queue"), validators=[DataRequired()])


def _member(words: type[Word], value: str | None) -> Word | None:
    """Return the member of an enumeration, or None when ``value`` is none of them."""
    return next((member for member in words if str(member) == value), None)
