"""A town of the journeys: people with accounts, a clock that the story moves, nights with jobs."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.accounts.sessions.domain import Stage
from portal.accounts.sessions.service import Browser, add_session
from portal.accounts.staff.models import Account
from portal.evaluation.plans.queries import plans_of
from portal.organisation.people.models import Officer
from portal.organisation.places.models import AgencyRow
from portal.web.access import Role
from tests.browser.conftest import OpenContext
from tests.browser.journeys.characters import AtBrowser, Character
from tests.browser.journeys.wire import OnTheWire
from tests.browser.moved_clock import MovedClock
from tests.browser.portal_process import Portal, running_portal
from tests.staff import add_account


class Variant(NamedTuple):
    """How a story is played: how wide the page is, and whether scripts run."""

    size: Mapping[str, int]
    scripts: bool


@dataclass
class Town:
    """A portal whose days the story moves, and the characters who are at their browsers."""

    portal: Portal
    clock: MovedClock
    visit: OpenContext
    variant: Variant
    at_browsers: frozenset[str] = frozenset()
    characters: dict[tuple[str, bool], Character] = field(default_factory=dict)
    signed_in: list[tuple[Character, int]] = field(default_factory=list)

    def on(self, day: date, *, hour: int = 10, minute: int = 0) -> None:
        """Move on to a moment of a day, at which everybody signs in anew."""
        self.clock.move_to(day, hour=hour, minute=minute)
        with self.portal.inside() as session:
            for character, account_id in self.signed_in:
                self._sign_in(session, character, account_id)
            session.commit()

    def night_before(self, day: date) -> None:
        """Run what the portal does in the night before a day, and go on in its morning."""
        self.clock.move_to(day, hour=3)
        self.portal.flask("jobs", "run-due")
        self.on(day)

    @contextmanager
    def beside(self) -> Iterator[None]:
        """Let everybody act undrawn: for what the others of a story do meanwhile."""
        drawn, self.at_browsers = self.at_browsers, frozenset()
        yield
        self.at_browsers = drawn

    def person(self, name: str) -> Character:
        """Return a civil servant by name, signed in."""
        return self._character(name, lambda session: _account_of(session, name))

    def role(self, role: Role, *, agency: str | None = None, which: str = "") -> Character:
        """Return whoever holds a role, of an agency where it belongs to one, signed in."""
        name = f"{role} {agency or which}"
        return self._character(name, lambda session: _account_with(session, role, name, agency))

    def office(self, which: str = "") -> Character:
        """Return somebody of the performance office, signed in."""
        return self.role(Role.PERFORMANCE_OFFICE, which=which)

    def citizen(self, which: str = "citizen") -> Character:
        """Return somebody without an account."""
        return self._opened(which)

    def number_of(self, name: str) -> int:
        """Return the internal number of a person, which addresses of pages hold."""
        with self.portal.inside() as session:
            return session.scalars(_named(name)).one().id

    def plan_number(self, name: str) -> int:
        """Return the internal number of a person's latest plan."""
        with self.portal.inside() as session:
            held = plans_of(session, session.scalars(_named(name)).one().id)
            return max(each.id for each in held)

    def assert_clean(self) -> None:
        """Assert that no page that anybody saw last failed or keeps somebody out."""
        for each in self.characters.values():
            if isinstance(each, AtBrowser):
                each.watched.assert_clean()
        assert "Traceback" not in self.portal.log

    def _character(self, name: str, account: Callable[[Session], Account]) -> Character:
        found = self._opened(name)
        if all(each is not found for each, _ in self.signed_in):
            with self.portal.inside() as session:
                self.signed_in.append((found, account(session).id))
                self._sign_in(session, *self.signed_in[-1])
                session.commit()
        return found

    def _sign_in(self, session: Session, character: Character, account_id: int) -> None:
        browser = Browser(account_id, stage=Stage.SIGNED_IN, device="test")
        character.signs_in(add_session(session, browser, now=self.clock.now()))

    def _opened(self, name: str) -> Character:
        key = name, name in self.at_browsers
        if key in self.characters:
            return self.characters[key]
        if name in self.at_browsers:
            size, scripts = self.variant
            watched = self.visit(scripts=scripts, size=size, portal=self.portal)
            self.characters[key] = AtBrowser(name, watched)
        else:
            client = self.portal.app.test_client()
            self.characters[key] = OnTheWire(name, client, home=self.portal.url)
        return self.characters[key]


def _named(name: str) -> Select[tuple[Officer]]:
    return select(Officer).where(Officer.name == name)


def _account_of(session: Session, name: str) -> Account:
    person = session.scalars(_named(name)).one()
    held = session.scalars(select(Account).where(Account.officer_id == person.id)).one_or_none()
    if held is not None:
        return held
    agency = session.scalars(select(AgencyRow.id).order_by(AgencyRow.id)).first()
    return add_account(session, Role.OFFICER, agency_id=agency, officer_id=person.id, name=name)


def _account_with(session: Session, role: Role, name: str, agency: str | None) -> Account:
    held = session.scalars(select(Account).where(Account.name == name)).one_or_none()
    if held is not None:
        return held
    where = None
    if agency is not None:
        where = session.scalars(select(AgencyRow.id).where(AgencyRow.code == agency)).one()
    return add_account(session, role, agency_id=where, name=name)


@contextmanager
def living_town(
    folder: Path,
    *,
    visit: OpenContext,
    variant: Variant,
    begins_on: date,
    at_browsers: Iterable[str],
) -> Iterator[Town]:
    """Serve the town whose files stand in ``folder`` from a day on.

    :param at_browsers: whom the story is about; everybody else acts on the same pages undrawn.
    """
    clock = MovedClock(folder / "clock")
    clock.move_to(begins_on)
    with running_portal(folder, stands_at=clock) as portal:
        yield Town(portal, clock, visit, variant, frozenset(at_browsers))
