"""Why the fields of forms of the office, the jury and of colleagues' rounds are asked."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from portal.evaluation.explaining.why_of_results import Words

IN_THE_LOG = _l(
    "Tersimpan bersama nama akun Anda dalam catatan yang tidak dapat diubah; auditor membacanya."
)
SCHEME_IS_FIXED = _l(
    "Diumumkan sebelum tahunnya mulai, dan sesudah itu tidak dapat diubah: tidak ada aturan yang "
    "dibuat untuk seseorang."
)
COMPUTED = _l(
    "Dengan ini portal menghitung siapa memenuhi syarat dan mengatakan sebabnya, tanpa memilih."
)
FOR_EVERYBODY = _l("Berlaku bagi semua orang di kota ini dengan cara yang sama.")
CYCLE: Mapping[str, Words] = {
    "CreateCycleForm": {
        "starts_on": FOR_EVERYBODY,
        "ends_on": FOR_EVERYBODY,
        "period_ends": _l("Setiap periode mempunyai laporan, dialog, dan batas waktunya sendiri."),
    },
    "CycleReasonForm": {"reason": IN_THE_LOG},
    "ExtendForm": {"last_on": FOR_EVERYBODY},
    "ExceptionForm": {
        "kind": _l(
            "Yang sah tidak dinilai tidak dihitung 0, dan tidak tampil sebagai yang belum selesai."
        ),
    },
    "RulesForm": {
        "reason": _l(
            "Aturan baru menjadi versi baru. Siklus yang sudah dibuka tetap memakai versi lamanya. "
            "Setiap pegawai dapat membaca alasan ini."
        ),
    },
    "RoundForm": {
        "opens_on": _l("Pada hari ini rekan diundi; sebelum itu setiap orang boleh mencoret dua."),
        "open_days": _l("Cukup lama bagi yang cuti, cukup pendek supaya tidak terlupa."),
    },
    "LongerForm": {"closes_on": FOR_EVERYBODY},
    "StrikeForm": {
        "struck": _l(
            "Penilaian oleh orang yang bermusuhan tidak adil. Pilihan Anda disegel: tidak ada yang "
            "dapat membacanya, dan alasan tidak diminta."
        ),
    },
    "ColleagueAnswerForm": {
        "strengths": _l("Yang disebut beberapa rekan sampai kepada orangnya, tanpa siapa."),
        "wishes": _l("Yang disebut beberapa rekan sampai kepada orangnya, tanpa siapa."),
        "sends_anyway": _l("Dari terlalu sedikit panduan angkanya kebetulan, maka tidak dihitung."),
    },
    "OfficialFileForm": {
        "kind": _l("Supaya kolom dibaca dengan benar. Sebelum disimpan Anda melihat semuanya."),
        "agency": _l("Setiap instansi menyusun kolomnya sendiri. Penjelasan Anda diingat."),
        "file": _l("Berkas dibaca untuk pratinjau. Tidak ada yang berubah sebelum Anda setuju."),
        "headings": _l("Hanya untuk judul kolom yang tidak dikenali."),
    },
    "CatalogueForm": {
        "file": _l("Berkas dibaca untuk pratinjau. Tidak ada yang berubah sebelum Anda setuju."),
    },
    "RuleForm": {
        "trigger": _l("Saran pelatihan mengikuti aturan yang dapat dibaca, bukan selera."),
        "topic": _l("Orangnya boleh menolak; yang disarankan hanya topiknya."),
        "starts_on": _l("Saran yang sudah ada tidak berubah oleh aturan baru."),
    },
}
LOOKING: Mapping[str, Words] = {
    "ReasonedForm": {"reason": IN_THE_LOG},
    "AnswerNoteForm": {
        "answer": _l("Tanda bukan tuduhan. Tetap pada penilaian boleh, dengan alasan."),
        "reason": _l("Yang mengubah dan yang tidak, keduanya dapat ditelusuri auditor."),
    },
    "EquityDecisionForm": {
        "decision": _l("Bila dua tahun berbeda, kota bertindak atau mengatakan mengapa tidak."),
        "reason": _l(
            "Pegawai yang dinilai dengan aturan ini berhak tahu mengapa aturannya begitu."
        ),
    },
    "CallMeetingForm": {
        "meets_on": _l("Yang diundang melihat hari ini di halaman kinerjanya."),
        "participants": _l("Hanya pejabat penilai yang diundang dapat mencatat hasil forum."),
    },
    "MeetingRecordForm": {
        "person": _l("Hanya penilaian Anda sendiri. Bukan forum, melainkan Anda yang mengubahnya."),
        "outcome": _l("Juga yang tetap dicatat, supaya forum tidak terlihat selalu mengubah."),
        "reason": _l("Di luar garis atasan pegawai itu tidak ada yang membaca namanya."),
    },
}
AWARDS: Mapping[str, Words] = {
    "SchemeForm": {
        "name": SCHEME_IS_FIXED,
        "purpose": _l("Juri menilai menurut tujuan ini, dan warga membacanya."),
        "years": COMPUTED,
        "outstanding": COMPUTED,
        "hours": COMPUTED,
        "seed_event": _l(
            "Bila beberapa orang tidak dapat dibedakan, undian memutuskan. Angkanya datang dari "
            "luar, supaya tidak ada yang dapat mengaturnya."
        ),
        "criterion_1": _l("Yang diusulkan dapat membaca sejak awal atas apa juri memberi nilai."),
    },
    "SeedForm": {
        "seed": _l("Siapa pun dapat menghitung ulang undian dengan angka ini."),
        "seed_on": _l("Angka yang diketahui sebelum calon dibekukan dapat dipilih-pilih."),
    },
    "OutsideRecordForm": {
        "kind": COMPUTED,
        "source": _l("Bila dipersoalkan, suratnya dapat dicari."),
        "dated": _l("Yang berlaku pada hari pembekuan yang dihitung."),
    },
    "JuryPointsForm": {
        "points_1": _l(
            "Nilai Anda disegel sampai semua juri selesai. Yang dipakai nilai tengah: satu juri "
            "tidak menentukan."
        ),
    },
    "DecisionForm": {
        "reason_1": _l("Memilih lain dari usulan juri boleh, dengan alasan yang dibaca auditor."),
    },
    "ConsentForm": {
        "name": _l("Tanpa persetujuan, nama Anda tidak diumumkan. Dapat ditarik kapan saja."),
        "photo": _l("Terpisah dari nama: boleh hanya nama."),
    },
    "AwardReviewForm": {
        "outcome": _l("Hasil yang mendasari penghargaan berubah. Seseorang harus memutuskan."),
        "reason": IN_THE_LOG,
    },
}
OFFICE: Mapping[str, Words] = {**CYCLE, **LOOKING, **AWARDS}
