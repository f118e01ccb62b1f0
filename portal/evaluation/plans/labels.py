"""Labels of the parts of a plan, its states and its gaps."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask_babel import format_decimal
from flask_babel import lazy_gettext as _l

from portal.evaluation.plans.domain import AppendixKind, Approach, BehaviourValue, EndKind, Missing
from portal.evaluation.plans.starting_points import StartingPoint
from portal.evaluation.rules.attainment import Aspect, Direction
from portal.evaluation.rules.planning import PlanFault, ResultKind
from portal.evaluation.rules.states import PlanState

STATES: Mapping[PlanState, Any] = {
    PlanState.DRAFT: _l("rancangan"),
    PlanState.SUBMITTED: _l("menunggu kesepakatan"),
    PlanState.RETURNED: _l("dikembalikan"),
    PlanState.AGREED_CONDITIONALLY: _l("disepakati bersyarat"),
    PlanState.AGREED: _l("disepakati"),
    PlanState.RUNNING: _l("berjalan"),
    PlanState.AMENDED: _l("diganti versi baru"),
    PlanState.ENDED_EARLY: _l("berakhir lebih awal"),
    PlanState.CONCLUDED: _l("selesai dinilai"),
}
KINDS: Mapping[ResultKind, Any] = {
    ResultKind.MAIN: _l("Utama"),
    ResultKind.ADDITIONAL: _l("Tambahan"),
}
APPROACHES: Mapping[Approach, Any] = {
    Approach.QUANTITATIVE: _l("Kuantitatif: target berupa angka"),
    Approach.QUALITATIVE: _l("Kualitatif: target berupa kalimat"),
}
ASPECTS: Mapping[Aspect, Any] = {
    Aspect.QUANTITY: _l("Kuantitas"),
    Aspect.QUALITY: _l("Kualitas"),
    Aspect.TIME: _l("Waktu"),
    Aspect.COST: _l("Biaya"),
}
DIRECTIONS: Mapping[Direction, Any] = {
    Direction.HIGHER: _l("Makin tinggi makin baik"),
    Direction.LOWER: _l("Makin rendah makin baik"),
    Direction.RANGE: _l("Makin dekat dengan target makin baik"),
}
STARTING_POINTS: Mapping[StartingPoint, Any] = {
    StartingPoint.DESK_OFFICER: _l("Contoh petugas loket: ketepatan waktu, kualitas, kolaborasi"),
    StartingPoint.LAST_PLAN: _l("SKP saya yang terakhir"),
    StartingPoint.BLANK: _l("Kosong"),
}
# Official names, the same in every language.
VALUES: Mapping[BehaviourValue, str] = {
    BehaviourValue.SERVICE: "Berorientasi Pelayanan",
    BehaviourValue.ACCOUNTABLE: "Akuntabel",
    BehaviourValue.COMPETENT: "Kompeten",
    BehaviourValue.HARMONIOUS: "Harmonis",
    BehaviourValue.LOYAL: "Loyal",
    BehaviourValue.ADAPTIVE: "Adaptif",
    BehaviourValue.COLLABORATIVE: "Kolaboratif",
}
APPENDIX: Mapping[AppendixKind, Any] = {
    AppendixKind.RESOURCES: _l("Dukungan sumber daya"),
    AppendixKind.ACCOUNTABILITY: _l("Skema pertanggungjawaban"),
    AppendixKind.CONSEQUENCES: _l("Konsekuensi"),
}
APPENDIX_HINTS: Mapping[AppendixKind, Any] = {
    AppendixKind.RESOURCES: _l("Apa yang disediakan pimpinan: orang, alat, anggaran, wewenang."),
    AppendixKind.ACCOUNTABILITY: _l("Bagaimana dan kapan hasil dilaporkan."),
    AppendixKind.CONSEQUENCES: _l("Apa yang terjadi bila tercapai dan bila tidak."),
}
END_KINDS: Mapping[EndKind, Any] = {
    EndKind.TRANSFER: _l("pindah jabatan atau unit"),
    EndKind.LEAVE: _l("cuti panjang atau tugas belajar"),
    EndKind.RETIREMENT: _l("pensiun atau meninggal dunia"),
    EndKind.OTHER: _l("sebab lain"),
}
FAULTS: Mapping[PlanFault, Any] = {
    PlanFault.NO_MAIN_RESULT: _l("Tambahkan sedikitnya satu hasil kerja utama."),
    PlanFault.NO_INDICATOR: _l("Hasil kerja ini belum mempunyai indikator."),
    PlanFault.NO_TARGET: _l("Target belum diisi."),
    PlanFault.TARGET_UNMEASURABLE: _l(
        "Capaian tidak dapat dihitung terhadap target 0, kecuali makin rendah makin baik."
    ),
    PlanFault.NO_METHOD: _l("Tulis bagaimana indikator ini diukur."),
    PlanFault.NO_SOURCE: _l("Tulis dari mana angkanya diambil."),
    PlanFault.WEIGHT_NOT_WHOLE: _l("Bobot harus bilangan bulat dari 0 sampai 100."),
    PlanFault.WEIGHTS_NOT_100: _l("Bobot semua indikator yang terukur harus berjumlah 100."),
    PlanFault.QUARTER_TARGETS: _l("Isi keempat target triwulan, atau kosongkan semuanya."),
    PlanFault.CITIZENS_TWICE: _l("Penilaian warga hanya dapat menjadi sumber satu indikator."),
    PlanFault.NO_ASSIGNER: _l("Tulis siapa yang menugaskan hasil kerja tambahan ini."),
}
# The field of an indicator's or result's form that each gap is shown beside.
FAULT_FIELDS: Mapping[PlanFault, str] = {
    PlanFault.NO_TARGET: "target",
    PlanFault.TARGET_UNMEASURABLE: "target",
    PlanFault.NO_METHOD: "method",
    PlanFault.NO_SOURCE: "source",
    PlanFault.WEIGHT_NOT_WHOLE: "weight",
    PlanFault.QUARTER_TARGETS: "quarter_1",
    PlanFault.CITIZENS_TWICE: "uses_citizens",
    PlanFault.NO_ASSIGNER: "assigned_by",
}
MISSING: Mapping[Missing, Any] = {
    Missing.POST_GAP: _l(
        "Pada sebagian hari SKP ini tidak ada jabatan Anda yang tercatat. Minta koordinator "
        "kinerja melengkapinya, atau buat SKP untuk hari yang lain."
    ),
    Missing.NO_APPRAISER: _l(
        "Belum tercatat siapa pejabat penilai Anda. Minta koordinator kinerja mencatatnya."
    ),
}
FIELDS: Mapping[str, Any] = {
    "text": _l("Rumusan"),
    "kind": _l("Jenis"),
    "aspect": _l("Aspek"),
    "direction": _l("Arah"),
    "target": _l("Target"),
    "weight": _l("Bobot"),
    "quarters": _l("Target triwulan"),
    "method": _l("Cara mengukur"),
    "source": _l("Sumber angka"),
    **{kind.value: label for kind, label in APPENDIX.items()},
}
EVENTS: Mapping[PlanState, Any] = {
    PlanState.DRAFT: _l("Dibuka lagi untuk diperbaiki"),
    PlanState.SUBMITTED: _l("Dikirim ke pejabat penilai"),
    PlanState.RETURNED: _l("Dikembalikan"),
    PlanState.AGREED_CONDITIONALLY: _l("Disepakati bersyarat"),
    PlanState.AGREED: _l("Disepakati"),
    PlanState.RUNNING: _l("Mulai berjalan"),
    PlanState.AMENDED: _l("Digantikan versi baru"),
    PlanState.ENDED_EARLY: _l("Diakhiri lebih awal"),
    PlanState.CONCLUDED: _l("Selesai dinilai"),
}
MATTERS: Mapping[str, Any] = {"plans": _l("SKP yang belum selesai dinilai")}


def plain_number(value: Decimal) -> str:
    """Return a number as people of the page's language write it, with the decimals that it has."""
    return str(format_decimal(value, format="#,##0.####"))
