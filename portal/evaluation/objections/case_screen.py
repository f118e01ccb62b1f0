"""Page of an objection: both sides point by point, evidence, the frozen document."""

from dataclasses import dataclass
from typing import Any

from portal.evaluation.appraisals.canonical import Document, document_in
from portal.evaluation.appraisals.confirming_service import SnapshotExpired, opened_content
from portal.evaluation.appraisals.snapshot_queries import snapshots_of
from portal.evaluation.objections import queries
from portal.evaluation.objections.blueprint import ShownCase
from portal.evaluation.objections.domain import CaseSide, Objection, Point
from portal.evaluation.plans.forms import RevisionForm
from portal.evaluation.yearly.made_of import MadeResult, result_of
from portal.organisation.people import queries as people
from portal.web.extensions import db, today, vault


@dataclass(frozen=True, slots=True)
class PointTexts:
    """A point in plain words, as far as the viewer reads it."""

    number: int
    claim: str
    answer: str
    reply: str
    finding: str | None
    finding_reason: str


def point_texts(case: ShownCase) -> list[PointTexts]:
    """Return the points as the viewer reads them."""
    return [_texts(case, point) for point in case.objection.points]


def _texts(case: ShownCase, point: Point) -> PointTexts:
    is_decided, said = case.objection.is_decided, case.texts.said
    reads_answer = case.reads_texts_of(CaseSide.APPRAISER)
    reads_reply = case.reads_texts_of(CaseSide.PERSON)
    return PointTexts(
        point.number,
        said(point.claim),
        said(point.answer) if reads_answer else "",
        said(point.reply) if reads_reply else "",
        point.finding if is_decided else None,
        said(point.finding_reason) if is_decided else "",
    )


def frozen_document(objection: Objection) -> Document | None:
    """Return the document that an objection is about; None once its key was destroyed."""
    for held in snapshots_of(db.session(), objection.evaluation_id):
        if held.number == objection.snapshot_number:
            try:
                return document_in(opened_content(held, vault=vault()))
            except SnapshotExpired:
                return None
    return None


def frozen_result(case: ShownCase) -> MadeResult | None:
    """Return what the frozen result is made of, for the viewer.

    Colleagues' figure is read by the person, the appraiser and who decides; why citizens' figure
    is missing by the person only.
    """
    document = frozen_document(case.objection)
    if document is None or "behaviour" not in document:
        return None
    return result_of(
        document,
        reads_causes=case.is_person,
        reads_colleagues=case.side is not None or case.is_decider,
    )


def names_of(objection: Objection) -> dict[int | None, str]:
    """Return the names of everybody in a case by their internal numbers."""
    session = db.session()
    ids: set[int | None] = {objection.person_id, objection.appraiser_id, objection.decider_id}
    ids |= {each.person_id for each in queries.companions_of(session, objection.id)}
    ids |= {each.person_id for each in queries.deciders_of(session, objection.id)}
    found = people.persons(session, {each for each in ids if each is not None})
    return {None: "", **{each.id: each.name for each in found.values()}}


def page_of_case(case: ShownCase) -> dict[str, Any]:
    """Return everything that the page of an objection shows."""
    session, objection, said = db.session(), case.objection, case.texts.said
    made = frozen_result(case)
    document = None if made is None else made.document
    return {
        "case": case,
        "objection": objection,
        "points": point_texts(case),
        "names": names_of(objection),
        "late_reason": said(objection.late_reason),
        "extension_reason": said(objection.extension_reason),
        "evidence": [
            (
                each,
                said(each.title),
                said(each.link),
                said(each.file.name if each.file else each.removal_reason),
            )
            for each in queries.evidence_of(session, objection.id)
        ],
        "meetings": [
            (each.held_on, said(each.notes)) for each in queries.meetings_of(session, objection.id)
        ],
        "events": [(each, said(each.reason)) for each in queries.events_of(session, objection.id)],
        "companions": queries.companions_of(session, objection.id),
        "deciders": queries.deciders_of(session, objection.id),
        "made": made,
        "document": document,
        "levels": None if document is None else document["levels"],
        "plan": None if document is None else document["plan"],
        "is_person": case.is_person,
        "reads_colleagues": case.side is not None or case.is_decider,
        "button": RevisionForm(formdata=None),
        "today": today(),
    }
