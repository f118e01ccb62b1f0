"""Changes of places since their months were published, and whether one is one person's."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from portal.publication.exact_sums.archive import Atom
from portal.publication.exact_sums.cells import staff_of
from portal.publication.figures.city import City
from portal.publication.figures.disclosure_rules import (
    CHANGES,
    SINGLE_GROUPS,
    TAKEN_OUT,
    Group,
    parts_of,
)
from portal.publication.figures.documents import PlaceKind
from portal.publication.figures.revisions import LEAST_CHANGED
from portal.publication.figures.withholding import is_one_persons
from portal.publication.revising.inputs import RevisionInputs
from portal.time.months import Month


@dataclass(frozen=True, slots=True)
class FigureChange:
    """The ratings that were added (paper) or taken out at one place, by their atom."""

    ratings: Counter[Atom] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """Ratings added plus ratings taken out."""
        return self.ratings.total()

    @property
    def is_enough(self) -> bool:
        """Whether P6 lets the place's figures be revised."""
        return self.total >= LEAST_CHANGED

    def count(self, *groups: Group) -> int:
        """Return how many ratings of some groups changed."""
        return sum(n for atom, n in self.ratings.items() if atom.group in groups)

    def taken_out(self, group: Group) -> tuple[int, ...]:
        """Return how many ratings were taken out of each channel group that makes up ``group``."""
        parts = SINGLE_GROUPS if group is Group.ALL else (group,)
        return tuple(self.count(TAKEN_OUT[each]) for each in parts)


def changes_of(inputs: RevisionInputs) -> Mapping[str, FigureChange]:
    """Return what changed by the address of each place that a changed rating counts in."""
    found: defaultdict[str, FigureChange] = defaultdict(FigureChange)
    for atom, ratings in inputs.revised.archive.atoms.items():
        if ratings and atom.group in CHANGES:
            for address in inputs.city.holders(atom.location):
                found[address].ratings[atom] += ratings
    return found


def is_personal_removal(inputs: RevisionInputs, change: FigureChange, *, group: Group) -> bool:
    """Whether the ratings of a group that were taken out are, by P3, one person's.

    Whoever subtracts a revised year from its months has exactly those.
    """
    wanted = parts_of(group, is_revised=False)
    removed = Counter[tuple[int | None, Month]]()
    for atom, ratings in change.ratings.items():
        if atom.group in wanted:
            removed[atom.location.desk_id, atom.month] += ratings
    published = replace(inputs.revised, archive=inputs.standing)
    by_staff = [
        (staff_of(published, desk, months=(month,)), ratings)
        for (desk, month), ratings in removed.items()
        if desk is not None
    ]
    return bool(removed) and is_one_persons(by_staff, ratings=removed.total())


def is_personal_paper(inputs: RevisionInputs, change: FigureChange, *, address: str) -> bool:
    """Whether the questionnaires on paper of a place are, by P3, about one person.

    A questionnaire that names no desk may be about anybody who served at the place.
    """
    by_desk = Counter[int | None]()
    for atom, ratings in change.ratings.items():
        if atom.group is Group.PAPER:
            by_desk[atom.location.desk_id] += ratings
    possible = _desks_of(inputs.city, address) if by_desk[None] else by_desk.keys()
    by_staff = [
        (staff_of(inputs.revised, desk, months=inputs.months), by_desk[desk])
        for desk in possible
        if desk is not None
    ]
    return is_one_persons(by_staff, ratings=by_desk.total())


def _desks_of(city: City, address: str) -> Collection[int]:
    """Return the desks at or below a place; for a service those that offer it."""
    place = city.places[address]
    if place.kind is not PlaceKind.SERVICE:
        return city.desks.get(address, ())
    service = city.catalogue.services_by_code[place.code or ""].id
    return [desk.id for desk in city.catalogue.desks.values() if service in desk.service_ids]


def is_personal_rest(inputs: RevisionInputs, address: str, *, months: Collection[Month]) -> bool:
    """Whether the ratings of a place in some months are, by P3, one person's."""
    by_desk = inputs.standing.desks(address, months=months)
    published = replace(inputs.revised, archive=inputs.standing)
    by_staff = [
        (staff_of(published, desk, months=tuple(months)), ratings)
        for desk, ratings in by_desk.items()
        if desk is not None
    ]
    return is_one_persons(by_staff, ratings=sum(by_desk.values()))
