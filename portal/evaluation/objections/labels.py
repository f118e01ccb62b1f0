"""Labels of states, findings, outcomes and sides of an objection."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.evaluation.objections.domain import (
    CaseSide,
    DeciderOrigin,
    Inadmissibility,
    ObjectionOutcome,
    PointFinding,
)
from portal.evaluation.rules.states import ObjectionState

OBJECTION_STATES: Mapping[ObjectionState, Any] = {
    ObjectionState.DRAFT: _l("rancangan, hanya Anda yang membacanya"),
    ObjectionState.FILED: _l("diajukan"),
    ObjectionState.WITHDRAWN: _l("dicabut"),
    ObjectionState.ADMITTED: _l("dapat diperiksa, kedua pihak menjelaskan"),
    ObjectionState.INADMISSIBLE: _l("tidak dapat diperiksa"),
    ObjectionState.HEARING: _l("menunggu putusan"),
    ObjectionState.DECIDED: _l("diputus"),
    ObjectionState.CLOSED: _l("selesai"),
}
INADMISSIBILITY: Mapping[Inadmissibility, Any] = {
    Inadmissibility.LATE: _l("Diajukan sesudah hari terakhir"),
    Inadmissibility.NOT_OWN: _l("Bukan tentang hasil sendiri"),
    Inadmissibility.NO_REASONS: _l("Tidak ada alasan yang dapat diperiksa"),
}
OUTCOMES: Mapping[ObjectionOutcome, Any] = {
    ObjectionOutcome.UPHELD: _l("Hasil tetap"),
    ObjectionOutcome.CHANGED: _l("Hasil berubah"),
}
FINDINGS: Mapping[PointFinding, Any] = {
    PointFinding.FOUNDED: _l("Beralasan"),
    PointFinding.PARTLY: _l("Beralasan sebagian"),
    PointFinding.UNFOUNDED: _l("Tidak beralasan"),
}
SIDES: Mapping[CaseSide, Any] = {
    CaseSide.PERSON: _l("Yang mengajukan"),
    CaseSide.APPRAISER: _l("Yang menilai"),
}
ORIGINS: Mapping[DeciderOrigin, Any] = {
    DeciderOrigin.SUPERIOR: _l("atasan pejabat penilai"),
    DeciderOrigin.LOT: _l("pengganti, diundi dari kepala unit di luar garis atasan"),
}
# What a page says after something was done.
DONE: Mapping[str, Any] = {
    "filed": _l("Keberatan diajukan. Yang memutus dan pejabat penilai diberi tahu."),
    "kept": _l("Rancangan tersimpan. Hanya Anda yang membacanya."),
    "withdrawn": _l("Keberatan dicabut."),
    "admitted": _l("Keberatan dapat diperiksa. Kedua pihak diberi tahu."),
    "refused": _l("Keberatan tidak diperiksa. Yang mengajukan diberi tahu."),
    "explained": _l("Penjelasan dikirim. Pihak lain membacanya sekarang."),
    "evidence": _l("Bukti baru ditambahkan."),
    "file_removed": _l("Bukti dihapus. Bahwa bukti pernah ada tetap tercatat."),
    "meeting": _l("Catatan pertemuan tersimpan. Kedua pihak membacanya."),
    "extended": _l("Putusan ditunda. Kedua pihak diberi tahu."),
    "aside": _l("Anda mundur dari perkara ini. Pengelola kinerja mengundi pengganti."),
    "decided": _l("Putusan tersimpan dan hasil menjadi final. Kedua pihak diberi tahu."),
    "closed": _l("Keberatan selesai."),
    "companion": _l("Pendamping dapat membaca perkara ini."),
    "companion_ended": _l("Pendamping tidak dapat membaca perkara ini lagi."),
    "changed": _l("Tidak ada yang dilakukan: keadaannya berubah. Ini keadaannya sekarang."),
}
