"""Steps of a form that was sent, whatever the way in: check, charge, seal, thank."""

import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Response, make_response, request, url_for
from flask_babel import gettext as _

from portal.organisation.calendar.queries import latest_visits
from portal.rating.answers.answers import Channel, SubmitRating
from portal.rating.answers.submission import AnswersRefused
from portal.rating.devices.presence import phones_part, presence_budget
from portal.rating.limits.allowances import BudgetSpent, Limit, ProtectionOff, Visitor
from portal.rating.mixing.inbox import InboxNotOpen
from portal.rating.questionnaire.extension_state import rating_state
from portal.rating.questionnaire.form_page import FormMessage, FormPageOptions, new_key, sent_key
from portal.rating.questionnaire.forms import Questionnaire, QuestionnaireForm
from portal.rating.questionnaire.refusals import (
    network_notice,
    not_valid,
    questions_changed,
    refused,
    storage_away,
    waiting,
)
from portal.rating.questionnaire.service import submit_rating
from portal.storage.failures import StorageAway, naming_failures
from portal.time.months import Month, month_of, months_back
from portal.web.day_keys import next_midnight
from portal.web.extensions import cookie_name, db
from portal.web.metrics import name_limit
from portal.web.recent_failures import note_failure

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Proof:
    """The channel a form came by and what proves the visit there.

    ``needs_no_token`` is of a proof that no cookie carries, sent by a page of ours.
    """

    channel: Channel
    ticket_hash: bytes | None = None
    grant_hash: bytes | None = None
    needs_no_token: bool = False


def receive(
    questionnaire: Questionnaire,
    *,
    options: FormPageOptions,
    proof: Proof,
    now: datetime,
    charge: Callable[[QuestionnaireForm], Response | None] | None = None,
) -> Response:
    """Take the form in and answer with the way to the thanks, or show it again with its answers.

    :param charge: asked once everything is valid; an answer of its own stops the rating.
    :raises TicketUnknown: and its like, when the proof is not good.
    """
    form = QuestionnaireForm(questionnaire, meta={"csrf": not proof.needs_no_token})
    if not form.validate():
        return not_valid(form, options=options)
    stopped = charge(form) if charge else None
    if stopped is not None:
        return stopped
    try:
        with naming_failures():
            submit(form, proof=proof, key=sent_key(), now=now)
    except StorageAway as error:
        note_failure(error.kind)
        log.error("rating not stored: endpoint=%s kind=%s", request.endpoint, error.kind)
        db.leave()
        return storage_away(form, options=options)
    except AnswersRefused:
        return questions_changed(form, options=options)
    except InboxNotOpen:
        log.error("rating not stored: endpoint=%s kind=inbox_not_open", request.endpoint)
        return storage_away(form, options=options)
    return _to_thanks(questionnaire, options)


def submit(
    form: QuestionnaireForm,
    *,
    proof: Proof,
    key: str | None,
    now: datetime,
    months: tuple[Month, ...] | None = None,
) -> None:
    """Seal and store the checked answers, once for each ``key``.

    :param months: those in which the answers may have been given; None for the running one.
    :raises portal.rating.answers.submission.AnswersRefused: when they do not fit the desk.
    :raises TicketUnknown: and its like, when the proof is not good.
    :raises portal.rating.mixing.inbox.InboxNotOpen: when nothing can be sealed.
    """
    desk = form.questionnaire.desk.desk
    command = SubmitRating(
        desk_id=desk.id,
        agency_id=desk.agency_id,
        channel=proof.channel,
        answers=form.to_answers(),
        key_hash=rating_state().hash_of_key(key or new_key()),
        ticket_hash=proof.ticket_hash,
        grant_hash=proof.grant_hash,
        months=months,
    )
    submit_rating(
        db.session(),
        command,
        today=rating_state().today(now),
        keys=rating_state().inbox_keys,
        terms=rating_state().terms(desk.id, now=now),
    )


def _to_thanks(questionnaire: Questionnaire, options: FormPageOptions) -> Response:
    """Send the browser on, so that reloading sends nothing again; nobody sees a body."""
    code, lang = questionnaire.desk.desk.code, request.args.get("lang")
    answer = make_response("", 303)
    answer.headers["Location"] = url_for(options.thanks, desk=code, lang=lang)
    del answer.headers["Content-Type"]
    return answer


DEVICE_BYTES = 16
DEVICE_CHARACTERS = range(16, 65)
RETRY_SECONDS = 30
# Visits are counted once a month and typed in some weeks later.
MONTHS_LOOKED_BACK = 3


