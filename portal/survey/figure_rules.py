"""The settings that change figures; each change is dated, named, and for a month to come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portal.survey.elements import Element
from portal.time.months import month_of, months_back

MIN_RESPONDENTS = 30
MAX_RESPONDENTS_NEEDED = 1000


@dataclass(frozen=True, slots=True)
class FigureRules:
    """What is in force in a month.

    ``least_mean`` respondents make a mean (30 or more); ``not_experienced`` elements may be
    skipped by a citizen; ``since`` is the month the newest of these settings took effect, None
    for what the operator set before the first change was recorded.
    """

    least_mean: int = MIN_RESPONDENTS
    not_experienced: frozenset[Element] = frozenset()
    since: str | None = None

    def is_same(self, other: "FigureRules") -> bool:
        """Return whether both have the same effect, whenever they began."""
        mine = self.least_mean, self.not_experienced
        return mine == (other.least_mean, other.not_experienced)


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A decision as it was recorded: the rules, from ``rules.since`` on, when and by whom."""

    rules: FigureRules
    decided_on: date
    decided_by: str


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The rules of every month: those at the beginning and each change, in order of decision.

    Of several changes for one month the last decided is in force.
    """

    initial: FigureRules = FigureRules()
    changes: tuple[FigureRules, ...] = ()

    def in_month(self, month: str) -> FigureRules:
        """Return what is in force in ``month``, such as ``2026-11``."""
        found = self.initial
        for each in self.changes:
            if (found.since or "") <= (each.since or "") <= month:
                found = each
        return found

    def skippable_by(self, month: str) -> frozenset[Element]:
        """Return the elements that citizens may have skipped in ratings counted up to ``month``.

        A rating may wait for its crowd, so that one given under earlier rules is counted later.
        """
        months = {each.since for each in self.changes if each.since and each.since <= month}
        in_force = (self.in_month(each).not_experienced for each in months)
        return self.initial.not_experienced.union(*in_force)


def rules_of_operator(keys: Iterable[str]) -> FigureRules:
    """Return what is in force before the first recorded change.

    :param keys: elements that may be skipped, as the setting names them.
    :raises ValueError: when one of them is no element.
    """
    return FigureRules(not_experienced=frozenset(map(Element, keys)))


def next_month(today: date) -> str:
    """Return the first month that a decision of ``today`` can be for."""
    return months_back(month_of(today), months=-1)
