"""A month closes, is prepared, held or signed off, and goes out unchanged."""

import json
import random
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.publication.building.charts import draw
from portal.publication.figures.encoding import digest
from portal.publication.releases import queries
from portal.publication.releases import queries as releases_queries
from portal.publication.releases.due import prepare_next, publish_due
from portal.publication.releases.gathering import ReleaseContext
from portal.publication.releases.ledger import FIRST_HASH, digests_of, sealed
from portal.publication.releases.preparing import (
    AlreadyPublished,
    PeriodNotOver,
    PreparedRelease,
    ReleaseOutOfOrder,
    prepare_release,
)
from portal.publication.releases.publishing import (
    CannotHold,
    Hold,
    NotPrepared,
    ReleaseHeld,
    SignOff,
    SignOffIncomplete,
    hold_release,
    publish_release,
)
from portal.survey.elements import FigureRules
from tests.factories.random_city import RandomCity, make_random_city, rate

HERE = ReleaseContext(city_name="Kota Uji", is_demo=False, rules=FigureRules())
DUE = date(2026, 2, 5)
SIGNED = SignOff(by="Ratna Dewi", reflection="Antrean dipisah.")


@pytest.fixture
def city(session: Session) -> RandomCity:
    dice = random.Random(7)
    made = make_random_city(session, dice, agencies=2, desks=4)
    for month in ("2026-01", "2026-02"):
        rate(session, made, month=month, dice=dice)
    return made


def prepare(session: Session, period: str = "2026-01", *, today: date = DUE) -> PreparedRelease:
    return prepare_release(session, period, today=today, circumstances=HERE, draw=draw)


def due(session: Session, today: date) -> list[str]:
    return list(publish_due(session, today=today, circumstances=HERE, draw=draw))


def body(session: Session, address: str) -> dict[str, Any]:
    found = queries.published(session, address)
    assert found is not None
    content: dict[str, Any] = json.loads(found.body)
    return content


def test_a_draft_shows_nothing_to_the_public_and_says_what_it_hides(
    session: Session, city: RandomCity
) -> None:
    prepared = prepare(session)

    assert prepared.shown > 0
    assert set(prepared.hidden) <= {"too_few", "few_officers", "protects_another"}
    assert queries.published(session, "city") is None


def test_publishes_exactly_what_was_prepared(session: Session, city: RandomCity) -> None:
    prepare(session)
    release = releases_queries.release_in_brief(session, "2026-01")
    assert release is not None
    drafts = {
        each.address: each.body for each in releases_queries.draft_documents(session, release.id)
    }

    publish_release(session, "2026-01", today=DUE, sign_off=SIGNED)

    for address, text in drafts.items():
        found = queries.published(session, address)
        assert found is not None
        assert (found.body, found.sha256) == (text, digest(text))
    assert {"city", "agencies/dinas-0", "desks/loket-0-0", "charts/city", "data/figures"} <= set(
        drafts
    )
    assert list(releases_queries.draft_documents(session, release.id)) == []


def test_the_ledger_seals_every_document_and_the_step_before(
    session: Session, city: RandomCity
) -> None:
    due(session, date(2026, 3, 5))

    first, second = releases_queries.ledger_lines(session)
    found = queries.published(session, "city", period="2026-01")

    assert found is not None
    assert digests_of(first.entry)["city"] == found.sha256
    assert (first.previous_hash, second.previous_hash) == (FIRST_HASH, first.hash)
    assert second.hash == sealed(
        second.entry, recorded_on=second.recorded_on, previous_hash=first.hash
    )


def test_a_signature_publishes_before_the_fixed_day_and_its_words_are_kept(
    session: Session, city: RandomCity
) -> None:
    prepare(session, today=date(2026, 2, 1))

    publish_release(session, "2026-01", today=date(2026, 2, 2), sign_off=SIGNED)
    due(session, date(2026, 3, 5))

    assert body(session, "city")["lessons"] == [
        {"period": "2026-01", "text": "Antrean dipisah.", "signed_by": "Ratna Dewi"}
    ]


