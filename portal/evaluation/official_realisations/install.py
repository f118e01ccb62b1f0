"""Puts the import of what was reached into the page of imports."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from portal.evaluation.official.import_kinds import ImportKind, add_import_kind
from portal.evaluation.official_realisations.import_screen import seen_reach
from portal.evaluation.official_realisations.table_rows import COLUMNS, reached_template


def install_official_realisations(app: Flask) -> None:
    """Offer the import."""
    kind = ImportKind(
        _l("Realisasi triwulan banyak pegawai"),
        COLUMNS,
        remembered_as="official_realised",
        template=reached_template,
        see=seen_reach,
    )
    add_import_kind(app, "realisations", kind=kind)
