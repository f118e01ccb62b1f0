"""A cache of desks that were looked up in the last seconds, with their rendered pages."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from sqlalchemy.orm import Session

from portal.organisation.figure_rules.queries import rule_book
from portal.organisation.places.catalogue import Catalogue
from portal.organisation.places.catalogue_queries import catalogue
from portal.organisation.places.queries import offers_of_desk
from portal.organisation.posters.desk_queries import desk_for_rating
from portal.organisation.posters.rateable import PosterRetired, RateableDesk
from portal.rating.answers.submission import Terms
from portal.rating.questionnaire.page_with_placeholders import PageWithPlaceholders
from portal.storage.failures import StorageAway, naming_failures
from portal.storage.validity import Validity
from portal.survey.elements import FigureRules, RuleBook
from portal.web.extensions import db
from portal.web.recent_failures import note_failure

# Under load this saves nearly every query; a rotated poster is noticed just as soon.
FRESH_FOR = timedelta(seconds=2)
MOST_DESKS = 1000
# About 30 kB each.
MOST_PAGES = 300
Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
Found = RateableDesk | PosterRetired | None


@dataclass(frozen=True, slots=True)
class DeskEntry:
    """What an address pointed to on a day; ``found`` stays the same object while it is equal."""

    code: str
    found: Found
    on: date
    fresh: Validity


class DeskDirectory:
    """Asks the organisation at most once in two seconds for each address.

    Threads may ask twice at once; both answers are right.
    """

    def __init__(self) -> None:
        self._desks: dict[str, DeskEntry] = {}
        self._pages: dict[tuple[str, Hashable], tuple[object, PageWithPlaceholders]] = {}
        self._catalogue: tuple[Catalogue, Validity] | None = None
        self._terms: dict[int, tuple[Terms, Validity]] = {}
        self._book: tuple[RuleBook, Validity] | None = None

    def desk(self, session: Session, code: str, *, on: date, now: datetime) -> DeskEntry:
        """Return what the address ``code`` points to on the day ``on``.

        While the database is away, what was known last goes on being right, so that a form
        that is sent just then comes back with its answers.
        """
        known = self._desks.get(code)
        if known is not None and known.fresh.holds(now) and known.on == on:
            return known
        try:
            with naming_failures():
                found = desk_for_rating(session, code, on=on)
        except StorageAway as error:
            note_failure(error.kind)
            db.leave()
            if known is None or known.on != on:
                raise
            return known
        if known is not None and known.found == found:
            found = known.found
        entry = DeskEntry(code=code, found=found, on=on, fresh=Validity.lasting(FRESH_FOR, now=now))
        if found is not None:
            _put(self._desks, code, value=entry, most=MOST_DESKS)
        return entry

    def page(
        self, entry: DeskEntry, name: Hashable, *, draw: Callable[[], PageWithPlaceholders]
    ) -> PageWithPlaceholders:
        """Return the page ``name`` of a desk, drawn anew only when the desk has changed."""
        found = entry.found
        key = ("" if found is None else found.desk.code, name)
        kept = self._pages.get(key)
        if kept is not None and (kept[0] is found or kept[0] == found):
            return kept[1]
        page = draw()
        _put(self._pages, key, value=(found, page), most=MOST_PAGES)
        return page

    def catalogue(self, session: Session, *, on: date, now: datetime) -> Catalogue:
        """Return the whole organisation on the day ``on``."""
        known = self._catalogue
        if known is None or not known[1].holds(now) or known[0].on != on:
            known = catalogue(session, on=on), Validity.lasting(FRESH_FOR, now=now)
            self._catalogue = known
        return known[0]

    def terms(
        self, session: Session, desk_id: int, *, initial: FigureRules, now: datetime
    ) -> Terms:
        """Return what a desk offers and asks in every month; last known while the database is away.

        :param initial: the rules of figures before the first recorded change.
        """
        known = self._terms.get(desk_id)
        if known is not None and known[1].holds(now):
            return known[0]
        book = self.book(session, initial=initial, now=now)
        try:
            with naming_failures():
                found = Terms(offers_of_desk(session, desk_id), book)
        except StorageAway:
            db.leave()
            if known is None:
                raise
            return known[0]
        _put(
            self._terms,
            desk_id,
            value=(found, Validity.lasting(FRESH_FOR, now=now)),
            most=MOST_DESKS,
        )
        return found

    def book(self, session: Session, *, initial: FigureRules, now: datetime) -> RuleBook:
        """Return the rules of every month; what was known last while the database is away.

        :param initial: what is in force before the first recorded change.
        """
        known = self._book
        if known is not None and known[1].holds(now):
            return known[0]
        try:
            with naming_failures():
                found = rule_book(session, initial=initial)
        except StorageAway as error:
            note_failure(error.kind)
            db.leave()
            if known is None:
                raise
            return known[0]
        self._book = found, Validity.lasting(FRESH_FOR, now=now)
        return found


def _put(kept: dict[Key, Value], key: Key, *, value: Value, most: int) -> None:
    """Store ``value``; where the cache is full the oldest entry is removed."""
    kept.pop(key, None)
    while len(kept) >= most:
        kept.pop(next(iter(kept)), None)
    kept[key] = value
