"""What lies in another agency does not exist; what is only read is refused."""

import pytest
from werkzeug.exceptions import Forbidden, NotFound

from portal.organisation.places import blueprint as scope
from portal.organisation.places.blueprint import VisibleScope, own_scope
from portal.web.access import Role, Staff

OWN, OTHER = 3, 4


def seen_by(*roles: Role, agency_id: int | None = OWN) -> VisibleScope:
    return VisibleScope(Staff(1, "Sri", frozenset(roles), agency_id), agency_id)


def test_a_head_changes_their_own_agency_and_knows_of_no_other() -> None:
    seen_by(Role.AGENCY_HEAD).require_change(OWN)

    with pytest.raises(NotFound):
        seen_by(Role.AGENCY_HEAD).require_change(OTHER)


def test_who_only_reads_an_agency_may_not_change_it() -> None:
    with pytest.raises(Forbidden):
        seen_by(Role.SUPERVISOR).require_change(OWN)


def test_somebody_without_an_agency_sees_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        scope, "current_staff", lambda: Staff(1, "Sri", frozenset({Role.OFFICER}), None)
    )

    with pytest.raises(Forbidden):
        own_scope()
