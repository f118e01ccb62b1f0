"""State of the rating package within a process, and the keys of forms that were sent.

Of an earlier secret key only two derived keys are kept, sealed under the key in use: the one that
opens tablets' boxes, and the one that recognises a form that is sent once more. What proves a visit
(the code of a screen, a grant) is not kept: it ends with its key.
"""

import base64
import json
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast

from flask import Blueprint, Flask, current_app
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from portal.rating.answers.submission import Terms
from portal.rating.limits.open_channel import OpenChannel, make_open_channel, make_storage
from portal.rating.limits.presence_cap import PresenceCap
from portal.rating.questionnaire.directory import DeskDirectory
from portal.rating.questionnaire.queries import is_accepted
from portal.rating.questionnaire.service import InboxKeys
from portal.rating.questionnaire.transport import BoxUnreadable, TransportKey
from portal.settings import PREFIX, InvalidSetting, Settings
from portal.storage.lasting_keys.keys import KeyName, derived_key, keyed_hash, known_key
from portal.survey.elements import Element, FigureRules, RuleBook, rules_of_operator
from portal.time.months import Month, month_of
from portal.web.day_keys import local_day
from portal.web.extensions import db
from portal.web.secret_guard import require_secret

blueprint = Blueprint("rating", __name__)


# A tablet that was away for five changes of the key sends nothing any more.
MOST_KEPT = 5
SUBMISSION = "accepted submission"
TRANSPORT = "kiosk transport"


@dataclass(frozen=True, slots=True)
class EarlierKeys:
    """Two keys of an earlier secret key, 32 bytes each."""

    submission: bytes
    transport: bytes

    @classmethod
    def of(cls, secret_key: str) -> "EarlierKeys":
        """Return what is kept of ``secret_key``."""
        return cls(
            derived_key(secret_key, purpose=SUBMISSION), derived_key(secret_key, purpose=TRANSPORT)
        )

    def transport_key(self) -> TransportKey:
        """Return the key pair that tablets sealed boxes to."""
        return TransportKey(self.transport)


def sealed_for(new: str, *, old: str, before: bytes | None) -> bytes:
    """Return what is kept of the key ``old``, sealed under ``new``.

    :param before: what was kept until now, sealed under ``old``; None when nothing was.
    """
    kept = (EarlierKeys.of(old), *opened_with(old, sealed=before))[:MOST_KEPT]
    text = json.dumps([[each.submission.hex(), each.transport.hex()] for each in kept])
    return bytes(_box(new).encrypt(text.encode()))


def opened_with(secret_key: str, *, sealed: bytes | None) -> tuple[EarlierKeys, ...]:
    """Return what is kept of earlier keys, newest first; nothing where another key sealed it."""
    if sealed is None:
        return ()
    try:
        rows = json.loads(_box(secret_key).decrypt(sealed))
    except CryptoError:
        return ()
    return tuple(
        EarlierKeys(bytes.fromhex(submission), bytes.fromhex(transport))
        for submission, transport in rows
    )


def _box(secret_key: str) -> SecretBox:
    return SecretBox(derived_key(secret_key, purpose="earlier keys"))


EXTENSION = "portal_rating"


@dataclass(frozen=True, slots=True)
class RatingState:
    """Settings, limits, keys and what was looked up a moment ago."""

    settings: Settings
    open_channel: OpenChannel
    presence_cap: PresenceCap
    submission_key: bytes
    presence_key: bytes
    transport: TransportKey
    initial_rules: FigureRules
    inbox_keys: InboxKeys
    earlier_keys: list[tuple[EarlierKeys, ...]] = field(default_factory=list)
    directory: DeskDirectory = field(default_factory=DeskDirectory)

    def today(self, now: datetime) -> date:
        """Return the city's calendar date at ``now``."""
        return local_day(now, self.settings.timezone)

    def book(self, now: datetime) -> RuleBook:
        """Return the rules of every month, as they were known a moment ago."""
        return self.directory.book(db.session(), initial=self.initial_rules, now=now)

    def month(self, now: datetime) -> Month:
        """Return the running month, such as ``2026-11``."""
        return month_of(self.today(now))

    def may_skip(self, now: datetime) -> frozenset[Element]:
        """Return the elements that citizens may skip in the running month."""
        return self.book(now).in_month(self.month(now)).not_experienced

    def terms(self, desk_id: int, *, now: datetime) -> Terms:
        """Return what a desk offers and asks in every month, as it was known a moment ago."""
        initial = self.initial_rules
        return self.directory.terms(db.session(), desk_id, initial=initial, now=now)

    def hash_of_key(self, idempotency_key: str) -> bytes:
        """Return the only form in which a form's idempotency key is stored.

        A form that was let in under an earlier secret key keeps its hash of that time, so that
        sending it once more is noticed.
        """
        for earlier in self.earlier():
            hashed = keyed_hash(earlier.submission, idempotency_key)
            if is_accepted(db.session(), hashed):
                return hashed
        return keyed_hash(self.submission_key, idempotency_key)

    def opened_box(self, box: bytes) -> bytes:
        """Return what a tablet put into ``box``, also where the secret key was changed since.

        :raises portal.rating.questionnaire.transport.BoxUnreadable: when it cannot be opened.
        """
        try:
            return self.transport.open(box)
        except BoxUnreadable:
            for earlier in self.earlier():
                with suppress(BoxUnreadable):
                    return earlier.transport_key().open(box)
            raise

    def earlier(self) -> tuple[EarlierKeys, ...]:
        """Return what is kept of earlier secret keys, read once: a change needs a new start."""
        if not self.earlier_keys:
            known = known_key(db.session(), KeyName.SECRET)
            sealed = known.earlier if known else None
            found = opened_with(self.settings.secret_key, sealed=sealed)
            self.earlier_keys.append(found)
        return self.earlier_keys[0]


def install_rating_state(app: Flask, settings: Settings) -> None:
    """Give ``app`` its rating state."""
    app.jinja_env.globals["transport_point"] = transport_point
    storage = make_storage(settings)
    app.extensions[EXTENSION] = RatingState(
        settings=settings,
        open_channel=make_open_channel(settings, storage),
        presence_cap=PresenceCap(
            storage,
            timezone=settings.timezone,
            network_per_day=settings.presence_network_per_day,
            grants_per_code=settings.presence_grants_per_code,
        ),
        submission_key=derived_key(settings.secret_key, purpose=SUBMISSION),
        presence_key=derived_key(settings.secret_key, purpose="presence at a desk"),
        transport=TransportKey(derived_key(settings.secret_key, purpose=TRANSPORT)),
        initial_rules=_initial_rules(settings),
        inbox_keys=InboxKeys.from_settings(settings),
    )


def _initial_rules(settings: Settings) -> FigureRules:
    try:
        return rules_of_operator(settings.not_experienced)
    except ValueError as error:
        raise InvalidSetting(f"{PREFIX}NOT_EXPERIENCED: {error}.") from error


def transport_point() -> str:
    """Return the public key that kiosks seal to, in base 64; none while the secret key is wrong."""
    require_secret()
    return base64.b64encode(rating_state().transport.public).decode()


def rating_state() -> RatingState:
    """Return the rating state of the running app."""
    return cast(RatingState, current_app.extensions[EXTENSION])
