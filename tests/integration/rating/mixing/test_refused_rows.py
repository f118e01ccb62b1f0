"""The database itself refuses rows that could hurt anonymity or falsify a count."""

import traceback
from datetime import date
from typing import Any

import pytest
from sqlalchemy import CheckConstraint, Table, insert, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from portal.rating.mixing import anomaly_models as anomalies
from portal.rating.mixing import ballot_models as ballot
from portal.rating.mixing import ballot_models as parts
from portal.rating.mixing import inbox_models as inbox
from portal.rating.paper import models as paper
from tests.factories.ratings import make_inbox_key, make_small_city

MODELS = (
    ballot.Ballot,
    ballot.Tally,
    inbox.AcceptedSubmission,
    inbox.InboxKey,
    inbox.HandledPeriod,
    inbox.SealedPart,
    inbox.SealedRating,
    inbox.Ticket,
    paper.PaperBatch,
    parts.Comment,
    parts.OfficerTally,
    parts.ProfileTally,
    parts.ReasonTally,
    anomalies.Anomaly,
    anomalies.AnomalyExclusion,
    anomalies.AnomalyReview,
    anomalies.WatchState,
    anomalies.WatchedTally,
)
TABLES: dict[str, Table] = {model.__tablename__: model.__table__ for model in MODELS}  # type: ignore[misc]
PLACE: dict[str, Any] = {"period": "2026-03", "agency_id": 1, "desk_id": 1, "channel": "ticket"}


def composites(total: int, squares: int) -> dict[str, int]:
    return {"composite_sum": total, "composite_square_sum": squares}


