"""Forms of a recommendation: its text."""

from flask_babel import lazy_gettext as _l

from portal.evaluation.appraisals.forms import ComparedForm, long_text
from portal.web.extensions import error_links


class AdviceForm(ComparedForm):
    """What the adviser has seen, and what follows from it; no level and no number."""

    text = long_text(
        _l("Pertimbangan Anda"),
        is_needed=True,
        description=_l(
            "Apa yang Anda lihat sendiri, kapan, dan apa buktinya. Dibaca pejabat penilai sekarang "
            "dan pegawai bersama hasilnya."
        ),
    )

    def links(self) -> list[tuple[str, str]]:
        """Return what is missing, with the field that each is about."""
        return error_links(self)
