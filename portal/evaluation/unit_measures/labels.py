"""Labels of measures of a unit: states, and what was just done."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.evaluation.rules.help_states import UnitMeasureState

MEASURE_STATES: Mapping[UnitMeasureState, Any] = {
    UnitMeasureState.PROPOSED: _l("diusulkan portal, menunggu koordinator"),
    UnitMeasureState.ACCEPTED: _l("dijalankan"),
    UnitMeasureState.DECLINED: _l("tidak diambil"),
    UnitMeasureState.CHECKED: _l("dampak diperiksa"),
}
MEASURE_DONE: Mapping[str, Any] = {
    "accepted": _l("Tindakan unit tersimpan. Penanggung jawab melihatnya di halaman pertama."),
    "declined": _l("Tidak diambil; alasannya tersimpan."),
    "checked": _l("Dampak tersimpan."),
    "changed": _l("Tidak ada yang dilakukan: keadaannya berubah. Ini keadaannya sekarang."),
}
