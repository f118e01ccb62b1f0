"""Many rows are written and taken away by one statement, all of them or none."""

import traceback
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from portal.rating.mixing.ballot_models import Ballot, Comment
from portal.rating.mixing.inbox_models import SealedPart, SealedRating
from portal.storage.database import begin_write
from portal.storage.sealing.rows import RowsVanished, insert_rows, take_away
from tests.factories.ratings import SmallCity, make_inbox_key, make_small_city, token
from tests.integration.rating.conftest import count

SECRET = "Catatan yang tidak boleh muncul di log"


@pytest.fixture
def city(session: Session) -> SmallCity:
    made = make_small_city(session)
    make_inbox_key(session)
    return made


def ballot_row(city: SmallCity, **answers: int | None) -> dict[str, Any]:
    nothing: dict[str, int | None] = dict.fromkeys(("time", "procedure", "cost"))
    return {
        "token": token(),
        "period": "2026-03",
        "agency_id": city.agency_id,
        "unit_id": None,
        "desk_id": city.desk_ids[0],
        "channel": "ticket",
        **nothing,
        **answers,
    }


def sealed_row(desk_id: int, channel: str = "ticket") -> dict[str, Any]:
    row = {"token": token(), "key_id": 1, "desk_id": desk_id, "channel": channel}
    return row | {"ciphertext": token() * 64}


def test_rows_arrive_as_they_were_given_with_their_gaps(session: Session, city: SmallCity) -> None:
    rows = [ballot_row(city, time=4), ballot_row(city, procedure=1, cost=2)]
    begin_write(session)
    insert_rows(session, Ballot, rows=rows)
    session.commit()

    kept = {each.token: each for each in session.scalars(select(Ballot))}

    assert len(kept) == 2
    for row in rows:
        stored = kept[row["token"]]
        assert {name: getattr(stored, name) for name in row} == row
        assert stored.service_id is None


def test_text_with_quotes_commas_and_signs_arrives_whole(session: Session, city: SmallCity) -> None:
    words = ['"kutip", {kurung} \\ NULL', "NULL", "%s %b ? :x", "baris\nbaru", "terima kasih 🙏"]
    place = {"period": "2026-03", "agency_id": city.agency_id}
    begin_write(session)
    rows = [{"token": token(), **place, "desk_id": None, "text": each} for each in words]
    insert_rows(session, Comment, rows=rows)
    session.commit()

    assert sorted(session.scalars(select(Comment.text))) == sorted(words)


def test_one_refused_row_refuses_all_and_is_not_repeated(session: Session, city: SmallCity) -> None:
    place = {"period": "2026-03", "agency_id": city.agency_id}
    good = {"token": token(), **place, "text": "Baik"}
    for fault in ({"text": SECRET * 20}, {"text": SECRET, "period": "2026.03"}):
        begin_write(session)
        with pytest.raises(DBAPIError) as refusal:
            insert_rows(session, Comment, rows=[good, good | {"token": token()} | fault])
        session.rollback()

        told = "".join(traceback.format_exception(refusal.value))
        assert "tidak boleh" not in told
        assert "Failing row" not in told
        assert count(session, Comment) == 0


def test_a_level_that_is_none_is_refused_by_name(session: Session, city: SmallCity) -> None:
    begin_write(session)
    with pytest.raises(IntegrityError, match="ck_ballot_time"):
        insert_rows(session, Ballot, rows=[ballot_row(city, time=5)])


def test_only_the_rows_named_are_taken_away(session: Session, city: SmallCity) -> None:
    here, there = city.desk_ids
    rows = [sealed_row(here), sealed_row(here), sealed_row(here, "open"), sealed_row(there)]
    begin_write(session)
    insert_rows(session, SealedRating, rows=rows)
    within = {"desk_id": here, "channel": "ticket"}
    take_away(session, SealedRating, within=within, tokens=[rows[0]["token"]])
    session.commit()

    left = set(session.scalars(select(SealedRating.token)))

    assert left == {row["token"] for row in rows[1:]}


def test_a_token_of_another_group_counts_as_vanished(session: Session, city: SmallCity) -> None:
    here, there = city.desk_ids
    rows = [sealed_row(here), sealed_row(there)]
    begin_write(session)
    insert_rows(session, SealedRating, rows=rows)
    session.commit()

    begin_write(session)
    within = {"desk_id": here, "channel": "ticket"}
    with pytest.raises(RowsVanished):
        take_away(session, SealedRating, within=within, tokens=[row["token"] for row in rows])
    session.rollback()

    assert count(session, SealedRating) == 2


def test_nothing_to_do_is_no_statement(session: Session, city: SmallCity) -> None:
    begin_write(session)
    insert_rows(session, SealedPart, rows=[])
    take_away(session, SealedPart, within={}, tokens=[])
    session.commit()

    assert count(session, SealedPart) == 0
