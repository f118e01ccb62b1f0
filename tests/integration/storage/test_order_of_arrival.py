"""What citizens do leaves no order behind, in whatever table it is written."""

import re
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, select, text, update
from sqlalchemy.orm import Session

from portal.complaints.intake.course_models import ComplaintEvent
from portal.complaints.intake.follow_up import appeal, rate_resolution, reopen, reply
from portal.complaints.intake.history import CaseContext
from portal.complaints.intake.models import Complaint
from portal.organisation.posters.service import record_scans
from portal.rating.answers.answers import Channel, SubmitRating, Submitted
from portal.rating.mixing.ballot_models import Comment
from portal.rating.mixing.inbox_models import Ticket
from portal.rating.mixing.service import open_inbox
from portal.rating.questionnaire.service import InboxKeys, submit_rating
from portal.rating.tickets.domain import ScopeKind, TicketScope, ticket_hash
from portal.rating.tickets.service import issue_tickets
from portal.storage.order_of_arrival import has_hidden_order, rewrite_in_key_order
from portal.storage.sealing.keys import KeyStore
from portal.tables import REWRITTEN, WRITERS, Base, Writer
from tests.factories.complaints import FRIDAY, TEXT, make_complaint, make_office
from tests.factories.organisation import add
from tests.factories.ratings import SmallCity, answers_of, make_small_city, token

WRITE = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "?(?!SET)(\w+)')
KEYS = "keys"
OTHER = "Terima kasih, saya menunggu kabar berikutnya."


@pytest.fixture
def city(session: Session, tmp_path: Path) -> SmallCity:
    city = make_small_city(session)
    session.info[KEYS] = KeyStore(tmp_path / "keys")
    open_inbox(session, session.info[KEYS])
    return city


def rate(session: Session, city: SmallCity, **proof: Any) -> Submitted:
    command = SubmitRating(
        desk_id=city.desk_ids[0],
        agency_id=city.agency_id,
        answers=answers_of(city.service_ids[0]),
        key_hash=secrets.token_bytes(32),
        **proof,
    )
    return submit_rating(session, command, today=FRIDAY, keys=InboxKeys(session.info[KEYS]))


def tickets(session: Session, city: SmallCity, *, count: int) -> list[bytes]:
    scope = TicketScope(ScopeKind.DESK, city.desk_ids[0], city.agency_id, "Loket 1")
    return [
        ticket_hash(each) for each in issue_tickets(session, scope, count=count, today=FRIDAY).codes
    ]


def act(session: Session, city: SmallCity, *, ticket: bytes) -> str:
    """Do everything that a citizen can do, once; return the code of the complaint."""
    context = make_office()
    rate(session, city, channel=Channel.TICKET, ticket_hash=ticket)
    rate(session, city, channel=Channel.PRESENCE, grant_hash=secrets.token_bytes(32))
    rate(session, city, channel=Channel.OPEN)
    record_scans(session, {(city.desk_ids[0], "2026-11"): 1})
    complaint, code = make_complaint(session, city.agency_id, context=context)
    reply(session, code, text=OTHER, context=context)
    for state in ("verified", "forwarded", "answered"):
        end(session, complaint.id, state=state, answered_on=FRIDAY)
    rate_resolution(session, code, helped=1, context=context)
    reopen(session, code, text=OTHER, context=context)
    hide(session, complaint.id)
    appeal(session, code, text=OTHER, context=context)
    return code


def end(session: Session, number: int, **values: Any) -> None:
    session.execute(update(Complaint).where(Complaint.id == number).values(**values))
    session.commit()


def hide(session: Session, number: int) -> None:
    decided = {"decision": "hidden", "decision_reason": "insult"}
    session.execute(update(Complaint).where(Complaint.id == number).values(**decided))
    step = {"step": "decided", "new_value": "hidden", "account_id": 1, "happened_on": FRIDAY}
    add(session, ComplaintEvent(complaint_id=number, sequence=99, **step))
    session.commit()


@contextmanager
def written(session: Session) -> Iterator[set[str]]:
    """Give the names of the tables that are written meanwhile."""
    found: set[str] = set()
    engine: Engine = session.connection().engine
    session.commit()

    def note(*arguments: Any) -> None:
        found.update(WRITE.findall(arguments[2]))

    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


