"""Whether the city decided who its inspectorate is, and whether that agency is one of its own.

Its head handles complaints about heads and illegal levies; with a wrong code nobody would.
"""

from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.complaints.intake.scope_queries import has_complaints
from portal.organisation.places import catalogue_queries
from portal.settings import NONE, InvalidSetting, Settings
from portal.web.extensions import current_settings, db, today
from portal.web.health import OK, Probe, ProbeResult

UNKNOWN = "unknown code"


def is_known(session: Session, code: str, *, on: date) -> bool:
    """Return whether ``code`` is empty or none, or of an agency in service on the day ``on``.

    A city without agencies, which is being set up, knows every code.
    """
    if code in {"", NONE}:
        return True
    agencies = catalogue_queries.catalogue(session, on=on).agencies_by_code
    agency = agencies.get(code)
    return not agencies or (agency is not None and not agency.is_retired(on))


def is_decided(session: Session, settings: Settings) -> bool:
    """Return whether the city said who reads complaints about heads, or that nobody special does.

    Complaints that were taken before the question was asked go on; a demonstration has answered.
    """
    if settings.inspectorate or settings.demo:
        return True
    return has_complaints(session)


def check_inspectorate(session: Session, code: str, *, on: date) -> None:
    """Refuse a code that no agency has.

    :raises portal.setting_values.InvalidSetting: when it is unknown.
    """
    if not is_known(session, code, on=on):
        raise InvalidSetting(
            f"PORTAL_INSPECTORATE names no agency in service: {code}. "
            "`flask organisation export` lists their codes; - leaves it to the moderators."
        )


def _state() -> ProbeResult:
    is_ok = is_known(db.session(), current_settings().inspectorate, on=today())
    return ProbeResult(is_ok, OK if is_ok else UNKNOWN)


INSPECTORATE_PROBE = Probe(
    "inspectorate",
    _state,
    is_fast=False,
    needs="database",
    title=_l("Inspektorat"),
    words={UNKNOWN: _l("PORTAL_INSPECTORATE tidak menunjuk instansi yang ada.")},
    remedy=_l("Perbaiki kode instansi pada PORTAL_INSPECTORATE."),
)