GOOD: dict[str, dict[str, Any]] = {
    "ballot": {"token": b"t" * 16, **PLACE, "service_id": 1, "time": 3},
    "tally": {
        **PLACE,
        "respondents": 2,
        "composite_sum": 5040,
        "composite_square_sum": 2 * 2520**2,
        "all_top": 0,
        "level_counts": {},
    },
    "accepted_submission": {"key_hash": b"k" * 32, "expires_on": date(2026, 4, 30)},
    "inbox_key": {"public_key": b"p" * 32, "state": "closed"},
    "mix_turn": {"kind": "parts", "period": "2026-03"},
    "paper_batch": {
        "agency_id": 1,
        "content_hash": b"h" * 32,
        "first_period": "2026-01",
        "last_period": "2026-03",
        "respondents": 40,
        "imported_on": date(2026, 4, 2),
    },
    "sealed_part": {"token": b"t" * 16, "key_id": 1, "ciphertext": b"c" * 256},
    "sealed_rating": {
        "token": b"t" * 16,
        "key_id": 1,
        "desk_id": 1,
        "channel": "open",
        "ciphertext": b"c" * 1024,
    },
    "ticket": {
        "code_hash": b"h" * 32,
        "desk_id": 1,
        "expires_on": date(2026, 4, 30),
        "is_spent": False,
    },
    "rating_comment": {
        "token": b"t" * 16,
        "period": "2026-03",
        "agency_id": 1,
        "desk_id": 1,
        "text": "Baik",
    },
    "officer_tally": {
        "period": "2026-03",
        "officer_id": 1,
        "desk_id": 1,
        "element": "conduct",
        "level": 4,
        "answers": 10,
    },
    "profile_tally": {
        "agency_id": 1,
        "year": 2026,
        "field": "sex",
        "answer": "male",
        "respondents": 10,
    },
    "reason_tally": {"agency_id": 1, "year": 2026, "element": "time", "respondents": 10},
}
GOOD |= {
    "anomaly_signal": {
        "kind": "burst",
        "desk_id": 1,
        "channel": "any",
        "period": "2026-03",
        "noticed_on": date(2026, 4, 1),
        "observed": 40.0,
        "expected": 3.0,
    },
    "exclusion": {
        "desk_id": 1,
        "channel": "open",
        "period": "2026-03",
        "rule": "staff_rated",
        "reason": "Petugas menilai sendiri.",
        "decided_on": date(2026, 4, 1),
    },
    "signal_review": {
        "signal_id": 1,
        "outcome": "explained",
        "note": "Hari pasar.",
        "reviewed_on": date(2026, 4, 1),
    },
    "watch_state": {"desk_id": 1, "channel": "open", "watch": "low", "height": 0.5},
    "watched_tally": {"period": "2026-03", "desk_id": 1, "channel": "open", "respondents": 2},
}
SCORES = {f"ck_ballot_{score}": [{score: 0}, {score: 5}] for score in ballot.SCORES}
BAD: dict[str, list[dict[str, Any]]] = {
    **SCORES,
    "ck_ballot_token": [{"token": b"short"}, {"token": b"t" * 17}],
    "ck_ballot_period": [{"period": "2026-13"}, {"period": "2026-3"}, {"period": "2026/03"}],
    "ck_ballot_channel": [{"channel": "phone"}],
    "ck_ballot_answered": [{"time": None}],
    "ck_tally_period": [{"period": "2026-00"}],
    "ck_tally_channel": [{"channel": "phone"}],
    "ck_tally_respondents": [
        {"respondents": 0, "all_top": 0, "composite_sum": 0, "composite_square_sum": 0}
    ],
    "ck_tally_all_top": [
        {"respondents": 2, "all_top": 3, **composites(20160, 2 * 10080**2)},
        {"all_top": -1, **composites(5040, 2 * 2520**2)},
    ],
    "ck_tally_composite_sum": [
        composites(19601, 9800**2 + 9801**2),
        {"all_top": 1, **composites(12599, 10**8)},
    ],
    "ck_tally_composite_square_sum": [
        composites(5040, 2 * 2520**2 - 1),
        composites(12600, 2520**2 + 10080**2 + 1),
    ],
    "ck_tally_known_elements": [
        {"level_counts": {"parking": [0, 0, 2, 0]}},
        {"level_counts": {"time": [0, 0, 2, 0], "U1": [0, 0, 2, 0]}},
    ],
    "ck_accepted_submission_key_hash": [{"key_hash": b"k" * 31}],
    "ck_inbox_key_public_key": [{"public_key": b"p" * 33}],
    "ck_inbox_key_state": [{"state": "lost"}],
    "ck_mix_turn_kind": [{"kind": "ratings"}],
    "ck_mix_turn_period": [{"period": "1999-01"}],
    "ck_paper_batch_content_hash": [{"content_hash": b"h" * 20}],
    "ck_paper_batch_first_period": [{"first_period": "2026-Q1"}],
    "ck_paper_batch_last_period": [{"last_period": "2026-14"}],
    "ck_paper_batch_order": [{"first_period": "2026-04"}],
    "ck_paper_batch_respondents": [{"respondents": 0}],
    "ck_sealed_part_token": [{"token": b"t" * 15}],
    "ck_sealed_part_ciphertext": [{"ciphertext": b"c" * 255}],
    "ck_sealed_rating_token": [{"token": b""}],
    "ck_sealed_rating_ciphertext": [{"ciphertext": b"c" * 1023}, {"ciphertext": b"c" * 1025}],
    "ck_sealed_rating_channel": [{"channel": "officer"}],
    "ck_ticket_code_hash": [{"code_hash": b"ABCD-EFGH-JKMN-P"}],
    "ck_ticket_scope": [{"desk_id": None}, {"service_id": 1}, {"agency_id": 1, "service_id": 1}],
    "ck_rating_comment_token": [{"token": b"t" * 12}],
    "ck_rating_comment_period": [{"period": "2026.03"}],
    "ck_rating_comment_text": [{"text": ""}, {"text": "x" * 501}],
    "ck_officer_tally_period": [{"period": "maret-1"}],
    "ck_officer_tally_element": [{"element": "cost"}],
    "ck_officer_tally_level": [{"level": 0}, {"level": 5}],
    "ck_officer_tally_answers": [{"answers": 0}],
    "ck_profile_tally_respondents": [{"respondents": 0}],
    "ck_anomaly_signal_kind": [{"kind": "rumour"}],
    "ck_anomaly_signal_channel": [{"channel": "all"}],
    "ck_anomaly_signal_period": [{"period": "2026-3-"}],
    "ck_exclusion_channel": [{"channel": "any"}],
    "ck_exclusion_rule": [{"rule": "unwelcome"}],
    "ck_exclusion_period": [{"period": "2026-99"}],
    "ck_exclusion_reason": [{"reason": ""}],
    "ck_signal_review_outcome": [{"outcome": "ignored"}],
    "ck_signal_review_note": [{"note": ""}],
    "ck_watch_state_channel": [{"channel": "any"}],
    "ck_watch_state_watch": [{"watch": "high"}],
    "ck_watch_state_height": [{"height": -0.1}],
    "ck_watched_tally_period": [{"period": "2026"}],
    "ck_watched_tally_channel": [{"channel": "any"}],
    "ck_watched_tally_respondents": [{"respondents": 0}],
    "ck_reason_tally_element": [{"element": "parking"}],
    "ck_reason_tally_respondents": [{"respondents": -1}],
}