def test_without_a_signature_nothing_goes_out_before_the_fixed_day(
    session: Session, city: RandomCity
) -> None:
    prepare(session, today=date(2026, 2, 1))

    with pytest.raises(ReleaseHeld, match="2026-02-05"):
        publish_release(session, "2026-01", today=date(2026, 2, 4), sign_off=None)
    assert due(session, date(2026, 2, 4)) == []
    assert due(session, DUE) == ["2026-01"]


def test_a_hold_moves_the_day_once_and_then_it_publishes_itself(
    session: Session, city: RandomCity
) -> None:
    prepare(session, today=date(2026, 2, 1))
    hold = Hold(by="Ratna Dewi", reason="Loket 2 terbakar.", days=3)

    hold_release(session, "2026-01", hold=hold, today=date(2026, 2, 3))

    assert due(session, date(2026, 2, 7)) == []
    with pytest.raises(CannotHold, match="held before"):
        hold_release(session, "2026-01", hold=hold, today=date(2026, 2, 4))
    assert due(session, date(2026, 2, 8)) == ["2026-01"]


def test_cannot_hold_what_is_not_prepared_or_late(session: Session, city: RandomCity) -> None:
    hold = Hold(by="Ratna Dewi", reason="Loket 2 terbakar.")
    with pytest.raises(CannotHold, match="not prepared"):
        hold_release(session, "2026-01", hold=hold, today=DUE)
    prepare(session)
    with pytest.raises(CannotHold, match="passed"):
        hold_release(session, "2026-01", hold=hold, today=date(2026, 2, 6))


@pytest.mark.parametrize("fault", [{"days": 15}, {"days": 0}, {"reason": " "}, {"by": ""}])
def test_a_hold_has_a_name_a_reason_and_fourteen_days_at_the_most(fault: dict[str, Any]) -> None:
    with pytest.raises(CannotHold):
        Hold(**({"by": "Ratna", "reason": "Gempa."} | fault))


@pytest.mark.parametrize("fault", [{"by": ""}, {"reflection": " "}])
def test_a_signature_has_a_name_and_a_reflection(fault: dict[str, str]) -> None:
    with pytest.raises(SignOffIncomplete):
        SignOff(**({"by": "Ratna", "reflection": "Belajar."} | fault))


def test_refuses_a_month_that_is_running_out_of_order_or_published(
    session: Session, city: RandomCity
) -> None:
    with pytest.raises(PeriodNotOver):
        prepare(session, today=date(2026, 1, 31))
    with pytest.raises(ReleaseOutOfOrder, match="2026-01 comes first"):
        prepare(session, "2026-02", today=date(2026, 3, 5))
    due(session, DUE)
    with pytest.raises(AlreadyPublished):
        prepare(session)
    with pytest.raises(NotPrepared):
        publish_release(session, "2026-01", today=DUE, sign_off=SIGNED)


def test_an_empty_city_has_nothing_to_release(session: Session) -> None:
    assert due(session, DUE) == []
    with pytest.raises(ReleaseOutOfOrder, match="nobody has rated"):
        prepare(session)
    assert prepare_next(session, today=DUE, circumstances=HERE, draw=draw) is None


def test_prepares_the_closed_month_ahead_of_its_day_and_only_once(
    session: Session, city: RandomCity
) -> None:
    first = date(2026, 2, 1)

    assert prepare_next(session, today=first, circumstances=HERE, draw=draw) == "2026-01"
    assert prepare_next(session, today=first, circumstances=HERE, draw=draw) is None


def test_a_draft_can_be_prepared_again(session: Session, city: RandomCity) -> None:
    first, second = prepare(session), prepare(session)

    assert first == second


def test_the_trend_grows_by_one_span_a_release_and_carried_spans_give_way(
    session: Session, city: RandomCity
) -> None:
    due(session, date(2026, 3, 5))

    periods = {
        address: [figure["period"] for figure in body(session, address)["trend"]]
        for address in queries.published_addresses(session, "desks")
    }

    assert ["2026-01", "2026-02"] in periods.values()
    assert all(each in (["2026-01", "2026-02"], ["2026-01/2026-02"]) for each in periods.values())
