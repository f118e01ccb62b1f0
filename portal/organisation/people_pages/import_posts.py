"""Posts in a file of people: of who has none they are written at once, others wait."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.organisation.people.domain import Post, spliced
from portal.organisation.people.reporting_lines import LineKind
from portal.storage.spreadsheets.table import RowFault


class PostFault(StrEnum):
    """Why the post of a row is refused."""

    UNKNOWN_AGENCY = "unknown_agency"
    UNKNOWN_UNIT = "unknown_unit"
    TITLE_MISSING = "title_missing"
    START_MISSING = "post_start_missing"
    ENDS_BEFORE_IT_BEGINS = "post_ends_before_it_begins"
    OWN_RECORD = "post_of_own_record"


@dataclass(frozen=True, slots=True)
class PostCells:
    """What a row says of a post; nothing of it counts without an agency's code."""

    agency: str = ""
    unit: str = ""
    title: str = ""
    is_head: bool = False
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """Agencies and units in service by their codes; of a unit its number and its agency's."""

    agencies: Mapping[str, int]
    units: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class PostPlan:
    """What a file would change of posts.

    :ivar first: of people without any; they are written at once.
    :ivar other: what changes recorded ones; another person confirms each.
    """

    first: tuple[Post, ...] = ()
    other: tuple[Post, ...] = ()
    faults: tuple[RowFault, ...] = ()


def plan_posts(
    rows: Sequence[tuple[int, int, PostCells]],
    held: Mapping[int, Sequence[Post]],
    *,
    places: Places,
    own_id: int | None = None,
) -> PostPlan:
    """Return what rows change of definitive posts; a wrong row holds back no other one.

    :param rows: line, person and what it says; a person below 0 is new.
    :param held: the definitive posts that are recorded, by person.
    :param own_id: whoever takes the file in, who changes nothing of the own record.
    """
    drawn: defaultdict[int, list[Post]] = defaultdict(list)
    faults = []
    for line, person, cells in rows:
        found = _fault(cells, places=places)
        if found is not None:
            kind, column, detail = found
            faults.append(RowFault(line, column, kind, detail))
            continue
        post = _post(person, cells, places=places)
        if person == own_id and post not in held.get(person, ()):
            faults.append(RowFault(line, "title", PostFault.OWN_RECORD))
        else:
            drawn[person].append(post)
    first: list[Post] = []
    other: list[Post] = []
    for person, posts in drawn.items():
        before: Sequence[Post] = held.get(person, ())
        after = before
        for post in sorted(set(posts), key=lambda each: each.starts_on):
            after = spliced(after, post)
        if not before:
            first += after
        elif tuple(before) != tuple(after):
            other += [post for post in dict.fromkeys(posts) if post not in before]
    return PostPlan(tuple(first), tuple(other), tuple(faults))


def _fault(cells: PostCells, *, places: Places) -> tuple[PostFault, str, str] | None:
    agency = places.agencies.get(cells.agency)
    if agency is None:
        return PostFault.UNKNOWN_AGENCY, "agency", cells.agency
    if cells.unit and places.units.get(cells.unit, (0, 0))[1] != agency:
        return PostFault.UNKNOWN_UNIT, "unit", cells.unit
    if not cells.title:
        return PostFault.TITLE_MISSING, "title", ""
    if cells.starts_on is None:
        return PostFault.START_MISSING, "post_starts_on", ""
    if cells.ends_on is not None and cells.ends_on < cells.starts_on:
        return PostFault.ENDS_BEFORE_IT_BEGINS, "post_ends_on", ""
    return None


def _post(person: int, cells: PostCells, *, places: Places) -> Post:
    return Post(
        person_id=person,
        title=cells.title,
        agency_id=places.agencies[cells.agency],
        unit_id=places.units[cells.unit][0] if cells.unit else None,
        is_head=cells.is_head,
        kind=LineKind.DEFINITIVE,
        starts_on=cells.starts_on or date.max,
        ends_on=cells.ends_on,
    )
