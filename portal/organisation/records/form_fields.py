"""Fields that read what is typed with the rules of organisation files."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.fields import Field
from wtforms.fields.choices import SelectChoice

from portal.organisation.records.cells import UnreadableCell, read_date
from portal.organisation.records.columns import Reader
from portal.organisation.records.faults import FaultKind
from portal.organisation.records.labels import fault_text
from portal.storage.spreadsheets.table import RowFault


class CellField(StringField):  # type: ignore[misc] # WTForms ships no types
    """A line of text that must be what a cell of a file may hold; ``value`` is what it means.

    An empty one means None; where something is needed, the form says so.
    """

    def __init__(
        self, label: Any, reader: Reader, *, is_needed: bool = True, **options: Any
    ) -> None:
        super().__init__(label, **options)
        self.reader = reader
        self.is_needed = is_needed
        self.value: Any = None

    def pre_validate(self, form: Any) -> None:
        """Read what was typed."""
        text = (self.data or "").strip()
        if not text:
            if self.is_needed:
                raise ValidationError(_said(FaultKind.MISSING_VALUE))
            return
        try:
            self.value = self.reader(text)
        except UnreadableCell as error:
            raise ValidationError(_said(error.kind, error.detail)) from error


def choices_of(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """Return choices made of values and what they are called."""
    return [SelectChoice(value, label) for value, label in pairs]


class ChoiceField(SelectField):  # type: ignore[misc] # WTForms ships no types
    """One of the choices; another one is refused in the portal's words."""

    def pre_validate(self, form: Any) -> None:
        """Refuse what was not offered."""
        if all(choice.value != (self.data or "") for choice in self.choices):
            raise ValidationError(_l("Pilih salah satu."))


class ChoicesField(SelectMultipleField):  # type: ignore[misc] # WTForms ships no types
    """Any of the choices; another one is refused in the portal's words."""

    def pre_validate(self, form: Any) -> None:
        """Refuse what was not offered."""
        if set(self.data or ()) - {choice.value for choice in self.choices}:
            raise ValidationError(_l("Pilih dari daftar ini."))


class DayField(DateField):  # type: ignore[misc] # WTForms ships no types
    """A day; what is no day is refused in the portal's words."""

    data: date | None

    def __init__(self, label: Any, *, is_needed: bool = False, **options: Any) -> None:
        super().__init__(label, **options)
        self.is_needed = is_needed

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read a day as browsers send it; nothing means None."""
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            self.data = read_date(valuelist[0].strip())
        except UnreadableCell as error:
            raise ValueError(_said(error.kind, error.detail)) from error

    def pre_validate(self, form: Any) -> None:
        """Ask for a day where one is needed."""
        if self.is_needed and self.data is None and not self.process_errors:
            raise ValidationError(_said(FaultKind.MISSING_VALUE))


def _said(kind: FaultKind, detail: str = "") -> str:
    return fault_text(RowFault(0, "", kind, detail))


def add_faults(form: FlaskForm, faults: Iterable[RowFault]) -> None:
    """Put each fault beside the field it is about, or above the form."""
    for fault in faults:
        field: Field | None = form._fields.get(fault.column)
        if field is None:
            form.form_errors.append(fault_text(fault))
        else:
            field.errors = [*field.errors, fault_text(fault)]


def error_links(form: FlaskForm) -> list[tuple[str, str]]:
    """Return every mistake with the anchor of its field, for the summary on top."""
    links = [("form", str(message)) for message in form.form_errors]
    for field in form:
        links += [(field.id, f"{field.label.text}: {message}") for message in field.errors]
    return links
