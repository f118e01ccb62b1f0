"""Values of people, their posts and lines, and how a change of one is entered."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, ClassVar, Protocol, TypeVar

from portal.organisation.people.reporting_lines import LineKind
from portal.organisation.people.standing import RelationKind

TITLE_LENGTH = 200

REASON_LENGTH = 500


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
class NewPerson:
    """A person to be recorded; ``id`` is below 0 and stands for the number to come."""

    id: int
    number: str
    name: str
    kind: PersonKind | None


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


DAY = timedelta(days=1)


class ChangeKind(StrEnum):
    """What is changed."""

    LINE = "line"
    POST = "post"
    ABSENCE = "absence"
    RELATION_END = "relation_end"
    TIE = "tie"
    NAMING = "naming"


class ChangeState(StrEnum):
    """Where a change stands."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


class DatedSpan(Protocol):
    """Something that holds from a first to a last day, both inclusive."""

    @property
    def starts_on(self) -> date:
        """The first day."""

    @property
    def ends_on(self) -> date | None:
        """The last day; None while it has no end."""


Held = TypeVar("Held", bound=Any)


@dataclass(frozen=True, slots=True)
class LineChange:
    """From ``starts_on`` on the person reports to ``superior_id``."""

    change: ClassVar[ChangeKind] = ChangeKind.LINE
    superior_id: int
    kind: LineKind
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class PostChange:
    """From ``starts_on`` on the person holds a post."""

    change: ClassVar[ChangeKind] = ChangeKind.POST
    title: str
    agency_id: int
    unit_id: int | None
    is_head: bool
    kind: LineKind
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class AbsenceChange:
    """From ``starts_on`` on the person is away."""

    change: ClassVar[ChangeKind] = ChangeKind.ABSENCE
    kind: AbsenceKind
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class RelationEnd:
    """``ends_on`` is the last day on which a declared relation holds."""

    change: ClassVar[ChangeKind] = ChangeKind.RELATION_END
    relation_id: int
    ends_on: date


@dataclass(frozen=True, slots=True)
class AccountTie:
    """An account is the person's."""

    change: ClassVar[ChangeKind] = ChangeKind.TIE
    account_id: int


@dataclass(frozen=True, slots=True)
class Naming:
    """From ``starts_on`` on ``holder_id`` advises on the person, appraises or decides instead."""

    change: ClassVar[ChangeKind] = ChangeKind.NAMING
    holder_id: int
    kind: RelationKind
    starts_on: date
    ends_on: date | None = None


Change = LineChange | PostChange | AbsenceChange | RelationEnd | AccountTie | Naming
Dated = LineChange | PostChange | AbsenceChange | Naming


def written(change: Change) -> str:
    """Return a change as it is kept until somebody decides."""
    return json.dumps(asdict(change), default=str, sort_keys=True)


def read(kind: ChangeKind, text: str) -> Change:
    """Return a change that was kept."""
    fields: dict[str, Any] = json.loads(text)
    for name in ("starts_on", "ends_on"):
        if fields.get(name) is not None:
            fields[name] = date.fromisoformat(fields[name])
    if kind is ChangeKind.LINE:
        return LineChange(**(fields | {"kind": LineKind(fields["kind"])}))
    if kind is ChangeKind.POST:
        return PostChange(**(fields | {"kind": LineKind(fields["kind"])}))
    if kind is ChangeKind.ABSENCE:
        return AbsenceChange(**(fields | {"kind": AbsenceKind(fields["kind"])}))
    if kind is ChangeKind.NAMING:
        return Naming(**(fields | {"kind": RelationKind(fields["kind"])}))
    return RelationEnd(**fields) if kind is ChangeKind.RELATION_END else AccountTie(**fields)


def spliced(held: Sequence[Held], new: Held) -> tuple[Held, ...]:
    """Return what holds once ``new`` holds on its days: the rest before and after it stays.

    A span that ``new`` lies within is parted in two, so that after a *Plh* the line before goes
    on; a ``new`` without an end takes everything after its first day.

    :param held: frozen dataclasses with ``starts_on`` and ``ends_on``, none over another.
    """
    kept = [part for each in held for part in _outside(each, new)]
    return tuple(sorted([*kept, new], key=lambda span: span.starts_on))


def _outside(each: Held, new: DatedSpan) -> list[Held]:
    """Return the parts of a span that lie before and after ``new``."""
    is_before = each.ends_on is not None and each.ends_on < new.starts_on
    is_after = new.ends_on is not None and each.starts_on > new.ends_on
    if is_before or is_after:
        return [each]
    parts = []
    if each.starts_on < new.starts_on:
        parts.append(replace(each, ends_on=new.starts_on - DAY))
    if new.ends_on is not None and (each.ends_on is None or each.ends_on > new.ends_on):
        parts.append(replace(each, starts_on=new.ends_on + DAY))
    return parts
