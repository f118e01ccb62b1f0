"""Labels of states of realisations and causes for dropping out."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.evaluation.realisations.domain import DropCause
from portal.evaluation.rules.states import RealisationState

REALISATION_STATES: Mapping[RealisationState, Any] = {
    RealisationState.OPEN: _l("belum dilaporkan"),
    RealisationState.REPORTED: _l("menunggu verifikasi"),
    RealisationState.VERIFIED: _l("terverifikasi"),
    RealisationState.DISPUTED: _l("disanggah"),
    RealisationState.NOT_MEASURABLE: _l("tidak dapat diukur"),
    RealisationState.NOT_REPORTED: _l("tidak dilaporkan"),
}
DROP_CAUSES: Mapping[DropCause, Any] = {
    DropCause.SOURCE_FAILED: _l("Sumber angkanya gagal"),
    DropCause.DUTY_REMOVED: _l("Tugasnya dipindahkan atau dihapus"),
    DropCause.ABSENCE: _l("Tidak masuk dengan izin lebih dari separuh periode"),
    DropCause.OUTSIDE_EVENT: _l("Kejadian di luar kendali"),
}
REALISATION_EVENTS: Mapping[RealisationState, Any] = {
    RealisationState.REPORTED: _l("Dilaporkan"),
    RealisationState.VERIFIED: _l("Diverifikasi"),
    RealisationState.DISPUTED: _l("Disanggah"),
    RealisationState.NOT_MEASURABLE: _l("Disepakati tidak dapat diukur"),
    RealisationState.NOT_REPORTED: _l("Tercatat tidak dilaporkan"),
}
