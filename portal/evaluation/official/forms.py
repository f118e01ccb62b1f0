"""Forms of the import of the official record: the file, whose headings, the confirmation."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField

from portal.evaluation.explaining.explained_forms import ExplainedForm
from portal.evaluation.official.import_kinds import import_kinds
from portal.organisation.importing.heading_forms import (
    AgencyOfHeadings,
    OwnHeadings,
    own_headings_field,
)
from portal.organisation.records.form_fields import ChoiceField, choices_of


class _KindForm(AgencyOfHeadings, OwnHeadings, ExplainedForm):
    """What the file holds, and what its headings mean."""

    kind = ChoiceField(_l("Isi berkas"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.kind.choices = choices_of((name, each.label) for name, each in import_kinds().items())

    def known_headings(self) -> Mapping[str, str]:
        """Return the headings of the kind of file; none when it is no kind."""
        found = import_kinds().get(str(self.kind.data))
        return {} if found is None else found.columns.meanings


class OfficialFileForm(_KindForm):
    """A file to look at."""

    file = FileField(
        _l("Berkas CSV atau .xlsx"), validators=[FileRequired(message=_l("Pilih berkas dulu."))]
    )
    headings = own_headings_field("SASARAN = RENCANA HASIL KERJA")


class OfficialYesForm(_KindForm):
    """Which file was looked at, and with which headings."""

    token = HiddenField()
    headings = HiddenField()
