"""A year of the evaluation is prepared once, goes out on its day, and is never revised."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.publication.figures.documents import PlaceKind, ReleaseKind, ReleaseState
from portal.publication.figures.encoding import digest
from portal.publication.releases import queries as releases_queries
from portal.publication.releases import staff_queries
from portal.publication.releases.publishing import Hold, SignOff, hold_release, publish_release
from portal.publication.releases.queries import ReleaseInBrief
from portal.publication.releases.verifying import differences
from portal.publication.yearly_evaluation.counts import (
    EvaluationYear,
    OrganisationIndicator,
    from_text,
    to_text,
)
from portal.publication.yearly_evaluation.releasing import publish_due_evaluations
from portal.publication.yearly_evaluation.verifying import evaluation_differences
from tests.factories.evaluation_years import MovingCity
from tests.factories.published import document as place_document
from tests.factories.published import place, publish
from tests.factories.tampering import reseal, unguard

COUNTED = MovingCity(1, agencies=4, people=400).counted(2026)
FIRST, DUE = date(2027, 6, 1), date(2027, 6, 15)
KIND = ReleaseKind.EVALUATION
SIGNED = SignOff(by="Ratna Dewi", reflection="Dialog kinerja dipercepat.")


def run(session: Session, today: date, *, counted: EvaluationYear = COUNTED) -> list[int]:
    return publish_due_evaluations(session, [2026], count=lambda _year: counted, today=today)


def release(session: Session) -> ReleaseInBrief | None:
    return releases_queries.release_in_brief(session, "2026", kind=KIND)


def document(session: Session) -> Any:
    found = releases_queries.published(session, "evaluation/2026")
    return found and json.loads(found.body)


def drawn(_document: object) -> dict[str, Any]:
    return {}


def test_nothing_is_prepared_before_june(session: Session) -> None:
    assert run(session, date(2027, 5, 31)) == []
    assert release(session) is None


def test_a_draft_stands_from_the_first_of_june_and_goes_out_on_the_fifteenth(
    session: Session,
) -> None:
    assert run(session, FIRST) == []
    found = release(session)
    assert found is not None
    assert (found.state, found.due_on, found.prepared_on) == (ReleaseState.PREPARED, DUE, FIRST)
    assert document(session) is None

    later = MovingCity(2, agencies=4, people=400).counted(2026)
    assert run(session, date(2027, 6, 14), counted=later) == []
    assert run(session, DUE, counted=later) == [2026]
    assert run(session, date(2027, 6, 16), counted=later) == []

    found = release(session)
    assert found is not None
    assert (found.state, found.published_on, found.signed_by) == ("published", DUE, None)
    # What was decided after the draft does not move it.
    kept = staff_queries.kept_inputs(session, found.id)
    assert kept is not None
    assert from_text(kept) == COUNTED
    assert [each["code"] for each in document(session)["agencies"]] == [
        each.code for each in COUNTED.agencies
    ]


def test_a_sign_off_publishes_at_once_and_a_hold_moves_the_day_once(session: Session) -> None:
    run(session, FIRST)
    hold = Hold(by="Ratna Dewi", reason="Putusan keberatan terakhir belum tercatat.", days=3)
    hold_release(session, "2026", hold=hold, today=date(2027, 6, 10), kind=KIND)
    assert run(session, DUE) == []
    publish_release(session, "2026", today=DUE, sign_off=SIGNED, kind=KIND)
    found = release(session)
    assert found is not None
    assert (found.state, found.signed_by, found.held_days) == ("published", "Ratna Dewi", 3)
    acts = [json.loads(line.entry) for line in releases_queries.ledger_lines(session)]
    assert [(each["act"], each["kind"], each["edition"]) for each in acts] == [
        ("held", "evaluation", "2026"),
        ("published", "evaluation", "2026"),
    ]


def test_a_held_year_goes_out_when_its_hold_ends(session: Session) -> None:
    run(session, FIRST)
    hold = Hold(by="Ratna Dewi", reason="Putusan keberatan terakhir belum tercatat.", days=3)
    hold_release(session, "2026", hold=hold, today=FIRST, kind=KIND)
    assert run(session, date(2027, 6, 17)) == []
    assert run(session, date(2027, 6, 18)) == [2026]


def test_verifying_makes_the_document_again_from_its_counts(session: Session) -> None:
    run(session, FIRST)
    assert list(evaluation_differences(session)) == []
    run(session, DUE)
    assert list(evaluation_differences(session)) == []
    assert list(differences(session, draw=drawn)) == []


def test_verifying_finds_counts_that_were_changed(session: Session) -> None:
    run(session, DUE)
    unguard(session)
    changed = "replace(body, '\"programmes\": 17', '\"programmes\": 71')"
    session.execute(text(f"UPDATE staff_document SET body = {changed} WHERE address = 'inputs'"))
    session.flush()
    assert [each.where for each in differences(session, draw=drawn)] == [
        "inputs of evaluation 2026"
    ]
    # Whoever computes the ledger anew, too, is found by the document.
    reseal(session)
    assert list(differences(session, draw=drawn)) == []
    assert [each.where for each in evaluation_differences(session)] == ["evaluation/2026"]


def test_verifying_finds_counts_that_are_gone(session: Session) -> None:
    run(session, DUE)
    unguard(session)
    session.execute(text("DELETE FROM staff_document WHERE address = 'inputs'"))
    assert [each.found for each in evaluation_differences(session)] == ["missing"]


def test_an_indicator_that_repeats_citizens_figure_is_told_as_its_release_told_it(
    session: Session,
) -> None:
    """Two decimals beside the rounded figure would tell what one of many answered."""
    first, *others = COUNTED.agencies
    numbers = {"IKM": "87.72", "Indeks": "3.5243", "Waktu": "3.3651", "Lain": "70.125"}
    own = tuple(OrganisationIndicator(name, "nilai", "88.3", n) for name, n in numbers.items())
    dinas = place_document(place(PlaceKind.AGENCY, first.code, "Dinas"))
    publish(session, dinas, period="2026-10")
    run(session, DUE, counted=replace(COUNTED, agencies=(replace(first, indicators=own), *others)))

    told = {
        each["name"]: each["realisation"] for each in document(session)["agencies"][0]["indicators"]
    }
    assert told == {"IKM": "88", "Indeks": "3.52", "Waktu": "3.36", "Lain": "70.125"}
    assert list(evaluation_differences(session)) == []


def tried_out(sealed: str, text_of: Callable[[EvaluationYear], str]) -> list[int]:
    """Return which counts of "below Baik" in the first agency a reader finds in the ledger.

    The reader knows every other count of the city.
    """
    first, *others = COUNTED.agencies
    guesses = (replace(first, lower=lower) for lower in range(first.people))
    texts = ((each.lower, text_of(replace(COUNTED, agencies=(each, *others)))) for each in guesses)
    return [lower for lower, guess in texts if digest(guess) == sealed]


def without_chance(counted: EvaluationYear) -> str:
    kept = json.loads(to_text(counted, salt=""))
    del kept["salt"]
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def test_no_hidden_count_can_be_tried_out_against_the_ledger(session: Session) -> None:
    run(session, DUE)

    (line,) = releases_queries.ledger_lines(session)

    assert tried_out(json.loads(line.entry)["inputs_sha256"], without_chance) == []
    # So it would have been found without chance beside it, as it was before.
    assert tried_out(digest(without_chance(COUNTED)), without_chance) == [COUNTED.agencies[0].lower]
