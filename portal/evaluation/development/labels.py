"""Labels of programmes: states, outcomes, what a change says, and what was just done."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.evaluation.development.strengths import FindingKind
from portal.evaluation.monitoring.labels import CAUSES
from portal.evaluation.rules.attainment import Direction
from portal.evaluation.rules.programmes import ChangeVerdict, ProgrammeOutcome
from portal.evaluation.rules.states import ProgrammeState

PROGRAMME_STATES: Mapping[ProgrammeState, Any] = {
    ProgrammeState.PROPOSED: _l("diusulkan, menunggu pihak lain"),
    ProgrammeState.AGREED: _l("disepakati"),
    ProgrammeState.RUNNING: _l("berjalan"),
    ProgrammeState.EXTENDED: _l("diperpanjang"),
    ProgrammeState.REVIEWED: _l("ditinjau, dampak menunggu"),
    ProgrammeState.CLOSED: _l("selesai"),
}
OUTCOMES: Mapping[ProgrammeOutcome, Any] = {
    ProgrammeOutcome.MET: _l("tercapai"),
    ProgrammeOutcome.PARTLY: _l("tercapai sebagian"),
    ProgrammeOutcome.NOT_MET: _l("tidak tercapai"),
}
VERDICTS: Mapping[ChangeVerdict, Any] = {
    ChangeVerdict.BETTER: _l("membaik, lebih dari yang dapat dijelaskan kebetulan"),
    ChangeVerdict.WORSE: _l("memburuk, lebih dari yang dapat dijelaskan kebetulan"),
    ChangeVerdict.UNCLEAR: _l("belum dapat dibedakan dari kebetulan"),
    ChangeVerdict.UNCERTAIN: _l("tanpa jumlah kasus, ketidakpastiannya tidak dapat dihitung"),
}
WAYS: Mapping[Direction, Any] = {
    Direction.HIGHER: _l("makin tinggi makin baik"),
    Direction.LOWER: _l("makin rendah makin baik"),
}
SOURCES: Mapping[FindingKind, Any] = {
    FindingKind.INDICATOR: _l("Indikator SKP, realisasi terverifikasi"),
    FindingKind.STEP: _l("Langkah perilaku dari pejabat penilai, hasil tahunan"),
    FindingKind.CITIZENS: _l("Penilaian warga yang sudah dirilis dan cukup pasti"),
    FindingKind.CAUSE: _l("Sebab kesulitan yang dicatat bersama"),
}
CAUSE_WORDS: Mapping[str, Any] = {str(cause): words for cause, words in CAUSES.items()}
DONE: Mapping[str, Any] = {
    "proposed": _l("Usulan tersimpan. Program berlaku sesudah pihak lain menyetujui."),
    "goal": _l("Sasaran tersimpan."),
    "goal_removed": _l("Sasaran dihapus."),
    "withdrawn": _l("Usulan ditarik; tidak ada yang disimpan."),
    "agreed": _l("Disepakati. Hari cek bersama ada di bawah."),
    "agreed_ahead": _l(
        "Disepakati. Pada hari pertamanya tekan Mulai program; sesudah itu hari cek bersama ada di "
        "bawah."
    ),
    "started": _l("Program dimulai. Hari cek bersama ada di bawah."),
    "checked": _l("Cek bersama tersimpan. Keduanya membacanya."),
    "extended": _l("Diperpanjang. Perpanjangan hanya sekali."),
    "reviewed": _l("Tinjauan tersimpan. Ini bahan evaluasi berikutnya, bukan hukuman."),
    "closed": _l("Dampak tersimpan dan program selesai."),
}
CHANGED = _l("Tidak ada yang dilakukan: keadaannya berubah. Ini keadaannya sekarang.")
