"""A rating goes into the inbox sealed to the current key, and to no other."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.rating.domain import Channel
from portal.rating.models.inbox import InboxKey, SealedRating
from portal.rating.queries.inbox import InboxKeyInBrief
from portal.rating.sealing import open_sealed
from portal.rating.service import inbox
from portal.rating.service.inbox import InboxNotOpen, put_sealed
from tests.factories.ratings import answers_of, make_inbox_key, make_small_city, send


def test_a_rating_lies_sealed_to_the_current_key(session: Session) -> None:
    city = make_small_city(session)
    key = make_inbox_key(session)
    answers = answers_of(city.service_ids[0], officer_id=city.officer_ids[0], comment="Cepat")

    send(session, answers, desk_id=city.desk_ids[1], channel=Channel.PRESENCE)

    row = session.scalars(select(SealedRating)).one()
    assert (row.desk_id, row.channel) == (city.desk_ids[1], "presence")
    assert open_sealed(row.ciphertext, private_key=bytes(key)) == answers


def test_without_a_current_key_nothing_is_stored(session: Session) -> None:
    city = make_small_city(session)
    make_inbox_key(session, state="closed")

    with pytest.raises(InboxNotOpen):
        send(session, answers_of(city.service_ids[0]), desk_id=city.desk_ids[0])

    assert session.scalars(select(SealedRating)).all() == []


def test_a_key_closed_in_between_is_not_used(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = make_small_city(session)
    old, new = make_inbox_key(session, state="closed"), make_inbox_key(session)
    ids = {row.public_key: row.id for row in session.scalars(select(InboxKey))}
    seen = [
        InboxKeyInBrief(key_id=ids[public], public_key=public)
        for public in (bytes(old.public_key), bytes(new.public_key))
    ]
    monkeypatch.setattr(inbox, "current_inbox_key", lambda _: seen.pop(0))

    put_sealed(
        session, answers_of(city.service_ids[0]), desk_id=city.desk_ids[0], channel=Channel.OPEN
    )

    row = session.scalars(select(SealedRating)).one()
    assert row.key_id == ids[bytes(new.public_key)]
    open_sealed(row.ciphertext, private_key=bytes(new))


def test_a_key_that_is_always_closed_in_between_is_given_up(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = make_small_city(session)
    stale = InboxKeyInBrief(key_id=99, public_key=bytes(make_inbox_key(session).public_key))
    monkeypatch.setattr(inbox, "current_inbox_key", lambda _: stale)

    with pytest.raises(InboxNotOpen):
        send(session, answers_of(city.service_ids[0]), desk_id=city.desk_ids[0])
