"""Plan of an import of people and lines; a wrong row does not stop the others."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from portal.organisation.people.domain import NewPerson, Person, PersonKind, Post, spliced
from portal.organisation.people.reporting_lines import (
    LineFaultKind,
    LineKind,
    ReportingLine,
    line_faults,
)
from portal.organisation.people_pages.import_posts import Places, PostCells, PostPlan, plan_posts
from portal.storage.spreadsheets.table import RowFault


class ImportFault(StrEnum):
    """Why a row is refused."""

    NAME_MISSING = "name_missing"
    NAME_DIFFERS = "name_differs"
    START_MISSING = "start_missing"
    UNKNOWN_SUPERIOR = "unknown_superior"
    OWN_SUPERIOR = "own_superior"
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    OVERLAP = "overlap"
    CIRCLE = "circle"
    UNKNOWN_KIND = "unknown_kind"
    NUMBER_MISSING = "number_missing"
    OWN_RECORD = "own_record"


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A row: a person by number and, where a superior is named, one line of theirs.

    :ivar line: the row's line in the file.
    :ivar name: empty leaves the recorded one.
    :ivar is_seen: whether the national report says it, which tells who was the superior on
        ``starts_on`` and not since when, and names people with their titles.
    :ivar is_acting: whether it is about another post than the own.
    """

    line: int
    number: str
    name: str = ""
    kind: PersonKind | None = None
    superior_number: str = ""
    superior_name: str = ""
    line_kind: LineKind = LineKind.DEFINITIVE
    starts_on: date | None = None
    ends_on: date | None = None
    post: PostCells | None = None
    is_seen: bool = False
    is_acting: bool = False

    @property
    def has_superior(self) -> bool:
        """Whether the row says to whom the person reports."""
        return bool(self.superior_number or self.superior_name)


