"""Standing of somebody to somebody on a day: one function for every page, query and export."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.organisation.people.reporting_lines import LineKind, ReportingLine

# Not settled by law: a cycle's rules may say otherwise for its quarters and years.
RATING_KINDS = frozenset({LineKind.DEFINITIVE, LineKind.ACTING})


class RelationKind(StrEnum):
    """A relation that somebody declared or the office recorded."""

    ADVISER = "adviser"
    HEAD_OF_UNIT = "head_of_unit"
    SECOND_READER = "second_reader"
    #: Of a superior: verifies for that superior's people.
    DELEGATE = "delegate"
    SUBSTITUTE_APPRAISER = "substitute_appraiser"
    SUBSTITUTE_DECIDER = "substitute_decider"
    RELATIVE = "relative"
    HOUSEHOLD = "household"
    FORMER_SPOUSE = "former_spouse"
    BUSINESS = "business"


CONFLICTS = frozenset(
    {
        RelationKind.RELATIVE,
        RelationKind.HOUSEHOLD,
        RelationKind.FORMER_SPOUSE,
        RelationKind.BUSINESS,
    }
)


class StandingKind(StrEnum):
    """What a holder is to a person."""

    PERSON = "person"
    APPRAISER = "appraiser"
    #: Stands in for some days: verifies, never rates.
    STAND_IN = "stand_in"
    APPRAISERS_SUPERIOR = "appraisers_superior"
    #: Decides an objection: the appraiser's superior, unless that person took part.
    DECIDER = "decider"
    ADVISER = "adviser"
    HEAD_OF_UNIT = "head_of_unit"
    SECOND_READER = "second_reader"
    FORMER_SUPERIOR = "former_superior"
    DELEGATE = "delegate"


@dataclass(frozen=True, slots=True)
class StaffRelation:
    """A relation from ``starts_on`` to ``ends_on``, both inclusive.

    :ivar holder_id: who has it; for relatives and the like either of the two.
    :ivar about_id: whom it is about; for a delegate the superior who delegates.
    :ivar ends_on: None while it has no end.
    """

    kind: RelationKind
    holder_id: int
    about_id: int
    starts_on: date
    ends_on: date | None = None

    def covers(self, on: date) -> bool:
        """Return whether the relation holds on a day."""
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


@dataclass(frozen=True, slots=True)
class StandingOnDay:
    """Who is what to whom on ``on``; made by ``standing``.

    People without a line, and holders who may not act, are nobody's anything.
    """

    on: date
    since: date
    lines: Mapping[int, ReportingLine]
    earlier: Mapping[int, tuple[ReportingLine, ...]]
    before: Mapping[int, ReportingLine]
    related: Mapping[RelationKind, Mapping[int, tuple[int, ...]]]
    conflicts: frozenset[frozenset[int]]
    may_rate: frozenset[LineKind]

    def is_conflicted(self, one: int, other: int) -> bool:
        """Return whether the two declared that they are close, whoever of them did."""
        return frozenset({one, other}) in self.conflicts

    def may_act(self, holder: int, *, about: int) -> bool:
        """Return whether somebody may act on somebody at all.

        Nobody acts on themself, on who is close to them, or on their own superior.
        """
        is_own_superior = self._named_superior(holder) == about
        return holder != about and not self.is_conflicted(holder, about) and not is_own_superior

    def superior_of(self, person: int) -> int | None:
        """Return who follows the person's work: a named substitute, else the line's superior.

        :returns: None where there is neither, or the two are close and nobody was named.
        """
        superior = self._named_superior(person)
        is_possible = superior is not None and self.may_act(superior, about=person)
        return superior if is_possible else None

    def appraiser_of(self, person: int) -> int | None:
        """Return who rates the person; None also while somebody only stands in."""
        superior = self.superior_of(person)
        line = self.lines.get(person)
        if line is None or line.superior_id != superior or line.kind in self.may_rate:
            return superior
        return None

    def appraisers_superior_of(self, person: int) -> int | None:
        """Return whose people's people the person belongs to; never the appraiser.

        A named substitute goes before the superior of the person's superior. While a colleague
        stands in, it is the superior of the one who is away.
        """
        return next(iter(self._above(person)), None)

    def decider_of(self, person: int) -> int | None:
        """Return who decides the person's objection: the appraiser's superior or a substitute.

        :returns: None where nobody is left who was not the person's superior since ``since``.
        """
        took_part = self._former(person)
        return next((one for one in self._above(person) if one not in took_part), None)

    def lacks(self, person: int) -> frozenset[StandingKind]:
        """Return for which of the three that everybody needs a substitute has to be named."""
        needed = {
            StandingKind.APPRAISER: self.appraiser_of(person),
            StandingKind.APPRAISERS_SUPERIOR: self.appraisers_superior_of(person),
            StandingKind.DECIDER: self.decider_of(person),
        }
        return frozenset(kind for kind, holder in needed.items() if holder is None)

    def holders(self, kind: StandingKind, *, about: int) -> tuple[int, ...]:
        """Return who is ``kind`` to a person, lowest number first; often one or nobody.

        The second reader is neither in the person's line nor the one who decides.
        """
        if kind is StandingKind.PERSON:
            return (about,)
        found = {one for one in self._candidates(about)[kind] if one is not None}
        return tuple(sorted(one for one in found if self.may_act(one, about=about)))

    def kinds(self, holder: int, *, about: int) -> frozenset[StandingKind]:
        """Return everything that ``holder`` is to a person; nothing for a stranger."""
        if holder == about:
            return frozenset({StandingKind.PERSON})
        if not self.may_act(holder, about=about):
            return frozenset()
        candidates = self._candidates(about)
        return frozenset(kind for kind, holders in candidates.items() if holder in holders)

    def people_of(self, superior: int) -> tuple[int, ...]:
        """Return the people whom a superior rates or stands in for, lowest number first."""
        named = self.related.get(RelationKind.SUBSTITUTE_APPRAISER, {})
        return tuple(
            sorted(
                person for person in {*self.lines, *named} if self.superior_of(person) == superior
            )
        )

    def delegated_to(self, delegate: int) -> tuple[int, ...]:
        """Return the people whose work somebody looks at for other superiors, lowest first."""
        named = self.related.get(RelationKind.DELEGATE, {})
        superiors = {each for each, holders in named.items() if delegate in holders}
        found = (each for superior in superiors for each in self.people_of(superior))
        kind = StandingKind.DELEGATE
        return tuple(sorted(each for each in found if delegate in self.holders(kind, about=each)))

    def _candidates(self, about: int) -> Mapping[StandingKind, Collection[int | None]]:
        """Return who may be what to a person; each of them may still be somebody who may not act.

        All kinds together: the superior and those above are looked for once.
        """
        superior, appraiser = self.superior_of(about), self.appraiser_of(about)
        above, decider = self.appraisers_superior_of(about), self.decider_of(about)
        readers = self._related(RelationKind.SECOND_READER, about)
        delegates = () if superior is None else self._related(RelationKind.DELEGATE, superior)
        return {
            StandingKind.APPRAISER: (appraiser,),
            StandingKind.STAND_IN: () if superior == appraiser else (superior,),
            StandingKind.APPRAISERS_SUPERIOR: (above,),
            StandingKind.DECIDER: (decider,),
            StandingKind.ADVISER: self._related(RelationKind.ADVISER, about),
            StandingKind.HEAD_OF_UNIT: self._related(RelationKind.HEAD_OF_UNIT, about),
            StandingKind.SECOND_READER: set(readers) - {superior, above, decider},
            StandingKind.FORMER_SUPERIOR: self._former(about) - {superior},
            StandingKind.DELEGATE: delegates,
        }

    def _above(self, person: int) -> list[int]:
        """Return who may stand above the person's appraiser, the substitute named last first."""
        superior = self.superior_of(person)
        candidates: list[int | None] = [*self._related(RelationKind.SUBSTITUTE_DECIDER, person)]
        if superior is not None:
            above = self.appraiser_of(superior)
            away = self.before.get(person) if self.appraiser_of(person) is None else None
            is_away = above is not None and away is not None and away.superior_id == above
            candidates.append(self.appraiser_of(above) if is_away and above else above)
        return [
            one
            for one in candidates
            if one is not None and one != superior and self.may_act(one, about=person)
        ]

    def _former(self, person: int) -> set[int]:
        """Return the superiors of the person whose lines ended since ``since``."""
        return {line.superior_id for line in self.earlier.get(person, ())}

    def _named_superior(self, person: int) -> int | None:
        """Return the substitute who was named last, else the line's superior."""
        substitutes = self._related(RelationKind.SUBSTITUTE_APPRAISER, person)
        for substitute in substitutes:
            if substitute != person and not self.is_conflicted(substitute, person):
                return substitute
        line = self.lines.get(person)
        return None if line is None else line.superior_id

    def _related(self, kind: RelationKind, person: int) -> tuple[int, ...]:
        """Return the holders of a relation to a person, the one named last first."""
        return self.related.get(kind, {}).get(person, ())


