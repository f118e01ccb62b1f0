"""Labels of the import of files of the official record."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.evaluation.official.domain import OfficialFault
from portal.evaluation.official.merging import Outcome

OUTCOMES: Mapping[Outcome, Any] = {
    Outcome.NEW: _l("baru"),
    Outcome.CHANGED: _l("berubah"),
    Outcome.SAME: _l("sama"),
    Outcome.REFUSED: _l("ditolak"),
}
CHANGED_FIELDS: Mapping[str, Any] = {
    "result": _l("hasil kerja baru"),
    "indicator": _l("indikator baru"),
    "kind": _l("jenis"),
    "serves_text": _l("hasil kerja pimpinan"),
    "assigned_by": _l("penugas"),
    "aspect": _l("aspek"),
    "direction": _l("arah"),
    "target": _l("target"),
    "method": _l("cara mengukur"),
    "source": _l("sumber angka"),
    "weight": _l("bobot"),
    "quarters": _l("target triwulan"),
    "expectation": _l("ekspektasi pimpinan"),
    "appendix": _l("lampiran"),
    "official_number": _l("nomor SKP"),
}
FAULTS: Mapping[Any, Any] = {
    OfficialFault.OLDER_FORM: _l(
        'Ini format lama "%(detail)s", yang tidak dibaca ke dalam SKP sekarang.'
    ),
    OfficialFault.OTHER_FORM: _l(
        'Lembar ini adalah "%(detail)s" dan tidak berisi apa pun untuk impor ini.'
    ),
    OfficialFault.UNKNOWN_FORM: _l("Lembar ini tidak dikenal, jadi tidak dibaca."),
    OfficialFault.HIDDEN_SHEET: _l("Lembar ini disembunyikan, jadi tidak dibaca."),
    OfficialFault.PERIOD_UNREADABLE: _l(
        "Pada lembar %(detail)s tidak ada periode seperti 1 JANUARI SD 31 DESEMBER TAHUN 2026."
    ),
    OfficialFault.NO_RESULTS: _l("Pada lembar %(detail)s tidak ditemukan hasil kerja."),
    OfficialFault.NUMBER_MISSING: _l("NIP belum diisi."),
    OfficialFault.NOT_A_STAFF_NUMBER: _l('"%(detail)s" bukan NIP.'),
    OfficialFault.NUMBER_LOST_DIGITS: _l(
        '"%(detail)s" kehilangan digit terakhir di lembar kerja. '
        "Jadikan kolomnya teks lalu ketik lagi."
    ),
    OfficialFault.CITIZENS_NUMBER: _l(
        "Ini NIK, bukan nomor induk pegawai. Portal ini tidak menyimpan NIK."
    ),
    OfficialFault.UNKNOWN_PERSON: _l(
        "Tidak ada pegawai dalam jangkauan Anda dengan NIP ini (%(detail)s). Impor pegawainya dulu."
    ),
    OfficialFault.TWICE: _l("Hari-hari %(detail)s sudah ada di berkas ini."),
    OfficialFault.MISSING_VALUE: _l("Isian ini belum diisi."),
    OfficialFault.TOO_LONG: _l("Terlalu panjang: paling banyak %(detail)s huruf."),
    OfficialFault.UNKNOWN_WORD: _l('"%(detail)s" bukan salah satu kata untuk kolom ini.'),
    OfficialFault.NOT_A_DATE: _l('"%(detail)s" bukan tanggal seperti 2026-11-21 atau 21/11/2026.'),
    OfficialFault.NOT_A_NUMBER: _l('"%(detail)s" bukan angka yang dapat dipakai di sini.'),
    OfficialFault.NO_RESULT_ABOVE: _l("Tidak ada hasil kerja di baris ini atau di atasnya."),
    OfficialFault.NOT_A_LINK: _l('"%(detail)s" bukan alamat https.'),
    OfficialFault.NOT_A_TIME: _l('"%(detail)s" bukan jam seperti 08:00.'),
    OfficialFault.ENDS_BEFORE_IT_BEGINS: _l("Selesainya sebelum mulainya."),
    OfficialFault.NO_OPEN_CYCLE: _l("Tidak ada siklus yang dibuka untuk hari-hari %(detail)s."),
    OfficialFault.OTHER_DAYS: _l(
        "%(detail)s mempunyai SKP di sini untuk hari lain. Samakan periodenya."
    ),
    OfficialFault.SENT_ALREADY: _l(
        "SKP %(detail)s sudah dikirim dan isinya berbeda. "
        "Minta pejabat penilai mengembalikannya dulu."
    ),
    OfficialFault.AGREED_BY_BOTH: _l(
        "SKP %(detail)s sudah disepakati kedua pihak dan isinya berbeda. Salah satu pihak memulai "
        "perubahan SKP dulu, lalu impor lagi."
    ),
    OfficialFault.OVER: _l("SKP %(detail)s sudah selesai dan isinya berbeda."),
    OfficialFault.NO_PLAN: _l("%(detail)s belum mempunyai SKP di sini untuk hari-hari ini."),
    OfficialFault.DAY_AHEAD: _l("Hari ini belum tiba."),
    OfficialFault.DAY_CLOSED: _l("Hari ini tidak dapat diisi lagi."),
    OfficialFault.DAY_WITHOUT_POST: _l("Pegawai ini tidak mempunyai jabatan pada hari itu."),
    OfficialFault.ACTIVITY_SENT: _l("Kegiatan ini sudah dikirim dan isinya berbeda."),
    OfficialFault.NOT_A_QUARTER: _l(
        '"%(detail)s" bukan triwulan seperti III. Lembar akhir tahun tidak dibaca di sini.'
    ),
    OfficialFault.TOO_MANY_LINKS: _l("Paling banyak %(detail)s tautan."),
    OfficialFault.NO_AGREED_PLAN: _l(
        "%(detail)s tidak mempunyai SKP yang disepakati di sini untuk triwulan ini."
    ),
    OfficialFault.NO_SUCH_INDICATOR: _l(
        "SKP %(detail)s tidak memuat hasil kerja dan indikator dengan kata-kata ini."
    ),
    OfficialFault.INDICATOR_TWICE: _l("Indikator ini sudah ada di baris lain berkas ini."),
    OfficialFault.PERIOD_AHEAD: _l("Triwulan ini belum mulai."),
    OfficialFault.REALISED_OTHERWISE: _l(
        "Realisasi ini sudah ada di sini dan isinya berbeda. Yang di sini tetap."
    ),
}
