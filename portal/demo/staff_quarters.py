"""Evaluations of quarters in the made-up city: the own report, the superior's words, the answer."""

from datetime import timedelta

from portal.demo.staff_acts import StaffYear
from portal.evaluation.appraisals import periodic_service, queries
from portal.evaluation.appraisals.domain import QuarterAnswer, SaidIn
from portal.evaluation.cycles.domain import Period
from portal.evaluation.plans.domain import Plan
from portal.evaluation.rules.levels import ExpectationLevel

#: Days after the end of a quarter: the own report, what the superior shows, the answer.
REPORTED, SHOWN, ANSWERED = 5, 16, 20
#: How often the result of a quarter lies above what was expected.
ABOVE = 0.11
OWN_WORDS = "Target triwulan ini tercapai; antrean awal bulan masih panjang. (contoh)"
STRENGTHS = "Menjelaskan syarat dengan sabar dan teliti memeriksa berkas. (contoh)"
ADVICE = "Siapkan berkas contoh di loket agar pemohon tidak kembali dua kali. (contoh)"


def evaluate_quarter(year: StaffYear, plan: Plan, *, period: Period, by: int | None) -> None:
    """Write a quarter's evaluation, shown and agreed; where ``by`` is None it waits for them."""
    place = queries.PeriodPlace(plan.id, plan.person_id, year.cycle.id, period.number)
    own = _act(year, place, period=period, by=plan.person_id, after=REPORTED)
    text = year.vault.lock(OWN_WORDS)
    periodic_service.save_self_report(year.session, own, text=text, is_sent=True)
    if by is None:
        return
    level = ExpectationLevel.ABOVE if year.rng.random() < ABOVE else ExpectationLevel.MEETS
    texts = {SaidIn.STRENGTHS: year.vault.lock(STRENGTHS), SaidIn.ADVICE: year.vault.lock(ADVICE)}
    fields = periodic_service.ReviewFields(level, ExpectationLevel.MEETS, None, texts)
    shown = _act(year, place, period=period, by=by, after=SHOWN)
    periodic_service.show_review(year.session, shown, fields=fields, suggested=None)
    answered = _act(year, place, period=period, by=plan.person_id, after=ANSWERED)
    periodic_service.answer_review(year.session, answered, answer=QuarterAnswer.AGREED, note=None)


def _act(
    year: StaffYear, place: queries.PeriodPlace, *, period: Period, by: int, after: int
) -> periodic_service.PeriodAct:
    """Return an act on the quarter as it stands, some days after its end and never ahead."""
    held = queries.periodics_of(year.session, place.plan_id)
    now = next((each for each in held if each.period_number == place.number), None)
    revision = 0 if now is None else now.revision
    day = min(period.ends_on + timedelta(days=after), year.today)
    return periodic_service.PeriodAct(place, revision, by, year.moment(day), day)
