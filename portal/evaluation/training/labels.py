"""Labels of training: states, why one was suggested, faults of a catalogue, what was done."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.evaluation.rules.states import RecommendationState
from portal.evaluation.rules.training import TrainingTrigger
from portal.evaluation.training.domain import CatalogueFault

TRAINING_STATES: Mapping[RecommendationState, Any] = {
    RecommendationState.SUGGESTED: _l("disarankan, menunggu jawaban"),
    RecommendationState.DECLINED: _l("ditolak dengan alasan"),
    RecommendationState.ACCEPTED: _l("diterima, menunggu rencana"),
    RecommendationState.PLANNED: _l("direncanakan"),
    RecommendationState.TAKING_PART: _l("sedang diikuti"),
    RecommendationState.DONE: _l("selesai, dampak menunggu"),
    RecommendationState.EFFECT_CHECKED: _l("selesai, dampak dilihat"),
}
TRIGGERS: Mapping[TrainingTrigger, Any] = {
    TrainingTrigger.INDICATOR: _l("Indikator di bawah target"),
    TrainingTrigger.STEP: _l("Langkah perilaku 2 atau kurang"),
    TrainingTrigger.CITIZENS: _l("Penilaian warga rendah dan cukup pasti"),
    TrainingTrigger.SKILL: _l("Kesulitan karena keterampilan"),
    TrainingTrigger.WISH: _l("Keinginan sendiri atau tugas baru"),
}
FAULTS: Mapping[CatalogueFault, Any] = {
    CatalogueFault.MISSING: _l("Sel ini harus diisi."),
    CatalogueFault.TOO_LONG: _l("Paling banyak %(detail)s huruf."),
    CatalogueFault.NOT_HOURS: _l('"%(detail)s" bukan jumlah JP: tulis bilangan bulat dari 1.'),
    CatalogueFault.REPEATED: _l('Kode "%(detail)s" ada dua kali.'),
}
TRAINING_DONE: Mapping[str, Any] = {
    "suggested": _l("Saran tersimpan. Pihak lain menjawabnya."),
    "accepted": _l("Diterima. Atasan merencanakan hari dan pengganti di loket."),
    "declined": _l("Penolakan tersimpan beserta alasannya."),
    "planned": _l("Direncanakan. Pengganti di loket diberi tahu."),
    "not_released": _l("Alasan tersimpan; yang bersangkutan membacanya."),
    "begun": _l("Tercatat: pelatihan diikuti."),
    "proved": _l("Bukti tersimpan. Atasan mengonfirmasinya."),
    "finished": _l("Dikonfirmasi. JP-nya dihitung dalam tahun ini."),
    "checked": _l("Dampak tersimpan."),
    "changed": _l("Tidak ada yang dilakukan: keadaannya berubah. Ini keadaannya sekarang."),
    "imported": _l("Katalog diperbarui."),
    "rule": _l("Aturan tersimpan."),
    "rule_ended": _l("Aturan diakhiri."),
}
