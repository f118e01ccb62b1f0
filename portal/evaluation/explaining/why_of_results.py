"""Why the fields about results, objections, help and awards are asked; see ``why_texts``."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

Words = Mapping[str, Any]  # Flask-Babel's lazy texts have no public type

RATING: Words = {
    "step_service": _l(
        "Tujuh langkah ini menjadi separuh lebih bantu baca perilaku. Langkah 1, 2, dan 5 perlu "
        "contoh, supaya bukan kesan."
    ),
    "example_service": _l(
        "Pegawai membacanya bersama hasil. Contoh yang bertanggal dapat dibantah atau "
        "dibenarkan, kesan tidak."
    ),
    "result": _l("Anda yang menetapkan, bukan angka. Bantu baca hanya membantu membaca realisasi."),
    "result_reason": _l("Bila tingkat Anda lain dari bantu baca, pegawai berhak membaca sebabnya."),
    "behaviour": _l(
        "Perilaku yang di bawah ekspektasi tidak dapat ditebus oleh hasil kerja. Maka seorang "
        "manusia yang memutuskan."
    ),
    "behaviour_reason": _l(
        "Bila tingkat Anda lain dari bantu baca, pegawai berhak membaca sebabnya."
    ),
    "change_reason": _l(
        "Anda mengubah langkah setelah melihat angka rekan kerja. Keduanya disimpan, dan "
        "pegawai membaca sebabnya."
    ),
}
CLAIM: Words = {
    "asked_result": _l(
        "Yang memutuskan perlu tahu tingkat mana yang menurut Anda benar. Hasil tidak dapat "
        "menjadi lebih buruk oleh keberatan Anda."
    ),
    "asked_behaviour": _l("Kosongkan bila hanya hasil kerja yang Anda persoalkan."),
    "claim_1": _l(
        "Setiap hal dijawab sendiri-sendiri, oleh pejabat penilai dan dalam putusan. Satu hal "
        "satu kolom membuatnya tidak terlewat."
    ),
    "late_reason": _l(
        "Keberatan yang terlambat hanya dapat diterima dengan alasan. Yang memutuskan membacanya."
    ),
}
EXPLAIN: Words = {
    "text_1": _l("Kedua pihak membaca tulisan masing-masing, dan putusan menjawab keduanya."),
}
DECIDE: Words = {
    "finding_1": _l(
        "Putusan menyebut setiap hal: dibenarkan atau tidak. Pegawai melihat bahwa tidak ada "
        "yang dilewati."
    ),
    "reason_1": _l("Putusan ini akhir. Yang tidak setuju pun harus dapat memahami sebabnya."),
    "result": _l("Predikat mengikuti dari dua tingkat ini, bukan dari angka."),
    "behaviour": _l("Predikat mengikuti dari dua tingkat ini, bukan dari angka."),
}
GOAL: Words = {
    "weak_point": _l(
        "Program membantu satu hal yang jelas. Yang terlalu luas tidak dapat diperiksa."
    ),
    "measure": _l("Dengan ukuran yang sama program diperiksa dua triwulan kemudian."),
    "baseline": _l("Tanpa angka awal tidak terlihat apakah program membantu."),
    "cases": _l(
        "Dari sedikit kasus perubahan bisa kebetulan. Jumlahnya menentukan seberapa pasti yang "
        "dikatakan nanti."
    ),
    "target": _l("Program berakhir menurut fakta, bukan menurut kesan."),
    "unit": _l("Angka tanpa satuan dibaca berbeda oleh setiap orang."),
    "direction": _l("Hari tunggu lebih baik bila turun, berkas selesai lebih baik bila naik."),
    "due_on": _l("Bantuan tanpa batas waktu menjadi pengawasan."),
    "checked_by": _l("Kedua pihak tahu dari mana angka akhirnya datang."),
    "provides": _l(
        "Program mengikat kedua pihak. Tanpa bantuan atasan yang tertulis, program tidak dapat "
        "disepakati."
    ),
}
PROPOSE: Words = {
    "reason": _l("Pihak lain membacanya sebelum menyepakati."),
    "cause": _l(
        "Alat yang rusak tidak dibenahi oleh pelatihan. Sebab menentukan bantuan yang tepat."
    ),
    "starts_on": _l("Sejak hari ini pembicaraan berkala dihitung."),
    "every": _l("Pembicaraan pendek yang teratur lebih membantu daripada satu di akhir."),
}
DEVELOPMENT_PLAN: Words = {
    "strengths": _l("Pengembangan dibangun di atas yang sudah baik."),
    "wish": _l("Hanya Anda dan atasan yang membacanya. Boleh dikosongkan."),
}
AIM: Words = {
    "aim": _l("Dua atau tiga tujuan lebih mungkin tercapai daripada sepuluh."),
    "way": _l(
        "Pelatihan bukan satu-satunya jalan: pendampingan dan penugasan sering lebih membantu."
    ),
    "means": _l("Supaya jelas apa yang perlu disediakan."),
    "due_on": _l("Tanggal membuat keduanya melihatnya kembali."),
}
DECLINE: Words = {
    "reason": _l("Menolak boleh. Alasannya membantu kantor pelatihan memperbaiki tawaran."),
}
PLAN_TRAINING: Words = {
    "starts_on": _l('Hari-hari ini masuk kalender Anda dengan judul "Pelatihan" saja.'),
    "ends_on": _l('Hari-hari ini masuk kalender Anda dengan judul "Pelatihan" saja.'),
    "substitute": _l("Warga tetap dilayani, dan Anda benar-benar dapat pergi."),
}
PROOF: Words = {
    "evidence": _l("Jam pelatihan hanya dihitung dengan bukti, juga untuk 20 JP setahun."),
    "hours": _l("Yang dihitung adalah jam yang benar-benar diikuti."),
}
NOMINATION: Words = {
    "reason": _l(
        "Juri membaca ini dan tidak mengenal orangnya. Yang terlihat lebih kuat daripada pujian."
    ),
    "evidence": _l("Yang mengusulkan dapat keliru. Bukti membuat usulan dapat diperiksa."),
}

MORE: Mapping[str, Words] = {
    "RatingForm": RATING,
    "ClaimForm": CLAIM,
    "ExplainForm": EXPLAIN,
    "DecideForm": DECIDE,
    "GoalForm": GOAL,
    "ProposeForm": PROPOSE,
    "DevelopmentPlanForm": DEVELOPMENT_PLAN,
    "AimForm": AIM,
    "DeclineForm": DECLINE,
    "PlanTrainingForm": PLAN_TRAINING,
    "ProofForm": PROOF,
    "NominationForm": NOMINATION,
}
