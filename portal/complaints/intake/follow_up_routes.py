"""Pages for the writer of a complaint, who has its code, and the words of each refusal."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.complaints.intake.follow_up import (
    AppealNotPossible,
    NothingToRate,
    ReopeningTooLate,
    ReplyNotPossible,
    appeal,
    rate_resolution,
    reopen,
    reply,
)
from portal.complaints.intake.history import CaseContext
from portal.complaints.intake.kinds import ImpossibleTransition
from portal.complaints.intake.writing import TextLengthWrong

Act = Callable[..., None]


def _reply(session: Session, form: Any, *, context: CaseContext) -> None:
    reply(session, form.code.data, text=form.text.data or "", context=context)


def _helped(session: Session, form: Any, *, context: CaseContext) -> None:
    if not form.helped.data:
        raise NothingToRate
    rate_resolution(session, form.code.data, helped=int(form.helped.data), context=context)


def _reopen(session: Session, form: Any, *, context: CaseContext) -> None:
    reopen(session, form.code.data, text=form.text.data or "", context=context)


def _appeal(session: Session, form: Any, *, context: CaseContext) -> None:
    appeal(session, form.code.data, text=form.text.data or "", context=context)


ACTS: Mapping[str, Act] = {
    "reply": _reply,
    "helped": _helped,
    "reopen": _reopen,
    "appeal": _appeal,
}

REFUSALS: Mapping[type[Exception], Any] = {
    TextLengthWrong: _l("Tulis paling sedikit 2 dan paling banyak 5.000 huruf."),
    ReplyNotPossible: _l("Pengaduan ini sudah selesai, jadi balasan tidak akan dibaca lagi."),
    NothingToRate: _l("Pilih salah satu nilai. Nilai dapat diberikan setelah ada jawaban."),
    ReopeningTooLate: _l("Waktu untuk membuka kembali sudah lewat. Tulis pengaduan baru."),
    ImpossibleTransition: _l("Pengaduan ini tidak dapat dibuka kembali sekarang."),
    AppealNotPossible: _l("Tidak ada keputusan yang dapat diajukan keberatan."),
}
