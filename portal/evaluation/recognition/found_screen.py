"""Findings of the jury on the page of the decision; nothing before all points are in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.evaluation.awards import nominee_queries
from portal.evaluation.awards.blueprint import known_people
from portal.evaluation.awards.checked_screen import checked
from portal.evaluation.awards.conflict_queries import may_decide_about
from portal.evaluation.awards.domain import Scheme
from portal.evaluation.awards.judging import JudgedLine, is_complete, judged, ranked
from portal.evaluation.awards.jury_service import cannot_be_formed
from portal.organisation.people.looks import note_looks
from portal.web.extensions import current_staff, db, moment, today, vault


@dataclass(frozen=True, slots=True)
class JuryFound:
    """What the jury found, for who decides; no lines before all points are in.

    :ivar barred: finalists about whom the viewer may not decide.
    """

    scheme: Scheme
    is_whole: bool
    lines: tuple[JudgedLine, ...]
    names: Mapping[int, Any]
    barred: frozenset[int]
    has_no_jury: bool = False

    @property
    def finalists(self) -> tuple[JudgedLine, ...]:
        """Among whom the mayor chooses."""
        return tuple(each for each in self.lines if each.is_finalist)

    @property
    def offered(self) -> list[tuple[str, str]]:
        """The finalists whom the viewer may choose: number and name."""
        ids = [each.nominee.person_id for each in self.finalists]
        return [(str(each), self.names[each].name) for each in ids if each not in self.barred]

    @property
    def proposed(self) -> Mapping[int, int]:
        """Who is proposed for each place."""
        return {each.place: each.nominee.person_id for each in self.lines if each.place}


def jury_found(scheme: Scheme) -> JuryFound:
    """Return what the jury of a scheme found, opened only once every point is in."""
    session = db.session()
    seats, nominees = (
        nominee_queries.seats_of(session, scheme.id),
        nominee_queries.nominees_of(session, scheme.id),
    )
    given = nominee_queries.given_pairs(session, scheme.id)
    if not is_complete(seats=seats, nominees=nominees, given=given):
        has_no_jury = cannot_be_formed(session, scheme, today=today())
        return JuryFound(scheme, False, (), {}, frozenset(), has_no_jury)
    points = nominee_queries.points_of(session, scheme.id)
    lines = ranked(
        scheme,
        seats=seats,
        nominees=nominees,
        points={key: json.loads(vault().unlock(each)) for key, each in points.items()},
        work_results={each.id: checked(scheme, each).work_result for each in judged(nominees)},
    )
    ids = {each.nominee.person_id for each in lines}
    staff, own = current_staff(), current_staff().officer_id
    note_looks(session, ids, kind="jury points", by=staff, now=moment(), today=today())
    allowed = may_decide_about(session, own, about=ids, on=today())
    return JuryFound(scheme, True, lines, known_people(*ids), frozenset(ids - allowed))
