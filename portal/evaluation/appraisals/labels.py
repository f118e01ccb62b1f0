"""Labels of levels, predicates, states, causes and answers."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.evaluation.appraisals.domain import Opinion, QuarterAnswer, Receipt, SaidIn
from portal.evaluation.appraisals.obstacles import Obstacle
from portal.evaluation.rules.behaviour import CITIZENS, COLLEAGUES, SUPERIOR
from portal.evaluation.rules.citizens import NOT_USABLE, CitizensMissing
from portal.evaluation.rules.colleagues import ColleaguesMissing
from portal.evaluation.rules.levels import ExpectationLevel, Predicate
from portal.evaluation.rules.result_aid import Standpoint
from portal.evaluation.rules.states import PeriodicState, YearlyState

LEVELS: Mapping[ExpectationLevel, Any] = {
    ExpectationLevel.BELOW: _l("di bawah ekspektasi"),
    ExpectationLevel.MEETS: _l("sesuai ekspektasi"),
    ExpectationLevel.ABOVE: _l("di atas ekspektasi"),
}
PREDICATES: Mapping[Predicate, Any] = {
    Predicate.VERY_POOR: _l("Sangat Kurang"),
    Predicate.POOR: _l("Kurang (misconduct)"),
    Predicate.NEEDS_IMPROVEMENT: _l("Butuh Perbaikan"),
    Predicate.GOOD: _l("Baik"),
    Predicate.VERY_GOOD: _l("Sangat Baik"),
}
PERIODIC_STATES: Mapping[PeriodicState, Any] = {
    PeriodicState.NOT_STARTED: _l("belum dimulai"),
    PeriodicState.SELF_REPORTED: _l("laporan diri dikirim"),
    PeriodicState.IN_REVIEW: _l("sedang ditulis pejabat penilai"),
    PeriodicState.SHOWN: _l("menunggu tanggapan pegawai"),
    PeriodicState.ACKNOWLEDGED: _l("sudah ditanggapi"),
}
YEARLY_STATES: Mapping[YearlyState, Any] = {
    YearlyState.NOT_STARTED: _l("belum dimulai"),
    YearlyState.SELF_REPORTED: _l("laporan diri dikirim"),
    YearlyState.RATED: _l("dinilai pejabat penilai"),
    YearlyState.UNIT_REVIEW: _l("dilihat kepala unit"),
    YearlyState.SECOND_LOOK: _l("dibaca pembaca kedua"),
    YearlyState.CONFIRMED: _l("ditetapkan"),
    YearlyState.DELIVERED: _l("disampaikan"),
    YearlyState.RECEIVED: _l("diterima"),
    YearlyState.UNDER_OBJECTION: _l("dalam keberatan"),
    YearlyState.FINAL: _l("final"),
}
ANSWERS: Mapping[QuarterAnswer, Any] = {
    QuarterAnswer.AGREED: _l("Saya sudah membaca dan setuju"),
    QuarterAnswer.DISAGREED: _l("Saya sudah membaca dan tidak setuju"),
}
RECEIPTS: Mapping[Receipt, Any] = {
    Receipt.PRESSED: _l("dinyatakan diterima oleh pegawai"),
    Receipt.HANDED_OVER: _l("diserahkan di atas kertas"),
    Receipt.DEEMED: _l("dianggap diterima sesudah dua pengingat"),
}
TEXTS: Mapping[SaidIn, Any] = {
    SaidIn.SELF_REPORT: _l("Laporan diri"),
    SaidIn.RESULT_REASON: _l("Alasan tingkat hasil kerja"),
    SaidIn.EXAMPLE: _l("Contoh perilaku yang dilihat sendiri"),
    SaidIn.STRENGTHS: _l("Yang kuat"),
    SaidIn.WEAKNESSES: _l("Yang perlu diperbaiki"),
    SaidIn.ADVICE: _l("Saran untuk berikutnya"),
    SaidIn.PROVIDES: _l("Yang disediakan atasan"),
    SaidIn.NOTE: _l("Tanggapan pegawai"),
}
# Five described steps of behaviour.
STEPS: Mapping[int, Any] = {
    1: _l("1, merugikan pekerjaan atau orang lain"),
    2: _l("2, baru bertindak bila diminta"),
    3: _l("3, sesuai yang diharapkan"),
    4: _l("4, mendahului tanpa diminta"),
    5: _l("5, menjadi teladan bagi yang lain"),
}
OPINIONS: Mapping[Opinion, Any] = {
    Opinion.AGREES: _l("Dapat ditetapkan"),
    Opinion.RETURNS: _l("Kembalikan kepada pejabat penilai"),
}
STANDPOINTS: Mapping[Standpoint, Any] = {
    Standpoint.PENDING: _l("belum diperiksa"),
    Standpoint.VERIFIED: _l("diperiksa"),
    Standpoint.DISPUTED: _l("nilai pejabat penilai yang dipakai"),
    Standpoint.NOT_MEASURABLE: _l("tidak dapat diukur"),
    Standpoint.NOT_REPORTED: _l("tidak dilaporkan"),
}
OBSTACLES: Mapping[Obstacle, Any] = {
    Obstacle.PENDING: _l("Sebagian realisasi belum dilaporkan atau belum diperiksa."),
    Obstacle.ROUND_RUNS: _l("Putaran rekan masih berjalan."),
    Obstacle.RESULT_DIFFERS: _l(
        "Tingkat hasil kerja berbeda dari bantu baca yang sekarang, tanpa alasan. Ambil kembali, "
        "lalu tulis alasannya."
    ),
    Obstacle.BEHAVIOUR_DIFFERS: _l(
        "Tingkat perilaku kerja berbeda dari bantu baca dengan semua bagian, tanpa alasan. Ubah "
        "atau tulis alasannya."
    ),
    Obstacle.NOT_REVIEWED: _l("Kepala unit belum melihat tingkat di unitnya."),
    Obstacle.ORGANISATION: _l("Hasil kepala instansi belum sama dengan predikat organisasi."),
    Obstacle.SIGNALS: _l('Ada catatan "mohon lihat lagi" yang belum Anda jawab.'),
    Obstacle.TARGETS_DIFFER: _l(
        "Target pertama dan terakhir memberi tingkat yang berbeda: atasan Anda menetapkannya."
    ),
    Obstacle.SECOND_LOOK: _l("Predikat ini dibaca dahulu oleh pembaca kedua dari unit lain."),
}
SOURCES: Mapping[str, Any] = {
    SUPERIOR: _l("Pejabat penilai"),
    COLLEAGUES: _l("Rekan kerja"),
    CITIZENS: _l("Warga"),
}
# Why a part did not count, in plain words.
BECAUSE: Mapping[str, Any] = {
    Standpoint.NOT_MEASURABLE: _l("Tidak dapat diukur, disepakati kedua pihak dengan sebabnya."),
    ColleaguesMissing.TOO_FEW: _l(
        "Terlalu sedikit rekan menjawab. Jawaban mereka dimusnahkan supaya tidak ada yang dapat "
        "ditebak."
    ),
    ColleaguesMissing.NO_POOL: _l(
        "Rekan yang bekerja cukup lama bersama Anda kurang dari tujuh, jadi tidak ada putaran."
    ),
    ColleaguesMissing.NO_ROUND: _l("Tahun ini tidak ada putaran rekan."),
    ColleaguesMissing.ROUND_VOID: _l("Putaran rekan batal karena pangkalan data dipulihkan."),
    NOT_USABLE: _l("Tidak dapat dipakai dalam periode ini."),
    CitizensMissing.FEW_ANSWERS: _l("Jawaban tentang Anda yang sudah terbit belum cukup."),
    CitizensMissing.NOT_COMPARED: _l(
        "Pembanding dengan layanan tempat Anda bertugas terbit sekali setahun, bersama angka "
        "bulan Desember, dan tidak ada untuk bulan-bulan ini. Tanpa pembanding itu petugas di "
        "layanan yang sulit dirugikan, jadi angka warga tidak dihitung."
    ),
    CitizensMissing.NOTHING_COMPARABLE: _l(
        "Belum ada pembanding yang cukup: layanan yang sama oleh petugas lain."
    ),
    CitizensMissing.LOW_RESPONSE: _l("Terlalu sedikit pengunjung menjawab."),
    CitizensMissing.OUTSIDE_PERIOD: _l("Bulannya tidak seluruhnya di dalam tahun ini."),
    CitizensMissing.UNDER_REVIEW: _l("Sedang diperiksa apakah ada tekanan atau penilaian sendiri."),
    CitizensMissing.WITHHELD: _l(
        "Kepala instansi tidak melihat angka Anda demi melindungi orang lain; ia tidak dipakai."
    ),
    CitizensMissing.USED_BY_INDICATOR: _l("Jawaban yang sama sudah dipakai oleh satu indikator."),
}
