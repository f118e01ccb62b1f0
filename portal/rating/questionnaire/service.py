"""Takes a rating in: proof spent, key remembered, sealed answers stored, in one transaction."""

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.rating.answers.checking import Terms
from portal.rating.answers.service import check_answers, terms_of_desk
from portal.rating.answers.submission import SubmitRating, Submitted, end_of_next_month
from portal.rating.mixing.inbox import InboxNotOpen
from portal.rating.mixing.inbox_models import TOKEN_BYTES
from portal.rating.questionnaire import statements
from portal.rating.questionnaire.inbox_keys import InboxKeys
from portal.rating.questionnaire.queries import is_accepted, is_key_current
from portal.rating.tickets.queries import TicketState, ticket_in_brief
from portal.storage.database import short_write
from portal.survey.elements import FigureRules

ATTEMPTS = 3


class TicketUnknown(Exception):
    """No such ticket was ever issued, or it was deleted after its time."""


class TicketAlreadySpent(Exception):
    """A rating was already sent with this ticket."""


class TicketExpired(Exception):
    """The ticket's time is over."""


class TicketForAnotherDesk(Exception):
    """The ticket is good, but not for this desk and service."""


class GrantAlreadySpent(Exception):
    """A rating was already sent with this grant."""


REFUSALS: Mapping[TicketState | None, type[Exception]] = {
    None: TicketUnknown,
    TicketState.SPENT: TicketAlreadySpent,
    TicketState.EXPIRED: TicketExpired,
    TicketState.GOOD: TicketForAnotherDesk,
}


def submit_rating(
    session: Session,
    command: SubmitRating,
    *,
    today: date,
    keys: InboxKeys,
    terms: Terms | None = None,
) -> Submitted:
    """Store one rating, sealed; a submission that was accepted before stores nothing.

    The moment is not asked for: only the city's date enters, to see whether a ticket is
    still good. Commits.

    :param keys: the process's memory of the current inbox key.
    :param terms: what the desk offers and asks, as it was known a moment ago; read anew, with
        nothing that may be skipped, when None.
    :raises portal.rating.answers.service.AnswersRefused: when the answers do not fit the desk.
    :raises TicketUnknown: and TicketAlreadySpent, TicketExpired, TicketForAnotherDesk,
        GrantAlreadySpent: when the proof is not good; nothing is stored then.
    :raises InboxNotOpen: when no key is current.
    """
    known = terms or terms_of_desk(session, command.desk_id, initial=FigureRules())
    check_answers(command, known, today=today)
    for _ in range(ATTEMPTS):
        key_id, sealer = keys.current(session)
        values = _values(command, key_id=key_id, today=today)
        values["ciphertext"] = sealer.seal(command.answers)
        if _store(session, command, values=values):
            return Submitted.ACCEPTED
        session.rollback()
        if is_accepted(session, command.key_hash):
            return Submitted.ALREADY_ACCEPTED
        if is_key_current(session, key_id):
            _raise_refusal(session, command, today=today)
        keys.forget()
    raise InboxNotOpen("the inbox key changes faster than a rating can be sealed")


def _values(command: SubmitRating, *, key_id: int, today: date) -> dict[str, Any]:
    return {
        "key_id": key_id,
        "key_hash": command.key_hash,
        "ticket_hash": command.ticket_hash,
        "grant_hash": command.grant_hash,
        "desk_id": command.desk_id,
        "service_id": command.answers.service_id,
        "agency_id": command.agency_id,
        "channel": str(command.channel),
        "token": secrets.token_bytes(TOKEN_BYTES),
        "today": today,
        "expires_on": end_of_next_month(today),
    }


def _store(session: Session, command: SubmitRating, *, values: dict[str, Any]) -> bool:
    """Run the steps; False when the first of them found that it must not happen."""
    spend = statements.OPEN
    if command.ticket_hash is not None:
        spend = statements.TICKET
    elif command.grant_hash is not None:
        spend = statements.GRANT
    try:
        with short_write(session) as connection:
            return statements.take_in(connection, spend, values=values)
    except IntegrityError:
        # Two forms with one key arrived together; the other one is in.
        session.rollback()
        if is_accepted(session, command.key_hash):
            return False
        raise


def _raise_refusal(session: Session, command: SubmitRating, *, today: date) -> None:
    """Say why the proof was not taken; an open rating has none and is simply tried again."""
    if command.grant_hash is not None:
        raise GrantAlreadySpent("a rating was already sent with this grant")
    if command.ticket_hash is not None:
        ticket = ticket_in_brief(session, command.ticket_hash, on=today)
        raise REFUSALS[ticket.state if ticket else None]
