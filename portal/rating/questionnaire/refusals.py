"""A form that was not taken comes back with its answers and the reason."""

from datetime import datetime

from flask import Response, make_response, request
from flask_babel import gettext as _

from portal.rating.questionnaire.form_page import FormMessage, FormPageOptions, draft_of, kept_page
from portal.rating.questionnaire.forms import QuestionnaireForm


def refused(
    form: QuestionnaireForm, *, options: FormPageOptions, message: FormMessage | None, status: int
) -> Response:
    """Show ``form`` again, with ``message`` on top when the answers themselves are fine."""
    page = kept_page(
        draft_of(form, message=message), questionnaire=form.questionnaire, options=options
    )
    return make_response(page, status)


def not_valid(form: QuestionnaireForm, *, options: FormPageOptions) -> Response:
    """Show ``form`` again with its mistakes, or say why its token does not fit."""
    if not form.is_forged:
        return refused(form, options=options, message=None, status=422)
    message = _other_visit() if request.cookies else _no_cookie()
    return refused(form, options=options, message=message, status=400)


def _other_visit() -> FormMessage:
    return FormMessage(
        title=_("Halaman ini dari kunjungan sebelumnya"),
        text=_("Tekan Kirim penilaian sekali lagi."),
    )


def _no_cookie() -> FormMessage:
    return FormMessage(
        title=_("Browser Anda tidak mengirim cookie"),
        text=_(
            "Tanpa tiket, penilaian memerlukan cookie; isinya hanya angka acak. Izinkan cookie "
            "untuk situs ini, lalu tekan Kirim penilaian sekali lagi. Dengan tiket kunjungan "
            "Anda dapat menilai tanpa cookie."
        ),
    )


def waiting(
    form: QuestionnaireForm,
    *,
    options: FormPageOptions,
    message: FormMessage,
    until: datetime,
    now: datetime,
) -> Response:
    """Show ``form`` again and say, in words and in Retry-After, when to come back."""
    response = refused(form, options=options, message=message, status=429)
    response.headers["Retry-After"] = str(int((until - now).total_seconds()) + 1)
    return response


def storage_away(form: QuestionnaireForm, *, options: FormPageOptions) -> Response:
    """Show ``form`` again: nothing could be stored, and nothing was spent."""
    message = FormMessage(
        title=_("Penilaian belum dapat disimpan"),
        text=_("Penyimpanan kami sedang tidak dapat dijangkau. Coba lagi dalam setengah menit."),
    )
    response = refused(form, options=options, message=message, status=503)
    response.headers["Retry-After"] = "30"
    return response


def questions_changed(form: QuestionnaireForm, *, options: FormPageOptions) -> Response:
    """Show ``form`` again: what the desk offers or asks changed while it was open."""
    message = FormMessage(
        title=_("Pertanyaan di loket ini baru saja berubah"),
        text=_("Periksa jawaban Anda, lalu tekan Kirim penilaian sekali lagi."),
    )
    return refused(form, options=options, message=message, status=409)


def network_notice() -> FormMessage:
    """Return what is said when a network has sent as many ratings as a desk takes from it."""
    return FormMessage(
        title=_("Terlalu banyak penilaian dari jaringan Anda"),
        text=_(
            "Bukan salah Anda: banyak orang memakai jaringan yang sama. Coba lagi besok, "
            "atau pakai jaringan lain atau tiket kunjungan."
        ),
    )
