"""The open channel's limits at the door: who the visitor is for them, and what is said."""

import secrets
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Response, request
from flask_babel import gettext as _

from portal.rating.limits.allowances import BudgetSpent, Limit, ProtectionOff, Visitor
from portal.rating.questionnaire.forms import RatingForm
from portal.rating.questionnaire.routes.form_page import FormPageOptions, Message, sent_key
from portal.rating.questionnaire.routes.refusals import network_notice, refused, waiting
from portal.rating.questionnaire.routes.state import rating_state
from portal.web.day_keys import next_midnight
from portal.web.metrics import name_limit

DEVICE_BYTES = 16
DEVICE_CHARACTERS = range(16, 65)
RETRY_SECONDS = 30


def device_cookie() -> str:
    """Return the name of the cookie that tells one device from another until midnight."""
    return "__Host-device" if rating_state().settings.is_https else "device"


def device() -> str | None:
    """Return the random cookie the device carries, or None."""
    value = request.cookies.get(device_cookie(), "")
    return value if len(value) in DEVICE_CHARACTERS else None


def give_device_cookie(response: Response, *, now: datetime) -> Response:
    """Give a device without one a random cookie that it forgets at midnight."""
    if device() is None:
        settings = rating_state().settings
        response.set_cookie(
            device_cookie(),
            secrets.token_urlsafe(DEVICE_BYTES),
            expires=next_midnight(now, settings.timezone),
            httponly=True,
            secure=settings.is_https,
            samesite="Lax",
        )
    return response


def charge_open(form: RatingForm, *, options: FormPageOptions, now: datetime) -> Response | None:
    """Use the open channel's allowances; return the page that says to wait, if one is spent."""
    visitor = Visitor(
        device=device() or secrets.token_urlsafe(DEVICE_BYTES), address=request.remote_addr or ""
    )
    try:
        rating_state().open_channel.charge(
            visitor, desk_id=form.questionnaire.desk.desk.id, submission=sent_key() or "", now=now
        )
    except BudgetSpent as spent:
        name_limit(str(spent.limit))
        return waiting(
            form, options=options, message=_message(spent), until=spent.retry_at, now=now
        )
    except ProtectionOff:
        message = Message(
            title=_("Penilaian lewat poster sedang tidak dapat diterima"),
            text=_("Perlindungan dari kiriman berulang sedang mati. Coba lagi sebentar lagi."),
        )
        response = refused(form, options=options, message=message, status=503)
        response.headers["Retry-After"] = str(RETRY_SECONDS)
        return response
    return None


def _message(spent: BudgetSpent) -> Message:
    if spent.limit is Limit.DEVICE:
        return Message(
            title=_("Loket ini sudah Anda nilai hari ini"),
            text=_(
                "Satu perangkat menilai satu loket sekali sehari. Anda dapat menilai lagi besok."
            ),
        )
    if spent.limit is Limit.NETWORK:
        return network_notice()
    hour = spent.retry_at.astimezone(ZoneInfo(rating_state().settings.timezone))
    return Message(
        title=_("Loket ini sedang menerima sangat banyak penilaian"),
        text=_("Coba lagi setelah pukul %(hour)s.", hour=hour.strftime("%H.%M")),
    )
