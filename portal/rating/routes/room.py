"""What the rating room keeps for as long as the process lives."""

import base64
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast

from flask import Flask, current_app

from portal.extensions import db
from portal.organisation.domain.figure_rules import FigureRules, RuleBook, rules_of_operator
from portal.organisation.domain.periods import period_of
from portal.rating.domain.checking import Terms
from portal.rating.limits import OpenChannel, PresenceCap, make_open_channel
from portal.rating.limits.open_channel import make_storage
from portal.rating.routes.directory import Directory
from portal.rating.service.submit import InboxKeys
from portal.rating.transport import TransportKey
from portal.security.day_keys import local_day
from portal.security.derived_keys import derived_key, keyed_hash
from portal.settings import PREFIX, InvalidSetting, Settings
from portal.survey.elements import Element

ROOM = "portal_rating"


@dataclass(frozen=True, slots=True)
class RatingRoom:
    """Settings, limits, keys and what was looked up a moment ago."""

    settings: Settings
    open_channel: OpenChannel
    presence_cap: PresenceCap
    submission_key: bytes
    presence_key: bytes
    transport: TransportKey
    initial_rules: FigureRules
    inbox_keys: InboxKeys = field(default_factory=InboxKeys)
    directory: Directory = field(default_factory=Directory)

    def today(self, now: datetime) -> date:
        """Return the city's calendar date at ``now``."""
        return local_day(now, self.settings.timezone)

    def book(self, now: datetime) -> RuleBook:
        """Return the rules of every month, as they were known a moment ago."""
        return self.directory.book(db.session(), initial=self.initial_rules, now=now)

    def month(self, now: datetime) -> str:
        """Return the running month, such as ``2026-11``."""
        return period_of(self.today(now))

    def may_skip(self, now: datetime) -> frozenset[Element]:
        """Return the elements that citizens may skip in the running month."""
        return self.book(now).in_month(self.month(now)).not_experienced

    def terms(self, desk_id: int, *, now: datetime) -> Terms:
        """Return what a desk offers and asks in every month, as it was known a moment ago."""
        initial = self.initial_rules
        return self.directory.terms(db.session(), desk_id, initial=initial, now=now)

    def hash_of_key(self, idempotency_key: str) -> bytes:
        """Return the only form in which a form's idempotency key is stored."""
        return keyed_hash(self.submission_key, idempotency_key)


def install_room(app: Flask, settings: Settings) -> None:
    """Give ``app`` its rating room."""
    app.jinja_env.globals["transport_point"] = transport_point
    storage = make_storage(settings)
    app.extensions[ROOM] = RatingRoom(
        settings=settings,
        open_channel=make_open_channel(settings, storage),
        presence_cap=PresenceCap(storage, timezone=settings.timezone),
        submission_key=derived_key(settings.secret_key, purpose="accepted submission"),
        presence_key=derived_key(settings.secret_key, purpose="presence at a desk"),
        transport=TransportKey(derived_key(settings.secret_key, purpose="kiosk transport")),
        initial_rules=_initial_rules(settings),
    )


def _initial_rules(settings: Settings) -> FigureRules:
    try:
        return rules_of_operator(settings.not_experienced)
    except ValueError as error:
        raise InvalidSetting(f"{PREFIX}NOT_EXPERIENCED: {error}.") from error


def transport_point() -> str:
    """Return the public key that kiosks seal to, in base 64."""
    return base64.b64encode(room().transport.public).decode()


def room() -> RatingRoom:
    """Return the rating room of the running app."""
    return cast(RatingRoom, current_app.extensions[ROOM])
