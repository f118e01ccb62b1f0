"""Labels of an agency's predicates, quarters and refusals of entries."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.organisation.agency_results.domain import AgencyPredicateKind
from portal.organisation.agency_results.service import SameAsRecorded, TermNotOver
from portal.organisation.people_pages.results_rows import IndicatorFault

Words = Mapping[Any, Any]  # Flask-Babel's lazy texts have no public type
PREDICATES: Words = {
    AgencyPredicateKind.EXCELLENT: _l("Istimewa"),
    AgencyPredicateKind.GOOD: _l("Baik"),
    AgencyPredicateKind.NEEDS_IMPROVEMENT: _l("Butuh Perbaikan"),
    AgencyPredicateKind.POOR: _l("Kurang"),
    AgencyPredicateKind.VERY_POOR: _l("Sangat Kurang"),
}
QUARTERS: Words = {
    "": _l("Setahun penuh"),
    "1": _l("Triwulan I"),
    "2": _l("Triwulan II"),
    "3": _l("Triwulan III"),
    "4": _l("Triwulan IV"),
}
INDICATOR_FAULTS: Words = {
    IndicatorFault.UNKNOWN_AGENCY: _l('Tidak ada instansi dengan kode "%(detail)s".'),
    IndicatorFault.NOT_A_QUARTER: _l(
        '"%(detail)s" bukan triwulan: tulis 1 sampai 4, atau kosongkan untuk setahun.'
    ),
    IndicatorFault.NOT_AN_AMOUNT: _l(
        '"%(detail)s" bukan angka yang dapat dicatat: paling banyak 14 digit dan empat desimal.'
    ),
    IndicatorFault.TWICE: _l('"%(detail)s" sudah ada di berkas ini untuk periode yang sama.'),
}
REFUSALS: Words = {
    SameAsRecorded: _l("Ini sama dengan yang sudah tercatat dan berlaku. Tidak ada yang ditambah."),
    TermNotOver: _l("Periode ini belum mulai, atau tanggal keputusannya sesudah hari ini."),
}
