"""Labels of states, purposes and durations of activities."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.evaluation.rules.states import ActivityState
from portal.evaluation.work.domain import DayFault, Purpose

ACTIVITY_STATES: Mapping[ActivityState, Any] = {
    ActivityState.DRAFT: _l("rancangan"),
    ActivityState.SENT: _l("terkirim"),
    ActivityState.RETURNED: _l("dikembalikan"),
    ActivityState.ACCEPTED: _l("diterima"),
    ActivityState.REJECTED: _l("ditolak"),
}
PURPOSES: Mapping[Purpose, Any] = {
    Purpose.OTHER_DUTY: _l("Tugas lain"),
    Purpose.LATER: _l("Dikaitkan nanti, bila SKP sudah disepakati"),
}
DAY_FAULTS: Mapping[DayFault, Any] = {
    DayFault.AHEAD: _l("Hari ini belum tiba. Pilih hari ini atau hari yang sudah lewat."),
    DayFault.CLOSED: _l(
        "Hari ini sudah ditutup. Pilih hari yang ada dalam daftar; bila penting, tulis dalam "
        "catatan."
    ),
    DayFault.NO_POST: _l(
        "Pada hari ini tidak ada jabatan Anda yang tercatat. Minta koordinator kinerja "
        "melengkapinya."
    ),
}
# Quarter hours that are offered.
DURATIONS: Mapping[int, Any] = {
    1: _l("15 menit"),
    2: _l("30 menit"),
    3: _l("45 menit"),
    4: _l("1 jam"),
    6: _l("1,5 jam"),
    8: _l("2 jam"),
    12: _l("3 jam"),
    16: _l("4 jam"),
    24: _l("6 jam"),
    32: _l("8 jam"),
}
