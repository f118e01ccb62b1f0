"""No one judges their own case."""

from dataclasses import replace

import pytest

from portal.complaints.intake.conflict import (
    CasePlace,
    CaseSubject,
    Handler,
    is_conflicted,
    may_handle,
)
from portal.complaints.intake.kinds import Concern, Queue
from portal.organisation.places.conflict_of_interest import ConflictOfInterest, heads_own_desks
from portal.web.access import Role, Staff

ABOUT_DESK = CaseSubject(agency_id=1, queue=Queue.AGENCY, desk_id=5)
ABOUT_AGENCY = replace(ABOUT_DESK, desk_id=None)
INSPECTED = replace(ABOUT_AGENCY, queue=Queue.INSPECTORATE, concern=Concern.HEAD)
POSTED = ConflictOfInterest(posted_desk_ids=frozenset({5}), posted_agency_ids=frozenset({1}))


def staff(*roles: Role, agency_id: int | None = None) -> Staff:
    return Staff(account_id=1, name="x", roles=frozenset(roles), agency_id=agency_id)


def may(
    case: CaseSubject,
    *roles: Role,
    agency_id: int | None = None,
    conflict: ConflictOfInterest | None = None,
) -> bool:
    return may_handle(
        Handler(staff(*roles, agency_id=agency_id), conflict or ConflictOfInterest()), case
    )


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.ADMINISTRATOR, Role.AGENCY_HEAD])
def test_an_officer_posted_at_the_desk_never_handles_it_whatever_else_they_are(role: Role) -> None:
    assert not may(ABOUT_DESK, role, agency_id=1, conflict=POSTED)
    assert may(replace(ABOUT_DESK, desk_id=6), role, agency_id=1, conflict=POSTED)


@pytest.mark.parametrize(
    ("roles", "places", "is_head"),
    [
        ([Role.SUPERVISOR], 9, True),
        ([Role.AGENCY_HEAD], 1, True),
        ([Role.AGENCY_HEAD], 0, True),
        ([Role.AGENCY_HEAD], 2, False),
        ([Role.AGENCY_HEAD, Role.SUPERVISOR], 2, True),
        ([Role.MODERATOR, Role.OFFICER], 1, False),
    ],
)
def test_a_desks_own_head_is_its_supervisor_or_the_head_of_an_agency_with_one_place(
    roles: list[Role], places: int, is_head: bool
) -> None:
    found = heads_own_desks(
        is_supervisor=Role.SUPERVISOR in roles,
        is_agency_head=Role.AGENCY_HEAD in roles,
        places=places,
    )

    assert found is is_head


def test_who_heads_the_desk_does_not_judge_it_in_any_other_role() -> None:
    head = ConflictOfInterest(home_agency_id=1, led_agency_id=1)

    assert not may(ABOUT_DESK, Role.MODERATOR, Role.SUPERVISOR, agency_id=1, conflict=head)
    assert may(ABOUT_AGENCY, Role.AGENCY_HEAD, Role.SUPERVISOR, agency_id=1, conflict=head)


def test_an_officer_who_is_not_named_may_be_the_reader_or_whom_the_reader_heads() -> None:
    about_someone = replace(ABOUT_AGENCY, concern=Concern.OFFICER)

    assert is_conflicted(POSTED, about_someone)
    assert is_conflicted(ConflictOfInterest(home_agency_id=1, led_agency_id=1), about_someone)
    assert not is_conflicted(ConflictOfInterest(home_agency_id=1), about_someone)
    assert not is_conflicted(POSTED, replace(about_someone, agency_id=2))
    assert not is_conflicted(POSTED, ABOUT_AGENCY)


def test_the_head_of_an_agency_handles_that_agency_only() -> None:
    assert may(ABOUT_DESK, Role.AGENCY_HEAD, agency_id=1)
    assert not may(ABOUT_DESK, Role.AGENCY_HEAD, agency_id=2)
    assert not may(replace(ABOUT_DESK, queue=Queue.CITY), Role.AGENCY_HEAD, agency_id=1)


@pytest.mark.parametrize(
    ("conflict", "former", "concern", "queue"),
    [
        (POSTED, CasePlace(1, 5), Concern.SERVICE, Queue.AGENCY),
        (
            ConflictOfInterest(home_agency_id=1, led_agency_id=1),
            CasePlace(1, 6),
            Concern.SERVICE,
            Queue.AGENCY,
        ),
        (POSTED, CasePlace(1), Concern.OFFICER, Queue.AGENCY),
        (ConflictOfInterest(home_agency_id=1), CasePlace(1), Concern.SERVICE, Queue.INSPECTORATE),
    ],
)
def test_passing_an_item_on_frees_nobody(
    conflict: ConflictOfInterest, former: CasePlace, concern: Concern, queue: Queue
) -> None:
    elsewhere = CaseSubject(agency_id=2, queue=queue, concern=concern)

    assert not is_conflicted(conflict, elsewhere)
    assert is_conflicted(conflict, replace(elsewhere, former=(CasePlace(3), former)))


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.ADMINISTRATOR])
def test_nobody_of_the_agency_handles_what_went_past_it(role: Role) -> None:
    home = ConflictOfInterest(home_agency_id=1)

    assert not may(INSPECTED, Role.AGENCY_HEAD, agency_id=1, conflict=home)
    assert not may(INSPECTED, role, Role.AGENCY_HEAD, agency_id=1, conflict=home)
    assert not may(INSPECTED, role, conflict=POSTED)
    assert may(INSPECTED, role)
    assert may(replace(INSPECTED, agency_id=2), role, conflict=POSTED)


def test_the_inspectorate_handles_its_queue_but_not_its_own_case() -> None:
    inspector = Handler(
        staff(Role.AGENCY_HEAD, agency_id=9), ConflictOfInterest(home_agency_id=9), True
    )

    assert may_handle(inspector, INSPECTED)
    assert not may_handle(inspector, replace(INSPECTED, agency_id=9))
    assert not may_handle(inspector, ABOUT_DESK)


def test_reading_everything_is_not_deciding() -> None:
    assert not may(ABOUT_DESK, Role.AUDITOR)
    assert may(ABOUT_DESK, Role.ADMINISTRATOR)
