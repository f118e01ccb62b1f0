"""The words people read for the fixed words of complaints, in the reader's language."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from portal.complaints.intake.kinds import (
    AppealOutcome,
    ComplaintStep,
    Concern,
    DecisionReason,
    Happened,
    Kind,
    PromiseState,
    PromiseStep,
    Queue,
    State,
    TextDecision,
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
            TextDecision.UNDECIDED: _l("Belum diputuskan"),
            TextDecision.PUBLISHED: _l("Ditampilkan apa adanya"),
            TextDecision.REDACTED: _l("Ditampilkan dengan bagian yang ditutup"),
            TextDecision.INTERNAL: _l("Hanya untuk petugas"),
            TextDecision.HIDDEN: _l("Disembunyikan"),
        },
        "reason": {
            DecisionReason.PERSONAL_DATA: _l("memuat data pribadi"),
            DecisionReason.INSULT: _l("memuat penghinaan"),
            DecisionReason.HATE: _l("memuat kebencian terhadap suatu golongan"),
            DecisionReason.SPAM: _l("iklan atau kiriman berulang"),
            DecisionReason.DUPLICATE: _l("sama dengan kiriman lain"),
            DecisionReason.NOT_ASKED: _l("penulis tidak ingin ditampilkan"),
            DecisionReason.INCOMPLETE: _l("keterangan belum lengkap"),
            DecisionReason.NOT_OUR_COMPETENCE: _l("bukan wewenang pemerintah kota"),
            DecisionReason.UNDER_LEGAL_PROCEEDINGS: _l("sedang dalam proses hukum"),
            DecisionReason.NO_SUBSTANCE: _l("tidak ada yang dapat ditindaklanjuti"),
            DecisionReason.WITHDRAWN: _l("ditarik oleh penulis"),
            DecisionReason.WRONG_AGENCY: _l("bukan tugas instansi yang dipilih"),
            DecisionReason.HAPPENED_ELSEWHERE: _l("terjadi di tempat instansi lain"),
            DecisionReason.TASK_MOVED: _l("tugasnya beralih ke instansi lain"),
            DecisionReason.SENT_BACK: _l("dikembalikan instansi sebelumnya"),
        },
        "outcome": {
            AppealOutcome.PENDING: _l("Keberatan belum diputuskan"),
            AppealOutcome.UPHELD: _l("Keberatan ditolak, keputusan tetap"),
            AppealOutcome.GRANTED: _l("Keberatan diterima"),
        },
        "step": {
            ComplaintStep.RECEIVED: _l("Diterima"),
            ComplaintStep.MOVED: _l("Status berubah"),
            ComplaintStep.DECIDED: _l("Keputusan penayangan"),
            ComplaintStep.ANSWERED: _l("Dijawab"),
            ComplaintStep.REPLIED: _l("Penulis membalas"),
            ComplaintStep.HELPED: _l("Penulis menilai jawaban"),
            ComplaintStep.APPEALED: _l("Penulis mengajukan keberatan"),
            ComplaintStep.APPEAL_DECIDED: _l("Keberatan diputuskan"),
            ComplaintStep.QUEUE_CHANGED: _l("Yang menangani berubah"),
            ComplaintStep.HANDED_OVER: _l("Diserahkan ke SP4N-LAPOR!"),
            ComplaintStep.GROUPED: _l("Digabung dengan yang serupa"),
            ComplaintStep.PURGED: _l("Teks dihapus sesuai masa simpan"),
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
        "promise": {
            PromiseState.DONE: _l("Sudah dilakukan"),
            PromiseState.PROMISED: _l("Dijanjikan"),
            PromiseState.LATE: _l("Terlambat"),
            PromiseState.WITHDRAWN: _l("Ditarik"),
        },
        "promise_step": {
            PromiseStep.DONE: _l("Dinyatakan sudah dilakukan"),
            PromiseStep.MOVED: _l("Tanggal dipindahkan"),
            PromiseStep.WITHDRAWN: _l("Tindak lanjut ditarik"),
            PromiseStep.RESUMED: _l("Dibuka lagi"),
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


def reasons_among(wanted: Collection[DecisionReason]) -> list[tuple[str, Any]]:
    """Return the ``wanted`` reasons as (value, label) pairs for a template."""
    return [pair for pair in choices("reason") if pair[0] in wanted]


def choices(kind: str) -> list[tuple[str, Any]]:
    """Return the words of one kind as (value, label) pairs for a template."""
    return [(str(value), label) for value, label in WORDS[kind].items()]


def word(kind: str, value: str | None) -> Any:
    """Return what people read for a fixed word, or an empty text for none."""
    return "" if value is None else WORDS[kind].get(value, value)
