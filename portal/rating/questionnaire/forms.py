"""The shape of a rating as it is sent; what is shown is built from a cached page instead."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, SelectMultipleField, StringField
from wtforms.validators import StopValidation

from portal.organisation.posters.rateable import RateableDesk, RateableService
from portal.rating.answers.answers import (
    PROFILE_ANSWERS,
    CommentNotText,
    CommentTooLong,
    ProfileField,
    RatingAnswers,
    encoded_comment,
)
from portal.rating.questionnaire.questions import QUESTIONS
from portal.storage.texts.cleaning import printable_text
from portal.survey.elements import ELEMENTS, LEVELS, Element
from portal.time.months import Month

NOT_EXPERIENCED = "0"
_LEVEL_OF = {str(level): level for level in LEVELS}


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """What one desk and service ask: elements in order, and those that may be skipped.

    ``month`` is the month whose rules these are.
    """

    desk: RateableDesk
    service: RateableService
    elements: tuple[Element, ...]
    may_skip: frozenset[Element]
    month: Month


def questionnaire_of(
    desk: RateableDesk, service: RateableService, *, may_skip: frozenset[Element], month: Month
) -> Questionnaire:
    """Return what is asked at ``desk`` for ``service`` in ``month``."""
    elements = tuple(element for element in ELEMENTS if element not in service.left_out)
    return Questionnaire(
        desk=desk, service=service, elements=elements, may_skip=may_skip, month=month
    )


class LevelField(Field):  # type: ignore[misc]  # WTForms has no types
    """One answer: "1" to "4", or "0" where the city allows "did not experience this"."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the first value as it came."""
        self.data = valuelist[0] if valuelist else None


class QuestionnaireForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A citizen's answers; call ``validate`` and then ``to_answers``.

    The labels are empty because the page is not drawn from these fields: without one, WTForms
    would look each field's name up in its catalogue on every request.
    """

    requirements = LevelField("")
    procedure = LevelField("")
    time = LevelField("")
    cost = LevelField("")
    product = LevelField("")
    competence = LevelField("")
    conduct = LevelField("")
    complaints = LevelField("")
    facilities = LevelField("")
    officer = StringField("")
    better = SelectMultipleField(
        "", choices=[str(element) for element in ELEMENTS], validate_choice=False
    )
    comment = StringField("", filters=[printable_text])
    sex = StringField("")
    age = StringField("")
    education = StringField("")
    occupation = StringField("")
    watched = BooleanField("")

    def __init__(self, questionnaire: Questionnaire, **options: Any) -> None:
        self.questionnaire = questionnaire
        super().__init__(**options)

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether everything that was asked is answered from what was offered."""
        is_valid: bool = super().validate(extra_validators)
        is_answered = [self._check_level(element) for element in self.questionnaire.elements]
        return all((is_valid, *is_answered, self._check_any_level()))

    def validate_officer(self, field: StringField) -> None:
        """Refuse an officer who is not offered."""
        offered = {str(officer.id) for officer in self.questionnaire.desk.officers}
        if field.data and field.data not in offered:
            raise StopValidation(_("Pilih petugas dari daftar."))

    def validate_comment(self, field: StringField) -> None:
        """Refuse a comment that is too long to be sealed."""
        try:
            if field.data:
                encoded_comment(field.data)
        except (CommentTooLong, CommentNotText) as error:
            raise StopValidation(_("Persingkat komentar: paling banyak 500 huruf.")) from error

    def to_answers(self) -> RatingAnswers:
        """Return the checked answers."""
        return RatingAnswers(
            service_id=self.questionnaire.service.id,
            scores=dict(self._scores()),
            officer_id=int(self.officer.data) if self.officer.data else None,
            reasons=frozenset(map(Element, self._reasons())),
            comment=self.comment.data or None,
            profile=self._profile(),
            was_watched=bool(self.watched.data),
        )

    def problems(self) -> list[tuple[str, str]]:
        """Return (anchor, message) of every mistake, in the order of the page."""
        names = [*map(str, self.questionnaire.elements), "officer", "comment"]
        return [
            (name if name in {"officer", "comment"} else f"{name}-1", self[name].errors[0])
            for name in names
            if self[name].errors
        ]

    @property
    def is_forged(self) -> bool:
        """Whether no cookie fits the page: blocked, of another visit or page."""
        return "csrf_token" in self.errors

    def _check_level(self, element: Element) -> bool:
        field = self[str(element)]
        is_skipped = field.data == NOT_EXPERIENCED and element in self.questionnaire.may_skip
        if field.data in _LEVEL_OF or is_skipped:
            return True
        number = self.questionnaire.elements.index(element) + 1
        question = QUESTIONS[element].text
        field.errors = [
            _("Jawab pertanyaan %(number)s: %(question)s", number=number, question=question)
        ]
        return False

    def _check_any_level(self) -> bool:
        first = self[str(self.questionnaire.elements[0])]
        if not first.errors and not any(self._scores()):
            first.errors = [_("Jawab paling sedikit satu pertanyaan.")]
        return not first.errors

    def _scores(self) -> Iterator[tuple[Element, int]]:
        for element in self.questionnaire.elements:
            level = _LEVEL_OF.get(self[str(element)].data or "")
            if level is not None:
                yield element, level

    def _reasons(self) -> Iterator[str]:
        offered = set(map(str, self.questionnaire.elements))
        return (reason for reason in self.better.data or () if reason in offered)

    def _profile(self) -> dict[str, str]:
        given = {str(field): self[str(field)].data for field in ProfileField}
        return {
            str(field): given[field]
            for field, offered in PROFILE_ANSWERS.items()
            if given[field] in offered
        }
