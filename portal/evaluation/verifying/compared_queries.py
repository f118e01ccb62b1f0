"""A document of a result beside the tables it was made from, part by part."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from portal.evaluation.appraisals.domain import Yearly
from portal.evaluation.corrections.corrected_document import Signed, corrected_document
from portal.evaluation.corrections.queries import correction_that_left
from portal.evaluation.heads.queries import headed_organisation
from portal.evaluation.peer_feedback.queries import folded_outcome
from portal.evaluation.verifying import queries
from portal.evaluation.verifying.decided_queries import decided_levels, decision_said
from portal.evaluation.verifying.domain import Field, Json, by_key, compared
from portal.evaluation.verifying.kept_queries import KeptDocument
from portal.evaluation.verifying.queries import Unlock
from portal.evaluation.verifying.released_queries import citizens_said, review_said
from portal.evaluation.yearly.assembling import organisation_said

# Of these a document with a decision or a correction says something else than the one before.
CHANGED_LATER = ("names", "levels", "decision", "correction")
LEVELS = ("result", "behaviour", "predicate")


@dataclass(frozen=True, slots=True)
class Held:
    """A document as it is kept, what it says, and the result it is of."""

    session: Session
    kept: KeptDocument
    year: Yearly
    document: Json
    unlock: Unlock


def with_tables(held: Held) -> Iterator[Field]:
    """Give every field of a first document that its source says otherwise."""
    yield from _heads(held)
    yield from _plan(held)
    yield from _organisation(held)
    yield from _realisations(held)
    yield from _people(held)
    yield from _released(held)
    yield from _reviewed(held)
    yield from _chosen(held)


def with_one_before(held: Held, before: Json) -> Iterator[Field]:
    """Give every field of a later document that it may not change, or that nobody decided.

    What was decided on is compared with the document before, what was decided with the tables of
    objections and the result.
    A correction is made again from the document before.
    """
    if held.document.get("correction") != before.get("correction"):
        yield from _corrected(held, before)
        return
    kept = {key: each for key, each in before.items() if key not in CHANGED_LATER}
    stays = {key: each for key, each in held.document.items() if key not in CHANGED_LATER}
    yield from compared(stays, kept, path="document")
    said = held.document.get("decision")
    if said is None or said == before.get("decision"):
        yield Field("decision", None, "a decision or a correction")
        return
    yield from _decided(held, before)


def _decided(held: Held, before: Json) -> Iterator[Field]:
    """Compare a decision with the tables of objections, and with the levels as they were."""
    said = dict(held.document["decision"])
    levels = {key: before["levels"][key] for key in LEVELS}
    yield from compared(said.pop("before", None), levels, path="decision.before")
    found = decision_said(held.session, held.year.id, unlock=held.unlock)
    yield from compared(said, found, path="decision")
    decided = decided_levels(held.session, held.year.id)
    chosen = {key: held.document["levels"][key] for key in ("result", "behaviour")}
    yield from compared(chosen, decided, path="levels")
    others = {key: each for key, each in held.document["levels"].items() if key not in LEVELS}
    kept = {key: each for key, each in before["levels"].items() if key not in LEVELS}
    yield from compared(others, kept, path="levels")


def _corrected(held: Held, before: Json) -> Iterator[Field]:
    """Compare a document with what the correction that left it makes of the one before."""
    made = correction_that_left(held.session, held.year.id, number=held.kept.number)
    said = held.document.get("correction")
    if made is None or made.confirmed_by is None or said is None:
        yield Field("correction", said and said["correction"], made and made.id)
        return
    signed_on = date.fromisoformat(said["confirmed"]["on"])
    signed = Signed(made.confirmed_by, signed_on, held.unlock(made.reason) or "", names={})
    expected = corrected_document(before, made, signed=signed)
    yield from compared(_without_names(held.document), _without_names(expected), path="document")


def _without_names(document: Json) -> Json:
    return {key: each for key, each in document.items() if key != "names"}


def in_force(held: Held) -> Iterator[Field]:
    """Give the levels in which the last document and the result differ."""
    year = held.year
    expected = {
        "result": year.result_level,
        "behaviour": year.behaviour_level,
        "predicate": year.predicate,
    }
    said = {key: held.document["levels"][key] for key in LEVELS}
    yield from compared(said, expected, path="levels")


def _heads(held: Held) -> Iterator[Field]:
    document, year = held.document, held.year
    found = queries.cycle_said(held.session, year.cycle_id)
    yield from compared(document["evaluation"], year.id, path="evaluation")
    yield from compared(document["person"], year.person_id, path="person")
    yield from compared(document["cycle"], found["cycle"], path="cycle")
    rules, adopted = document["rules"], found["rules"]
    yield from compared(rules["version"], adopted["version"], path="rules.version")
    yield from compared(held.kept.rules_version, adopted["version"], path="rules.version")
    # A rule that came later is in force with what it is by default, and not in the document.
    values = {key: adopted["values"].get(key) for key in rules["values"]}
    yield from compared(rules["values"], values, path="rules.values")


def _plan(held: Held) -> Iterator[Field]:
    said = dict(held.document["plan"])
    found = dict(queries.plan_said(held.session, held.year.plan_id, version=int(said["version"])))
    uses_citizens = found.pop("uses_citizens")
    # The number in the official record may be entered later.
    said.pop("official_number")
    said["indicators"] = by_key(said["indicators"], "name")
    yield from compared(said, found, path="plan")
    citizens = held.document["citizens"]
    if "used_by_indicator" in citizens:
        used = citizens["used_by_indicator"]
        yield from compared(used, uses_citizens, path="citizens.used_by_indicator")


def _organisation(held: Held) -> Iterator[Field]:
    """Compare what a head's result is with what was recorded of the agency until then."""
    document = held.document
    if "organisation" not in document:
        return
    found = headed_organisation(
        held.session,
        held.year.person_id,
        on=date.fromisoformat(document["plan"]["ends_on"]),
        year=int(document["cycle"]["year"]),
        until=held.kept.made_at,
    )
    expected = organisation_said(found)
    yield from compared(document["organisation"], expected, path="organisation")
    if expected is not None:
        level = expected["level"]
        yield from compared(document["levels"]["result"], level, path="levels.result")


