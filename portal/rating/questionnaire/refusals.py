"""A form that was not taken comes back with its answers and the reason."""

from datetime import datetime

from flask import Response, make_response
from flask_babel import gettext as _

from portal.rating.questionnaire.form_page import FormPageOptions, Message, draft_of, kept_page
from portal.rating.questionnaire.forms import RatingForm


def refused(
    form: RatingForm, *, options: FormPageOptions, message: Message | None, status: int
) -> Response:
    """Show ``form`` again, with ``message`` on top when the answers themselves are fine."""
    page = kept_page(
        draft_of(form, message=message), questionnaire=form.questionnaire, options=options
    )
    return make_response(page, status)


def not_valid(form: RatingForm, *, options: FormPageOptions) -> Response:
    """Show ``form`` again with its mistakes, or say that the page was open for too long."""
    if not form.is_forged:
        return refused(form, options=options, message=None, status=422)
    message = Message(
        title=_("Halaman ini terlalu lama terbuka"),
        text=_(
            "Tekan Kirim penilaian sekali lagi. Jika ini terulang, izinkan cookie untuk situs ini."
        ),
    )
    return refused(form, options=options, message=message, status=400)


def waiting(
    form: RatingForm, *, options: FormPageOptions, message: Message, until: datetime, now: datetime
) -> Response:
    """Show ``form`` again and say, in words and in Retry-After, when to come back."""
    response = refused(form, options=options, message=message, status=429)
    response.headers["Retry-After"] = str(int((until - now).total_seconds()) + 1)
    return response


def storage_away(form: RatingForm, *, options: FormPageOptions) -> Response:
    """Show ``form`` again: nothing could be stored, and nothing was spent."""
    message = Message(
        title=_("Penilaian belum dapat disimpan"),
        text=_("Penyimpanan kami sedang tidak dapat dijangkau. Coba lagi dalam setengah menit."),
    )
    response = refused(form, options=options, message=message, status=503)
    response.headers["Retry-After"] = "30"
    return response


def questions_changed(form: RatingForm, *, options: FormPageOptions) -> Response:
    """Show ``form`` again: what the desk offers or asks changed while it was open."""
    message = Message(
        title=_("Pertanyaan di loket ini baru saja berubah"),
        text=_("Periksa jawaban Anda, lalu tekan Kirim penilaian sekali lagi."),
    )
    return refused(form, options=options, message=message, status=409)


def network_notice() -> Message:
    """Return what is said when a network has sent as many ratings as a desk takes from it."""
    return Message(
        title=_("Terlalu banyak penilaian dari jaringan Anda"),
        text=_(
            "Bukan salah Anda: banyak orang memakai jaringan yang sama. Coba lagi besok, "
            "atau pakai jaringan lain atau tiket kunjungan."
        ),
    )
