"""A rating is taken in once, whole or not at all, on both databases."""

import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, event, func, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.organisation.places.arrangement import Arrangement, Timeline
from portal.organisation.places.models import AgencyRow, DeskService
from portal.rating.answers.answers import Channel, SubmitRating, Submitted
from portal.rating.answers.submission import AnswersRefused, Terms
from portal.rating.mixing.inbox import InboxNotOpen
from portal.rating.mixing.inbox_models import AcceptedSubmission, InboxKey, SealedRating, Ticket
from portal.rating.mixing.sealing import open_sealed
from portal.rating.questionnaire import service
from portal.rating.questionnaire import service as submit
from portal.rating.questionnaire.service import InboxKeys, submit_rating, terms_of_desk
from portal.storage.database import begin_write, engine_options
from portal.storage.sealing.keys import KeyStore
from portal.survey.elements import ELEMENTS, Element, FigureRules, RuleBook
from tests.factories.organisation import add, make_agency, make_desk, make_service
from tests.factories.ratings import SmallCity, answers_of, make_inbox_key, make_small_city
from tests.integration.rating.conftest import KEYS, inbox_keys

TODAY = date(2026, 11, 21)
TICKET, GRANT = b"t" * 32, b"g" * 32


def command(city: SmallCity, **fields: Any) -> SubmitRating:
    defaults = {
        "desk_id": city.desk_ids[0],
        "agency_id": city.agency_id,
        "channel": Channel.OPEN,
        "answers": answers_of(city.service_ids[0]),
        "key_hash": secrets.token_bytes(32),
    }
    return SubmitRating(**(defaults | fields))


def by_ticket(city: SmallCity, **fields: Any) -> SubmitRating:
    return command(city, **({"channel": Channel.TICKET, "ticket_hash": TICKET} | fields))


def by_grant(city: SmallCity, **fields: Any) -> SubmitRating:
    return command(city, **({"channel": Channel.PRESENCE, "grant_hash": GRANT} | fields))


def make_ticket(session: Session, **fields: Any) -> None:
    add(session, Ticket(**({"code_hash": TICKET, "expires_on": TODAY} | fields)))
    session.commit()


def submit_now(session: Session, command: SubmitRating, *, terms: Terms | None = None) -> Submitted:
    return submit_rating(session, command, today=TODAY, keys=inbox_keys(session), terms=terms)


def offering(city: SmallCity, *, desk_id: int) -> Terms:
    """What a desk would offer that is not in the database."""
    service = city.service_ids[0]
    return Terms(
        Arrangement(
            offers={(desk_id, service): Timeline(True)},
            questions={service: Timeline(frozenset())},
        ),
        RuleBook(),
    )


def count(session: Session, table: Any) -> int:
    session.rollback()
    return int(session.scalar(select(func.count()).select_from(table)) or 0)


def test_an_open_rating_lies_sealed_in_the_inbox(session: Session, city: SmallCity) -> None:
    key = session.scalars(select(InboxKey)).one()
    sent = command(city)

    assert submit_now(session, sent) is Submitted.ACCEPTED

    row = session.scalars(select(SealedRating)).one()
    assert (row.key_id, row.desk_id, row.channel) == (key.id, city.desk_ids[0], "open")
    accepted = session.scalars(select(AcceptedSubmission)).one()
    assert (accepted.key_hash, accepted.expires_on) == (sent.key_hash, date(2026, 12, 31))


def test_the_sealed_answers_are_the_ones_that_were_sent(session: Session, store: KeyStore) -> None:
    city, key = make_small_city(session), make_inbox_key(session, store=store)
    session.info[KEYS] = store
    answers = answers_of(city.service_ids[0], officer_id=city.officer_ids[1], comment="Baik")

    submit_now(session, command(city, answers=answers))

    row = session.scalars(select(SealedRating)).one()
    assert open_sealed(row.ciphertext, private_key=bytes(key)) == answers


@pytest.mark.parametrize("make", [command, by_ticket, by_grant])
def test_the_same_submission_twice_is_stored_once(
    session: Session, city: SmallCity, make: Callable[..., SubmitRating]
) -> None:
    make_ticket(session, desk_id=city.desk_ids[0])
    first = make(city)
    second = replace(first, answers=answers_of(city.service_ids[0], level=1))

    assert submit_now(session, first) is Submitted.ACCEPTED
    assert submit_now(session, second) is Submitted.ALREADY_ACCEPTED

    assert count(session, SealedRating) == 1