def _realisations(held: Held) -> Iterator[Field]:
    said = by_key(held.document["result"]["realisations"], "indicator", "period")
    until = held.kept.made_at
    found = queries.realisations_said(held.session, held.year.plan_id, until=until)
    for key, row in found.items():
        expected = dict(row)
        own = said.get(key)
        if own is not None and "evidence" not in own:
            del expected["evidence"]
        yield from compared(own, expected, path=f"result.realisations.{key}")


def _people(held: Held) -> Iterator[Field]:
    document, year = held.document, held.year
    ratings = [queries.rating_said(each, unlock=held.unlock) for each in year.ratings]
    yield from compared(document["ratings"], ratings, path="ratings")
    if "advice" in document:
        advice = queries.advice_said(held.session, year.plan_id, unlock=held.unlock)
        yield from compared(document["advice"], advice, path="advice")
    looks = queries.looks_said(held.session, year, unlock=held.unlock)
    yield from compared(document["looks"], looks, path="looks")
    confirmed = {"by": year.confirmed_by, "at": year.confirmed_at}
    yield from compared(document["confirmed"], confirmed, path="confirmed")
    yield from _quarters(held)


def _quarters(held: Held) -> Iterator[Field]:
    quarters = queries.quarters_said(held.session, held.year, unlock=held.unlock)
    document = held.document
    shown = by_key(
        [each for each in document["quarters"] if each["shown_on"]], "period", "shown_on"
    )
    for key in sorted({*shown, *quarters}):
        found = quarters.get(key)
        own = shown.get(key)
        if own is None or found is None:
            yield Field(f"quarters.{key}", own, found)
        else:
            # The answer to a quarter may have come after the year was confirmed.
            said = {name: own[name] for name in found if name != "texts"}
            expected = {name: each for name, each in found.items() if name != "texts"}
            yield from compared(said, expected, path=f"quarters.{key}")
            for name, text in own["texts"].items():
                yield from compared(text, found["texts"].get(name), path=f"quarters.{key}.{name}")


def _released(held: Held) -> Iterator[Field]:
    session, person = held.session, held.year.person_id
    outcome = folded_outcome(session, held.year.cycle_id, person_id=person)
    said = held.document["colleagues"]
    if outcome is not None:
        expected = {
            "value": outcome.value,
            "at_least": outcome.told_at_least,
            "because": outcome.because,
            "strengths": list(outcome.strengths),
            "wishes": list(outcome.wishes),
        }
        yield from compared(said, expected, path="colleagues")
    citizens = held.document["citizens"]
    if citizens["release"] is not None:
        released = citizens_said(session, person, release=citizens["release"]) or {}
        names = ("months", "mean", "answers", "interval", "compared")
        told = {name: citizens[name] for name in names if name in citizens}
        expected = {name: released.get(name) for name in told}
        if told.get("compared") is None:
            # What is compared with came out after the result was confirmed.
            expected.pop("compared", None)
            told.pop("compared", None)
        yield from compared(told, expected, path="citizens")


def _reviewed(held: Held) -> Iterator[Field]:
    """Compare whether signs at the person's desks were being looked into when it was signed."""
    citizens, confirmed = held.document["citizens"], held.document["confirmed"]
    if citizens.get("asked_on") is None:
        return
    asked_on = date.fromisoformat(citizens["asked_on"])
    signed = datetime.fromisoformat(confirmed["at"])
    # The city's date lies at most a day beside that of the moment, which is in UTC.
    if abs(asked_on - signed.date()) > timedelta(days=1):
        yield Field("citizens.asked_on", citizens["asked_on"], confirmed["at"])
    person, release = held.year.person_id, citizens["release"]
    found = citizens["compared"] is not None and review_said(
        held.session, person, release=release, asked_on=asked_on
    )
    yield from compared(citizens["under_review"], found, path="citizens.under_review")


def _chosen(held: Held) -> Iterator[Field]:
    """Compare the levels with what a person chose last, and with those by both targets."""
    levels, year = held.document["levels"], held.year
    last = held.document["ratings"][-1]
    for name in ("result", "behaviour"):
        yield from compared(levels[name], last[name], path=f"levels.{name}")
    yield from compared(
        levels["by_first_targets"], year.first_level, path="levels.by_first_targets"
    )
    yield from compared(levels["by_last_targets"], year.last_level, path="levels.by_last_targets")
