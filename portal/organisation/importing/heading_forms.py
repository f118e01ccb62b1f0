"""Fields of an import that ask what the headings of a file mean."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField, ValidationError

from portal.organisation.places.catalogue import Agency
from portal.organisation.records.form_fields import ChoiceField, choices_of
from portal.storage.spreadsheets.table import IGNORED, heading_key

MOST_HEADINGS = 40
LONGEST_HEADING = 200


class AgencyOfHeadings(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """Of which agency the headings of a file are."""

    agency = ChoiceField(
        _l("Judul kolom dari instansi"),
        description=_l("Judul kolom yang pernah Anda jelaskan diingat untuk instansi ini."),
    )

    def __init__(self, *, agencies: Sequence[Agency], is_city: bool, **options: Any) -> None:
        super().__init__(**options)
        everybody = [("", _l("Semua instansi"))] if is_city else []
        self.agency.choices = choices_of(
            [*everybody, *((agency.code, agency.name) for agency in agencies)]
        )


def own_headings_field(example: str) -> TextAreaField:
    """Return a field for ``heading = column`` lines; ``example`` is one, as it stands in files."""
    text = _l(
        "Boleh kosong. Satu per baris, judul di berkas = kolom yang dimaksud, misalnya: "
        "%(example)s. Tanda - melewati kolom itu.",
        example=example,
    )
    return TextAreaField(_l("Judul kolom sendiri"), description=text)


class OwnHeadings(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """What headings mean that are not known; a form gives the field ``headings``."""

    def validate_headings(self, field: TextAreaField) -> None:
        """Say which line is not a heading with a column that is known."""
        self.meanings()

    def known_headings(self) -> Mapping[str, str]:
        """Return the column of each heading that everybody may use for it."""
        raise NotImplementedError

    def meanings(self) -> Mapping[str, str]:
        """Return which column each heading stands for.

        :raises wtforms.ValidationError: with the line that is none.
        """
        return meanings_in(self.headings.data or "", known=self.known_headings())


def meanings_in(text: str, *, known: Mapping[str, str]) -> Mapping[str, str]:
    """Return which column each heading of ``heading = column`` lines stands for.

    :param known: the column of each heading by which a line may name it.
    :raises wtforms.ValidationError: with the line that is none.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    found: dict[str, str] = {}
    for line in lines[: MOST_HEADINGS + 1]:
        heading, equals, column = line.rpartition("=")
        meaning = IGNORED if column.strip() == IGNORED else known.get(heading_key(column))
        is_short = 0 < len(heading_key(heading)) <= LONGEST_HEADING
        if not equals or meaning is None or not is_short or len(lines) > MOST_HEADINGS:
            message = gettext('"%(line)s" tidak dimengerti. Tulis judul = kolom.', line=line[:80])
            raise ValidationError(message)
        found[heading_key(heading)] = meaning
    return found
