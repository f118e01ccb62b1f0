"""The words of a round: 21 guides in short form, five steps, seven values, states."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.evaluation.plans.domain import BehaviourValue
from portal.evaluation.plans.labels import VALUES as VALUE_WORDS
from portal.evaluation.rules.states import RoundState

# Three guides of each value, in the official order (SE MenPANRB 20/2021, shortened).
GUIDES: Mapping[BehaviourValue, tuple[Any, Any, Any]] = {
    BehaviourValue.SERVICE: (
        _l("memahami dan memenuhi kebutuhan masyarakat"),
        _l("ramah, cekatan, solutif, dan dapat diandalkan"),
        _l("melakukan perbaikan tiada henti"),
    ),
    BehaviourValue.ACCOUNTABLE: (
        _l("jujur, bertanggung jawab, cermat, disiplin, berintegritas tinggi"),
        _l("memakai barang milik negara dengan bertanggung jawab, efektif, dan efisien"),
        _l("tidak menyalahgunakan kewenangan jabatan"),
    ),
    BehaviourValue.COMPETENT: (
        _l("meningkatkan kompetensi diri"),
        _l("membantu orang lain belajar"),
        _l("melaksanakan tugas dengan kualitas terbaik"),
    ),
    BehaviourValue.HARMONIOUS: (
        _l("menghargai setiap orang apa pun latar belakangnya"),
        _l("suka menolong orang lain"),
        _l("membangun lingkungan kerja yang kondusif"),
    ),
    BehaviourValue.LOYAL: (
        _l("setia pada Pancasila, UUD 1945, NKRI, dan pemerintahan yang sah"),
        _l("menjaga nama baik ASN, pimpinan, instansi, dan negara"),
        _l("menjaga rahasia jabatan dan negara"),
    ),
    BehaviourValue.ADAPTIVE: (
        _l("cepat menyesuaikan diri dengan perubahan"),
        _l("terus berinovasi"),
        _l("bertindak proaktif"),
    ),
    BehaviourValue.COLLABORATIVE: (
        _l("memberi kesempatan kepada orang lain untuk berkontribusi"),
        _l("terbuka bekerja sama"),
        _l("menggerakkan sumber daya untuk tujuan bersama"),
    ),
}
VALUES: Mapping[BehaviourValue, str] = VALUE_WORDS
NOT_OBSERVED = "0"
STEPS: Mapping[str, Any] = {
    "1": _l("1 - sering berlawanan dengan panduan ini"),
    "2": _l("2 - baru bila diminta"),
    "3": _l("3 - sesuai harapan"),
    "4": _l("4 - dari dirinya sendiri, lebih dari yang diminta"),
    "5": _l("5 - menjadi teladan bagi yang lain"),
    NOT_OBSERVED: _l("tidak saya amati"),
}
ROUND_STATES: Mapping[RoundState, Any] = {
    RoundState.PLANNED: _l("direncanakan"),
    RoundState.DRAWN: _l("sudah diundi"),
    RoundState.COLLECTING: _l("menerima jawaban"),
    RoundState.FOLDING: _l("sedang diringkas"),
    RoundState.FOLDED: _l("selesai diringkas"),
    RoundState.VOID: _l("batal, semua jawaban hilang"),
}