@pytest.mark.parametrize(
    ("scope", "index"), [("desk_id", 0), ("service_id", 0), ("agency_id", None)]
)
def test_a_ticket_for_desk_service_or_agency_is_spent_once(
    session: Session, city: SmallCity, scope: str, index: int | None
) -> None:
    ids = {"desk_id": city.desk_ids, "service_id": city.service_ids}
    make_ticket(session, **{scope: city.agency_id if index is None else ids[scope][index]})

    submit_now(session, by_ticket(city))
    with pytest.raises(submit.TicketAlreadySpent):
        submit_now(session, by_ticket(city))

    assert count(session, SealedRating) == 1
    assert session.scalars(select(Ticket)).one().is_spent


def test_a_ticket_for_another_desk_is_not_spent(session: Session, city: SmallCity) -> None:
    make_ticket(session, desk_id=city.desk_ids[1])

    with pytest.raises(submit.TicketForAnotherDesk):
        submit_now(session, by_ticket(city))

    assert count(session, AcceptedSubmission) == 0
    assert not session.scalars(select(Ticket)).one().is_spent


def test_a_ticket_that_has_ended_or_was_never_issued_is_refused(
    session: Session, city: SmallCity
) -> None:
    make_ticket(session, desk_id=city.desk_ids[0], expires_on=date(2026, 11, 20))

    with pytest.raises(submit.TicketExpired):
        submit_now(session, by_ticket(city))
    with pytest.raises(submit.TicketUnknown):
        submit_now(session, by_ticket(city, ticket_hash=b"u" * 32))

    assert count(session, SealedRating) == 0


def test_a_grant_is_spent_once(session: Session, city: SmallCity) -> None:
    submit_now(session, by_grant(city))

    with pytest.raises(submit.GrantAlreadySpent):
        submit_now(session, by_grant(city))

    assert count(session, SealedRating) == 1
    assert count(session, AcceptedSubmission) == 2


@pytest.mark.parametrize("make", [command, by_ticket, by_grant])
def test_a_key_that_was_closed_meanwhile_is_not_used(
    session: Session, city: SmallCity, make: Callable[..., SubmitRating]
) -> None:
    make_ticket(session, desk_id=city.desk_ids[0])
    keys = inbox_keys(session)
    keys.current(session)
    session.execute(update(InboxKey).values(state="closed"))
    session.commit()
    fresh = make_inbox_key(session)

    submit_rating(session, make(city), today=TODAY, keys=keys)

    row = session.scalars(select(SealedRating)).one()
    open_sealed(row.ciphertext, private_key=bytes(fresh))


def test_without_a_current_key_nothing_is_spent(session: Session, city: SmallCity) -> None:
    make_ticket(session, desk_id=city.desk_ids[0])
    keys = inbox_keys(session)
    keys.current(session)
    session.execute(update(InboxKey).values(state="closed"))
    session.commit()

    with pytest.raises(InboxNotOpen):
        submit_rating(session, by_ticket(city), today=TODAY, keys=keys)

    assert not session.scalars(select(Ticket)).one().is_spent


