"""Labels of papers: what their kinds are called on pages."""

from flask_babel import lazy_gettext as _l

from portal.evaluation.papers.domain import PaperKind

KINDS = {
    PaperKind.PLAN: _l("SKP"),
    PaperKind.REALISATION: _l("Realisasi"),
    PaperKind.RECEIPT: _l("Tanda terima hasil"),
    PaperKind.OBJECTION: _l("Keberatan"),
}
