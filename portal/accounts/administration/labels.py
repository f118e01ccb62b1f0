"""Labels of acts on an account: the question before, and what the act will do."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True, slots=True)
class ActLabels:
    """The question, its consequence and the button of one act."""

    question: Any
    consequence: Any
    button: Any


ACT_LABELS = {
    "close": ActLabels(
        _l("Tutup akun ini?"),
        _l(
            "Orang ini langsung keluar di semua perangkat dan tidak bisa masuk lagi. "
            "Yang pernah ia lakukan tetap tercatat. Akun dapat dibuka kembali."
        ),
        _l("Tutup akun"),
    ),
    "reopen": ActLabels(
        _l("Buka kembali akun ini?"),
        _l("Orang ini dapat masuk lagi dengan kata sandi dan peran yang sama seperti dulu."),
        _l("Buka akun"),
    ),
    "link": ActLabels(
        _l("Buat tautan baru?"),
        _l(
            "Tautan lama tidak berlaku lagi. Dengan tautan baru, orang ini memilih kata sandi. "
            "Tautan hanya ditampilkan sekali dan berlaku tujuh hari."
        ),
        _l("Buat tautan"),
    ),
    "remove-authenticator": ActLabels(
        _l("Hapus aplikasi autentikator?"),
        _l(
            "Aplikasi dan semua kode pemulihan orang ini tidak berlaku lagi, dan ia keluar di "
            "semua perangkat. Jika perannya mewajibkan, ia memasang aplikasi baru saat masuk. "
            "Pastikan dahulu bahwa benar ia yang meminta."
        ),
        _l("Hapus autentikator"),
    ),
    "end-sessions": ActLabels(
        _l("Keluarkan orang ini dari semua perangkat?"),
        _l("Ia harus masuk lagi di setiap perangkat. Pekerjaan yang belum disimpan akan hilang."),
        _l("Keluarkan"),
    ),
}
