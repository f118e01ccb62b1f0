"""Whatever people and days do in which order, a release's states stay possible."""

import itertools
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.publication.figures.documents import ReleaseKind, ReleaseState, due_on
from portal.publication.releases import queries
from portal.publication.releases import queries as releases_queries
from portal.publication.releases.due import prepare_next, publish_due
from portal.publication.releases.preparing import (
    AlreadyPublished,
    PeriodNotOver,
    ReleaseOutOfOrder,
    prepare_release,
)
from portal.publication.releases.publishing import (
    CannotHold,
    DraftStale,
    Hold,
    NotPrepared,
    ReleaseHeld,
    SignOff,
    goes_out_on,
    hold_release,
    publish_release,
)
from portal.publication.releases.verifying import differences
from portal.storage.database import engine_options
from tests.factories.drafted_city import HERE, exclude
from tests.factories.random_city import RandomCity, make_ballots, make_random_city, rate

MONTHS = ("2026-01", "2026-02")
START = date(2026, 1, 30)
REFUSALS = (
    AlreadyPublished,
    CannotHold,
    DraftStale,
    NotPrepared,
    PeriodNotOver,
    ReleaseHeld,
    ReleaseOutOfOrder,
)
STEPS = st.one_of(
    st.tuples(st.just("wait"), st.integers(1, 12)),
    st.tuples(st.just("prepare"), st.sampled_from(MONTHS)),
    st.tuples(st.just("hold"), st.tuples(st.sampled_from(MONTHS), st.integers(1, 14))),
    st.tuples(st.just("sign"), st.sampled_from(MONTHS)),
    st.tuples(st.just("publish"), st.sampled_from(MONTHS)),
    st.tuples(st.just("exclude"), st.sampled_from(MONTHS)),
    st.tuples(st.just("job"), st.none()),
)


def undrawn(document: object) -> dict[str, object]:
    """Draw no charts: they are not what is tried here."""
    return {}


class Story:
    """The releases of two months, the day it is, and what was published so far."""

    def __init__(self, session: Session, city: RandomCity) -> None:
        self.session, self.city = session, city
        self.today = START
        self.published: dict[tuple[int, str], str] = {}
        self.holds: dict[str, tuple[str, int]] = {}
        self.desks = {month: itertools.count() for month in MONTHS}

    def take(self, step: str, what: object) -> None:
        """Do one step; a refusal by name is an answer, anything else a failure."""
        with suppress(*REFUSALS):
            getattr(self, step)(what)
        self.session.rollback()
        self.check()

    def wait(self, days: int) -> None:
        self.today += timedelta(days=days)

    def prepare(self, month: str) -> None:
        prepare_release(self.session, month, today=self.today, circumstances=HERE, draw=undrawn)

    def hold(self, what: tuple[str, int]) -> None:
        month, days = what
        hold = Hold(by="Ratna", reason=f"Gempa {self.today}.", days=days)
        hold_release(self.session, month, hold=hold, today=self.today)

    def sign(self, month: str) -> None:
        sign_off = SignOff(by="Budi", reflection="Antrean dipisah.")
        publish_release(self.session, month, today=self.today, sign_off=sign_off)

    def publish(self, month: str) -> None:
        publish_release(self.session, month, today=self.today, sign_off=None)

    def exclude(self, month: str) -> None:
        desk = next(self.desks[month])
        if desk < len(self.city.desks):
            exclude(self.session, self.city, period=month, on=self.today, desk=desk)

    def job(self, _: None) -> None:
        list(publish_due(self.session, today=self.today, circumstances=HERE, draw=undrawn))
        prepare_next(self.session, today=self.today, circumstances=HERE, draw=undrawn)
        late = releases_queries.next_month(self.session)
        assert late is None or self.today < due_on(late) + timedelta(days=15)

    def check(self) -> None:
        found = releases_queries.releases(self.session, kind=ReleaseKind.MONTHLY)
        states = [release.state for release in reversed(found)]
        assert states in ([], *self._possible())
        for release in found:
            self._check_release(release)
        texts = {(each.kind, each.address, each.edition): each for each in self._documents()}
        now = {(key[2], key[1]): each.body for key, each in texts.items()}
        assert self.published.items() <= now.items(), "something published has changed"
        self.published = now

    def _possible(self) -> Iterator[list[ReleaseState]]:
        """Give what two months can be in: one published after the other, one open at the end."""
        for done in range(3):
            for last in ReleaseState:
                yield [*[ReleaseState.PUBLISHED] * done, last][: len(MONTHS)]

    def _check_release(self, release: releases_queries.ReleaseInBrief) -> None:
        held = (release.hold_reason or "", release.held_days or 0)
        if release.held_days is not None:
            assert self.holds.setdefault(release.edition, held) == held
            assert 1 <= release.held_days <= 14
        else:
            assert release.edition not in self.holds
        if release.state is ReleaseState.PUBLISHED:
            assert release.published_on is not None
            assert release.signed_by or release.published_on >= goes_out_on(release)
            assert not list(releases_queries.draft_documents(self.session, release.id))
        else:
            assert release.published_on is None
            assert release.signed_by is None

    def _documents(self) -> list[queries.StoredDocument]:
        return list(queries.every_document(self.session))


