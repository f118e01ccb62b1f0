"""Labels of acts on an award, and of the faults that keep a scheme from going on."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.evaluation.awards.domain import SchemeFault

FAULTS: Mapping[SchemeFault, Any] = {
    SchemeFault.NO_CRITERION: _l("Belum ada kriteria. Tulis sedikitnya satu."),
    SchemeFault.FEW_LISTED: _l("Daftar juri belum berisi sembilan orang."),
    SchemeFault.FEW_AGENCIES: _l(
        "Daftar juri harus berasal dari lebih banyak instansi daripada jumlah kursi, supaya ada "
        "pengganti bila seorang juri mundur."
    ),
    SchemeFault.YEAR_BEGAN: _l(
        "Tahun penilaiannya sudah mulai. Aturan hanya dapat diterbitkan sebelum tahunnya; ubah "
        "tahunnya."
    ),
    SchemeFault.TOO_EARLY: _l("Belum waktunya menurut kalender yang diterbitkan."),
    SchemeFault.OBJECTIONS_OPEN: _l(
        "Masih ada keberatan yang berjalan, atau masih dapat diajukan, atas hasil tahun itu. "
        "Penghargaan dimulai sesudahnya."
    ),
    SchemeFault.STILL_NOMINATING: _l("Hari terakhir pengusulan belum lewat."),
    SchemeFault.NOT_FROZEN: _l("Nomor belum dibekukan."),
    SchemeFault.NO_SEED: _l("Angka acak dari acara umum belum dicatat."),
    SchemeFault.POINTS_MISSING: _l("Belum semua nilai juri masuk."),
    SchemeFault.CONSENT_OPEN: _l(
        "Pemenang belum menjawab boleh tidaknya namanya diumumkan; waktunya empat belas hari."
    ),
}
DONE: Mapping[str, Any] = {
    "kept": _l("Tersimpan."),
    "published": _l("Aturan terbit dan sejak sekarang tidak dapat diubah siapa pun."),
    "nominating": _l("Pengusulan dibuka."),
    "screening": _l("Pengusulan ditutup; syarat diperiksa."),
    "frozen": _l("Nomor dibekukan; sidik jarinya terbit di halaman umum."),
    "seeded": _l("Angka acak tercatat dan terbit."),
    "judging": _l("Juri diundi dan diberi tahu."),
    "drawn_again": _l("Kursi kosong diundi lagi, sejauh daftar menyisakan orang tanpa hubungan."),
    "ended_without": _l("Skema berakhir tanpa penerima, karena juri tidak dapat dibentuk."),
    "announced": _l("Penghargaan diumumkan."),
    "closed": _l("Skema ditutup."),
    "listed": _l("Ada dalam daftar juri."),
    "struck": _l("Dikeluarkan dari daftar juri."),
    "nominated": _l("Usulan tersimpan. Yang diusulkan diberi tahu; nama Anda tidak ditunjukkan."),
    "stepped_back": _l("Anda mundur dari skema ini."),
    "seat_taken": _l("Pernyataan Anda tersimpan. Silakan menilai."),
    "seat_left": _l("Anda mundur; pengganti diundi."),
    "sealed": _l("Nilai tersegel. Tidak ada yang membacanya sebelum semua nilai masuk."),
    "decided": _l("Keputusan tersimpan; pemenang diberi tahu."),
    "consent": _l("Jawaban Anda tersimpan dan berlaku sekarang juga."),
    "ended": _l("Halaman periksa tidak mengenal piagam ini lagi."),
    "reviewed": _l("Tersimpan; pemenang diberi tahu."),
    "consent_open": FAULTS[SchemeFault.CONSENT_OPEN],
    "changed": _l("Tidak ada yang dilakukan: keadaannya berubah. Ini keadaannya sekarang."),
}
