"""The attack names every leak that was put into a copy of the city, and is right about its own."""

from collections.abc import Iterator
from random import Random

import pytest
from sqlalchemy import Engine

from portal.privacy_audit.acts import Acts
from portal.privacy_audit.answer_attacks import kept_ciphertexts, to_ballots
from portal.privacy_audit.check import check_privacy, check_visitors
from portal.privacy_audit.complaint_attacks import through_tickets, to_writers
from portal.privacy_audit.limiter import limits_in_redis
from portal.privacy_audit.limiter_attacks import from_counters
from portal.privacy_audit.similarity_attack import by_signature
from portal.privacy_audit.verdict import Finding, FoundLink, Knowledge, links, verdicts
from portal.privacy_audit.visitors import made_up_visitors
from tests.integration.privacy_audit.leaks import (
    CARELESS,
    InOrder,
    counted_from_the_first_hit,
    rate_openly,
)
from tests.redis_server import RedisServer

RATINGS = 1_000
HALF = b"half of the day's key, 32 bytes."
TODAY = "marks of seats, answered today"
COPIES = "nightly copies with every day's key"
TO_COLLEAGUES = {
    "order of sealed boxes",
    "order of seats and boxes",
    "marks of seats, answered before the night",
    TODAY,
    "boxes of earlier days",
    "tables beside the boxes",
    COPIES,
}
# The others wait until ten of their service, or of what it does not ask, are there.
MIXED = 800


def named(findings: list[Finding]) -> dict[tuple[FoundLink, str], Finding]:
    return {(finding.link, finding.attack): finding for finding in links(findings)}


def kinds(findings: list[Finding]) -> set[FoundLink]:
    return {finding.link for finding in links(findings)}


def is_postgresql(engine: Engine) -> bool:
    return engine.dialect.name == "postgresql"


@pytest.fixture(scope="module")
def careless(installed: Engine, redis_process: RedisServer) -> Iterator[list[Finding]]:
    """A city that mixes services together, marks texts without a key, counts from first hits."""
    client = redis_process.client()
    client.flushall()
    limits = counted_from_the_first_hit(client)
    attacks = (to_ballots, to_writers, through_tickets, by_signature, from_counters)
    yield check_visitors(installed, ratings=RATINGS, acts=CARELESS, limits=limits, attacks=attacks)
    client.close()


def test_few_of_a_service_in_a_batch_are_named(careless: list[Finding], installed: Engine) -> None:
    ways = ("transaction", "log") if is_postgresql(installed) else ("night",)

    for way in ways:
        attack = f"fewer than 10 candidates by service, not-asked and {way}"
        assert named(careless)[FoundLink.TICKET_BALLOT, attack].right > 30


def test_a_signature_without_a_key_is_named(careless: list[Finding]) -> None:
    found = named(careless)

    assert found[FoundLink.COMPLAINT_COMMENT, "similarity signature without a key"].right > 60
    assert found[FoundLink.COMPLAINT_ACCUSED, "similarity signature against 250 names"].right > 5


@pytest.mark.parametrize(
    ("route", "what"),
    [
        ("complaints.write", "complaints"),
        ("rating.open", "rating by poster"),
        ("rating.ticket", "wrong ticket"),
    ],
)
def test_counters_that_end_after_their_first_hit_are_named(
    careless: list[Finding], route: str, what: str
) -> None:
    attack = f"names and ends of LIMITS:LIMITER/#/{route}/@/@/hour, {what}"

    assert named(careless)[FoundLink.COUNTER_TICKET, attack].right > 50


def test_a_counter_whose_name_holds_the_half_minute_is_named(careless: list[Finding]) -> None:
    found = named(careless)[FoundLink.COUNTER_TICKET, "names and ends of portal:scans:@:@, scans"]

    assert "number 1 of the name by 30 seconds" in found.method
    assert found.right > 50


def declared(findings: list[Finding]) -> dict[tuple[FoundLink, str], Finding]:
    return {
        (finding.link, finding.attack): finding
        for finding, is_link in verdicts(findings)
        if is_link and finding.declared
    }


def test_a_day_key_beside_the_counters_is_named(careless: list[Finding]) -> None:
    found = named(careless)[FoundLink.COUNTER_NETWORK, "day key beside the counters"]

    assert found.right > 300


def test_complaints_that_are_stored_when_they_come_are_named(
    careless: list[Finding], installed: Engine
) -> None:
    """By their numbers and looks of staff; on PostgreSQL also by transactions and by the log."""
    found = named(careless)

    assert (
        found[FoundLink.COMPLAINT_TICKET, "numbers and looks of staff, nearest quarter"].right > 70
    )
    if is_postgresql(installed):
        for source in ("places and transactions", "log"):
            assert found[FoundLink.COMPLAINT_TICKET, source].right > 60
            assert found[FoundLink.COMPLAINT_BALLOT, f"through the ticket by {source}"].right > 60


