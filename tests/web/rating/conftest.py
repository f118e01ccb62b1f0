"""A small city whose desks can be rated, and a citizen with a phone."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from nacl.public import PrivateKey
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from portal.rating.answers.answers import RatingAnswers
from portal.rating.mixing.inbox_models import SealedRating
from portal.rating.mixing.sealing import open_sealed
from portal.rating.questionnaire import directory
from portal.storage.sealing.keys import KeyStore
from portal.survey.elements import ELEMENTS
from portal.web.extensions import current_settings, db
from tests.factories.organisation import (
    make_agency,
    make_desk,
    make_officer,
    make_posting,
    make_service,
)
from tests.factories.ratings import make_inbox_key

POSTER, POSTER_OF_TWO = "ABCD2345", "WXYZ6789"
ALL_GOOD = dict.fromkeys(map(str, ELEMENTS), "3")


class City:
    """One agency; desk dukcapil-1 with one service, dukcapil-2 with two."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            self._build()

    def _build(self) -> None:
        session = db.session()
        agency = make_agency(session, "dukcapil", name="Dinas Kependudukan")
        ktp = make_service(session, agency, "ktp", name="KTP-el baru")
        kk = make_service(session, agency, "kk", name="Kartu Keluarga", left_out=("cost",))
        desk = make_desk(
            session,
            agency,
            "dukcapil-1",
            name="Loket 1 - Pendaftaran",
            services=(ktp,),
            poster_code=POSTER,
        )
        two = make_desk(
            session,
            agency,
            "dukcapil-2",
            name="Loket 2 - Pengambilan",
            services=(ktp, kk),
            poster_code=POSTER_OF_TWO,
        )
        officer = make_officer(session, "1001", badge_name="Siti", badge_number="D-07")
        make_posting(session, officer, desk)
        self.agency_id, self.officer_id = agency.id, officer.id
        self.desk_id, self.desk_of_two_id = desk.id, two.id
        self.ktp_id, self.kk_id = ktp.id, kk.id
        session.commit()
        self.store = KeyStore.from_settings(current_settings())
        self.key: PrivateKey = make_inbox_key(session, store=self.store)

    def change(self, act: Callable[[Any], Any]) -> Any:
        """Do ``act`` in the database."""
        with self.app.app_context():
            result = act(db.session())
            db.session.commit()
        return result

    def ratings(self) -> list[tuple[int, str, RatingAnswers]]:
        """Return (desk, channel, answers) of all that lies in the inbox."""
        with self.app.app_context():
            rows = db.session.scalars(select(SealedRating)).all()
        return [
            (row.desk_id, row.channel, open_sealed(row.ciphertext, private_key=bytes(self.key)))
            for row in rows
        ]

    def count(self, table: Any = SealedRating) -> int:
        with self.app.app_context():
            return int(db.session.scalar(select(func.count()).select_from(table)) or 0)


class Citizen:
    """A browser without JavaScript that fills in the form it was given."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        self.page = ""

    def open(self, address: str, **options: Any) -> TestResponse:
        answer = self.client.get(address, **options)
        self.page = answer.text
        return answer

    def hidden(self) -> dict[str, str]:
        return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', self.page))

    def send(
        self, address: str, answers: dict[str, Any] | None = None, **fields: Any
    ) -> TestResponse:
        form = self.hidden() | (ALL_GOOD if answers is None else answers) | fields
        return self.client.post(address, data=form)

    def rate(
        self, address: str, answers: dict[str, Any] | None = None, **fields: Any
    ) -> TestResponse:
        self.open(address)
        return self.send(address, answers, **fields)


@pytest.fixture(autouse=True)
def nothing_stays_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pages look a desk up every time, so that no test has to wait for a change."""
    monkeypatch.setattr(directory, "FRESH_FOR", timedelta(0))


@pytest.fixture
def city(app: Flask) -> City:
    return City(app)


@pytest.fixture
def citizen(city: City) -> Citizen:
    return Citizen(city.app)


@pytest.fixture
def make_citizen(city: City) -> Callable[[], Citizen]:
    return lambda: Citizen(city.app)
