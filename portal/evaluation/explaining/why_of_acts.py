"""Why the fields of single acts in a year are asked: answers, talks, files, help, corrections."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from portal.evaluation.explaining.why_of_results import Words

TWO_SIDES = _l(
    "Anda dan pihak lain dalam SKP ini membacanya, juga sesudahnya. Dengan alasan yang tertulis "
    "tidak ada yang perlu menebak."
)
BOTH_READ = _l("Kedua pihak, yang memutus, pendamping, dan auditor membacanya; warga tidak.")
SEEN_AGAIN = _l("Pada hari itu hal ini muncul lagi di halaman kedua pihak, supaya tidak terlupa.")
NOT_A_LEVEL = _l("Tidak mengubah tingkat atau predikat siapa pun. Yang dicari adalah bantuannya.")
DISTANCE = _l(
    "Bila angkanya tidak ada, kosongkan: dampak lalu dikatakan dengan kata-kata, tanpa tebakan."
)
FILE: Words = {
    "file": _l(
        "Isinya diperiksa dan disimpan terkunci. Hanya yang boleh membaca realisasi ini dapat "
        "membukanya."
    ),
    "has_no_citizens": _l(
        "Nama, NIK, dan berkas warga tidak boleh tersimpan di sini: penilaian Anda tidak "
        "memerlukannya."
    ),
}
TALKS: Mapping[str, Words] = {
    "NoteForm": {
        "text": _l(
            "Orang yang dibicarakan membacanya dan dapat menanggapi. Yang tertulis dekat dengan "
            "kejadiannya lebih adil daripada ingatan di bulan Desember."
        ),
    },
    "AdditionForm": {
        "text": _l("Berdiri di samping catatan itu. Catatan yang pertama tidak berubah."),
    },
    "PlanForm": {
        "planned_for": _l("Pihak lain melihat hari ini dan dapat menyiapkan diri."),
        "topic": _l("Supaya tidak ada yang datang tanpa tahu apa yang dibahas."),
    },
    "RecordForm": {
        "held_on": _l("Dari hari ini terlihat siapa yang belum diajak bicara triwulan ini."),
        "talked": _l("Anda berdua membacanya. Urusan keluarga dan penyakit tidak perlu ditulis."),
        "outcome": _l("Baru berlaku bila pihak lain mengonfirmasi: kesepakatan bukan perintah."),
        "next_step": _l("Satu langkah dengan satu tanggal lebih sering terjadi daripada niat."),
        "next_on": SEEN_AGAIN,
    },
    "DifficultyForm": {
        "cause": _l(
            "Bantuan mengikuti sebab. Yang dihitung untuk kota hanya berapa kali suatu sebab "
            "disebut, tanpa nama."
        ),
        "text": _l("Hambatan yang dikatakan lebih awal dapat dibantu; ini bukan penilaian."),
        "measure": NOT_A_LEVEL,
        "support": _l("Janji ini terlihat lagi saat hasilnya dilihat bersama."),
        "due_on": SEEN_AGAIN,
    },
    "SettleForm": {"outcome": _l("Yang membantu dapat diteruskan, yang tidak, diganti.")},
    "DelegateForm": {
        "starts_on": _l(
            "Hanya pada hari-hari ini yang mewakili memeriksa laporan untuk Anda. Tingkat dan "
            "predikat tetap Anda yang menetapkan."
        ),
        "ends_on": _l("Sesudah hari ini haknya berhenti dengan sendirinya."),
    },
    "AdviceForm": {
        "text": _l(
            "Pejabat penilai membacanya sebelum menetapkan, pegawai bersama hasilnya. Yang baru "
            "menjadi atasan tidak melihat sendiri pekerjaan sebelum ia datang."
        ),
    },
    "AnswerForm": {
        "answer": _l(
            "Dengan ini tercatat bahwa Anda sudah membaca. Setuju atau tidak, tingkatnya tetap."
        ),
        "note": _l("Pejabat penilai dan yang kelak memutus keberatan membaca pendapat Anda."),
    },
    "YearReasonForm": {"reason": TWO_SIDES},
    "LookForm": {
        "opinion": _l("Anda melihat tanpa ikut menilai. Pejabat penilai yang memutuskan."),
        "reason": _l("Dengan alasan, pejabat penilai tahu apa yang perlu dilihat sekali lagi."),
    },
    "UnitForm": {
        "reason": _l(
            "Panduan sebaran bukan jatah. Yang berbeda boleh, dengan satu alasan tentang unit; "
            "kota hanya mengumumkan berapa unit memberi alasan."
        ),
    },
}
PLANS: Mapping[str, Words] = {
    "ReasonForm": {"reason": TWO_SIDES},
    "EndForm": {
        "kind": _l("Sebab menentukan apa yang terjadi sesudahnya: SKP baru, atau akhir penilaian."),
        "ends_on": _l("Sampai hari ini pekerjaan Anda dinilai dengan SKP ini, tidak sesudahnya."),
    },
    "OfficialForm": {
        "number": _l("Catatan resmi tetap e-Kinerja. Nomor ini menghubungkan keduanya."),
    },
    "DisputeForm": {
        "value": _l(
            "Angka pegawai tidak dihapus: kedua angka tersimpan, dan pegawai melihat keduanya."
        ),
        "reason": TWO_SIDES,
    },
    "SilenceForm": {
        "value": _l(
            "Yang lupa melapor tidak langsung mendapat 0: lebih dulu dilihat sumber yang tertulis "
            "dalam SKP."
        ),
        "reason": TWO_SIDES,
    },
    "DropForm": {
        "cause": _l("Indikator yang tidak dapat diukur tidak dihitung, bukan dihitung 0."),
        "reason": TWO_SIDES,
    },
    "FigureForm": {
        "figure": _l("Angka portal diambil apa adanya, tanpa diketik dan diperiksa lagi."),
    },
    "SendFileForm": FILE,
    "ServedForm": {
        "served": _l("Kegiatan yang terhubung menjadi bukti bagi hasil kerja itu."),
    },
    "ProposalForm": {
        "which": _l("Hanya salah tulis diperbaiki di sini. Yang dipersoalkan isinya: keberatan."),
        "value": _l("Angka yang salah tetap tersimpan di samping yang benar."),
        "reason": _l("Pihak lain dan atasan membacanya sebelum setuju. Sendiri tidak dapat."),
    },
    "RefusalForm": {"reason": TWO_SIDES},
    "SignedPaperForm": {
        "signed_on": _l("Yang tertulis di kertas berlaku, bukan hari kertasnya dipindai."),
        "kept_at": _l("Bila kelak dipersoalkan, kertas aslinya dapat ditunjukkan."),
        "file": _l(
            "Yang tertulis atas nama orang lain harus dapat diperiksa. Pindaian disimpan terkunci."
        ),
    },
}
OBJECTIONS: Mapping[str, Words] = {
    "EvidenceForm": {
        "title": _l("Yang memutus melihat banyak bukti. Satu kalimat mengatakan apa yang dicari."),
        "link": BOTH_READ,
    },
    "SendCaseFileForm": {
        "title": _l("Yang memutus melihat banyak bukti. Satu kalimat mengatakan apa yang dicari."),
        "file": _l(
            "Dibuka oleh kedua pihak, yang memutus, pendamping, dan auditor; setiap pembukaan "
            "tercatat."
        ),
    },
    "RemoveCaseFileForm": {
        "reason": _l("Berkasnya hilang untuk selamanya. Alasannya tetap, supaya terlihat mengapa."),
    },
    "WhyForm": {"reason": BOTH_READ},
    "AdmitForm": {
        "because": _l("Kosong berarti keberatan diperiksa, seperti yang biasa."),
        "reason": _l("Yang keberatannya tidak diperiksa berhak membaca sebabnya."),
    },
    "MeetingForm": {
        "held_on": BOTH_READ,
        "notes": _l("Putusan boleh bersandar pada pertemuan hanya bila kedua pihak membacanya."),
    },
    "CompanionForm": {
        "words": _l("Pendamping membaca perkara ini saja, sampai Anda mengakhirinya."),
    },
}
HELP: Mapping[str, Words] = {
    "ProgrammeExtendForm": {
        "to": _l("Hanya sekali: program tanpa akhir bukan bantuan lagi."),
        "reason": TWO_SIDES,
    },
    "CheckInForm": {
        "note": _l("Anda berdua membacanya. Cukup yang terlihat, dan apa yang disepakati."),
        "was_provided": _l("Program mengikat kedua pihak: janji atasan ikut dilihat."),
    },
    "ProgrammeReviewForm": {
        "outcome": _l("Angka menunjukkan kenyataannya; manusia yang memutuskan."),
        "reason": TWO_SIDES,
    },
    "EffectForm": {
        "no_effect": _l("Dampak yang tidak dapat diukur dikatakan begitu, bukan dikira-kira."),
    },
    "ReturnDevelopmentForm": {"reason": TWO_SIDES},
    "EndAimForm": {
        "is_reached": NOT_A_LEVEL,
        "told": _l("Tahun depan Anda berdua mulai dari sini."),
    },
    "SuggestForm": {
        "topic": _l("Pegawai boleh menerima atau menolak. Saran bukan perintah."),
        "trigger": _l("Bagian pelatihan dan kalender tidak menerima sebabnya."),
    },
    "NotReleasedForm": {"reason": TWO_SIDES},
    "TrainingEffectForm": {
        "words": _l("Jam pelatihan bukan tujuan. Yang dicari: apa yang berubah bagi warga."),
        "before": DISTANCE,
        "before_cases": _l("Dari sedikit kasus perubahan bisa kebetulan, dan itu dikatakan."),
        "after": DISTANCE,
        "after_cases": _l("Dari sedikit kasus perubahan bisa kebetulan, dan itu dikatakan."),
        "direction": _l("Hari tunggu lebih baik bila turun, berkas selesai lebih baik bila naik."),
    },
    "AcceptMeasureForm": {
        "what": _l(
            "Lima orang atau lebih mempunyai titik lemah yang sama: sebabnya ada pada unit. Nama "
            "mereka tidak ikut ke sini."
        ),
        "owner": _l("Tindakan tanpa penanggung jawab tidak terjadi."),
        "starts_from": _l("Tanpa keadaan awal tidak terlihat apakah tindakan membantu."),
        "due_on": _l("Dua triwulan sesudahnya dampaknya dilihat dengan ukuran yang sama."),
    },
    "DeclineMeasureForm": {
        "reason": _l("Tidak bertindak pun keputusan, dan alasannya tersimpan di sampingnya."),
    },
    "MeasureEffectForm": {
        "effect": _l("Yang membantu satu unit dapat dipakai unit lain."),
    },
    "GoodCaseForm": {
        "title": _l("Judul inilah yang dilihat dalam daftar contoh."),
        "problem": _l("Unit lain mengenali kesulitannya sendiri."),
        "done": _l("Ditulis sehingga orang lain dapat menirunya, tanpa menyebut siapa."),
        "changed": _l("Angka meyakinkan lebih daripada pujian."),
        "consent": _l(
            "Di unit kecil orang dapat menebak siapa. Maka Anda yang memutuskan, dan dapat "
            "menariknya kapan saja."
        ),
    },
    "DeclineCaseForm": {"reason": _l("Yang mengirim membacanya dan dapat memperbaikinya.")},
}
ACTS: Mapping[str, Words] = {**TALKS, **PLANS, **OBJECTIONS, **HELP}
