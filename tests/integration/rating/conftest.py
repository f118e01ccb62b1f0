"""A small city with an open inbox, and a mix that can be run on it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.rating.mixing.mix_run import MixReport
from portal.rating.mixing.service import mix_ratings, open_inbox
from portal.rating.questionnaire.service import InboxKeys
from portal.storage.sealing.keys import KeyStore
from tests.factories.ratings import SmallCity, make_small_city

MARCH = datetime(2026, 3, 14, 18, 0, tzinfo=UTC)
APRIL = datetime(2026, 4, 2, 18, 0, tzinfo=UTC)
KEYS = "keys"
Mix = Callable[..., MixReport]


@pytest.fixture
def store(tmp_path: Path) -> KeyStore:
    return KeyStore(tmp_path / "keys")


def inbox_keys(session: Session) -> InboxKeys:
    """Return what a process that just started knows of the keys."""
    return InboxKeys(session.info[KEYS])


@pytest.fixture
def city(session: Session, store: KeyStore) -> SmallCity:
    city = make_small_city(session)
    open_inbox(session, store)
    session.info[KEYS] = store
    return city


@pytest.fixture
def mix(session: Session, store: KeyStore) -> Mix:
    def run(now: datetime = MARCH, **options: Any) -> MixReport:
        return mix_ratings(session, store, now=now, timezone="Asia/Jakarta", **options)

    return run


def count(session: Session, table: type[Any]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0
