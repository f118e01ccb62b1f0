"""What happens to a form that was sent by any channel: check, charge, seal, thank."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Response, make_response, redirect, request, url_for

from portal.rating.answers.channels import Channel
from portal.rating.answers.service import AnswersRefused
from portal.rating.answers.submission import SubmitRating
from portal.rating.mixing.inbox import InboxNotOpen
from portal.rating.questionnaire.extension_state import rating_state
from portal.rating.questionnaire.form_page import FormPageOptions, new_key, sent_key
from portal.rating.questionnaire.forms import Questionnaire, RatingForm
from portal.rating.questionnaire.refusals import not_valid, questions_changed, storage_away
from portal.rating.questionnaire.service import submit_rating
from portal.storage.failures import StorageAway, naming_failures
from portal.web.extensions import db
from portal.web.recent_failures import note_failure

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Proof:
    """The channel a form came by and what proves the visit there."""

    channel: Channel
    ticket_hash: bytes | None = None
    grant_hash: bytes | None = None


def receive(
    questionnaire: Questionnaire,
    *,
    options: FormPageOptions,
    proof: Proof,
    now: datetime,
    charge: Callable[[RatingForm], Response | None] | None = None,
) -> Response:
    """Take the form in and answer with the way to the thanks, or show it again with its answers.

    :param charge: asked once everything is valid; an answer of its own stops the rating.
    :raises TicketUnknown: and its like, when the proof is not good.
    """
    form = RatingForm(questionnaire)
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
    form: RatingForm,
    *,
    proof: Proof,
    key: str | None,
    now: datetime,
    months: tuple[str, ...] | None = None,
) -> None:
    """Seal and store the checked answers, once for each ``key``.

    :param months: those in which the answers may have been given; None for the running one.
    :raises portal.rating.answers.service.AnswersRefused: when they do not fit the desk.
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
    """Send the browser on, so that reloading sends nothing again."""
    code, lang = questionnaire.desk.desk.code, request.args.get("lang")
    return make_response(redirect(url_for(options.thanks, desk=code, lang=lang), 303))
