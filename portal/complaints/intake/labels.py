"""The words people read for the fixed words of complaints, in the reader's language."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from portal.complaints.intake.kinds import (
    Concern,
    Decision,
    Happened,
    Kind,
    Outcome,
    Queue,
    Reason,
    State,
    Step,
    Theme,
)
from portal.complaints.intake.personal_data import PersonalKind

WORDS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "kind": {
            Kind.COMPLAINT: _l("Pengaduan"),
            Kind.SUGGESTION: _l("Saran"),
            Kind.QUESTION: _l("Pertanyaan"),
            Kind.PRAISE: _l("Pujian"),
        },
        "concern": {
            Concern.SERVICE: _l("Pelayanan atau tempatnya"),
            Concern.OFFICER: _l("Seorang petugas"),
            Concern.HEAD: _l("Pimpinan instansi"),
            Concern.LEVY: _l("Pungutan liar (diminta uang di luar biaya resmi)"),
        },
        "happened": {
            Happened.THIS_WEEK: _l("Minggu ini"),
            Happened.THIS_MONTH: _l("Bulan ini"),
            Happened.EARLIER: _l("Lebih lama"),
            Happened.UNSURE: _l("Tidak ingat"),
        },
        "queue": {
            Queue.AGENCY: _l("Instansi terkait"),
            Queue.CITY: _l("Moderator kota"),
            Queue.INSPECTORATE: _l("Inspektorat"),
        },
        "state": {
            State.NEW: _l("Diterima, belum diperiksa"),
            State.VERIFIED: _l("Sudah diperiksa"),
            State.FORWARDED: _l("Diteruskan ke yang menangani"),
            State.IN_PROGRESS: _l("Sedang ditangani"),
            State.ANSWERED: _l("Sudah dijawab"),
            State.CLOSED: _l("Selesai"),
            State.REOPENED: _l("Dibuka kembali"),
            State.POSTPONED: _l("Menunggu keterangan Anda"),
            State.ELSEWHERE: _l("Bukan wewenang kami"),
            State.ARCHIVED: _l("Diarsipkan"),
        },
        # What staff press to bring an item there.
        "move": {
            State.NEW: _l("Kembalikan ke awal"),
            State.VERIFIED: _l("Tandai sudah diperiksa"),
            State.FORWARDED: _l("Teruskan ke yang menangani"),
            State.IN_PROGRESS: _l("Mulai menangani"),
            State.ANSWERED: _l("Tandai sudah dijawab"),
            State.CLOSED: _l("Tutup sebagai selesai"),
            State.REOPENED: _l("Buka kembali"),
            State.POSTPONED: _l("Tunda dan minta keterangan"),
            State.ELSEWHERE: _l("Nyatakan bukan wewenang kami"),
            State.ARCHIVED: _l("Arsipkan"),
        },
        "decision": {
            Decision.UNDECIDED: _l("Belum diputuskan"),
            Decision.PUBLISHED: _l("Ditampilkan apa adanya"),
            Decision.REDACTED: _l("Ditampilkan dengan bagian yang ditutup"),
            Decision.INTERNAL: _l("Hanya untuk petugas"),
            Decision.HIDDEN: _l("Disembunyikan"),
        },
        "reason": {
            Reason.PERSONAL_DATA: _l("memuat data pribadi"),
            Reason.INSULT: _l("memuat penghinaan"),
            Reason.HATE: _l("memuat kebencian terhadap suatu golongan"),
            Reason.SPAM: _l("iklan atau kiriman berulang"),
            Reason.DUPLICATE: _l("sama dengan kiriman lain"),
            Reason.NOT_ASKED: _l("penulis tidak ingin ditampilkan"),
            Reason.INCOMPLETE: _l("keterangan belum lengkap"),
            Reason.NOT_OUR_COMPETENCE: _l("bukan wewenang pemerintah kota"),
            Reason.UNDER_LEGAL_PROCEEDINGS: _l("sedang dalam proses hukum"),
            Reason.NO_SUBSTANCE: _l("tidak ada yang dapat ditindaklanjuti"),
            Reason.WITHDRAWN: _l("ditarik oleh penulis"),
            Reason.WRONG_AGENCY: _l("bukan tugas instansi yang dipilih"),
            Reason.HAPPENED_ELSEWHERE: _l("terjadi di tempat instansi lain"),
            Reason.TASK_MOVED: _l("tugasnya beralih ke instansi lain"),
            Reason.SENT_BACK: _l("dikembalikan instansi sebelumnya"),
        },
        "outcome": {
            Outcome.PENDING: _l("Keberatan belum diputuskan"),
            Outcome.UPHELD: _l("Keberatan ditolak, keputusan tetap"),
            Outcome.GRANTED: _l("Keberatan diterima"),
        },
        "step": {
            Step.RECEIVED: _l("Diterima"),
            Step.MOVED: _l("Status berubah"),
            Step.DECIDED: _l("Keputusan penayangan"),
            Step.ANSWERED: _l("Dijawab"),
            Step.REPLIED: _l("Penulis membalas"),
            Step.HELPED: _l("Penulis menilai jawaban"),
            Step.APPEALED: _l("Penulis mengajukan keberatan"),
            Step.APPEAL_DECIDED: _l("Keberatan diputuskan"),
            Step.QUEUE_CHANGED: _l("Yang menangani berubah"),
            Step.HANDED_OVER: _l("Diserahkan ke SP4N-LAPOR!"),
            Step.GROUPED: _l("Digabung dengan yang serupa"),
            Step.PURGED: _l("Teks dihapus sesuai masa simpan"),
        },
        "theme": {
            Theme.WAITING_TIME: _l("Waktu tunggu"),
            Theme.INFORMATION: _l("Informasi"),
            Theme.CONDUCT: _l("Sikap petugas"),
            Theme.COST: _l("Biaya"),
            Theme.FACILITIES: _l("Sarana"),
            Theme.ACCESS: _l("Kemudahan akses"),
            Theme.ONLINE: _l("Layanan daring"),
            Theme.OTHER: _l("Lainnya"),
        },
        "personal": {
            PersonalKind.IDENTITY_NUMBER: _l("nomor induk kependudukan"),
            PersonalKind.PHONE: _l("nomor telepon"),
            PersonalKind.EMAIL: _l("alamat surel"),
            PersonalKind.PLATE: _l("nomor kendaraan"),
            PersonalKind.ACCOUNT: _l("nomor rekening"),
            PersonalKind.NAME: _l("nama orang"),
        },
    }
)


def options(kind: str) -> list[SelectChoice]:
    """Return the words of one kind as the options of a form field."""
    return [SelectChoice(value, label) for value, label in choices(kind)]


def reasons_among(wanted: Collection[Reason]) -> list[tuple[str, Any]]:
    """Return the ``wanted`` reasons as (value, label) pairs for a template."""
    return [pair for pair in choices("reason") if pair[0] in wanted]


def choices(kind: str) -> list[tuple[str, Any]]:
    """Return the words of one kind as (value, label) pairs for a template."""
    return [(str(value), label) for value, label in WORDS[kind].items()]


def word(kind: str, value: str | None) -> Any:
    """Return what people read for a fixed word, or an empty text for none."""
    return "" if value is None else WORDS[kind].get(value, value)