def checks(table: Table) -> set[str]:
    found = (c.name for c in table.constraints if isinstance(c, CheckConstraint))
    return {str(name) for name in found}


def table_of(constraint: str) -> Table:
    return next(table for table in TABLES.values() if constraint in checks(table))


@pytest.fixture
def filled(session: Session) -> Session:
    make_small_city(session)
    make_inbox_key(session)
    return session


def test_an_ordinary_row_of_each_table_is_taken(filled: Session) -> None:
    for name, table in TABLES.items():
        if name == "signal_review":
            filled.execute(insert(TABLES["anomaly_signal"]), GOOD["anomaly_signal"] | {"id": 1})
        filled.execute(insert(table), GOOD[name])
        filled.rollback()


def refusal_of(session: Session, table: Table, row: dict[str, Any]) -> str:
    """Return what the database says about a row, or "taken"; the row does not stay."""
    try:
        with session.begin_nested() as inserting:
            session.execute(insert(table), row)
            inserting.rollback()
    except IntegrityError as refusal:
        return str(refusal)
    return "taken"


def test_each_check_refuses_what_is_wrong(filled: Session) -> None:
    said = [
        (constraint, fault, refusal_of(filled, table, GOOD[table.name] | fault))
        for constraint, faults in BAD.items()
        for table in [table_of(constraint)]
        for fault in faults
    ]

    assert [each for each in said if each[0] not in each[2]] == []


def test_every_check_has_a_row_that_it_refuses() -> None:
    every = set().union(*map(checks, TABLES.values()))

    assert every - set(BAD) - {"ck_ticket_is_spent"} == set()


@pytest.mark.parametrize("name", ["anomaly_signal", "exclusion", "signal_review"])
@pytest.mark.parametrize("change", ["UPDATE {} SET period = '2026-01'", "DELETE FROM {}"])
def test_what_was_noticed_and_decided_stays(filled: Session, name: str, change: str) -> None:
    filled.execute(insert(TABLES["anomaly_signal"]), GOOD["anomaly_signal"] | {"id": 1})
    if name != "anomaly_signal":
        filled.execute(insert(TABLES[name]), GOOD[name])
    change = change.replace("period = '2026-01'", "note = 'x'") if "review" in name else change

    with pytest.raises(IntegrityError, match="never changed"):
        filled.execute(text(change.format(name)))


def test_there_is_one_current_key(filled: Session) -> None:
    with pytest.raises(IntegrityError):
        filled.execute(insert(TABLES["inbox_key"]), GOOD["inbox_key"] | {"state": "current"})


def test_a_cell_is_tallied_once_also_without_desk_or_service(filled: Session) -> None:
    cell = GOOD["tally"] | {"desk_id": None, "service_id": None}
    filled.execute(insert(TABLES["tally"]), cell)

    with pytest.raises(IntegrityError):
        filled.execute(insert(TABLES["tally"]), cell)


def test_a_failing_row_is_never_repeated_in_an_error(filled: Session) -> None:
    secret = "Catatan yang tidak boleh muncul di log"
    rows = (
        ("rating_comment", {"text": secret * 20}),
        ("rating_comment", {"text": secret, "period": "2026.03"}),
        ("rating_comment", {"text": secret, "agency_id": 99}),
        ("sealed_rating", {"channel": secret}),
    )
    for table, fault in rows:
        with pytest.raises(DBAPIError) as refusal, filled.begin_nested():
            filled.execute(insert(TABLES[table]), GOOD[table] | fault)

        told = "".join(traceback.format_exception(refusal.value))
        assert "tidak boleh" not in told
        assert "Failing row" not in told


def test_an_error_still_says_which_rule_was_broken(filled: Session) -> None:
    with pytest.raises(IntegrityError, match="ck_rating_comment_period"):
        filled.execute(
            insert(TABLES["rating_comment"]), GOOD["rating_comment"] | {"period": "2026.03"}
        )
