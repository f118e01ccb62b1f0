"""The attack on colleagues' answers finds nothing on the portal, and each careless way of it."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, text

from portal.evaluation.peer_feedback import box_queries, night_writing
from portal.privacy_audit.round_attacks import attack_round
from portal.privacy_audit.round_trial import (
    ColleagueActs,
    ColleaguesTrial,
    Given,
    answer_as_portal,
)
from portal.privacy_audit.scratch import scratch_database
from portal.privacy_audit.verdict import Finding, FoundLink, links
from portal.storage.sealing.keys import KeyStore
from tests.plain_colleagues import counting, plain_ways

SEATS = 4 * 9 * 8


@pytest.fixture
def scratch(installed: Engine) -> Iterator[Engine]:
    with scratch_database(installed) as engine:
        yield engine


def keep(*_: object) -> None:
    """Destroy nothing."""


def by_token(box: box_queries.BoxRow) -> bytes:
    return box.token


def found(findings: list[Finding], attack: str) -> Finding:
    return next(each for each in findings if each.attack == attack)


def test_nothing_ties_a_colleague_to_an_answer_but_what_is_declared(scratch: Engine) -> None:
    findings = attack_round(scratch)

    assert links(findings) == []
    assert {each.link for each in findings} == {FoundLink.COLLEAGUE_ANSWER}
    assert [each.missing for each in findings if each.missing] == []
    order = found(findings, "order of seats and boxes")
    assert order.tried == SEATS
    assert order.methods > 5
    assert order.right < SEATS / 3
    assert found(findings, "boxes of earlier days").tried >= 2 * SEATS
    assert found(findings, "boxes of earlier days").right == 0


def test_the_plain_way_is_found_out_for_every_single_answer(scratch: Engine) -> None:
    findings = attack_round(scratch, acts=plain_ways())

    order = found(findings, "order of seats and boxes")
    assert order.right == order.tried == SEATS
    assert order in links(findings)
    assert found(findings, "tables beside the boxes") in links(findings)


def test_boxes_that_are_sealed_anew_in_their_order_are_found_out(
    scratch: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(night_writing, "shuffled", list)
    in_order = night_writing.boxes
    monkeypatch.setattr(
        night_writing, "boxes", lambda session, key: sorted(in_order(session, key), key=by_token)
    )
    number = counting()
    monkeypatch.setattr(night_writing, "new_token", number)
    monkeypatch.setattr("portal.evaluation.peer_feedback.service.new_token", number)

    findings = attack_round(scratch)

    assert found(findings, "order of seats and boxes") in links(findings)


def test_a_key_that_outlives_its_day_opens_what_was_kept(
    scratch: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(KeyStore, "destroy", keep)
    monkeypatch.setattr("portal.evaluation.peer_feedback.round_run.destroy_strays", keep)

    findings = attack_round(scratch)

    kept = found(findings, "boxes of earlier days")
    assert kept.right == kept.tried > 0
    assert kept in links(findings)


def test_an_entry_beside_the_box_is_found_out(scratch: Engine) -> None:
    def with_entry(trial: ColleaguesTrial, given: Given) -> None:
        answer_as_portal(trial, given)
        trial.session.execute(
            text("INSERT INTO accepted_submission (key_hash, expires_on) VALUES (:k, :d)"),
            {
                "k": bytes([given.rater_id % 256]) * 31 + bytes([given.rated_id % 256]),
                "d": given.today,
            },
        )
        trial.session.commit()

    findings = attack_round(scratch, acts=ColleagueActs(answer=with_entry))

    beside = found(findings, "tables beside the boxes")
    assert beside.method == "accepted_submission"
    assert beside in links(findings)


def test_seats_marked_at_the_moment_are_found_out(scratch: Engine) -> None:
    def marked(trial: ColleaguesTrial, given: Given) -> None:
        answer_as_portal(trial, given)
        values: dict[str, Any] = {"r": given.rater_id, "p": given.rated_id}
        trial.session.execute(
            text("UPDATE peer_seat SET is_answered = TRUE WHERE rater_id = :r AND rated_id = :p"),
            values,
        )
        trial.session.commit()

    findings = attack_round(scratch, acts=ColleagueActs(answer=marked))

    assert found(findings, "tables beside the boxes").method == "peer_seat"


def test_what_every_nights_key_tells_is_said_and_is_what_came_alone(scratch: Engine) -> None:
    every = found(attack_round(scratch), "nightly copies with every day's key")

    assert every.declared
    assert 0 < every.right < every.tried
