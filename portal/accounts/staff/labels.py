"""Labels of roles and states of accounts."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.accounts.staff.domain import AccountState
from portal.web.access import Role

ROLE_NAMES: dict[Role, Any] = {
    Role.ADMINISTRATOR: _l("Pengelola portal"),
    Role.MODERATOR: _l("Moderator"),
    Role.AGENCY_HEAD: _l("Kepala instansi"),
    Role.SUPERVISOR: _l("Atasan langsung"),
    Role.OFFICER: _l("Petugas loket"),
    Role.AUDITOR: _l("Auditor"),
    Role.PERFORMANCE_OFFICE: _l("Pengelola kinerja"),
    Role.PERFORMANCE_COORDINATOR: _l("Koordinator kinerja"),
    Role.MAYOR: _l("Wali kota"),
}
STATE_NAMES: dict[AccountState, Any] = {
    AccountState.OPEN: _l("Terbuka"),
    AccountState.INVITED: _l("Menunggu undangan dipakai"),
    AccountState.CLOSED: _l("Ditutup"),
}


def role_names(roles: Iterable[Role]) -> list[Any]:
    """Return the names of ``roles`` in their usual order."""
    held = set(roles)
    return [name for role, name in ROLE_NAMES.items() if role in held]
