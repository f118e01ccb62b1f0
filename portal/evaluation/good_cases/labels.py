"""Labels of good cases: states, and what was just done."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.evaluation.rules.help_states import GoodCaseState

CASE_STATES: Mapping[GoodCaseState, Any] = {
    GoodCaseState.PROPOSED: _l("menunggu persetujuan yang bersangkutan"),
    GoodCaseState.CONSENTED: _l("menunggu kantor kinerja"),
    GoodCaseState.PUBLISHED: _l("terbit tanpa nama"),
    GoodCaseState.DECLINED: _l("tidak diterbitkan"),
    GoodCaseState.WITHDRAWN: _l("ditarik"),
}
CASE_DONE: Mapping[str, Any] = {
    "written": _l("Tersimpan. Belum ada yang terbit."),
    "consented": _l("Anda setuju. Kantor kinerja memeriksanya, lalu menerbitkan."),
    "withdrawn": _l("Ditarik. Tidak tampil lagi di mana pun."),
    "published": _l("Terbit tanpa nama di halaman penghargaan."),
    "declined": _l("Tidak diterbitkan; alasannya tersimpan."),
    "named": _l("Belum terbit: isinya menyebut nama atau nomor pegawai. Tolak dengan alasan itu."),
    "changed": _l("Tidak ada yang dilakukan: keadaannya berubah. Ini keadaannya sekarang."),
}