def test_an_order_that_only_the_log_or_a_hidden_number_tells_is_named(installed: Engine) -> None:
    leaky = InOrder()

    found = named(
        check_visitors(
            installed,
            ratings=600,
            acts=Acts(rate=leaky.rate, mix=leaky.mix),
            attacks=(to_ballots, kept_ciphertexts),
        )
    )

    of_the_log = " of the log" if is_postgresql(installed) else ""
    way = f"order within a batch{of_the_log}, nearest quarter"
    assert found[FoundLink.TICKET_BALLOT, way].right > 200
    kept = found[FoundLink.TICKET_ANY, "ciphertexts kept by log, dead rows, backups"]
    assert kept.right > 400


def test_a_ballot_written_with_its_proof_is_named(installed: Engine) -> None:
    """On SQLite the number that a desk's ballots keep tells, on PostgreSQL the transaction."""
    found = named(
        check_visitors(installed, ratings=500, acts=Acts(rate=rate_openly), attacks=(to_ballots,))
    )

    order = found[FoundLink.TICKET_BALLOT, "order within a batch"]
    assert order.right > (400 if is_postgresql(installed) else 100)


def test_made_up_visitors_say_what_nobody_else_says() -> None:
    visitors = made_up_visitors(RATINGS, random=Random(1))

    assert len({visitor.sheet for visitor in visitors}) == RATINGS
    assert len({visitor.writing.comment for visitor in visitors}) == RATINGS
    assert {visitor.service for visitor in visitors} == {0, 1, 2, 3}
    assert [visitor.minute for visitor in visitors] == sorted(v.minute for v in visitors)


@pytest.fixture(scope="module")
def honest(installed: Engine, redis_process: RedisServer) -> Iterator[list[Finding]]:
    client = redis_process.client()
    client.flushall()
    limits = limits_in_redis(client, half=HALF)
    yield check_privacy(installed, ratings=RATINGS, limits=limits)
    client.close()


def test_every_counter_of_citizens_is_tried(honest: list[Finding]) -> None:
    """A rating by screen or poster, a complaint, a wrong code of either."""
    attacks = {finding.attack for finding in honest if finding.link is FoundLink.COUNTER_TICKET}

    counted = {attack.rpartition(", ")[2] for attack in attacks if "nearest" not in attack}
    assert counted == {"presence", "poster", "complaints", "wrong ticket", "wrong follow code"}


def test_every_link_is_tried_on_a_thousand_ratings(honest: list[Finding]) -> None:
    tried = {finding.link for finding in honest}

    assert tried == set(FoundLink)
    assert all(f.tried > MIXED for f in honest if f.link is FoundLink.TICKET_BALLOT)
    assert {f.knowledge for f in honest} == set(Knowledge)
    assert {finding.missing for finding in honest} == {""}


def test_a_signature_tells_nothing_without_its_key(honest: list[Finding]) -> None:
    marks = {finding.attack: finding for finding in honest if "without a key" in finding.attack}

    assert marks["similarity signature without a key"].tried > 100
    assert {found.attack for found in links(honest)} & marks.keys() == set()
    assert FoundLink.COMPLAINT_ACCUSED not in kinds(honest)


def test_what_remains_is_shown_with_the_sentence_that_declares_it(honest: list[Finding]) -> None:
    shown = {attack: finding.declared for (_, attack), finding in declared(honest).items()}

    assert "the words themselves" in shown["words in common"]
    assert "of their own" in shown["signatures of 250 complaints of one's own"]
    of_hours = [each for attack, each in shown.items() if "portal:desk-hour" in attack]
    assert all("not who" in each for each in of_hours)
    assert of_hours


def test_nothing_is_tied_that_the_threat_model_does_not_declare(honest: list[Finding]) -> None:
    """With what ratings by presence and complaints leave in the limiter's storage."""
    assert named(honest) == {}


def test_a_night_unties_who_said_what_and_only_what_is_declared_remains(
    honest: list[Finding],
) -> None:
    findings = [each for each in honest if each.link is FoundLink.COLLEAGUE_ANSWER]

    assert {each.attack for each in findings} >= TO_COLLEAGUES
    assert {each.knowledge for each in findings} == {
        Knowledge.DATABASE,
        Knowledge.DAY_KEY,
        Knowledge.EVERY_KEY,
    }
    assert all(each.tried >= 32 for each in findings)
    assert links(findings) == []
    remaining = {each.attack: each for each, is_link in verdicts(findings) if is_link}
    assert remaining.keys() == {TODAY, COPIES}
    assert (remaining[TODAY].right, remaining[TODAY].tried) == (32, 32)
    assert "until the night" in remaining[TODAY].declared
    assert remaining[COPIES].knowledge is Knowledge.EVERY_KEY
