"""Forms with a file of a case, and with its removal."""

from flask_babel import lazy_gettext as _l

from portal.evaluation.appraisals.forms import ComparedForm, long_text
from portal.evaluation.realisations.evidence_forms import SendFileForm


class SendCaseFileForm(SendFileForm, ComparedForm):
    """A file as new evidence: what it shows, and that no citizen's data are in it."""

    title = long_text(
        _l("Apa yang ditunjukkan bukti ini"),
        is_needed=True,
        description=_l("Jangan tulis nama atau nomor warga."),
    )


class RemoveCaseFileForm(ComparedForm):
    """Why a file of a case is destroyed."""

    reason = long_text(_l("Alasan"), is_needed=True)
