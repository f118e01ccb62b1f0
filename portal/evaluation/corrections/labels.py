"""Labels of corrections."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.evaluation.rules.states import CorrectionState

CORRECTION_STATES: Mapping[CorrectionState, Any] = {
    CorrectionState.PROPOSED: _l("diusulkan"),
    CorrectionState.AGREED: _l("disepakati, menunggu atasan"),
    CorrectionState.CONFIRMED: _l("ditetapkan"),
    CorrectionState.REFUSED: _l("ditolak"),
    CorrectionState.WITHDRAWN: _l("ditarik"),
}
DONE: Mapping[str, Any] = {
    "proposed": _l("Usulan tersimpan; pihak lain diberi tahu."),
    "agreed": _l("Anda setuju bahwa ini salah ketik; atasan pejabat penilai menetapkannya."),
    "confirmed": _l("Dokumen baru dibuat; dokumen lama tetap ada."),
    "refused": _l("Tersimpan bahwa ini bukan salah ketik."),
    "withdrawn": _l("Usulan ditarik."),
    "changed": _l("Tidak ada yang dilakukan: keadaannya berubah. Ini keadaannya sekarang."),
}
