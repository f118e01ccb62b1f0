"""What a member of staff reaches: the city, one agency, or only their own record."""

import pytest

from portal.web.access import Role, Staff, requires

OWN, OTHER = 3, 4


def person(*roles: Role, agency_id: int | None = None, officer_id: int | None = None) -> Staff:
    return Staff(1, "Sri", frozenset(roles), agency_id, officer_id)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.MODERATOR, Role.AUDITOR])
def test_a_city_role_reaches_every_agency_and_the_city(role: Role) -> None:
    assert [person(role).reaches(agency) for agency in (OWN, OTHER, None)] == [True, True, True]


@pytest.mark.parametrize("role", [Role.AGENCY_HEAD, Role.SUPERVISOR, Role.OFFICER])
def test_the_other_roles_reach_their_own_agency_only(role: Role) -> None:
    staff = person(role, agency_id=OWN)

    assert [staff.reaches(agency) for agency in (OWN, OTHER, None)] == [True, False, False]


def test_nobody_without_an_agency_reaches_what_has_none() -> None:
    assert not person(Role.OFFICER).reaches(None)
    assert not person().reaches(None)


def test_an_officers_record_is_their_own_only_when_it_is_the_same() -> None:
    assert person(Role.OFFICER, officer_id=7).is_officer(7)
    assert not person(Role.OFFICER, officer_id=7).is_officer(8)
    assert not person(Role.OFFICER).is_officer(7)


def test_a_mark_names_roles() -> None:
    with pytest.raises(ValueError, match="at least one role"):
        requires()
