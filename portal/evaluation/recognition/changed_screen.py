"""Awards with their winners' names, and whether a winner would meet the rules today."""

from dataclasses import dataclass

from portal.evaluation.awards.blueprint import known_people
from portal.evaluation.awards.checked_screen import checked_now
from portal.evaluation.awards.domain import Scheme
from portal.evaluation.awards.nominee_queries import nominee_in, nominee_of
from portal.evaluation.recognition.domain import GivenAward
from portal.evaluation.recognition.queries import awards_of
from portal.organisation.people.looks import note_looks
from portal.web.extensions import current_staff, db, moment, today


@dataclass(frozen=True, slots=True)
class AwardLine:
    """An award as who decides and who announces sees it.

    :ivar is_changed: whether the winner's result no longer meets the rules, as after an
        objection or a correction; nobody draws a conclusion but a person.
    """

    award: GivenAward
    name: str
    is_changed: bool


def named_awards(scheme: Scheme) -> tuple[AwardLine, ...]:
    """Return the awards of a scheme by place."""
    awards = awards_of(db.session(), scheme.id)
    names = known_people(*(each.person_id for each in awards))
    note_looks(
        db.session(),
        {each.person_id for each in awards},
        kind="award",
        by=current_staff(),
        now=moment(),
        today=today(),
    )
    return tuple(
        AwardLine(each, names[each.person_id].name, changed_since(scheme, each)) for each in awards
    )


def changed_since(scheme: Scheme, award: GivenAward) -> bool:
    """Return whether a winner would not meet the rules by what is known today."""
    row = nominee_in(db.session(), scheme.id, person_id=award.person_id)
    if row is None or not award.is_standing:
        return False
    return not checked_now(scheme, nominee_of(row)).is_eligible