def told(session: Session) -> set[str]:
    """Return the tables of citizens whose rows tell acts apart, by place or transaction."""
    is_server = session.connection().dialect.name == "postgresql"
    return {
        each.table.name
        for group in REWRITTEN
        for each in group
        if (is_server or has_hidden_order(each.table))
        and _tells(session, each, is_server=is_server)
    }


def _tells(session: Session, rewritten: Any, *, is_server: bool) -> bool:
    name = rewritten.table.name
    keys = ", ".join(column.name for column in rewritten.table.primary_key)
    place = "ctid" if is_server else "rowid"
    rows = f"SELECT {keys} FROM {name} WHERE {rewritten.only} ORDER BY"
    by_place, by_key = (session.execute(text(f"{rows} {by}")).all() for by in (place, keys))
    acts = f"SELECT count(DISTINCT xmin::text) FROM {name} WHERE {rewritten.only}"
    return list(by_place) != list(by_key) or (is_server and (session.scalar(text(acts)) or 0) > 1)


def contents(session: Session) -> dict[str, list[Any]]:
    session.rollback()
    return {
        name: sorted(map(tuple, session.execute(select(table)).all()), key=repr)
        for name, table in Base.metadata.tables.items()
        if WRITERS[name] in {Writer.CITIZEN, Writer.SEALED}
    }


def test_of_every_table_is_said_who_writes_into_it() -> None:
    assert set(WRITERS) == set(Base.metadata.tables)
    rewritten = {each.table.name for group in REWRITTEN for each in group}
    of_citizens = {name for name, writer in WRITERS.items() if writer is Writer.CITIZEN}
    assert rewritten == {*of_citizens, "rating_comment"}


def test_what_citizens_write_into_is_declared(session: Session, city: SmallCity) -> None:
    (ticket,) = tickets(session, city, count=1)
    sent_by_others = {"complaint"}  # the office's own steps in between

    with written(session) as found:
        act(session, city, ticket=ticket)

    declared = {name for name in found if WRITERS[name] in {Writer.CITIZEN, Writer.SEALED}}
    assert found - declared == set()
    assert {"ticket", "accepted_submission", "sealed_rating", "poster_scan"} <= found
    assert sent_by_others | {"complaint_message", "complaint_event", "complaint_appeal"} <= found


def test_order_is_told_before_the_night_and_by_no_table_after_it(
    session: Session, city: SmallCity
) -> None:
    codes = []
    for ticket in tickets(session, city, count=12)[:6]:
        codes.append(act(session, city, ticket=ticket))
        comment = {"period": "2026-11", "agency_id": city.agency_id, "text": "Baik"}
        add(session, Comment(token=token(), desk_id=city.desk_ids[0], **comment))
        session.commit()
    reply(session, codes[0], text=OTHER, context=make_office())
    before, told_before = contents(session), told(session)

    rewrite_in_key_order(session, REWRITTEN)

    is_server = session.connection().dialect.name == "postgresql"
    server_alone = {"complaint", "ticket", "accepted_submission", "rating_comment"}
    hidden = {"complaint_message", "complaint_event"}
    assert told_before >= (hidden | server_alone if is_server else hidden)
    assert told(session) == set()
    assert contents(session) == before


def test_an_interrupted_night_changes_nothing(session: Session, city: SmallCity) -> None:
    for ticket in tickets(session, city, count=3):
        act(session, city, ticket=ticket)
    before, told_before = contents(session), told(session)

    def killed() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rewrite_in_key_order(session, REWRITTEN, before_commit=killed)
    session.rollback()

    assert contents(session) == before
    assert told(session) == told_before


def test_a_citizen_who_comes_meanwhile_waits_and_is_taken(
    session: Session, city: SmallCity
) -> None:
    ticket, spent = tickets(session, city, count=2)
    rate(session, city, channel=Channel.TICKET, ticket_hash=spent)
    context = CaseContext(vault=make_office().vault, today=date(2026, 11, 21))
    _, code = make_complaint(session, city.agency_id, context=context)
    engine = session.connection().engine
    session.commit()
    outcome: list[object] = []

    def come() -> None:
        with Session(engine, info={KEYS: session.info[KEYS]}) as other:
            outcome.append(rate(other, city, channel=Channel.TICKET, ticket_hash=ticket))
            reply(other, code, text=TEXT, context=context)

    citizen = threading.Thread(target=come)
    rewrite_in_key_order(session, REWRITTEN, before_commit=citizen.start)
    citizen.join()

    assert outcome == [Submitted.ACCEPTED]
    assert session.get_one(Ticket, ticket).is_spent
