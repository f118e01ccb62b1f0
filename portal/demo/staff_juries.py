"""The jury of the made-up city: nominees screened and frozen, seats drawn, points given."""

import json
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from portal.demo.staff_schemes import AwardDays, act_on_scheme
from portal.evaluation.awards import jury_service, nominee_queries, scheme_service
from portal.evaluation.awards.domain import JurySeat, SchemeNominee
from portal.evaluation.awards.eligibility_queries import facts_of_people, known_year, with_records
from portal.evaluation.awards.nominee_queries import nominees_of, records_of
from portal.evaluation.rules.award_eligibility import EligibilityRules, eligibility, is_eligible
from portal.storage.texts.key_file import Vault

SEED = "71824559"


def judge_all(
    session: Session, vault: Vault, *, scheme_id: int, days: AwardDays, year: int
) -> None:
    """Screen, freeze, seed, draw the jury and let it give its points; commits."""
    begin_judging(session, vault, scheme_id=scheme_id, days=days, year=year)
    for seat in nominee_queries.seats_of(session, scheme_id):
        _judge(session, vault, seat=seat)


def judge_so_far(
    session: Session, vault: Vault, *, scheme_id: int, days: AwardDays, year: int
) -> None:
    """Come to a jury at work: one stepped out, one has not judged yet, the others have; commits."""
    begin_judging(session, vault, scheme_id=scheme_id, days=days, year=year)
    first, *_ = nominee_queries.seats_of(session, scheme_id)
    jury_service.step_out(session, first.id, person_id=first.person_id, today=days.seeded)
    seats = [
        each for each in nominee_queries.seats_of(session, scheme_id) if not each.has_stepped_out
    ]
    for seat in seats[:-1]:
        _judge(session, vault, seat=seat)


def begin_judging(
    session: Session, vault: Vault, *, scheme_id: int, days: AwardDays, year: int
) -> None:
    """Screen, freeze and seed, and draw the jury; commits."""
    after = days.opened + timedelta(days=15)
    scheme_service.screen(session, act_on_scheme(session, scheme_id, on=after))
    screened = {
        each.id: _screened(session, vault, nominee=each, year=year)
        for each in nominees_of(session, scheme_id)
    }
    act = act_on_scheme(session, scheme_id, on=after)
    scheme_service.freeze(session, act, screened=screened)
    act = act_on_scheme(session, scheme_id, on=days.seeded)
    scheme_service.keep_seed(session, act, seed=SEED, seed_on=days.seeded)
    jury_service.begin_judging(session, act_on_scheme(session, scheme_id, on=days.seeded))


def _judge(session: Session, vault: Vault, *, seat: JurySeat) -> None:
    """Let a juror take a seat and seal points for everybody who is judged."""
    jury_service.take_seat(session, seat.id, person_id=seat.person_id)
    for number, each in enumerate(judged_in(session, seat.scheme_id)):
        points = vault.lock(json.dumps([34 - seat.place % 3, 31 - number, 15]))
        new = jury_service.NewPoints(seat.id, each.id, points)
        jury_service.give_points(session, new, person_id=seat.person_id)


def judged_in(session: Session, scheme_id: int) -> Sequence[SchemeNominee]:
    """Return the nominees whom the jury judges."""
    return [each for each in nominees_of(session, scheme_id) if each.is_judged]


def _screened(
    session: Session, vault: Vault, *, nominee: SchemeNominee, year: int
) -> scheme_service.Screened:
    known = known_year(session, nominee.person_id, year=year, vault=vault)
    facts = facts_of_people(session, {nominee.person_id}, year=year, citizens=known.citizens)
    whole = with_records(facts[nominee.person_id], records_of(session, {nominee.id}))
    came = eligibility(whole, rules=EligibilityRules())
    told = [
        {"rule": each.rule, "outcome": each.outcome, "found": dict(each.found)} for each in came
    ]
    return scheme_service.Screened(
        is_eligible(came),
        vault.lock(json.dumps(told, default=str)),
        vault.lock(str(known.work_result)),
    )
