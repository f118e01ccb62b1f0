"""Ratings that arrive together are taken in once, on both databases."""

import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from portal.rating.answers.answers import SubmitRating, Submitted
from portal.rating.mixing.inbox_models import AcceptedSubmission, SealedRating, Ticket
from portal.rating.questionnaire import service as submit
from portal.rating.questionnaire.service import submit_rating
from portal.storage.database import engine_options
from tests.factories.ratings import SmallCity
from tests.integration.rating.conftest import count, inbox_keys
from tests.integration.rating.questionnaire.test_submit import (
    TODAY,
    by_grant,
    by_ticket,
    command,
    make_ticket,
)


def at_once(
    session: Session, url: str, commands: list[SubmitRating]
) -> list[Submitted | Exception]:
    """Send every command from a connection of its own, up to sixteen at a time."""
    engine = create_engine(url, pool_size=16, **engine_options(url))

    def send(one: SubmitRating) -> Submitted | Exception:
        with Session(engine) as own:
            try:
                return submit_rating(own, one, today=TODAY, keys=inbox_keys(session))
            except (submit.TicketAlreadySpent, submit.GrantAlreadySpent) as refused:
                return refused

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(send, commands))
    engine.dispose()
    return answers


def test_two_hundred_at_once_with_one_ticket_give_one_rating(
    session: Session, city: SmallCity, database_url: str
) -> None:
    make_ticket(session, desk_id=city.desk_ids[0])

    answers = at_once(session, database_url, [by_ticket(city) for _ in range(200)])

    assert answers.count(Submitted.ACCEPTED) == 1
    refused = [answer for answer in answers if isinstance(answer, submit.TicketAlreadySpent)]
    assert len(refused) == 199
    assert (count(session, SealedRating), count(session, AcceptedSubmission)) == (1, 1)


@pytest.mark.parametrize("make", [command, by_ticket, by_grant])
def test_one_form_sent_by_a_trembling_hand_is_stored_once(
    session: Session,
    city: SmallCity,
    database_url: str,
    make: Callable[..., SubmitRating],
) -> None:
    make_ticket(session, desk_id=city.desk_ids[0])
    sent = make(city)

    answers = at_once(session, database_url, [sent] * 40)

    assert answers.count(Submitted.ACCEPTED) == 1
    assert answers.count(Submitted.ALREADY_ACCEPTED) == 39
    assert count(session, SealedRating) == 1


def test_one_key_with_two_tickets_spends_only_one(
    session: Session, city: SmallCity, database_url: str
) -> None:
    tickets = [bytes([number]) * 32 for number in range(16)]
    for hashed in tickets:
        make_ticket(session, code_hash=hashed, desk_id=city.desk_ids[0])
    key = secrets.token_bytes(32)

    at_once(
        session, database_url, [by_ticket(city, key_hash=key, ticket_hash=one) for one in tickets]
    )

    assert sum(session.scalars(select(Ticket.is_spent))) == 1
    assert count(session, SealedRating) == 1