@dataclass(frozen=True, slots=True)
class RecordedPeople:
    """What is recorded.

    :ivar numbers: who has or had a number.
    :ivar unnumbered: who has no number, by name; a name that two carry is not in it.
    :ivar own_id: whoever takes the file in, who changes nothing of the own record.
    """

    people: Mapping[int, Person]
    numbers: Mapping[str, int]
    unnumbered: Mapping[str, int]
    lines: Sequence[ReportingLine]
    places: Places = field(default_factory=lambda: Places({}, {}))
    posts: Mapping[int, Sequence[Post]] = field(default_factory=dict)
    own_id: int | None = None


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What a file would change.

    :ivar changed: people whose name or kind becomes another.
    :ivar first_lines: lines of people who have none yet; they are written at once.
    :ivar other_lines: lines that change what is recorded; another person confirms each.
    :ivar unread: headings that nobody knows.
    """

    new: tuple[NewPerson, ...] = ()
    changed: tuple[Person, ...] = ()
    first_lines: tuple[ReportingLine, ...] = ()
    other_lines: tuple[ReportingLine, ...] = ()
    posts: PostPlan = field(default_factory=PostPlan)
    unchanged: int = 0
    faults: tuple[RowFault, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        lines = self.first_lines or self.other_lines
        return not (self.new or self.changed or lines or self.posts.first or self.posts.other)


@dataclass
class _Draft:
    recorded: RecordedPeople
    rows: Sequence[StaffRow]
    faults: list[RowFault]
    held: dict[int, tuple[ReportingLine, ...]]
    ids: dict[str, int] = field(default_factory=dict)
    new: dict[int, NewPerson] = field(default_factory=dict)
    changed: dict[int, Person] = field(default_factory=dict)
    lines: dict[int, list[tuple[StaffRow, ReportingLine]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def refuse(self, row: StaffRow, kind: ImportFault, *, column: str, detail: str = "") -> None:
        self.faults.append(RowFault(row.line, column, kind, detail))

    def name_people(self) -> None:
        for row in self.rows:
            known = self.recorded.numbers.get(row.number)
            if known is not None:
                self.ids[row.number] = known
                self._change(row, self.recorded.people[known])
            elif row.number in self.ids:
                self._again(row, self.new[self.ids[row.number]])
            elif not row.name:
                self.refuse(row, ImportFault.NAME_MISSING, column="name")
            else:
                self.ids[row.number] = -1 - len(self.new)
                new = NewPerson(self.ids[row.number], row.number, row.name, row.kind)
                self.new[new.id] = new

    def _change(self, row: StaffRow, person: Person) -> None:
        before = self.changed.get(person.id, person)
        name = before.name if row.is_seen else row.name or before.name
        after = replace(before, name=name, kind=row.kind or before.kind)
        if after != person and person.id == self.recorded.own_id:
            self.refuse(row, ImportFault.OWN_RECORD, column="name")
        elif after != person:
            self.changed[person.id] = after

    def _again(self, row: StaffRow, new: NewPerson) -> None:
        if row.name not in {"", new.name} and not row.is_seen:
            self.refuse(row, ImportFault.NAME_DIFFERS, column="name", detail=new.name)

    def draw_lines(self) -> None:
        for row in self.rows:
            person = self.ids.get(row.number)
            if person is None or not row.has_superior:
                continue
            superior = self._superior(row)
            if superior is None:
                detail = row.superior_number or row.superior_name
                kind = ImportFault.UNKNOWN_SUPERIOR
                self.refuse(row, kind, column="superior_number", detail=detail)
            elif row.starts_on is None:
                self.refuse(row, ImportFault.START_MISSING, column="starts_on")
            elif superior == person:
                self.refuse(row, ImportFault.OWN_SUPERIOR, column="superior_number")
            elif row.ends_on is not None and row.ends_on < row.starts_on:
                self.refuse(row, ImportFault.ENDS_BEFORE_IT_BEGINS, column="ends_on")
            else:
                line = ReportingLine(person, superior, row.starts_on, row.ends_on, row.line_kind)
                self._draw(row, line)

    def _draw(self, row: StaffRow, line: ReportingLine) -> None:
        person = line.person_id
        known = (*self.held.get(person, ()), *(each for _row, each in self.lines[person]))
        same = (each for each in known if each.superior_id == line.superior_id)
        if row.is_seen and any(each.covers(line.starts_on) for each in same):
            return
        if person == self.recorded.own_id and line not in known:
            self.refuse(row, ImportFault.OWN_RECORD, column="superior_number")
            return
        self.lines[person].append((row, line))

    def _superior(self, row: StaffRow) -> int | None:
        if row.superior_number:
            number = row.superior_number
            return self.ids.get(number) or self.recorded.numbers.get(number)
        return self.recorded.unnumbered.get(row.superior_name.casefold())

    def refuse_overlaps(self) -> None:
        for drawn in self.lines.values():
            drawn.sort(key=lambda each: each[1].starts_on)
            kept: list[tuple[StaffRow, ReportingLine]] = []
            for row, line in drawn:
                before = kept[-1][1] if kept else None
                is_over = before is not None and (
                    before.starts_on == line.starts_on
                    or (before.ends_on is not None and before.covers(line.starts_on))
                )
                if is_over and before != line:
                    self.refuse(row, ImportFault.OVERLAP, column="starts_on")
                elif before != line:
                    kept.append((row, line))
            drawn[:] = kept

    def after(self) -> dict[int, tuple[ReportingLine, ...]]:
        after = dict(self.held)
        for person, drawn in self.lines.items():
            for _row, line in drawn:
                after[person] = spliced(after.get(person, ()), line)
        return after

    def refuse_circles(self) -> dict[int, tuple[ReportingLine, ...]]:
        """Refuse the rows of everybody in a circle, until there is none; return what is left."""
        while True:
            after = self.after()
            faults = line_faults([line for lines in after.values() for line in lines])
            circles = {
                each
                for fault in faults
                if fault.kind is LineFaultKind.CIRCLE
                for each in fault.people
            }
            given = sorted(circles.intersection(self.lines))
            if not given:
                return after
            for person in given:
                for row, _line in self.lines.pop(person):
                    self.refuse(row, ImportFault.CIRCLE, column="superior_number")


def plan_import(
    rows: Sequence[StaffRow], recorded: RecordedPeople, *, faults: Sequence[RowFault] = ()
) -> ImportPlan:
    """Return what the rows of a file would change.

    An empty cell leaves what is recorded. A line takes its days, as ``spliced`` says; of two rows
    of a person the later one ends an earlier one that has no end.

    :param faults: of rows that could not be read.
    """
    held = _by_person(recorded.lines)
    draft = _Draft(recorded, rows, list(faults), held)
    draft.name_people()
    draft.draw_lines()
    draft.refuse_overlaps()
    after = draft.refuse_circles()
    first, other = _split(draft, after=after)
    posts = plan_posts(
        _posts(draft), recorded.posts, places=recorded.places, own_id=recorded.own_id
    )
    draft.faults += posts.faults
    refused = {fault.line for fault in draft.faults}
    touched = {*draft.changed, *(each.person_id for each in (*posts.first, *posts.other))}
    return ImportPlan(
        new=tuple(draft.new.values()),
        changed=tuple(draft.changed.values()),
        first_lines=tuple(first),
        other_lines=tuple(other),
        posts=posts,
        unchanged=sum(
            row.line not in refused
            and draft.ids[row.number] > 0
            and draft.ids[row.number] not in touched
            and after.get(draft.ids[row.number]) == held.get(draft.ids[row.number])
            for row in rows
        ),
        faults=tuple(sorted(set(draft.faults))),
    )


def _posts(draft: _Draft) -> list[tuple[int, int, PostCells]]:
    return [
        (row.line, draft.ids[row.number], row.post)
        for row in draft.rows
        if row.post is not None and row.number in draft.ids
    ]


def _split(
    draft: _Draft, *, after: Mapping[int, tuple[ReportingLine, ...]]
) -> tuple[list[ReportingLine], list[ReportingLine]]:
    first: list[ReportingLine] = []
    other: list[ReportingLine] = []
    for person, drawn in draft.lines.items():
        held = draft.held.get(person)
        if held is None:
            first += after.get(person, ())
        elif after[person] != held:
            other += (line for _row, line in drawn if line not in held)
    return first, other


def _by_person(lines: Sequence[ReportingLine]) -> dict[int, tuple[ReportingLine, ...]]:
    found: dict[int, tuple[ReportingLine, ...]] = {}
    for line in lines:
        found[line.person_id] = (*found.get(line.person_id, ()), line)
    return found
