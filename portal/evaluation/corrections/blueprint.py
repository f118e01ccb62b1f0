"""The blueprint of corrections, and a result with its corrections for whom they concern."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, abort

from portal.evaluation.appraisals.blueprint import ShownYear, found_year, note_shown
from portal.evaluation.appraisals.canonical import Document
from portal.evaluation.appraisals.confirming_service import SnapshotExpired, snapshot_document
from portal.evaluation.appraisals.domain import Yearly
from portal.evaluation.appraisals.snapshot_queries import last_number
from portal.evaluation.corrections.domain import CORRECTABLE, Correction, Wrong
from portal.evaluation.corrections.queries import corrections_of, other_side
from portal.evaluation.corrections.recounting import values_in
from portal.evaluation.corrections.service import CorrectionAct
from portal.web.extensions import db, moment, today, vault

blueprint = Blueprint("corrections", __name__, url_prefix="/admin/performance")


@dataclass(frozen=True, slots=True)
class Corrected:
    """A result with its corrections, and the document that counts.

    :ivar number: of the document.
    :ivar appraiser_id: the other side; None where nobody can agree.
    """

    shown: ShownYear
    year: Yearly
    document: Document
    number: int
    corrections: tuple[Correction, ...]
    appraiser_id: int | None

    @property
    def viewer_id(self) -> int | None:
        """Who looks at it."""
        return self.shown.around.viewer.id

    @property
    def is_side(self) -> bool:
        """Whether the viewer is the person, or the other side."""
        sides = {self.year.person_id, self.appraiser_id or self.year.confirmed_by}
        return self.viewer_id is not None and self.viewer_id in sides

    @property
    def has_two_sides(self) -> bool:
        """Whether somebody can agree to what the person proposes."""
        return self.appraiser_id is not None

    @property
    def substitute_id(self) -> int | None:
        """Who stands for the one who confirmed the result; None where nobody has to."""
        return None if self.appraiser_id == self.year.confirmed_by else self.appraiser_id

    @property
    def indicators(self) -> Mapping[str, str]:
        """The indicators' texts by the names that the document has for them."""
        return {each["name"]: each["text"] for each in self.document["plan"]["indicators"]}

    @property
    def values(self) -> list[Wrong]:
        """Every value that the document counts with, each still as it is."""
        return values_in(self.document)

    @property
    def may_propose(self) -> bool:
        """Whether the viewer may name a typing error now."""
        has_open = any(each.is_open for each in self.corrections)
        is_open = self.year.state in CORRECTABLE
        return self.is_side and self.has_two_sides and not has_open and is_open

    def correction(self, correction_id: int) -> Correction:
        """Return a correction of the result.

        :raises werkzeug.exceptions.NotFound: where it has none of that number.
        """
        found = next((each for each in self.corrections if each.id == correction_id), None)
        if found is None:
            abort(404)
        return found

    def act(self, correction: Correction, *, revision: int, reason: str = "") -> CorrectionAct:
        """Return an act of the viewer on a correction; the reason is encrypted."""
        locked = vault().lock(reason) if reason else None
        return CorrectionAct(correction.id, revision, self.viewer_id, moment(), today(), locked)


def corrected_year(plan_id: int) -> Corrected:
    """Return a delivered result for both sides, the one above and the auditor.

    Where somebody was named in place of the one above, they find what they confirm; where who
    confirmed the result left, the appraiser of today stands for them.

    :raises werkzeug.exceptions.NotFound: for everybody else, before it was delivered, and once
        its document expired.
    """
    shown = found_year(plan_id)
    year = shown.year
    if year is None or not year.is_delivered:
        abort(404)
    session, viewer = db.session(), shown.around.viewer
    held = corrections_of(session, year.id)
    appraiser_id = other_side(
        session,
        year.person_id,
        confirmed_by=year.confirmed_by,
        above=viewer.decider_id,
        on=today(),
    )
    is_named = viewer.id is not None and viewer.id == appraiser_id
    is_named = is_named or any(each.is_above(viewer.id) for each in held)
    if not (viewer.reads_result(year) or is_named):
        abort(404)
    document = _document(year)
    note_shown(shown.around, kind="result")
    number = last_number(session, year.id) or 1
    return Corrected(shown, year, document, number, held, appraiser_id)


def _document(year: Yearly) -> Document:
    """Return the document that counts; 404 once it expired."""
    try:
        document = snapshot_document(db.session(), year, vault=vault())
    except SnapshotExpired:
        document = None
    if document is None:
        abort(404)
    return document
