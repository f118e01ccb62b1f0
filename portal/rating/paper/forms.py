"""Forms of heads of agencies: a file of paper questionnaires, its period, its columns."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError
from wtforms.widgets import HiddenInput

from portal.organisation.places.catalogue import Agency
from portal.rating.paper.domain import (
    REASON_LENGTH,
    MeaningUnknown,
    PaperFaultKind,
    PeriodUnknown,
    column_meaning,
    paper_period,
)
from portal.rating.paper.reading import ImportPaper
from portal.storage.spreadsheets.table import RowFault
from portal.web.import_pages import fault_place, fault_words

FAULTS: Mapping[PaperFaultKind, Any] = {
    PaperFaultKind.CODE_WITHOUT_MEANING: _l("sebutkan unsurnya, misalnya U1=requirements"),
    PaperFaultKind.NO_ELEMENT: _l("tidak ada kolom unsur survei"),
    PaperFaultKind.NOT_A_LEVEL: _l("harus 1, 2, 3, atau 4"),
    PaperFaultKind.NOTHING_ANSWERED: _l("tidak ada jawaban"),
    PaperFaultKind.NOT_ASKED: _l("tidak ditanyakan untuk layanan ini"),
    PaperFaultKind.UNKNOWN_PLACE: _l("kode ini tidak ada di instansi Anda"),
    PaperFaultKind.NOT_OFFERED: _l("tidak cocok dengan tempat lain di baris ini"),
    PaperFaultKind.UNKNOWN_ANSWER: _l("bukan salah satu jawaban yang tersedia"),
}


class PeriodForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Whose questionnaires they are, for which months, and what their columns mean."""

    agency = SelectField(choices=[], validators=[DataRequired()])
    period = StringField(validators=[DataRequired(), Length(max=7)])
    meanings = StringField(validators=[Length(max=1000)])

    def __init__(self, *, agencies: Sequence[Agency], **fields: Any) -> None:
        super().__init__(**fields)
        self.agency.choices = [SelectChoice(agency.code, agency.name) for agency in agencies]

    def validate_period(self, field: StringField) -> None:
        """Refuse what is no month, quarter, half-year or year."""
        try:
            paper_period(field.data)
        except PeriodUnknown as error:
            raise ValidationError from error

    def validate_meanings(self, field: StringField) -> None:
        """Refuse anything but pairs such as ``U1=requirements``."""
        try:
            _pairs(field.data)
        except MeaningUnknown as error:
            raise ValidationError from error

    def to_command(self, content: bytes) -> ImportPaper:
        """Return the import of ``content``."""
        return ImportPaper(
            agency_code=self.agency.data,
            period=paper_period(self.period.data),
            content=content,
            meanings=_pairs(self.meanings.data),
        )


class PaperForm(PeriodForm):
    """The same with the file."""

    file = FileField(validators=[FileRequired()])


class ConfirmPaperForm(PeriodForm):
    """The same with the reference to the file that was previewed."""

    token = HiddenField(validators=[DataRequired()])


class WithdrawPaperForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """The file that is taken out again, sent once more, and the reason."""

    batch = IntegerField(widget=HiddenInput())
    file = FileField(validators=[FileRequired(_l("Pilih berkas yang dahulu dikirim."))])
    meanings = StringField(validators=[Length(max=1000)])
    reason = TextAreaField(
        validators=[
            DataRequired(_l("Tulis mengapa berkas ini ditarik.")),
            Length(max=REASON_LENGTH, message=_l("Paling banyak %(max)d huruf.")),
        ]
    )

    def validate_meanings(self, field: StringField) -> None:
        """Refuse anything but pairs such as ``U1=requirements``."""
        try:
            _pairs(field.data)
        except MeaningUnknown as error:
            raise ValidationError(_l("Tulis pasangan seperti U1=requirements.")) from error

    @property
    def pairs(self) -> Mapping[str, str]:
        """What was said about headings; call it on a valid form only."""
        return _pairs(self.meanings.data)


def _pairs(text: str | None) -> dict[str, str]:
    """Return heading and column of each pair; commas part them, or blanks where none stands.

    :raises MeaningUnknown: when one is no pair.
    """
    text = text or ""
    parts = text.split(",") if "," in text else text.split()
    return dict(column_meaning(part) for part in parts if part.strip())


def fault_line(fault: RowFault) -> tuple[str, str, str, str]:
    """Return place, heading, what was written and reason of a fault, for the page."""
    detail = fault.detail if fault.kind in FAULTS else ""
    return fault_place(fault), fault.column, detail, fault_words(fault, FAULTS)
