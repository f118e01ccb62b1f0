"""Labels of cycles, their steps and their rules."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.evaluation.cycles.domain import ExceptionKind, PeriodFault
from portal.evaluation.rules.deadlines import DeadlineStep
from portal.evaluation.rules.rule_set import RuleOrigin
from portal.evaluation.rules.states import CycleState, PeriodState

CYCLE_STATES: Mapping[CycleState, Any] = {
    CycleState.DRAFT: _l("rancangan"),
    CycleState.OPEN: _l("berjalan"),
    CycleState.EVALUATING: _l("penilaian tahunan"),
    CycleState.OBJECTING: _l("masa keberatan"),
    CycleState.CLOSED: _l("ditutup"),
    CycleState.CANCELLED: _l("dibatalkan"),
}
PERIOD_STATES: Mapping[PeriodState, Any] = {
    PeriodState.OPEN: _l("berjalan"),
    PeriodState.REPORTING: _l("pelaporan realisasi"),
    PeriodState.EVALUATED: _l("sudah dinilai"),
}
STEPS: Mapping[DeadlineStep, Any] = {
    DeadlineStep.PLAN_SENT: _l("SKP dikirim"),
    DeadlineStep.PLAN_AGREED: _l("SKP disepakati"),
    DeadlineStep.ACTIVITY_LOOKED_AT: _l("aktivitas dilihat atasan"),
    DeadlineStep.REALISATION_REPORTED: _l("realisasi dilaporkan"),
    DeadlineStep.REALISATION_VERIFIED: _l("realisasi diperiksa"),
    DeadlineStep.SECOND_LOOK: _l("pembacaan kedua"),
    DeadlineStep.PERIOD_EVALUATED: _l("evaluasi periodik"),
    DeadlineStep.ROUND_OPEN: _l("penilaian rekan dibuka"),
    DeadlineStep.YEAR_CONFIRMED: _l("evaluasi tahunan ditetapkan"),
    DeadlineStep.YEAR_DELIVERED: _l("hasil tahunan disampaikan"),
    DeadlineStep.OBJECTION_EXPLAINED: _l("penjelasan atas keberatan"),
    DeadlineStep.OBJECTION_DECIDED: _l("keputusan atas keberatan"),
}
EXCEPTIONS: Mapping[ExceptionKind, Any] = {
    ExceptionKind.LEAVE: _l("cuti panjang"),
    ExceptionKind.STUDY: _l("tugas belajar"),
    ExceptionKind.SUSPENDED: _l("diberhentikan sementara"),
    ExceptionKind.RETIRED: _l("pensiun"),
    ExceptionKind.DIED: _l("meninggal dunia"),
    ExceptionKind.LEFT_THE_CITY: _l("pindah ke instansi di luar kota ini"),
    ExceptionKind.OTHER: _l("sebab lain"),
}
PERIOD_FAULTS: Mapping[PeriodFault, Any] = {
    PeriodFault.NOT_IN_ORDER: _l("Setiap akhir periode harus lebih kemudian dari yang sebelumnya."),
    PeriodFault.NOT_TO_THE_END: _l(
        "Akhir periode terakhir harus sama dengan hari terakhir siklus."
    ),
    PeriodFault.TOO_MANY: _l("Paling banyak dua belas periode."),
}
ORIGINS: Mapping[RuleOrigin, Any] = {
    RuleOrigin.LAW: _l("peraturan"),
    RuleOrigin.GUIDANCE: _l("pedoman"),
    RuleOrigin.LOCAL: _l("kebijakan kota"),
    RuleOrigin.FLOOR: _l("batas yang tidak dapat diturunkan"),
}
#: Rules by their dotted keys, in the order in which the page tells how a result comes about.
RULES: Mapping[str, Any] = {
    "attainment.highest_percent": _l("Capaian satu indikator dihitung paling tinggi (persen)"),
    "result.cuts.meets_from": _l("Hasil kerja sesuai ekspektasi mulai dari (bantu baca)"),
    "result.cuts.above_beyond": _l("Hasil kerja di atas ekspektasi bila lebih dari (bantu baca)"),
    "result.least_share": _l("Bagian bobot yang harus tersisa agar hasil kerja dapat dinilai"),
    "result.shortest_reason": _l(
        "Alasan paling pendek bila penilai berbeda dari bantu baca (huruf)"
    ),
    "behaviour.superior": _l("Bobot penilaian atasan dalam perilaku kerja"),
    "behaviour.colleagues": _l("Bobot penilaian rekan dalam perilaku kerja"),
    "behaviour.citizens": _l("Bobot penilaian warga dalam perilaku kerja"),
    "behaviour.cuts.meets_from": _l("Perilaku sesuai ekspektasi mulai dari (skala 1-5)"),
    "behaviour.cuts.above_beyond": _l("Perilaku di atas ekspektasi bila lebih dari (skala 1-5)"),
    "behaviour.near_border": _l("Disebut dekat batas bila jaraknya paling jauh"),
    "behaviour.least_share": _l("Bagian bobot yang harus tersisa agar perilaku dapat dinilai"),
    "quadrant": _l("Predikat dari kuadran hasil kerja dan perilaku kerja"),
    "head_result": _l("Hasil kerja kepala instansi mengikuti predikat organisasi"),
    "citizens.most": _l("Bagian penilaian warga paling besar"),
    "citizens.least_answers": _l("Penilaian warga tentang seseorang, paling sedikit"),
    "citizens.least_officers": _l("Petugas lain sebagai pembanding, paling sedikit"),
    "citizens.least_other_answers": _l("Penilaian tentang petugas lain, paling sedikit"),
    "citizens.least_response_percent": _l("Kunjungan yang dinilai warga, paling sedikit (persen)"),
    "citizens.least_reliability": _l("Keandalan angka untuk pita, pelatihan, dan penghargaan"),
    "citizens.least_comparable_people": _l("Orang yang dapat dibandingkan untuk hal yang sama"),
    "colleagues.pool": _l("Rekan yang dapat diundi, paling sedikit"),
    "colleagues.strikes": _l("Rekan yang boleh dicoret, paling banyak"),
    "colleagues.guides": _l("Panduan perilaku yang dijawab agar satu jawaban dihitung"),
    "colleagues.answers": _l("Jawaban rekan yang dihitung, paling sedikit"),
    "colleagues.mentions_from": _l("Kekuatan dan harapan disebut mulai dari jumlah jawaban"),
    "colleagues.mentions": _l("Rekan yang menyebut hal yang sama, paling sedikit"),
    "objection.days": _l("Hari untuk mengajukan keberatan sejak hasil diterima"),
    "objection.are_working_days": _l("Hari keberatan itu dihitung sebagai hari kerja"),
    "objection.least_working_days": _l("Hari kerja untuk keberatan, paling sedikit"),
    "objection.admission_days": _l(
        "Keberatan yang tepat waktu dianggap dapat diperiksa sesudah (hari kerja)"
    ),
    "objection.extension_days": _l("Putusan dapat ditunda satu kali (hari kerja)"),
    "objection.may_worsen": _l(
        "Keberatan sendiri boleh menurunkan hasil (tanyakan dahulu kepada bagian hukum)"
    ),
    "days.receipt": _l("Hasil dianggap diterima sesudah (hari kerja)"),
    "days.not_reported": _l(
        "Realisasi dihitung tidak dilaporkan sesudah pengingat kedua (hari kerja)"
    ),
    "days.activity": _l("Aktivitas dapat dicatat mundur sampai (hari kerja)"),
    "days.too_late_to_amend": _l(
        "Perubahan SKP di akhir periode berlaku untuk periode berikutnya (hari kerja terakhir)"
    ),
    "days.reminders": _l("Pengingat sebelum diam dihitung"),
    "days.objection_first": _l("Pengingat pertama keberatan, bila tersisa (hari)"),
    "days.objection_again": _l("Pengingat kedua keberatan, bila tersisa (hari)"),
    "days.objection_last": _l("Pengingat terakhir keberatan, bila tersisa (hari)"),
    **{
        f"days.steps.{step}": _l("Batas: %(step)s (hari kerja)", step=label)
        for step, label in STEPS.items()
    },
    "keeping.result": _l("Hasil dan teks yang membentuknya disimpan sesudah siklusnya (tahun)"),
    "keeping.calibration": _l("Catatan forum kalibrasi disimpan sesudah siklusnya (tahun)"),
    "keeping.training": _l("Catatan pelatihan disimpan sesudah hari terakhirnya (tahun)"),
    "keeping.development": _l(
        "Teks program perbaikan, rencana pengembangan, tindakan unit, dan praktik baik disimpan "
        "sesudah hari terakhirnya (tahun)"
    ),
    "keeping.award": _l("Alasan penghargaan disimpan sesudah keputusannya (tahun)"),
    "signals.least_team": _l("Tanda longgar atau ketat mulai dari (orang per penilai)"),
    "signals.leniency": _l("Tanda longgar atau ketat mulai dari selisih (langkah)"),
    "signals.least_people": _l("Tanda serba sama mulai dari (orang per penilai)"),
    "signals.sameness_ratio": _l("Tanda serba sama bila ragamnya di bawah bagian rata-rata ini"),
    "signals.least_figures": _l("Angka rekan dibandingkan mulai dari (angka sekota)"),
    "signals.divergence": _l("Tanda berbeda dari sumber lain mulai dari selisih (langkah)"),
    "signals.least_alike": _l("Tanda alasan disalin atau terburu-buru mulai dari (orang)"),
    "signals.copy_letters": _l("Alasan terpendek yang dianggap salinan (huruf)"),
    "signals.rush_minutes": _l("Terburu-buru bila penilaian sebanyak itu dalam (menit)"),
    "signals.easy_percent": _l("Target mudah bila capaiannya mulai dari (persen)"),
    "signals.easy_indicators": _l("Tanda target mudah mulai dari (indikator, dua tahun)"),
    "acting.plt_rates": _l(
        "Plt menilai; bila tidak, hanya memeriksa pekerjaan (tanyakan dahulu bagian hukum)"
    ),
    "acting.plh_rates": _l(
        "Plh menilai; bila tidak, hanya memeriksa pekerjaan (tanyakan dahulu bagian hukum)"
    ),
}
GROUPS: Mapping[str, Any] = {
    "attainment": _l("Capaian indikator"),
    "result": _l("Hasil kerja"),
    "behaviour": _l("Perilaku kerja"),
    "quadrant": _l("Predikat"),
    "head_result": _l("Predikat"),
    "citizens": _l("Suara warga"),
    "colleagues": _l("Rekan kerja"),
    "objection": _l("Keberatan"),
    "days": _l("Batas waktu"),
    "signals": _l("Tanda untuk dilihat lagi"),
    "keeping": _l("Lama penyimpanan"),
    "acting": _l("Pengganti sementara atasan"),
}
#: Words of law and research that a source is named by where it is no name of a text.
SOURCES: Mapping[str, Any] = {
    "attacks that were simulated and measured": _l("serangan yang disimulasikan dan diukur"),
}
