"""Results of a year in the made-up city: rated, looked at, confirmed, delivered, final."""

from dataclasses import dataclass
from datetime import date, timedelta

from portal.accounts.audit_log.service import Actor, append
from portal.demo.staff_acts import ActingPerson, StaffYear, kept
from portal.evaluation.appraisals import (
    confirming_service,
    delivery_service,
    looking_service,
    yearly_service,
)
from portal.evaluation.appraisals.domain import GivenStep, Yearly
from portal.evaluation.appraisals.gathering import YearSources, year_sources
from portal.evaluation.appraisals.writing import YearAct, YearPlace
from portal.evaluation.appraisals.yearly_queries import yearly_of
from portal.evaluation.plans.domain import BehaviourValue, Plan
from portal.evaluation.rules.levels import ExpectationLevel
from portal.evaluation.yearly.assembling import Confirmation, year_document
from portal.evaluation.yearly.delivering import clock_of
from portal.evaluation.yearly.signing import SEALED
from portal.organisation.people import queries as people
from portal.web.access import Act

#: Days of January on which the own report, the rating, the confirmation and the receipt fall.
REPORTED, RATED, CONFIRMED, RECEIVED = 5, 9, 16, 20
#: Days after the receipt until nobody can object any more; working days and holidays included.
LATEST = timedelta(days=40)
#: How often behaviour lies above what was expected; hardly anybody lies below.
ABOVE = 0.11
EXAMPLE = "Mendampingi pemohon lansia sampai berkas selesai. (contoh)"
OWN_WORDS = "Target tahun ini tercapai; arsip masih perlu dirapikan. (contoh)"
WHY = "Contoh pengamatan sepanjang tahun lebih berbobot daripada angkanya saja. (contoh)"


@dataclass(frozen=True, slots=True)
class DemoResult:
    """A person's year on its way."""

    year: StaffYear
    role: ActingPerson
    plan: Plan

    def act(self, by: int | None, *, on: date) -> YearAct:
        """Return an act on the result as it stands."""
        held = yearly_of(self.year.session, self.role.person_id, cycle_id=self.year.cycle.id)
        place = YearPlace(self.plan.id, self.role.person_id, self.year.cycle.id)
        return YearAct(place, 0 if held is None else held.revision, by, self.year.moment(on), on)

    def held(self) -> Yearly:
        """Return the result as it stands.

        :raises LookupError: before its first report.
        """
        session, cycle_id = self.year.session, self.year.cycle.id
        return kept(yearly_of(session, self.role.person_id, cycle_id=cycle_id))

    def sources(self, *, on: date) -> YearSources:
        """Return what the result is made of on a day."""
        version = self.plan.latest
        return year_sources(
            self.year.session, self.plan, cycle=self.year.cycle, version=version, on=on
        )


def last_day(year: int) -> date:
    """Return the day by which every result of a year is final."""
    return date(year + 1, 1, RECEIVED) + LATEST


def rate(result: DemoResult) -> None:
    """Let the person report and the superior rate; it goes on to the head of the unit; commits."""
    session, vault, after = result.year.session, result.year.vault, result.year.cycle.year + 1
    own = result.act(result.role.person_id, on=date(after, 1, REPORTED))
    yearly_service.save_year_report(session, own, text=vault.lock(OWN_WORDS), is_sent=True)
    is_above = result.year.rng.random() < ABOVE
    steps = {each: GivenStep(3, None) for each in BehaviourValue}
    if is_above:
        steps = {each: GivenStep(5, vault.lock(EXAMPLE)) for each in BehaviourValue}
    sources = result.sources(on=date(after, 1, RATED))
    behaviour = ExpectationLevel.ABOVE if is_above else ExpectationLevel.MEETS
    # In the country fewer than three of a thousand lie below: here nobody, with a reason.
    suggested = sources.result.suggested
    is_above = suggested is ExpectationLevel.ABOVE
    level = ExpectationLevel.ABOVE if is_above else ExpectationLevel.MEETS
    aid = sources.behaviour([each.step for each in steps.values()], knows_colleagues=False)
    chosen = yearly_service.Chosen(
        steps,
        level,
        behaviour,
        suggested,
        aid.level,
        result_reason=vault.lock(WHY) if suggested not in {None, level} else None,
        behaviour_reason=vault.lock(WHY) if aid.level not in {None, behaviour} else None,
    )
    rated = result.act(result.role.superior_id, on=date(after, 1, RATED))
    same = yearly_service.ByTargets(suggested, suggested)
    yearly_service.rate(session, rated, chosen=chosen, targets=same)
    sent = result.act(result.role.superior_id, on=date(after, 1, RATED))
    yearly_service.send_to_unit(session, sent)


def look_at_unit(year: StaffYear, *, agency_id: int, head_id: int, person_ids: set[int]) -> None:
    """Let the head of a unit look at what was rated; commits."""
    on = date(year.cycle.year + 1, 1, CONFIRMED - 1)
    look = looking_service.HeadLook(year.cycle.id, agency_id, None, None)
    act = YearAct(YearPlace(0, 0, year.cycle.id), 0, head_id, year.moment(on), on)
    looking_service.review_unit(year.session, look, act=act, person_ids=person_ids)


def make_final(result: DemoResult) -> None:
    """Confirm, deliver, receive and make final; every step commits."""
    session, after = result.year.session, result.year.cycle.year + 1
    confirmed, received = date(after, 1, CONFIRMED), date(after, 1, RECEIVED)
    signed = result.act(result.role.superior_id, on=confirmed)
    confirming_service.confirm(
        session, signed, signing=_signing(result, signed), vault=result.year.vault
    )
    delivery_service.deliver(session, result.act(None, on=confirmed), tell=_nobody)
    clock = clock_of(session, result.held(), today=confirmed)
    own = result.act(result.role.person_id, on=received)
    delivery_service.receive(session, own, clock=clock)
    until = result.held().object_until or received
    delivery_service.look_after(
        session,
        result.act(None, on=until + timedelta(days=1)),
        clock=clock,
        tell=_nobody,
        has_objection=lambda _session, _number: False,
    )


def _signing(result: DemoResult, act: YearAct) -> confirming_service.Signing:
    session = result.year.session
    held, sources = result.held(), result.sources(on=act.today)
    steps = [] if held.latest is None else [held.latest.steps[each].step for each in BehaviourValue]
    asked = (held.person_id, held.appraiser_id, held.reviewed_by)
    ids = {each for each in asked if each is not None}
    confirmation = Confirmation(
        held,
        sources.behaviour(steps, knows_colleagues=True),
        (),
        names={each.id: each.name for each in people.persons(session, ids).values()},
        confirmed_by=result.role.superior_id,
        confirmed_at=act.now,
    )
    document = year_document(sources, confirmation, unlock=result.year.vault.unlock)
    name = confirmation.names[result.role.superior_id]

    def seal(digest: bytes, number: int) -> None:
        about: dict[str, str | int | None] = {"digest": digest.hex(), "number": number}
        entry = Act(SEALED, f"appraisal:{held.id}", about)
        append(session, entry, actor=Actor(None, name), now=act.now)

    return confirming_service.Signing(document, sources.rules_version, seal=seal)


def _nobody() -> None:
    """Tell nobody: there was no letter in a made-up year."""
