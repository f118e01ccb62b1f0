"""No one judges their own case."""

from dataclasses import replace

from portal.access import Role, Staff
from portal.complaints.domain.conflict import Case, is_conflicted, may_handle
from portal.complaints.domain.words import Queue

CASE = Case(agency_id=1, queue=Queue.AGENCY, posted_officer_ids=frozenset({7}), is_about_desk=True)


def staff(*roles: Role, agency_id: int | None = None, officer_id: int | None = None) -> Staff:
    return Staff(
        account_id=1, name="x", roles=frozenset(roles), agency_id=agency_id, officer_id=officer_id
    )


def test_an_officer_posted_at_the_desk_never_handles_it_whatever_else_they_are() -> None:
    posted = staff(Role.MODERATOR, Role.OFFICER, officer_id=7)

    assert is_conflicted(posted, CASE)
    assert not may_handle(posted, CASE)


def test_who_heads_the_desk_does_not_judge_it_in_any_other_role() -> None:
    head_of_desks = staff(Role.AGENCY_HEAD, Role.SUPERVISOR, agency_id=1)

    assert not may_handle(head_of_desks, CASE)
    assert may_handle(head_of_desks, replace(CASE, is_about_desk=False))


def test_the_head_of_an_agency_handles_that_agency_only() -> None:
    assert may_handle(staff(Role.AGENCY_HEAD, agency_id=1), CASE)
    assert not may_handle(staff(Role.AGENCY_HEAD, agency_id=2), CASE)


def test_the_inspectorates_queue_is_closed_to_agencies() -> None:
    case = replace(CASE, queue=Queue.INSPECTORATE)

    assert not may_handle(staff(Role.AGENCY_HEAD, agency_id=1), case)
    assert may_handle(staff(Role.MODERATOR), case)


def test_an_appeal_is_decided_by_another() -> None:
    assert not may_handle(staff(Role.MODERATOR), replace(CASE, decided_by=frozenset({1})))


def test_reading_everything_is_not_deciding() -> None:
    assert not may_handle(staff(Role.AUDITOR), CASE)
    assert may_handle(staff(Role.ADMINISTRATOR), CASE)
