"""Queries on nominees for the rules of eligibility, and on their work result."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from portal.evaluation.appraisals.confirming_service import SnapshotExpired, snapshot_document
from portal.evaluation.appraisals.yearly_queries import years_of_people
from portal.evaluation.awards.domain import OutsideKind, OutsideRecord
from portal.evaluation.awards.timing_queries import cycle_ids_of, hours_in
from portal.evaluation.rules.award_citizens import CitizensStanding
from portal.evaluation.rules.award_eligibility import (
    EligibilityFacts,
    YearResult,
)
from portal.evaluation.rules.award_years import DAY, MOST_YEARS
from portal.evaluation.rules.levels import Predicate
from portal.evaluation.rules.states import YearlyState
from portal.organisation.people.queries import absences_of, posts_of
from portal.organisation.people.reporting_lines import LineKind
from portal.storage.texts.key_file import Vault

IKM_PER_POINT = 25


@dataclass(frozen=True, slots=True)
class KnownYear:
    """What the document of a nominee's year says for an award.

    :ivar work_result: verified, in percent, unrounded; 0 without a document.
    """

    work_result: Fraction
    citizens: CitizensStanding | None


def facts_of_people(
    session: Session,
    person_ids: Collection[int],
    *,
    year: int,
    citizens: CitizensStanding | None = None,
) -> Mapping[int, EligibilityFacts]:
    """Return what the portal holds on people for a year; nothing from outside.

    A result counts once it was delivered: nobody learns it here first.

    :param citizens: what the document of the one person says who is asked for.
    """
    results = _results(session, person_ids, year=year)
    hours = hours_in(session, person_ids, year=year)
    away, posts = defaultdict(list), defaultdict(list)
    last = date(year, 12, 31)
    for each in absences_of(session, person_ids):
        away[each.person_id].append((each.starts_on, each.ends_on or last))
    for post in posts_of(session, person_ids):
        posts[post.person_id].append(post)
    return {
        person_id: EligibilityFacts(
            year,
            results=results.get(person_id, ()),
            away=tuple(away[person_id]),
            in_post_since=_in_post_since(posts[person_id], on=last),
            hours=hours.get(person_id),
            integrity=None,
            citizens=citizens,
        )
        for person_id in person_ids
    }


def known_year(session: Session, person_id: int, *, year: int, vault: Vault) -> KnownYear:
    """Return what the document of a person's year says; without one there is no evidence.

    :raises nacl.exceptions.CryptoError: when the document was changed.
    """
    document = _document(session, person_id, year=year, vault=vault)
    if document is None:
        return KnownYear(Fraction(), None)
    score = document["result"]["score"]
    return KnownYear(Fraction(score or 0), _citizens(document["citizens"]))


def with_records(facts: EligibilityFacts, records: Sequence[OutsideRecord]) -> EligibilityFacts:
    """Return the facts with what the office recorded; a result of the portal goes first.

    Of hours the office's last record counts, and no fewer than the portal has evidence of.
    """
    hours, integrity = facts.hours, facts.integrity
    own = {each.year for each in facts.results}
    official = dict[int, YearResult]()
    for each in records:
        if each.kind is OutsideKind.HOURS:
            hours = max(int(each.value), facts.hours or 0)
        elif each.kind is OutsideKind.INTEGRITY:
            integrity = each.value == "yes"
        elif each.year is not None and each.year not in own:
            found = YearResult(each.year, Predicate(each.value), is_final=True, is_official=True)
            official[each.year] = found
    results = (*facts.results, *official.values())
    return replace(facts, results=results, hours=hours, integrity=integrity)


def _results(
    session: Session, person_ids: Collection[int], *, year: int
) -> Mapping[int, tuple[YearResult, ...]]:
    found: dict[int, tuple[YearResult, ...]] = {}
    for one in range(year, year - MOST_YEARS - 1, -1):
        for cycle_id in cycle_ids_of(session, one):
            for each in years_of_people(session, person_ids, cycle_id=cycle_id):
                if each.predicate is None or not each.is_delivered:
                    continue
                result = YearResult(one, each.predicate, each.state is YearlyState.FINAL)
                found[each.person_id] = (*found.get(each.person_id, ()), result)
    return found


def _document(
    session: Session, person_id: int, *, year: int, vault: Vault
) -> Mapping[str, Any] | None:
    for cycle_id in cycle_ids_of(session, year):
        for each in years_of_people(session, {person_id}, cycle_id=cycle_id):
            if not each.is_delivered:
                return None
            try:
                return snapshot_document(session, each, vault=vault)
            except SnapshotExpired:
                return None
    return None


def _citizens(said: Mapping[str, Any]) -> CitizensStanding | None:
    """Return a figure that passed the gate, on the scale of the answers, 1 to 4."""
    compared, interval = said["compared"], said["interval"]
    if said["value"] is None or compared is None or interval is None:
        return None
    return CitizensStanding(
        expected=Fraction(compared["expected"]),
        highest=Fraction(interval[1]) / IKM_PER_POINT,
        reliability=Fraction(said["reliability"]),
        comparable=compared["others"],
    )


def _in_post_since(posts: Sequence[Any], *, on: date) -> date | None:
    """Return since when somebody holds the post of a day, over spans that follow each other."""
    held = [each for each in posts if each.kind == LineKind.DEFINITIVE and each.starts_on <= on]
    current = [each for each in held if each.ends_on is None or each.ends_on >= on]
    if not current:
        return None
    found = current[-1]
    for each in sorted(held, key=lambda post: post.starts_on, reverse=True):
        is_same = (each.title, each.agency_id) == (found.title, found.agency_id)
        if is_same and each.ends_on is not None and each.ends_on + DAY == found.starts_on:
            found = each
    since: date = found.starts_on
    return since
