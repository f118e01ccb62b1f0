"""Signs for the pages of a year and of a unit."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from portal.evaluation.appraisals.domain import Yearly
from portal.evaluation.cycles.queries import cycle_with
from portal.evaluation.insight.domain import LookAgainNote
from portal.evaluation.insight.look_run import look_at_appraiser
from portal.evaluation.insight.queries import notes_about, notes_in, open_about
from portal.organisation.people import queries as people
from portal.web.extensions import today, vault


@dataclass(frozen=True, slots=True)
class UnitSignals:
    """What the head of a unit reads: that notes wait or were answered; no reason, no source.

    :ivar about_people: name, notes that wait, notes that were answered; in order of name.
    :ivar of_appraisers: an appraiser's name with the notes about all of the appraiser's people.
    """

    about_people: tuple[tuple[str, int, int], ...]
    of_appraisers: tuple[tuple[str, LookAgainNote], ...]


class InsightPoints:
    """Answers what the pages of a year ask."""

    def waiting(self, session: Session, year: Yearly, *, viewer_id: int | None) -> int:
        """Return how many notes wait: about a year, or about all people of the viewer."""
        cycle_id = year.cycle_id
        return open_about(session, year.plan_id, cycle_id=cycle_id, appraiser_id=viewer_id)

    def sent_on(self, session: Session, year: Yearly) -> None:
        """Look for signs among the forms of a year's appraiser, once it was sent on."""
        cycle = cycle_with(session, year.cycle_id)
        if cycle is not None and year.appraiser_id is not None:
            unlock = vault().unlock
            look_at_appraiser(
                session,
                cycle,
                appraiser_id=year.appraiser_id,
                unlock=unlock,
                today=today(),
            )

    def of_unit(self, session: Session, cycle_id: int, *, person_ids: Collection[int]) -> Any:
        """Return what the head of these people reads, or None without a note."""
        about = notes_about(session, person_ids, cycle_id=cycle_id)
        lines = people.lines_of(session, person_ids)
        superiors = {each.superior_id for each in lines if each.covers(today())}
        team = [
            each
            for each in notes_in(session, cycle_id, appraiser_ids=superiors)
            if each.sign.person_id is None
        ]
        if not (about or team):
            return None
        names = people.persons(session, {*person_ids, *superiors})
        counted: defaultdict[int, list[LookAgainNote]] = defaultdict(list)
        for each in about:
            counted[each.sign.person_id or 0].append(each)
        return UnitSignals(
            tuple(
                (name.name, sum(one.is_open for one in own), sum(not one.is_open for one in own))
                for person_id, name in names.items()
                if (own := counted.get(person_id))
            ),
            tuple((names[each.sign.appraiser_id].name, each) for each in team),
        )
