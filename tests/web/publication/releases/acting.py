"""What tests of the release pages do and ask: addresses, forms, what became of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.accounts.audit_log.queries import entries
from portal.publication.releases import queries as releases_queries
from portal.publication.releases.queries import ReleaseInBrief
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories.drafted_city import DRAFTED
from tests.web.accounts.forms import fill_in

PAGES = "/admin/releases"
PAGE = f"{PAGES}/{DRAFTED}"
READERS = (Role.ADMINISTRATOR, Role.AUDITOR, Role.AGENCY_HEAD)
AGENCYS = (Role.AGENCY_HEAD, Role.SUPERVISOR, Role.OFFICER)
LEARNED = "Antrean pagi dipecah menjadi dua loket mulai April."
WHY = "Data kunjungan satu instansi belum lengkap."


@dataclass
class Moment:
    """The time of the test, which it moves itself: noon in Jakarta."""

    now: datetime = field(default_factory=lambda: datetime(2026, 3, 2, 5, tzinfo=UTC))

    @property
    def today(self) -> date:
        return self.now.date()


def within(app: Flask, act: Callable[[Session], Any]) -> Any:
    with app.app_context():
        return act(db.session())


def release(app: Flask, period: str = DRAFTED) -> ReleaseInBrief:
    found: ReleaseInBrief = within(app, lambda s: releases_queries.release_in_brief(s, period))
    return found


def acts(app: Flask) -> list[tuple[str, str, str]]:
    with app.app_context():
        found = [each.entry for each in entries(db.session())]
    return [(each.actor, each.action, each.subject) for each in found]


def sign(client: FlaskClient, reflection: str = LEARNED) -> TestResponse:
    return fill_in(client, f"{PAGE}/sign", reflection=reflection)


def hold(client: FlaskClient, *, days: str = "3", reason: str = WHY) -> TestResponse:
    return fill_in(client, f"{PAGE}/hold", days=days, reason=reason)
