"""5,000 years confirmed one by one: everything gathered, frozen, sealed, delivered.

What a signature does behind its page: the sources of 12 indicators in four periods, the document,
its key and its entry in the audit chain, the delivery with its letter.
"""

import os
import resource
import time
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from benchmarks.context import Context
from benchmarks.ratio import Ratio
from benchmarks.staff_city import OF_A_RESULT, RESULTS, head_of, staff_city, written
from portal.accounts.audit_log.service import Actor, append
from portal.evaluation.appraisals import yearly_service
from portal.evaluation.appraisals.confirming_service import Signing, confirm
from portal.evaluation.appraisals.domain import GivenStep, Yearly
from portal.evaluation.appraisals.gathering import year_sources
from portal.evaluation.appraisals.writing import YearAct, YearPlace
from portal.evaluation.appraisals.yearly_queries import looks_of, yearly_of
from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.cycles.queries import cycles
from portal.evaluation.plans.domain import BehaviourValue
from portal.evaluation.plans.queries import plan_with
from portal.evaluation.realisations.models import RealisationRow
from portal.evaluation.rules.levels import ExpectationLevel
from portal.evaluation.rules.states import YearlyState
from portal.evaluation.yearly.assembling import Confirmation, year_document
from portal.evaluation.yearly.delivering import deliver_confirmed
from portal.evaluation.yearly.signing import SEALED
from portal.organisation.people.queries import persons
from portal.web.access import Act
from portal.web.extensions import db, vault

PEOPLE, A_SECOND, MEGABYTES = 5_000, 50, 16
FEWER = 50
PERIODS = range(1, 5)
TODAY = date(2027, 1, 12)
NOW = datetime(2027, 1, 12, 3, tzinfo=UTC)
MEETS = ExpectationLevel.MEETS
REASON = "Contoh pengamatan sepanjang tahun lebih berbobot daripada angkanya."


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What it took; ``grown`` is how much memory was added after the first tenth, in MB."""

    people: int
    processor: float
    clock: float
    grown: float


def measure(context: Context) -> list[Ratio]:
    """Confirm everybody's year on both databases."""
    people = context.people or (PEOPLE // FEWER if context.is_quick else PEOPLE)
    return [ratio for kind in ("sqlite", "postgresql") for ratio in _on(context, kind, people)]


def _on(context: Context, kind: str, people: int) -> list[Ratio]:
    with (
        staff_city(context, kind, people=people, is_worked=False) as app,
        app.test_request_context(),
    ):
        session = db.session()
        fill(session, people=people)
        (cycle,) = cycles(session)
        rated = [each for each in range(2, people + 2) if rate(session, each, cycle=cycle)]
        # Without a mail server a letter is written on the screen, one for everybody.
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
            found = confirm_all(session, rated, cycle=cycle)
    about = f"confirming {people:,} years one by one, {kind}"
    return [
        Ratio(
            f"{about}: a second of processor time",
            found.people / found.processor,
            A_SECOND,
            side="at least",
            detail={"a second of the clock": round(found.people / found.clock, 1)},
        ),
        Ratio(f"{about}: memory added after the first tenth", found.grown, MEGABYTES, unit="MB"),
    ]


def fill(session: Session, *, people: int) -> None:
    """Give every indicator its weight and four verified realisations; commits."""
    session.execute(text("UPDATE plan_indicator SET weight = CASE WHEN key <= 4 THEN 9 ELSE 8 END"))
    session.commit()
    written(session, RealisationRow, realisations(people))


def realisations(people: int) -> Iterator[dict[str, Any]]:
    for person in range(2, people + 2):
        for key in range(1, RESULTS * OF_A_RESULT + 1):
            for period in PERIODS:
                yield {
                    "plan_id": person,
                    "person_id": person,
                    "indicator_key": key,
                    "cycle_id": 1,
                    "period_number": period,
                    "revision": 1,
                    "value": 96,
                    "reported_on": date(2026, 12, 30),
                    "is_late": False,
                    "state": "verified",
                    "decided_by": head_of(person),
                }


def act_on(person: int, *, by: int, revision: int, cycle: Cycle) -> YearAct:
    place = YearPlace(person, person, cycle.id)
    return YearAct(place, revision, by, NOW, TODAY, is_self_report_over=True)


def held(session: Session, person: int, *, cycle: Cycle) -> Yearly:
    found = yearly_of(session, person, cycle_id=cycle.id)
    if found is None:
        raise LookupError(person)
    return found


def rate(session: Session, person: int, *, cycle: Cycle) -> bool:
    """Let the superior rate and send it on; commits. Nobody rates the leader."""
    by = head_of(person)
    steps = {value: GivenStep(3, None) for value in BehaviourValue}
    reason = vault().lock(REASON)
    chosen = yearly_service.Chosen(
        steps, MEETS, MEETS, MEETS, MEETS, result_reason=reason, behaviour_reason=reason
    )
    targets = yearly_service.ByTargets(MEETS, MEETS)
    rating = act_on(person, by=by, revision=0, cycle=cycle)
    yearly_service.rate(session, rating, chosen=chosen, targets=targets)
    sending = act_on(person, by=by, revision=1, cycle=cycle)
    yearly_service.send_to_unit(session, sending)
    return held(session, person, cycle=cycle).state is YearlyState.UNIT_REVIEW


def confirm_all(session: Session, people: list[int], *, cycle: Cycle) -> Confirmed:
    """Confirm and deliver one after the other, each as a page would: nothing is kept between."""
    first = people[: len(people) // 10]
    for person in first:
        confirm_one(session, person, cycle=cycle)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    processor, clock = time.process_time(), time.perf_counter()
    rest = people[len(first) :]
    for person in rest:
        confirm_one(session, person, cycle=cycle)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return Confirmed(len(rest), time.process_time() - processor, time.perf_counter() - clock, grown)


def confirm_one(session: Session, person: int, *, cycle: Cycle) -> None:
    plan, year, by = plan_with(session, person), held(session, person, cycle=cycle), head_of(person)
    if plan is None or year.latest is None:
        raise LookupError(person)
    sources = year_sources(session, plan, cycle=cycle, version=plan.latest, on=TODAY)
    steps = [year.latest.steps[value].step for value in BehaviourValue]
    confirmation = Confirmation(
        year,
        sources.behaviour(steps, knows_colleagues=True),
        looks_of(session, year.id),
        names={each.id: each.name for each in persons(session, {person, by}).values()},
        confirmed_by=by,
        confirmed_at=NOW,
    )

    def seal(digest: bytes, number: int) -> None:
        entry = Act(SEALED, f"appraisal:{year.id}", {"digest": digest.hex(), "number": number})
        append(session, entry, actor=Actor(None, "Orang"), now=NOW)

    document = year_document(sources, confirmation, unlock=vault().unlock)
    signing = Signing(document, sources.rules_version, seal=seal)
    act = act_on(person, by=by, revision=year.revision, cycle=cycle)
    confirm(session, act, signing=signing, vault=vault())
    deliver_confirmed(session, person, now=NOW, today=TODAY)
    session.expunge_all()
