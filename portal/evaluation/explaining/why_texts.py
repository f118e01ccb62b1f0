"""Why each field of the forms of a year is asked, in plain words; one place for all forms."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from portal.evaluation.explaining.why_of_acts import ACTS
from portal.evaluation.explaining.why_of_office import OFFICE
from portal.evaluation.explaining.why_of_results import MORE, Words

START: Words = {
    "point": _l(
        "Dengan contoh atau SKP tahun lalu Anda tinggal menyesuaikan target, tidak mengetik "
        "semuanya lagi."
    ),
    "starts_on": _l(
        "SKP hanya berlaku untuk hari-hari Anda memegang jabatan ini. Pindah jabatan berarti SKP "
        "baru."
    ),
    "ends_on": _l(
        "Biasanya akhir tahun. Bila berhenti lebih awal, SKP ditutup pada hari itu dan tetap "
        "dinilai."
    ),
    "approach": _l(
        "Kuantitatif memakai angka, kualitatif memakai kalimat. Tanpa angka tidak ada bantu baca."
    ),
}
RESULT: Words = {
    "text": _l(
        "Pejabat penilai menilai apa yang terwujud, bukan kesibukan. Maka yang ditulis adalah "
        "hasilnya."
    ),
    "kind": _l(
        "Hasil kerja utama turun dari rencana pimpinan; yang tambahan ditugaskan di luar itu. "
        "Keduanya tanpa bobot berbeda."
    ),
    "serves": _l("Supaya terlihat untuk tujuan unit yang mana Anda bekerja."),
    "serves_text": _l(
        "Pimpinan Anda mungkin belum mempunyai SKP di sini. SKP Anda tidak perlu menunggu."
    ),
    "own_reason": _l("Hasil kerja yang tidak turun dari pimpinan boleh ada, asal jelas mengapa."),
    "assigned_by": _l(
        "Yang menugaskan dapat memberi pertimbangan kepada pejabat penilai Anda nanti."
    ),
}
INDICATOR: Words = {
    "text": _l("Dari indikator inilah nanti terlihat apakah hasil kerja tercapai."),
    "target": _l(
        "Disepakati sekarang, supaya di akhir tahun tidak ada yang mengubah ukurannya diam-diam."
    ),
    "unit": _l("Angka tanpa satuan dibaca berbeda oleh setiap orang."),
    "target_text": _l("Tidak semua hasil dapat dihitung. Kalimat dinilai orang, bukan rumus."),
    "weight": _l(
        "Menentukan seberapa besar indikator ini dalam bantu baca. Bantu baca tidak pernah menjadi "
        "predikat dengan sendirinya."
    ),
    "direction": _l("Hari tunggu lebih baik bila turun, berkas selesai lebih baik bila naik."),
    "aspect": _l("Format resmi SKP memintanya: sisi mana yang diukur."),
    "method": _l(
        "Supaya Anda dan pejabat penilai menghitung dengan cara yang sama, juga setelah pindah."
    ),
    "source": _l(
        "Dari sinilah realisasi diperiksa. Bila Anda lupa melapor, nilainya dicari di sumber ini, "
        "tidak langsung menjadi 0."
    ),
    "quarter_1": _l(
        "Target setiap triwulan, 0 boleh. Tanpa ini setiap triwulan diukur dengan target setahun."
    ),
    "uses_citizens": _l(
        "Penilaian warga hanya dipakai sekali. Bila dipakai di sini, tidak dihitung lagi di "
        "perilaku kerja, dan hanya bila jawabannya cukup banyak."
    ),
}
EXPECTATION = _l(
    "Boleh kosong. Yang tertulis di sini dilihat lagi saat perilaku kerja dinilai; yang tidak "
    "pernah disampaikan tidak adil untuk dituntut."
)
EXPECTATIONS: Words = dict.fromkeys(
    ("service", "accountable", "competent", "harmonious", "loyal", "adaptive", "collaborative"),
    EXPECTATION,
)
APPENDIX: Words = {
    "resources": _l(
        "Yang dijanjikan pimpinan. Bila tidak diberikan, sebutkan itu saat hasilnya dinilai."
    ),
    "accountability": _l(
        "Supaya jelas kapan dan bagaimana Anda melapor, dan tidak lebih dari itu."
    ),
    "consequences": _l(
        "Apa yang mengikuti hasil baik dan kurang baik, disepakati sebelum dimulai."
    ),
}
ACTIVITY: Words = {
    "done_on": _l(
        "Boleh sampai lima hari kerja ke belakang: tanpa sinyal bukan berarti tidak bekerja. Hari "
        "libur boleh dan diberi tanda."
    ),
    "text": _l(
        "Atasan melihat pekerjaan Anda sepanjang tahun, bukan hanya di bulan Desember. Tidak ada "
        "urutan orang menurut jumlahnya."
    ),
    "served": _l("Supaya aktivitas ini menjadi bukti bagi hasil kerja Anda tanpa ditulis ulang."),
    "amount": _l("Menghemat perhitungan di akhir triwulan. Boleh kosong."),
    "unit": _l("Satuan dari banyaknya. Boleh kosong."),
    "quarter_hours": _l(
        "Membantu melihat beban kerja, tidak lebih teliti daripada seperempat jam. Boleh kosong."
    ),
    "link": _l("Bila ada bukti di tempat lain. Portal tidak membukanya. Boleh kosong."),
}
REPORT: Words = {
    "value": _l(
        "Angka ini dibandingkan dengan target, setelah pejabat penilai memeriksanya. Bila ia tidak "
        "setuju, kedua angka tetap tersimpan."
    ),
    "remark": _l("Hambatan yang tertulis sekarang dapat ditolong sekarang."),
    "links": _l("Pernyataan dengan bukti lebih kuat daripada ingatan, juga bila Anda keberatan."),
}
REVIEW: Words = {
    "result": _l(
        "Anda yang memutuskan, bukan rumus. Bantu baca hanya menunjukkan angkanya menjadi apa."
    ),
    "result_reason": _l("Pegawai berhak tahu mengapa tingkatnya berbeda dari angkanya."),
    "behaviour": _l("Dibanding panduan perilaku, bukan dibanding rekan-rekannya."),
    "example": _l(
        "Contoh melindungi dari kesan terakhir dan dari kedekatan pribadi. Pegawai membacanya."
    ),
    "strengths": _l("Yang kuat perlu disebut supaya diteruskan, juga pada pegawai yang sulit."),
    "weaknesses": _l("Yang tidak disebut sekarang tidak dapat diperbaiki sebelum akhir tahun."),
    "cause": _l(
        "Obatnya mengikuti sebabnya: beban, alat, proses, dan harapan yang tidak jelas tidak "
        "sembuh oleh pelatihan."
    ),
    "advice": _l("Satu langkah yang jelas lebih berguna daripada penilaian yang panjang."),
    "provides": _l("Perbaikan adalah pekerjaan dua pihak. Janji ini tampil lagi triwulan depan."),
}
SELF_REPORT: Words = {
    "text": _l("Supaya pejabat penilai membaca sisi Anda sebelum memilih tingkat."),
}
# By the names of their forms.
WHY: Mapping[str, Words] = {
    **MORE,
    **ACTS,
    **OFFICE,
    "ActivityForm": ACTIVITY,
    "AppendixForm": APPENDIX,
    "ExpectationsForm": EXPECTATIONS,
    "IndicatorForm": INDICATOR,
    "ReportForm": REPORT,
    "ResultForm": RESULT,
    "ReviewForm": REVIEW,
    "SelfReportForm": SELF_REPORT,
    "StartForm": START,
}
