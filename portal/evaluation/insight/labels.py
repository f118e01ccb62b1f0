"""Labels of signs and calibration meetings."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.evaluation.insight.domain import SignalGroup, SignalKind
from portal.evaluation.rules.states import CalibrationState, LookAgainState

SIGNALS: Mapping[SignalKind, Any] = {
    SignalKind.LENIENCY: _l("Langkah Anda rata-rata lebih tinggi daripada sumber lain"),
    SignalKind.SEVERITY: _l("Langkah Anda rata-rata lebih rendah daripada sumber lain"),
    SignalKind.SAMENESS: _l("Tujuh nilai hampir selalu diberi langkah yang sama"),
    SignalKind.RUSH: _l("Beberapa penilaian terkunci dalam hitungan menit"),
    SignalKind.COPIED: _l("Alasan yang sama dipakai untuk beberapa orang"),
    SignalKind.RECENCY: _l("Catatan dan bukti hanya dari periode terakhir"),
    SignalKind.COLLEAGUES: _l("Langkah Anda jauh dari angka rekan"),
    SignalKind.CITIZENS: _l("Langkah Anda jauh dari angka warga"),
    SignalKind.AFTER_REPORT: _l(
        "Lebih rendah sesudah keberatan, sanggahan, laporan, atau pencalonan diri"
    ),
    SignalKind.SOFT_TARGETS: _l(
        "Tiga indikator atau lebih jauh di atas target, dua tahun berturut"
    ),
    SignalKind.LOWER_TARGET: _l(
        "Target lebih rendah daripada realisasi tahun lalu, atau diturunkan di akhir tahun"
    ),
}
# What to look at, beside each sign.
ADVICE: Mapping[SignalKind, Any] = {
    SignalKind.LENIENCY: _l(
        "Dibanding semua pejabat penilai, dengan angka rekan dan warga sebagai patokan. Baca lagi "
        "contoh di balik langkah 4 dan 5."
    ),
    SignalKind.SEVERITY: _l(
        "Dibanding semua pejabat penilai, dengan angka rekan dan warga sebagai patokan. Baca lagi "
        "contoh di balik langkah 1 dan 2."
    ),
    SignalKind.SAMENESS: _l(
        "Setiap orang biasanya kuat pada satu nilai dan kurang pada yang lain. Lihat lagi nilai "
        "demi nilai, dengan contoh."
    ),
    SignalKind.RUSH: _l("Pastikan setiap orang Anda nilai dari buktinya sendiri."),
    SignalKind.COPIED: _l("Tulis apa yang terjadi pada orang ini, dengan kata yang cocok baginya."),
    SignalKind.RECENCY: _l("Ingat juga awal tahun: baca dialog dan realisasi triwulan sebelumnya."),
    SignalKind.COLLEAGUES: _l(
        "Bedanya lebih besar daripada ketidakpastian kedua angka. Keduanya boleh benar; tulis apa "
        "yang Anda lihat sendiri."
    ),
    SignalKind.CITIZENS: _l(
        "Bedanya lebih besar daripada ketidakpastian kedua angka. Keduanya boleh benar; tulis apa "
        "yang Anda lihat sendiri."
    ),
    SignalKind.AFTER_REPORT: _l(
        "Keberatan dan sanggahan adalah hak. Pastikan pekerjaannya yang berubah, dengan bukti."
    ),
    SignalKind.SOFT_TARGETS: _l("Target mungkin terlalu mudah. Bicarakan target tahun berikutnya."),
    SignalKind.LOWER_TARGET: _l("Tulis mengapa target tahun ini lebih rendah."),
}
GROUPS: Mapping[SignalGroup, Any] = {
    SignalGroup.SPREAD: _l("sebaran langkah"),
    SignalGroup.FORMS: _l("cara mengisi formulir"),
    SignalGroup.MATERIAL: _l("catatan dan bukti"),
    SignalGroup.TARGETS: _l("target"),
    SignalGroup.OTHER: _l("perlu dilihat lagi"),
}
NOTE_STATES: Mapping[LookAgainState, Any] = {
    LookAgainState.OPEN: _l("menunggu jawaban"),
    LookAgainState.KEPT: _l("dilihat lagi, tetap"),
    LookAgainState.CHANGED: _l("dilihat lagi, diubah"),
    LookAgainState.GONE: _l("tidak terlihat lagi"),
}
ANSWERS: Mapping[LookAgainState, Any] = {
    LookAgainState.KEPT: _l("Tetap seperti yang saya tetapkan"),
    LookAgainState.CHANGED: _l("Saya ubah"),
}
MEETING_STATES: Mapping[CalibrationState, Any] = {
    CalibrationState.PLANNED: _l("direncanakan"),
    CalibrationState.HELD: _l("sudah berlangsung"),
    CalibrationState.CANCELLED: _l("dibatalkan"),
}
# What a meeting talks about, by the group of signs; never about a person.
AGENDA: Mapping[SignalGroup, Any] = {
    SignalGroup.SPREAD: _l("Apa arti langkah 2, 3, dan 4 di sini? Bawa contoh tanpa nama."),
    SignalGroup.FORMS: _l("Alasan yang menjelaskan: apa yang terlihat, kapan, akibatnya apa."),
    SignalGroup.MATERIAL: _l("Catatan sepanjang tahun: dari mana bukti triwulan pertama diambil?"),
    SignalGroup.TARGETS: _l("Target yang sepadan: mana yang terlalu mudah, mana yang mustahil?"),
    SignalGroup.OTHER: _l("Beda antarsumber: apa yang dilihat sumber lain dan tidak kita lihat?"),
}
DONE: Mapping[str, Any] = {
    "answered": _l("Jawaban tersimpan. Hasil dapat ditetapkan bila tidak ada yang kurang lagi."),
    "changed": _l("Belum tersimpan: keadaannya berubah. Ini keadaannya sekarang."),
    "called": _l("Forum direncanakan. Peserta melihatnya di halaman Kinerja."),
    "held": _l("Tersimpan bahwa forum berlangsung. Peserta sekarang dapat mencatat hasilnya."),
    "cancelled": _l("Forum dibatalkan."),
    "recorded": _l("Catatan tersimpan. Hanya garis atasan pegawai itu yang membacanya."),
    "decided": _l("Keputusan tersimpan dan dibaca semua pegawai."),
}
