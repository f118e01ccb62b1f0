"""Killed with SIGKILL at any step, a mix loses no rating and doubles none."""

import sys
from collections import Counter

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.rating.answers.answers import Channel
from portal.rating.mixing.ballot_models import Ballot, Comment, OfficerTally, ProfileTally, Tally
from portal.rating.mixing.inbox_models import InboxKey, SealedPart, SealedRating
from portal.rating.mixing.mix_run import MixStep
from portal.rating.mixing.sealing import Opener
from portal.rating.mixing.split_records import OfficerAnswer, ProfileAnswer
from portal.storage.sealing.keys import KeyStore
from tests.factories.ratings import SmallCity, answers_of, send
from tests.integration.rating.conftest import APRIL, MARCH, Mix
from tests.killed import run_until_killed

INTERRUPTED_MIX = "tests.integration.rating.interrupted_mix"


def fill(session: Session, city: SmallCity) -> None:
    for desk, channel, times in (
        (city.desk_ids[0], Channel.TICKET, 31),
        (city.desk_ids[0], Channel.OPEN, 9),
        (city.desk_ids[1], Channel.TICKET, 12),
    ):
        for number in range(times):
            answers = answers_of(
                city.service_ids[number % 2],
                level=1 + number % 4,
                officer_id=city.officer_ids[number % 2],
                comment=f"Pesan {number}",
                profile={"sex": "female" if number % 3 else "male"},
            )
            send(session, answers, desk_id=desk, channel=channel)


def everything(session: Session, store: KeyStore) -> dict[str, Counter[str]]:
    """Count all ratings and parts there are, sealed or not, by what they say."""
    session.rollback()
    ratings: Counter[str] = Counter(
        f"{row.desk_id} {row.channel} {row.time}" for row in session.scalars(select(Ballot))
    )
    comments = Counter(session.scalars(select(Comment.text)))
    officers: Counter[str] = Counter()
    for row in session.scalars(select(OfficerTally).where(OfficerTally.element == "conduct")):
        officers[f"{row.officer_id} {row.level}"] += row.answers
    profiles: Counter[str] = Counter()
    for profile in session.scalars(select(ProfileTally)):
        profiles[profile.answer] += profile.respondents
    openers = openers_of(session, store)
    for sealed in session.scalars(select(SealedRating)):
        answers = openers[sealed.key_id].open_sealed(sealed.ciphertext)
        ratings[f"{sealed.desk_id} {sealed.channel} {answers.scores['time']}"] += 1
        comments[answers.comment or ""] += 1
        officers[f"{answers.officer_id} {answers.scores['conduct']}"] += 1
        profiles[answers.profile["sex"]] += 1
    for row in session.scalars(select(SealedPart)):
        match openers[row.key_id].open_part(row.ciphertext):
            case OfficerAnswer() as officer:
                officers[f"{officer.officer_id} {officer.scores['conduct']}"] += 1
            case ProfileAnswer() as said:
                profiles[said.profile["sex"]] += 1
    return {"ratings": ratings, "comments": comments, "officers": officers, "profiles": profiles}


def openers_of(session: Session, store: KeyStore) -> dict[int, Opener]:
    return {
        key.id: Opener(store.load(key.public_key))
        for key in session.scalars(select(InboxKey))
        if store.has(key.public_key)
    }


@pytest.mark.parametrize("step", MixStep)
def test_nothing_is_lost_or_doubled_when_killed_at(
    step: MixStep, session: Session, city: SmallCity, store: KeyStore, mix: Mix
) -> None:
    fill(session, city)
    mix(MARCH)
    fill(session, city)
    before = everything(session, store)
    url = session.connection().engine.url.render_as_string(hide_password=False)
    session.close()

    arguments = [url, str(store.folder), str(step), APRIL.isoformat()]
    run_until_killed([sys.executable, "-m", INTERRUPTED_MIX, *arguments], url=url)

    assert everything(session, store) == before
    report = mix(APRIL)
    assert report.is_complete
    assert everything(session, store) == before
    states = Counter(session.scalars(select(InboxKey.state)))
    assert set(states) == {"current", "destroyed"}
    assert states["current"] == 1
    assert len(list(store.folder.glob("*.key*"))) == 1
    assert session.scalar(select(func.sum(Tally.respondents))) == session.scalar(
        select(func.count()).select_from(Ballot)
    )
    assert report.waiting == session.scalar(select(func.count()).select_from(SealedRating))
