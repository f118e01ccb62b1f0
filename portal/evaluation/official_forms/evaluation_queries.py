"""A quarter and a confirmed year of a plan in the official layout.

A year is written from its snapshot: nothing on it moves afterwards.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from portal.evaluation.appraisals.canonical import Document
from portal.evaluation.appraisals.domain import Periodic, SaidIn, Yearly
from portal.evaluation.cycles.domain import Cycle, Period
from portal.evaluation.official.domain import LEVELS, PREDICATES, OfficialPerson, OfficialPlan
from portal.evaluation.official_forms.evaluation_layout import (
    QUARTERS,
    DocumentValues,
    PeriodValues,
    document_form,
    periodic_form,
)
from portal.evaluation.official_forms.plan_layout import FormHead
from portal.evaluation.official_forms.queries import (
    FormSource,
    organisation_word,
    person_on,
    plan_to_write,
    superior_of_appraiser,
)
from portal.evaluation.official_forms.realised_text import answer_text, realised_text, value_text
from portal.evaluation.plans.domain import BehaviourValue, Indicator, Plan, Version
from portal.evaluation.realisations.domain import version_of_period
from portal.evaluation.realisations.queries import events_of
from portal.evaluation.realisations.realised import Realised
from portal.evaluation.realisations.realised_queries import realised
from portal.evaluation.rules.states import RealisationState
from portal.organisation.agency_results.domain import Term
from portal.storage.spreadsheets.writing import WrittenSheet

ANSWERED = {str(each) for each in (RealisationState.VERIFIED, RealisationState.DISPUTED)}
#: What the appraiser wrote of a quarter, in the order of the form's notes.
NOTES = {
    SaidIn.STRENGTHS: "Kekuatan",
    SaidIn.WEAKNESSES: "Yang perlu diperbaiki",
    SaidIn.ADVICE: "Saran",
    SaidIn.PROVIDES: "Dukungan pimpinan",
}


def quarter_forms(
    source: FormSource,
    plan: Plan,
    *,
    cycle: Cycle,
    period: Period,
    quarter: Periodic | None,
) -> Sequence[WrittenSheet]:
    """Return the evaluation of a quarter and its *dokumen evaluasi*; none without an agreed plan.

    :param quarter: None where nothing was shown yet: then levels and notes stay empty.
    """
    session, unlock, on = source.session, source.vault.unlock, min(period.ends_on, plan.ends_on)
    version = version_of_period(plan, ends_on=period.ends_on)
    if version is None:
        return ()
    official, head = plan_to_write(session, plan, version=version, city=source.city, unlock=unlock)
    items = realised(session, version, plan_id=plan.id, period_number=period.number)
    head = replace(head, starts_on=max(period.starts_on, plan.starts_on), ends_on=on)
    if quarter is not None and quarter.appraiser_id is not None:
        appraiser = person_on(session, quarter.appraiser_id, on=on)
        head = replace(head, signed_on=quarter.shown_on, appraiser=appraiser)
    term = Term(cycle.year, period.number if period.number <= len(QUARTERS) else None)
    values = PeriodValues(
        period.number,
        organisation_word(session, plan, term=term, on=on),
        _cells(source, version, items=items),
        result_level=_level(quarter, "result_level"),
        behaviour_level=_level(quarter, "behaviour_level"),
    )
    return _both(
        official,
        head,
        values=values,
        superior=superior_of_appraiser(session, plan, on=on),
        notes=_notes(source, quarter),
        received_on=None if quarter is None else quarter.answered_on,
    )


def _both(
    official: OfficialPlan,
    head: FormHead,
    *,
    values: PeriodValues,
    superior: OfficialPerson,
    notes: str,
    received_on: date | None,
) -> Sequence[WrittenSheet]:
    """Return *dokumen evaluasi* and evaluation, which say the same of organisation and result."""
    document = DocumentValues(
        superior,
        values.organisation,
        values.predicate,
        notes=notes,
        person_signed_on=received_on,
        appraiser_signed_on=head.signed_on,
    )
    return (
        document_form(head, values=document, quarter=values.quarter),
        periodic_form(official, head, values=values),
    )


def _cells(
    source: FormSource, version: Version, *, items: Sequence[Realised]
) -> Sequence[Sequence[tuple[str, str]]]:
    reasons = _reasons(source, items)
    found = {
        each.indicator.key: (
            realised_text(each, unlock=source.vault.unlock),
            answer_text(each, reasons.get(each.realisation.id, ()) if each.realisation else ()),
        )
        for each in items
    }
    return [[found[each.key] for each in result.indicators] for result in version.results]


def _reasons(source: FormSource, items: Sequence[Realised]) -> Mapping[int, Sequence[str]]:
    """Return the reason of the latest answer by realisation; who was not answered is left out."""
    ids = [each.realisation.id for each in items if each.realisation is not None]
    latest = {
        each.realisation_id: each for each in events_of(source.session, ids) if each.new in ANSWERED
    }
    return {
        number: (source.vault.unlock(each.reason),)
        for number, each in latest.items()
        if each.reason is not None
    }


def _level(quarter: Periodic | None, name: str) -> str:
    level = None if quarter is None else getattr(quarter, name)
    return "" if level is None else LEVELS[level]


def _notes(source: FormSource, quarter: Periodic | None) -> str:
    texts = {} if quarter is None else quarter.texts
    lines = [
        f"{word}: {source.vault.unlock(texts[each])}"
        for each, word in NOTES.items()
        if each in texts
    ]
    return "\n".join(lines)


PLACES = Decimal("0.0001")


def year_forms(
    source: FormSource, plan: Plan, *, cycle: Cycle, year: Yearly, document: Document
) -> Sequence[WrittenSheet]:
    """Return the evaluation of a year (AKHIR) and its *dokumen evaluasi*.

    Levels and predicate are those in force; everything else is what the snapshot froze.

    :param document: the snapshot's.
    """
    session = source.session
    version = plan.version(int(document["plan"]["version"])) or plan.latest
    official, head = plan_to_write(
        session, plan, version=version, city=source.city, unlock=source.vault.unlock
    )
    appraiser = person_on(session, year.confirmed_by, on=plan.ends_on)
    head = replace(
        head,
        signed_on=_day_of(document["confirmed"]["at"]),
        person=_as_named(head.person, plan.person_id, document=document),
        appraiser=_as_named(appraiser, year.confirmed_by, document=document),
    )
    values = PeriodValues(
        None,
        organisation_word(session, plan, term=Term(cycle.year), on=plan.ends_on),
        _year_cells(version, document=document),
        _examples(document),
        "" if year.result_level is None else LEVELS[year.result_level],
        "" if year.behaviour_level is None else LEVELS[year.behaviour_level],
        "" if year.predicate is None else PREDICATES[year.predicate],
    )
    return _both(
        official,
        head,
        values=values,
        superior=superior_of_appraiser(session, plan, on=plan.ends_on),
        notes=_year_reasons(document),
        received_on=year.received_on,
    )


def _as_named(
    person: OfficialPerson, person_id: int | None, *, document: Document
) -> OfficialPerson:
    """Return a person with the name that the snapshot has."""
    return replace(person, name=document["names"].get(str(person_id), person.name))


def _year_cells(version: Version, *, document: Document) -> Sequence[Sequence[tuple[str, str]]]:
    measures = {each["indicator"]: each["realisation"] for each in document["result"]["measures"]}
    because = {each["key"]: each["because"] for each in document["result"]["left_out"]}
    return [
        [
            (_reached(each, measures.get(each.name), because=because), "")
            for each in result.indicators
        ]
        for result in version.results
    ]


def _reached(indicator: Indicator, value: str | None, *, because: Mapping[str, str]) -> str:
    if indicator.name in because:
        return "Tidak dapat diukur"
    if value is None:
        return ""
    exact = Fraction(value)
    shown = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(PLACES)
    return value_text(shown, indicator)


def _examples(document: Document) -> Mapping[BehaviourValue, str]:
    steps = document["ratings"][-1]["steps"]
    found = {each: steps.get(str(each), {}).get("example") for each in BehaviourValue}
    return {each: text for each, text in found.items() if text}


def _year_reasons(document: Document) -> str:
    rating = document["ratings"][-1]
    said = {"Hasil kerja": rating["result_reason"], "Perilaku kerja": rating["behaviour_reason"]}
    return "\n".join(f"{word}: {text}" for word, text in said.items() if text)


def _day_of(moment: str) -> date:
    return datetime.fromisoformat(moment).date()