def test_a_key_that_changes_without_end_is_an_error(
    session: Session, city: SmallCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(submit, "_store", lambda *_, **__: False)
    monkeypatch.setattr(submit, "is_key_current", lambda *_: False)

    with pytest.raises(InboxNotOpen):
        submit_now(session, command(city))


def test_an_open_rating_that_was_not_taken_is_simply_tried_again(
    session: Session, city: SmallCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, tried = submit._store, []

    def first_in_vain(*args: Any, **values: Any) -> bool:
        tried.append(args)
        return len(tried) > 1 and store(*args, **values)

    monkeypatch.setattr(submit, "_store", first_in_vain)

    assert submit_now(session, command(city)) is Submitted.ACCEPTED
    assert count(session, SealedRating) == 1


@pytest.mark.parametrize("make", [command, by_ticket, by_grant])
def test_a_rating_that_cannot_be_stored_spends_nothing(
    session: Session, city: SmallCity, make: Callable[..., SubmitRating]
) -> None:
    make_ticket(session, agency_id=city.agency_id)

    with pytest.raises(IntegrityError):
        submit_now(session, make(city, desk_id=999_999), terms=offering(city, desk_id=999_999))
    session.rollback()

    assert count(session, AcceptedSubmission) == 0
    assert not session.scalars(select(Ticket)).one().is_spent


def test_on_postgresql_a_rating_is_one_statement(session: Session, city: SmallCity) -> None:
    keys, sent = inbox_keys(session), []
    keys.current(session)
    # A process keeps what the desk asked a moment ago.
    terms = terms_of_desk(session, command(city).desk_id, initial=FigureRules())
    session.commit()
    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", lambda *args: sent.append(args[2]))

    submit_rating(session, command(city), today=TODAY, keys=keys, terms=terms)

    expected = 1 if engine.dialect.name == "postgresql" else 2
    assert len([one for one in sent if not one.startswith("BEGIN")]) == expected


def test_a_rating_waits_for_the_key_to_be_changed(
    session: Session, city: SmallCity, database_url: str, database_kind: str
) -> None:
    """A rating that meets the change of keys ends up under the new key, not under the dead one."""
    keys = inbox_keys(session)
    old_id, _ = keys.current(session)
    session.commit()
    lock = {"postgresql": "LOCK TABLE sealed_rating IN SHARE MODE", "sqlite": "SELECT 1"}
    with ThreadPoolExecutor(1) as pool:
        begin_write(session)
        session.execute(text(lock[database_kind]))
        sending = pool.submit(at_once_with, database_url, command(city), keys)
        session.execute(update(InboxKey).values(state="closed"))
        make_inbox_key(session)
        assert sending.result(timeout=20) is Submitted.ACCEPTED

    assert session.scalars(select(SealedRating)).one().key_id != old_id


def at_once_with(url: str, one: SubmitRating, keys: InboxKeys) -> Submitted:
    engine = create_engine(url, **engine_options(url))
    try:
        with Session(engine) as own:
            return submit_rating(own, one, today=TODAY, keys=keys)
    finally:
        engine.dispose()


def test_what_the_database_refuses_for_another_reason_is_no_second_sending(
    session: Session, city: SmallCity
) -> None:
    unknown = command(city, desk_id=999_999)

    with pytest.raises(IntegrityError):
        submit_now(session, unknown, terms=offering(city, desk_id=999_999))

    assert (count(session, SealedRating), count(session, AcceptedSubmission)) == (0, 0)


def test_a_form_that_arrived_twice_at_once_is_taken_once(
    session: Session, city: SmallCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in = service.take_in

    def beaten_by_its_twin(connection: Connection, spend: str | None, **values: Any) -> bool:
        take_in(connection, spend, **values)
        connection.commit()
        raise IntegrityError("a key twice", {}, Exception())

    monkeypatch.setattr(service, "take_in", beaten_by_its_twin)

    assert submit_now(session, command(city)) is Submitted.ALREADY_ACCEPTED
    assert count(session, SealedRating) == 1


@pytest.mark.parametrize("kind", ["other_desk", "not_asked", "not_answered"])
def test_answers_that_the_desk_does_not_ask_are_refused_and_spend_nothing(
    session: Session, city: SmallCity, kind: str
) -> None:
    make_ticket(session, agency_id=city.agency_id)
    agency = make_agency(session, "dinkes")
    elsewhere = make_service(session, agency, "poli")
    make_desk(session, agency, "poli-1", services=(elsewhere,))
    free = make_service(
        session, session.get_one(AgencyRow, city.agency_id), "free", left_out=("cost",)
    )
    add(session, DeskService(desk_id=city.desk_ids[0], service_id=free.id))
    session.commit()
    without_cost = {key: 3 for key in ELEMENTS if key is not Element.COST}
    answers = {
        "other_desk": answers_of(elsewhere.id),
        "not_asked": answers_of(free.id),
        "not_answered": answers_of(city.service_ids[0], scores=without_cost),
    }[kind]

    with pytest.raises(AnswersRefused):
        submit_now(session, by_ticket(city, answers=answers))

    session.rollback()
    assert (count(session, SealedRating), count(session, AcceptedSubmission)) == (0, 0)
    assert not session.scalars(select(Ticket)).one().is_spent
