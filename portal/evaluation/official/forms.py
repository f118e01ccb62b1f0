"""Forms of the import of the official record: the file, whose headings, the confirmation."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, TextAreaField, ValidationError

from portal.evaluation.official.import_kinds import import_kinds
from portal.organisation.places.catalogue import Agency
from portal.organisation.records.form_fields import ChoiceField, choices_of
from portal.storage.spreadsheets.table import IGNORED, heading_key

MOST_HEADINGS = 40
LONGEST_HEADING = 200


class _KindForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """What the file holds, and of which agency its headings are."""

    kind = ChoiceField(_l("Isi berkas"))
    agency = ChoiceField(
        _l("Judul kolom dari instansi"),
        description=_l("Judul kolom yang pernah Anda jelaskan diingat untuk instansi ini."),
    )

    def __init__(self, *, agencies: Sequence[Agency], is_city: bool, **options: Any) -> None:
        super().__init__(**options)
        self.kind.choices = choices_of((name, each.label) for name, each in import_kinds().items())
        everybody = [("", _l("Semua instansi"))] if is_city else []
        self.agency.choices = choices_of(
            [*everybody, *((agency.code, agency.name) for agency in agencies)]
        )


class OfficialFileForm(_KindForm):
    """A file to look at."""

    file = FileField(
        _l("Berkas CSV atau .xlsx"), validators=[FileRequired(message=_l("Pilih berkas dulu."))]
    )
    headings = TextAreaField(
        _l("Judul kolom sendiri"),
        description=_l(
            "Boleh kosong. Satu per baris, judul di berkas = kolom yang dimaksud, misalnya: "
            "SASARAN = RENCANA HASIL KERJA. Tanda - melewati kolom itu."
        ),
    )

    def validate_headings(self, field: TextAreaField) -> None:
        """Say which line is not a heading with a column that is known."""
        self.meanings()

    def meanings(self) -> Mapping[str, str]:
        """Return which column each heading stands for.

        :raises wtforms.ValidationError: with the line that is none.
        """
        return meanings_in(self.headings.data or "", kind=str(self.kind.data))


class OfficialYesForm(_KindForm):
    """Which file was looked at, and with which headings."""

    token = HiddenField()
    headings = HiddenField()


def meanings_in(text: str, *, kind: str) -> Mapping[str, str]:
    """Return which column each heading of ``heading = column`` lines stands for.

    :raises wtforms.ValidationError: with the line that is none.
    """
    found_kind = import_kinds().get(kind)
    known = {} if found_kind is None else found_kind.columns.meanings
    lines = [line for line in text.splitlines() if line.strip()]
    found: dict[str, str] = {}
    for line in lines[: MOST_HEADINGS + 1]:
        heading, equals, column = line.rpartition("=")
        key = heading_key(column)
        meaning = IGNORED if column.strip() == IGNORED else known.get(key)
        is_short = 0 < len(heading_key(heading)) <= LONGEST_HEADING
        if not equals or meaning is None or not is_short or len(lines) > MOST_HEADINGS:
            message = gettext('"%(line)s" tidak dimengerti. Tulis judul = kolom.', line=line[:80])
            raise ValidationError(message)
        found[heading_key(heading)] = meaning
    return found
