"""What moderators decided within a month is counted in its release, and never changes it later."""

import json
import random
import secrets
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.cli.circumstances import circumstances_of
from portal.complaints.comments.queries import decided_comments
from portal.complaints.handling.moderation import Decider, ModerationVerdict, decide_comment
from portal.complaints.intake.kinds import DecisionReason, TextDecision
from portal.demo.comment_decisions import decide_made_up_comments
from portal.publication.building.charts import draw
from portal.publication.releases import queries
from portal.publication.releases.due import publish_due
from portal.publication.releases.verifying import differences
from portal.rating.mixing.ballot_models import Comment
from portal.settings import Settings
from tests.factories.random_city import RandomCity, make_ballots, make_random_city, rate

DUE = date(2026, 2, 5)


@pytest.fixture
def city(session: Session) -> RandomCity:
    dice = random.Random(21)
    made = make_random_city(session, dice, agencies=2, desks=3)
    rate(session, made, month="2026-01", dice=dice, busy=(60,))
    make_ballots(session, made)
    return made


def write(session: Session, city: RandomCity, comments: int, *, agency: int) -> list[bytes]:
    desk = next(each for each in city.desks if each.agency_id == city.agencies[agency].id)
    tokens = [secrets.token_bytes(16) for _ in range(comments)]
    session.add_all(
        Comment(
            token=token,
            period="2026-01",
            agency_id=desk.agency_id,
            desk_id=desk.id,
            text="Antrean rapi.",
        )
        for token in tokens
    )
    session.commit()
    return tokens


def decide(
    session: Session,
    city: RandomCity,
    comments: int,
    *,
    verdict: ModerationVerdict,
    agency: int = 0,
) -> None:
    by = Decider(account_id=0, today=date(2026, 1, 31))
    for token in write(session, city, comments, agency=agency):
        decide_comment(session, token, agency_id=city.agencies[agency].id, verdict=verdict, by=by)


def publish(session: Session) -> None:
    here = circumstances_of(Settings.from_env({}))
    list(publish_due(session, today=DUE, circumstances=here, draw=draw))


def moderation(session: Session, address: str) -> dict[tuple[str, str | None], int | None]:
    found = queries.published(session, address)
    assert found is not None
    content: dict[str, Any] = json.loads(found.body)
    return {
        (each["outcome"], each["reason"]): each["n"] for each in content["moderation"]["counts"]
    }


def test_a_release_counts_what_became_of_comments(session: Session, city: RandomCity) -> None:
    decide(
        session,
        city,
        21,
        verdict=ModerationVerdict(TextDecision.PUBLISHED, public_text="Antrean rapi."),
    )
    decide(
        session,
        city,
        12,
        verdict=ModerationVerdict(TextDecision.REDACTED, public_text="Antrean [...]."),
    )
    decide(
        session,
        city,
        11,
        verdict=ModerationVerdict(TextDecision.HIDDEN, reason=DecisionReason.INSULT),
    )
    decide(
        session,
        city,
        10,
        verdict=ModerationVerdict(TextDecision.INTERNAL, reason=DecisionReason.SPAM),
    )
    decide(
        session,
        city,
        3,
        verdict=ModerationVerdict(TextDecision.HIDDEN, reason=DecisionReason.SPAM),
        agency=1,
    )
    shown = ModerationVerdict(TextDecision.PUBLISHED, public_text="Antrean rapi.")
    decide(session, city, 25, verdict=shown, agency=1)

    publish(session)

    # Of what only one agency had, the city's number would tell that the other had none.
    assert moderation(session, "city") == {
        ("published", None): 45,
        ("shortened", None): 10,
        ("withheld", "insult"): 10,
        ("withheld", "internal"): 10,
    }
    assert moderation(session, "agencies/dinas-0") == {
        ("published", None): 20,
        ("shortened", None): None,
    }
    assert moderation(session, "agencies/dinas-1") == {
        ("published", None): 25,
        ("shortened", None): None,
    }
    assert list(differences(session, draw=draw)) == []


def test_what_is_decided_after_the_month_belongs_to_the_next(
    session: Session, city: RandomCity
) -> None:
    (token,) = write(session, city, 1, agency=0)
    by = Decider(account_id=0, today=date(2026, 2, 1))
    verdict = ModerationVerdict(TextDecision.PUBLISHED, public_text="Antrean rapi.")
    decide_comment(session, token, agency_id=city.agencies[0].id, verdict=verdict, by=by)

    publish(session)

    assert moderation(session, "city")["published", None] is None


def test_the_made_up_city_decides_comments_of_months_that_are_over(
    session: Session, city: RandomCity
) -> None:
    write(session, city, 200, agency=0)

    assert decide_made_up_comments(session, seed=1, today=date(2026, 1, 31)) == 0
    assert decide_made_up_comments(session, seed=1, today=DUE) == 200
    assert decide_made_up_comments(session, seed=1, today=DUE) == 0
    decided = decided_comments(session, first=date(2026, 1, 1), before=date(2026, 2, 1))
    assert sum(each.comments for each in decided) == 200
    assert {each.decision for each in decided} >= {TextDecision.PUBLISHED, TextDecision.HIDDEN}
