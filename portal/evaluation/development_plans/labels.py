"""Labels of development plans: states, ways, and what was just done."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.evaluation.development_plans.domain import DevelopmentWay
from portal.evaluation.rules.help_states import DevelopmentPlanState

DEVELOPMENT_STATES: Mapping[DevelopmentPlanState, Any] = {
    DevelopmentPlanState.DRAFT: _l("ditulis"),
    DevelopmentPlanState.SENT: _l("menunggu pejabat penilai"),
    DevelopmentPlanState.AGREED: _l("disepakati keduanya"),
    DevelopmentPlanState.CLOSED: _l("selesai"),
}
DEVELOPMENT_WAYS: Mapping[DevelopmentWay, Any] = {
    DevelopmentWay.TRAINING: _l("Pelatihan"),
    DevelopmentWay.MENTORING: _l("Pendampingan oleh rekan atau atasan (mentoring)"),
    DevelopmentWay.JOB_SHADOWING: _l("Mengikuti pekerjaan orang lain (job shadowing)"),
    DevelopmentWay.ASSIGNMENT: _l("Penugasan"),
}
DEVELOPMENT_DONE: Mapping[str, Any] = {
    "started": _l("Rencana dimulai. Tambahkan dua atau tiga sasaran."),
    "edited": _l("Perubahan tersimpan."),
    "aim": _l("Sasaran tersimpan."),
    "aim_removed": _l("Sasaran dihapus."),
    "sent": _l("Terkirim kepada pejabat penilai."),
    "agreed": _l("Disepakati. Keduanya membaca rencana ini."),
    "returned": _l("Dikembalikan dengan alasan."),
    "ended": _l("Tersimpan apa yang terjadi dengan sasaran itu."),
    "closed": _l("Rencana selesai. Rencana berikutnya dapat dimulai."),
    "changed": _l("Tidak ada yang dilakukan: keadaannya berubah. Ini keadaannya sekarang."),
}
