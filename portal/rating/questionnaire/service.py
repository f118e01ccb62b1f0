"""Takes a rating in: proof spent, key remembered, sealed answers stored, all or nothing.

Each step happens only where the one before it did, and the first only while the key that the
rating is sealed to is still current: no rating arrives under a key that the mix has closed,
and a ticket is never spent without its rating.
"""

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, Date, TextClause, bindparam, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.organisation.figure_rules.queries import rule_book
from portal.organisation.places.queries import offers_of_desk
from portal.rating.answers.answers import SubmitRating, Submitted, end_of_next_month
from portal.rating.answers.submission import Terms, check_answers
from portal.rating.mixing.inbox import InboxNotOpen
from portal.rating.mixing.inbox_models import TOKEN_BYTES
from portal.rating.mixing.inbox_queries import InboxKeyInBrief, current_inbox_key
from portal.rating.mixing.keys_folder import FolderState, state_of_folder
from portal.rating.mixing.sealing import Sealer
from portal.rating.questionnaire.queries import is_accepted, is_key_current
from portal.rating.tickets.queries import TicketState, ticket_in_brief
from portal.settings import Settings
from portal.storage.database import end_read, short_write
from portal.storage.sealing.keys import KeyStore
from portal.survey.elements import FigureRules

KEY_IS_CURRENT = "EXISTS (SELECT 1 FROM inbox_key WHERE id = :key_id AND state = 'current')"
IS_NEW = "NOT EXISTS (SELECT 1 FROM accepted_submission WHERE key_hash = :key_hash)"
SPEND_TICKET = f"""
UPDATE ticket SET is_spent = TRUE
WHERE code_hash = :ticket_hash AND NOT is_spent AND expires_on >= :today
AND (desk_id = :desk_id OR service_id = :service_id OR agency_id = :agency_id)
AND {KEY_IS_CURRENT} AND {IS_NEW}
"""  # noqa: S608 - put together from the constants above, without anything from outside
SPEND_GRANT = f"""
INSERT INTO accepted_submission (key_hash, expires_on) SELECT :grant_hash, :expires_on
WHERE {KEY_IS_CURRENT} AND {IS_NEW} ON CONFLICT DO NOTHING
"""
ACCEPT = "INSERT INTO accepted_submission (key_hash, expires_on) SELECT :key_hash, :expires_on"
ACCEPT_NEW = f"{ACCEPT} WHERE {KEY_IS_CURRENT} ON CONFLICT DO NOTHING"
STORE = """
INSERT INTO sealed_rating (token, key_id, desk_id, channel, ciphertext)
SELECT :token, :key_id, :desk_id, :channel, :ciphertext
"""
OPEN, TICKET, GRANT = None, SPEND_TICKET, SPEND_GRANT
# SQLite's driver takes these as they are: reading them anew took a third of the time of a ticket.
STEPS = {
    spend: (ACCEPT_NEW, STORE) if spend is None else (spend, ACCEPT, STORE)
    for spend in (OPEN, TICKET, GRANT)
}


def _typed(statement: str) -> TextClause:
    dates = [name for name in ("today", "expires_on") if f":{name}" in statement]
    return text(statement).bindparams(*(bindparam(name, type_=Date) for name in dates))


def _one_statement(spend: str | None) -> TextClause:
    if spend is None:
        steps = f"WITH accepted AS ({ACCEPT_NEW} RETURNING 1)"
    else:
        steps = (
            f"WITH spent AS ({spend} RETURNING 1), accepted AS ({ACCEPT} FROM spent RETURNING 1)"
        )
    return _typed(f"{steps} {STORE} FROM accepted")


ONE_STATEMENT = {spend: _one_statement(spend) for spend in (OPEN, TICKET, GRANT)}


def take_in(connection: Connection, spend: str | None, *, values: Mapping[str, Any]) -> bool:
    """Run the steps of a way in; False when the first found that it must not happen.

    :param spend: OPEN, TICKET or GRANT.
    """
    if connection.dialect.name != "sqlite":
        return bool(connection.execute(ONE_STATEMENT[spend], values).rowcount)
    plain = {name: _plain(value) for name, value in values.items()}
    return all(connection.exec_driver_sql(step, plain).rowcount for step in STEPS[spend])


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


class InboxKeys:
    """The current public key, kept by a process until it turns out to be closed."""

    def __init__(self, store: KeyStore) -> None:
        """Hold no key yet.

        :param store: where private halves lie. While its folder is away nothing is sealed.
        """
        self._store = store
        self._held: tuple[InboxKeyInBrief, Sealer] | None = None

    @classmethod
    def from_settings(cls, settings: Settings) -> "InboxKeys":
        """Return what holds no key yet, for the folder that the operator chose."""
        return cls(KeyStore.from_settings(settings))

    def current(self, session: Session) -> tuple[int, Sealer]:
        """Return the number of the current key and what seals to it.

        :raises InboxNotOpen: when there is none, or the folder of keys is missing or another one.
        """
        if self._held is None:
            found = current_inbox_key(session)
            if found is None:
                raise InboxNotOpen("no inbox key is current; run: flask ratings mix")
            self._held = found, Sealer(found.public_key)
        key, sealer = self._held
        if not self._store.has(key.public_key):
            self._check_folder(session)
        return key.key_id, sealer

    def _check_folder(self, session: Session) -> None:
        """Let a key be used whose file alone is missing; that is said elsewhere and mended."""
        state = state_of_folder(session, self._store)
        end_read(session)
        if state is not FolderState.OK:
            raise InboxNotOpen(str(state))

    def forget(self) -> None:
        """Look the key up again next time."""
        self._held = None


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


def terms_of_desk(session: Session, desk_id: int, *, initial: FigureRules) -> Terms:
    """Return what a desk offers and asks in every month.

    :param initial: the rules of figures before the first recorded change.
    """
    return Terms(offers_of_desk(session, desk_id), rule_book(session, initial=initial))


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
    :raises portal.rating.answers.submission.AnswersRefused: when the answers do not fit the desk.
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
    spend = OPEN
    if command.ticket_hash is not None:
        spend = TICKET
    elif command.grant_hash is not None:
        spend = GRANT
    try:
        with short_write(session) as connection:
            return take_in(connection, spend, values=values)
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