def device_cookie() -> str:
    """Return the name of the cookie that tells one device from another until midnight."""
    return cookie_name("device")


def device() -> str | None:
    """Return the random cookie the device carries, or None."""
    value = request.cookies.get(device_cookie(), "")
    return value if len(value) in DEVICE_CHARACTERS else None


def give_device_cookie(response: Response, *, now: datetime) -> Response:
    """Give a device without one a random cookie that expires at midnight."""
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


def charge_open(
    form: QuestionnaireForm, *, options: FormPageOptions, now: datetime
) -> Response | None:
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
            form, options=options, message=_open_message(spent), until=spent.retry_at, now=now
        )
    except ProtectionOff:
        message = FormMessage(
            title=_("Penilaian lewat poster sedang tidak dapat diterima"),
            text=_("Perlindungan dari kiriman berulang sedang mati. Coba lagi sebentar lagi."),
        )
        response = refused(form, options=options, message=message, status=503)
        response.headers["Retry-After"] = str(RETRY_SECONDS)
        return response
    return None


def _open_message(spent: BudgetSpent) -> FormMessage:
    if spent.limit is Limit.DEVICE:
        return FormMessage(
            title=_("Loket ini sudah Anda nilai hari ini"),
            text=_(
                "Satu perangkat menilai satu loket sekali sehari. Anda dapat menilai lagi besok."
            ),
        )
    if spent.limit is Limit.NETWORK:
        return network_notice()
    hour = spent.retry_at.astimezone(ZoneInfo(rating_state().settings.timezone))
    return FormMessage(
        title=_("Loket ini sedang menerima sangat banyak penilaian"),
        text=_("Coba lagi setelah pukul %(hour)s.", hour=hour.strftime("%H.%M")),
    )


def charge_presence(
    form: QuestionnaireForm, *, options: FormPageOptions, now: datetime, is_tablet: bool
) -> Response | None:
    """Use one rating of the desk's day; return the page that says to wait when none is left."""
    use = use_tablet if is_tablet else use_phone
    try:
        use(form.questionnaire.desk.desk.id, submission=sent_key() or "", now=now)
    except BudgetSpent as spent:
        name_limit(str(spent.limit))
        return waiting(
            form, options=options, message=_presence_message(spent), until=spent.retry_at, now=now
        )
    return None


def use_tablet(desk_id: int, *, submission: str, now: datetime) -> None:
    """Use one rating of a desk's day, sent by its tablet.

    :raises BudgetSpent: when the day's budget is used up.
    """
    with uncounted_without_storage():
        rating_state().presence_cap.charge_tablet(
            desk_id, budget=_budget(desk_id, now), submission=submission, now=now
        )


def use_phone(desk_id: int, *, submission: str, now: datetime) -> None:
    """Use one rating of a desk's day, sent by a phone that scanned its screen.

    :raises BudgetSpent: when the phones' part of the day is used up, or what
        the desk takes from one network.
    """
    budget = _budget(desk_id, now)
    with uncounted_without_storage():
        rating_state().presence_cap.charge_phone(
            desk_id,
            address=request.remote_addr or "",
            budget=budget,
            part=phones_part(budget),
            submission=submission,
            now=now,
        )


@contextmanager
def uncounted_without_storage() -> Iterator[None]:
    """Count nothing while the limiter's storage is away.

    A signed grant, a fresh code or a paired tablet still proves the visit then, and the health
    page says that protection is off.
    """
    try:
        yield
    except ProtectionOff:
        log.warning("ratings by presence are not counted: the limiter's storage is away")


def _presence_message(spent: BudgetSpent) -> FormMessage:
    if spent.limit is Limit.NETWORK:
        return network_notice()
    return FormMessage(
        title=_("Penilaian lewat layar atau tablet loket ini sudah penuh hari ini"),
        text=_(
            "Hari ini sudah masuk lebih banyak penilaian daripada pengunjung biasanya. Pakai "
            "tiket kunjungan atau QR pada poster, atau kirim lagi besok."
        ),
    )


def _budget(desk_id: int, now: datetime) -> int:
    unknown = rating_state().settings.presence_desk_per_day
    return presence_budget(_visits(desk_id, now), unknown=unknown)


def _visits(desk_id: int, now: datetime) -> int | None:
    month = month_of(rating_state().today(now))
    periods = [months_back(month, months=back) for back in range(1, MONTHS_LOOKED_BACK + 1)]
    return latest_visits(db.session(), desk_id, periods=periods)
