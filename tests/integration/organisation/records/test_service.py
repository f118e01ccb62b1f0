"""Records carried out on both databases: created, changed, retired, and never half."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.organisation.people import officer_queries
from portal.organisation.places import catalogue_queries
from portal.organisation.places import models as places
from portal.organisation.places.catalogue import RecordKind
from portal.organisation.posters import models as poster
from portal.organisation.posters import service as posters
from portal.organisation.posters import service as posters_service
from portal.organisation.posters.rateable import read_poster_code
from portal.organisation.records import service as records_service
from portal.organisation.records.faults import FaultKind
from portal.organisation.records.plan import Action
from portal.organisation.records.queries import structure
from portal.organisation.records.record_types import (
    DeskRecord,
    PostingRecord,
    Record,
    ServiceRecord,
    as_structure,
)
from portal.survey.elements import Element
from tests.factories.records import (
    BUDI_AT_2,
    DESK_1,
    DESK_2,
    DINKES,
    PUSKESMAS,
    SITI,
    SITI_AT_1,
    TODAY,
    VACCINE,
    WHOLE,
)

YESTERDAY = TODAY - timedelta(days=1)


def change(session: Session, *records: Record, today: date = TODAY) -> None:
    records_service.change_records(session, records, today=today)


def refused(session: Session, records: Sequence[Record]) -> list[FaultKind]:
    with pytest.raises(records_service.OrganisationRefused) as caught:
        records_service.change_records(session, records, today=TODAY)
    return [fault.kind for fault in caught.value.faults]


def test_a_whole_organisation_is_created_and_read_back(session: Session) -> None:
    changes = records_service.change_records(session, WHOLE, today=TODAY, are_new=True)

    assert structure(session) == as_structure(WHOLE)
    assert {each.action for each in changes} == {Action.CREATE}
    assert records_service.preview(session, WHOLE, today=TODAY).changes == ()


def test_every_new_desk_gets_a_poster_code_of_its_own(session: Session) -> None:
    change(session, *WHOLE)

    codes = session.scalars(select(poster.Poster.code)).all()

    assert len(codes) == len(set(codes)) == 3
    assert all(read_poster_code(code) == code for code in codes)
    change(session, replace(DESK_2, name="Lain"))
    assert session.scalar(select(func.count()).select_from(poster.Poster)) == 3


def test_changes_what_is_given_and_leaves_the_rest(session: Session) -> None:
    change(session, *WHOLE)

    change(
        session,
        DeskRecord(code="pkm-melati-1", services=frozenset({"sip"}), hours=()),
        ServiceRecord(code="imunisasi", left_out=frozenset({Element.TIME})),
        replace(SITI, badge_name="Anggrek"),
    )

    found = structure(session)
    assert found[RecordKind.DESK, "pkm-melati-1"] == replace(
        DESK_1, services=frozenset({"sip"}), hours=()
    )
    assert found[RecordKind.SERVICE, "imunisasi"] == replace(
        VACCINE, left_out=frozenset({Element.TIME})
    )
    assert found[RecordKind.OFFICER, "1987"] == replace(SITI, badge_name="Anggrek")


def test_a_new_name_leaves_the_old_one_to_its_days(session: Session) -> None:
    change(session, *WHOLE, today=date(2025, 1, 1))
    change(session, replace(DINKES, name="Dinas Kesehatan Kota"))

    names = {
        day: catalogue_queries.catalogue(session, on=day).agencies_by_code["dinkes"].name
        for day in (date(2025, 1, 1), YESTERDAY, TODAY)
    }

    assert list(names.values()) == ["Dinas Kesehatan", "Dinas Kesehatan", "Dinas Kesehatan Kota"]


def test_a_name_given_twice_on_a_day_is_the_last_one(session: Session) -> None:
    change(session, *WHOLE)
    change(session, replace(PUSKESMAS, name="Satu"))
    change(session, replace(PUSKESMAS, name="Dua"))

    assert catalogue_queries.catalogue(session, on=TODAY).units_by_code["pkm-melati"].name == "Dua"
    assert session.scalar(select(func.count()).select_from(places.DatedName)) == 9


def test_a_name_can_have_been_carried_for_a_while(session: Session) -> None:
    change(session, *WHOLE, today=date(2025, 1, 1))

    records_service.change_records(
        session,
        [replace(DINKES, name="Nama Baru")],
        today=TODAY,
        named_since=date(2026, 10, 1),
    )

    october = catalogue_queries.catalogue(session, on=date(2026, 10, 1))
    assert october.agencies_by_code["dinkes"].name == "Nama Baru"


def test_a_retired_desk_hands_over_and_its_history_ends(session: Session) -> None:
    change(session, *WHOLE)

    change(session, DeskRecord(code="pkm-melati-1", retired_on=TODAY, successor="dinkes-2"))

    desk = catalogue_queries.catalogue(session, on=TODAY).desks_by_code["pkm-melati-1"]
    assert (desk.is_retired(TODAY), desk.is_retired(YESTERDAY)) == (True, False)
    assert desk.successor == "dinkes-2"
    served = officer_queries.officers_by_desk_and_period(session, "2026-12")
    assert desk.id not in served
    assert structure(session)[SITI_AT_1.kind, SITI_AT_1.key] == replace(
        SITI_AT_1, ends_on=YESTERDAY
    )
    later = PostingRecord(officer="1990", desk="pkm-melati-1", starts_on=TODAY)
    assert refused(session, [later]) == [FaultKind.POSTING_AFTER_RETIREMENT]
    assert refused(session, [replace(DESK_1, retired_on=date(2027, 1, 1))]) == [
        FaultKind.RETIREMENT_IS_PAST
    ]


def test_a_posting_that_never_began_goes_with_its_desk(session: Session) -> None:
    to_come = PostingRecord(officer="1987", desk="dinkes-2", starts_on=TODAY + timedelta(days=9))
    change(session, *WHOLE, to_come)

    change(session, DeskRecord(code="dinkes-2", retired_on=TODAY))

    assert (to_come.kind, to_come.key) not in structure(session)


def test_an_officer_keeps_the_number_when_they_move(session: Session) -> None:
    change(session, *WHOLE)
    before = session.execute(select(func.count()).select_from(places.DeskRow)).scalar()

    change(
        session,
        replace(BUDI_AT_2, ends_on=YESTERDAY),
        PostingRecord(officer="1990", desk="rsud-1", starts_on=TODAY),
    )

    served = officer_queries.officers_by_desk_and_period(session, "2026-11")
    desks = catalogue_queries.catalogue(session, on=TODAY).desks_by_code
    assert served[desks["rsud-1"].id] == served[desks["dinkes-2"].id]
    assert session.execute(select(func.count()).select_from(places.DeskRow)).scalar() == before


def test_one_fault_refuses_everything(session: Session) -> None:
    change(session, *WHOLE)
    before = structure(session)

    kinds = refused(session, [replace(DESK_2, name="Baru"), replace(DINKES, retired_on=TODAY)])

    assert kinds == [FaultKind.STILL_IN_USE]
    assert structure(session) == before
    change(session, replace(DESK_2, name="Baru"))


def test_a_retirement_to_come_can_be_cancelled(session: Session) -> None:
    change(session, *WHOLE)
    ends_on = TODAY + timedelta(days=30)
    change(session, replace(DESK_1, retired_on=ends_on, successor="dinkes-2"))

    records_service.cancel_retirement(session, RecordKind.DESK, code="pkm-melati-1", today=TODAY)

    assert structure(session)[RecordKind.DESK, "pkm-melati-1"] == DESK_1
    change(session, replace(SITI, retired_on=ends_on))
    records_service.cancel_retirement(session, RecordKind.OFFICER, code="1987", today=TODAY)
    assert structure(session)[RecordKind.OFFICER, "1987"] == SITI


def test_a_retirement_that_happened_cannot_be_cancelled(session: Session) -> None:
    change(session, *WHOLE)
    change(session, replace(DESK_1, retired_on=TODAY))

    with pytest.raises(records_service.OrganisationRefused):
        records_service.cancel_retirement(
            session, RecordKind.DESK, code="pkm-melati-1", today=TODAY
        )
    with pytest.raises(records_service.RecordUnknown):
        records_service.cancel_retirement(session, RecordKind.DESK, code="nowhere", today=TODAY)


def test_a_poster_can_be_rotated_revoked_and_given_again(session: Session) -> None:
    change(session, *WHOLE)
    first = session.scalars(
        select(poster.Poster.code).join(places.DeskRow).where(places.DeskRow.code == "dinkes-2")
    ).one()

    second = posters_service.rotate_poster(session, "dinkes-2")
    posters_service.revoke_poster(session, "dinkes-2")
    third = posters_service.rotate_poster(session, "dinkes-2")

    rows = session.execute(
        select(poster.Poster.code, poster.Poster.state)
        .join(places.DeskRow)
        .where(places.DeskRow.code == "dinkes-2")
    )
    assert dict(map(tuple, rows)) == {first: "rotated", second: "revoked", third: "current"}


def test_a_withdrawn_poster_cannot_be_withdrawn_again(session: Session) -> None:
    change(session, *WHOLE)
    posters_service.revoke_poster(session, "dinkes-2")

    with pytest.raises(posters_service.NoCurrentPoster):
        posters_service.revoke_poster(session, "dinkes-2")
    for act in (posters_service.revoke_poster, posters_service.rotate_poster):
        with pytest.raises(posters_service.DeskUnknown):
            act(session, "nowhere")


def test_a_code_that_is_taken_is_thrown_again(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(session, *WHOLE)
    taken = session.scalars(select(poster.Poster.code)).first()
    thrown = iter([taken, taken, "00000000"])
    monkeypatch.setattr(posters, "new_poster_code", lambda: next(thrown))

    assert posters_service.rotate_poster(session, "dinkes-2") == "00000000"
