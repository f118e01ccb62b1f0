"""A tally that cannot be true keeps no batch waiting, and is counted anew from its ballots."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.rating.mixing.ballot_models import Tally
from portal.rating.mixing.recount_queries import recounted
from portal.rating.mixing.sum_queries import mixed_today, tally_book
from tests.factories.corrupting import CORRUPTIONS, Corruption, corrupt_tally, let_anything_in
from tests.factories.ratings import SmallCity, answers_of, send
from tests.integration.rating.conftest import Mix

MONTH = "2026-03"


@pytest.mark.parametrize("corruption", CORRUPTIONS[::4], ids=lambda each: str(each)[:40])
def test_the_next_batch_is_mixed_and_the_tally_is_right_again(
    session: Session,
    city: SmallCity,
    mix: Mix,
    corruption: Corruption,
    caplog: pytest.LogCaptureFixture,
) -> None:
    let_anything_in(session)
    service, other = city.service_ids
    for answered in (service, other):
        send(session, answers_of(answered, level=4), desk_id=city.desk_ids[0], times=12)
    mix()
    tally = session.scalars(select(Tally.id).where(Tally.service_id == service)).one()
    corrupt_tally(session, tally, corruption)
    session.commit()
    assert [each.cell.service_id for each in tally_book(session, periods=[MONTH]).impossible] == [
        service
    ]
    assert [each.respondents for each in mixed_today(session, period=MONTH)] == [12]
    send(session, answers_of(service, level=1), desk_id=city.desk_ids[0], times=10)

    report = mix()

    assert report.is_complete
    book = tally_book(session, periods=[MONTH])
    assert book.impossible == ()
    assert sorted(each.respondents for each in book.rows) == [12, 22]
    assert sorted(book.rows, key=repr) == sorted(recounted(session, period=MONTH), key=repr)
    assert "counted anew from its ballots" in caplog.text