def standing(
    lines: Sequence[ReportingLine],
    relations: Sequence[StaffRelation],
    *,
    on: date,
    since: date | None = None,
    may_rate: frozenset[LineKind] = RATING_KINDS,
) -> StandingOnDay:
    """Return what everybody is to everybody on a day.

    :param lines: without faults, of everybody who matters for the question.
    :param relations: declared or recorded; those of other days are ignored.
    :param on: the day; for the result of a year its last one.
    :param since: from when on a superior counts as former, inclusive; None for the first day of
        the year of ``on``.
    :param may_rate: kinds of line whose superior may rate; the others only verify.

    Source: PP 30/2019 (direct superior, the appraiser's superior decides); staff evaluation
    paper, section 8.
    """
    first = on.replace(month=1, day=1) if since is None else since
    ended = _ended(lines, on=on)
    holding = [relation for relation in relations if relation.covers(on)]
    return StandingOnDay(
        on=on,
        since=first,
        lines={line.person_id: line for line in lines if line.covers(on)},
        earlier=_by_person([line for line in ended if (line.ends_on or on) >= first]),
        before={line.person_id: line for line in ended},
        related=_by_kind_and_person(holding),
        conflicts=frozenset(
            frozenset({relation.holder_id, relation.about_id})
            for relation in holding
            if relation.kind in CONFLICTS
        ),
        may_rate=may_rate,
    )


def _ended(lines: Sequence[ReportingLine], *, on: date) -> list[ReportingLine]:
    """Return the lines that ended before a day, in the order in which they began."""
    ended = [line for line in lines if line.ends_on is not None and line.ends_on < on]
    return sorted(ended, key=lambda line: line.starts_on)


def _by_person(lines: Sequence[ReportingLine]) -> dict[int, tuple[ReportingLine, ...]]:
    found: defaultdict[int, tuple[ReportingLine, ...]] = defaultdict(tuple)
    for line in lines:
        found[line.person_id] += (line,)
    return dict(found)


def _by_kind_and_person(
    relations: Sequence[StaffRelation],
) -> dict[RelationKind, dict[int, tuple[int, ...]]]:
    found: dict[RelationKind, dict[int, tuple[int, ...]]] = {kind: {} for kind in RelationKind}
    for relation in sorted(relations, key=lambda one: (one.starts_on, one.holder_id)):
        holders = found[relation.kind]
        holders[relation.about_id] = (relation.holder_id, *holders.get(relation.about_id, ()))
    return found
