"""What the rating room keeps for as long as the process lives."""

import base64
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast

from flask import Flask, current_app

from portal.rating.limits import OpenChannel, make_open_channel
from portal.rating.routes.directory import Directory
from portal.rating.service.submit import InboxKeys
from portal.rating.transport import TransportKey
from portal.security.day_keys import local_day
from portal.security.derived_keys import derived_key, keyed_hash
from portal.settings import Settings
from portal.survey.elements import ELEMENTS, Element

ROOM = "portal_rating"


@dataclass(frozen=True, slots=True)
class RatingRoom:
    """Settings, limits, keys and what was looked up a moment ago."""

    settings: Settings
    open_channel: OpenChannel
    submission_key: bytes
    presence_key: bytes
    transport: TransportKey
    may_skip: frozenset[Element]
    inbox_keys: InboxKeys = field(default_factory=InboxKeys)
    directory: Directory = field(default_factory=Directory)

    def today(self, now: datetime) -> date:
        """Return the city's calendar date at ``now``."""
        return local_day(now, self.settings.timezone)

    def hash_of_key(self, idempotency_key: str) -> bytes:
        """Return the only form in which a form's idempotency key is stored."""
        return keyed_hash(self.submission_key, idempotency_key)


def install_room(app: Flask, settings: Settings) -> None:
    """Give ``app`` its rating room."""
    app.jinja_env.globals["transport_point"] = transport_point
    app.extensions[ROOM] = RatingRoom(
        settings=settings,
        open_channel=make_open_channel(settings),
        submission_key=derived_key(settings.secret_key, purpose="accepted submission"),
        presence_key=derived_key(settings.secret_key, purpose="presence at a desk"),
        transport=TransportKey(derived_key(settings.secret_key, purpose="kiosk transport")),
        may_skip=frozenset(one for one in ELEMENTS if str(one) in settings.not_experienced),
    )


def transport_point() -> str:
    """Return the public key that kiosks seal to, in base 64."""
    return base64.b64encode(room().transport.public).decode()


def room() -> RatingRoom:
    """Return the rating room of the running app."""
    return cast(RatingRoom, current_app.extensions[ROOM])