@contextmanager
def story_on(template: Path, folder: Path) -> Iterator[Story]:
    path = folder / "story.db"
    shutil.copy(template, path)
    url = f"sqlite:///{path}"
    engine = create_engine(url, **engine_options(url))
    with Session(engine, expire_on_commit=False) as session:
        yield Story(session, made_city(session))
    engine.dispose()


def made_city(session: Session) -> RandomCity:
    dice = random.Random(3)
    city = make_random_city(session, dice, agencies=1, desks=2)
    for month in MONTHS:
        rate(session, city, month=month, dice=dice, busy=(40,))
    make_ballots(session, city)
    return city


@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(st.lists(STEPS, min_size=4, max_size=14))
def test_states_stay_possible_holds_are_one_and_what_is_published_stays(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, object]]
) -> None:
    with story_on(sqlite_template, tmp_path_factory.mktemp("story")) as story:
        for step, what in steps:
            story.take(step, what)

        assert list(differences(story.session, draw=undrawn)) == []


def test_a_whole_story_on_both_databases(session: Session) -> None:
    story = Story(session, made_city(session))
    for step, what in (
        ("prepare", "2026-01"),
        ("wait", 3),
        ("job", None),
        ("hold", ("2026-01", 3)),
        ("exclude", "2026-01"),
        ("sign", "2026-01"),
        ("job", None),
        ("sign", "2026-01"),
        ("sign", "2026-01"),
        ("exclude", "2026-01"),
        ("wait", 30),
        ("hold", ("2026-02", 5)),
        ("job", None),
        ("hold", ("2026-02", 5)),
        ("wait", 10),
        ("job", None),
    ):
        story.take(step, what)

    first, second = reversed(releases_queries.releases(session, kind=ReleaseKind.MONTHLY))
    assert (first.signed_by, first.held_days, first.last_exclusion) == ("Budi", 3, 1)
    assert (second.state, second.signed_by, second.held_days) == ("published", None, 5)
    assert list(differences(session, draw=undrawn)) == []


@pytest.mark.parametrize(
    "fault",
    [
        "state = 'held'",
        "state = 'published'",
        "held_days = 15, held_by = 'R', hold_reason = 'G'",
        "held_days = 3",
        "signed_by = 'Budi'",
    ],
)
def test_the_database_refuses_impossible_states(session: Session, fault: str) -> None:
    story = Story(session, made_city(session))
    story.wait(3)
    story.prepare("2026-01")

    with pytest.raises(IntegrityError):
        session.execute(text(f"UPDATE release SET {fault}"))
