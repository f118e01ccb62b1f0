"""What is fixed of people: kinds of employment, of absence and of an agency's predicate."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.organisation.people.standing import RelationKind


class PersonKind(StrEnum):
    """How somebody is employed; only the first two are civil servants (*ASN*)."""

    PNS = "pns"
    PPPK = "pppk"
    OTHER = "other"


class AbsenceKind(StrEnum):
    """Why somebody is away; never a diagnosis."""

    AWAY = "away"
    STUDY = "study"
    SECONDMENT = "secondment"


class AgencyPredicateKind(StrEnum):
    """An organisation's predicate (*predikat kinerja organisasi*)."""

    EXCELLENT = "istimewa"
    GOOD = "baik"
    NEEDS_IMPROVEMENT = "butuh_perbaikan"
    POOR = "kurang"
    VERY_POOR = "sangat_kurang"


# Who heads a unit is told by posts, day by day, and never recorded a second time.
KEPT_RELATIONS = frozenset(RelationKind) - {RelationKind.HEAD_OF_UNIT}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a record; ``id`` is the internal number that never changes.

    :ivar number: the current staff number; None for an elected mayor.
    :ivar kind: None while nobody has recorded it.
    """

    id: int
    name: str
    number: str | None
    kind: PersonKind | None
    retired_on: date | None

    def is_retired(self, on: date) -> bool:
        """Return whether the person has left the service on the day ``on``."""
        return self.retired_on is not None and self.retired_on <= on


@dataclass(frozen=True, slots=True)
class Post:
    """A post that a person holds from ``starts_on`` to ``ends_on``, both inclusive.

    :ivar unit_id: None for a post of the agency itself.
    :ivar is_head: whether the post heads the unit, or the agency where there is no unit.
    """

    person_id: int
    title: str
    agency_id: int
    unit_id: int | None
    is_head: bool
    kind: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Absence:
    """A span of days, both inclusive, on which a person is away."""

    person_id: int
    kind: AbsenceKind
    starts_on: date
    ends_on: date | None

    def covers(self, on: date) -> bool:
        """Return whether the person is away on a day."""
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


@dataclass(frozen=True, slots=True)
class DeclaredRelation:
    """That a person and ``other_id`` are close, whoever of them declared it."""

    id: int
    kind: RelationKind
    other_id: int
    starts_on: date
    ends_on: date | None
