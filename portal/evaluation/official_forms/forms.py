"""Forms to choose official forms: which year, which form, of which agency."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask_babel import lazy_gettext as _l

from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.official_forms.wanted import WantedForm, WantedKind, wanted_of
from portal.organisation.places.catalogue import Agency, Unit

#: People in one file: an import reads a hundred sheets, and a plan has two.
MOST_PEOPLE = 50


@dataclass(frozen=True, slots=True)
class FormsAsked:
    """What was asked for; what an address does not say, or says wrongly, is the first choice.

    :ivar agency: None for an auditor's whole city, and for everybody else.
    :ivar unit: of that agency; None for all of it.
    :ivar part: from 1; a file holds fifty people.
    """

    cycle: Cycle
    wanted: WantedForm
    agency: Agency | None
    part: int = 1
    unit: Unit | None = None

    @property
    def values(self) -> Mapping[str, str]:
        """The choice as it stands in an address."""
        kind = self.wanted.kind
        period = f"-{self.wanted.period}" if self.wanted.period else ""
        found = {"year": f"{self.cycle.year}", "which": f"{kind}{period}"}
        found |= {"agency": self.agency.code} if self.agency else {}
        return found | ({"unit": self.unit.code} if self.unit else {})

    def address(self, before: str) -> str:
        """Return the choice as the rest of an address; ``before`` is ``?`` or ``&``."""
        return before + urlencode(self.values)

    @property
    def name(self) -> str:
        """What a file of these forms is called; it says nothing about anybody."""
        return f"{self.wanted.name}-{self.cycle.year}-{self.part}"


def forms_asked(
    args: Mapping[str, str],
    cycles: Sequence[Cycle],
    *,
    agencies: Sequence[Agency],
    units: Sequence[Unit] = (),
) -> FormsAsked | None:
    """Return what an address asks for; None while there is no cycle.

    :param units: of all these agencies; one of another agency than the chosen one is no choice.
    """
    if not cycles:
        return None
    year, part = args.get("year", ""), args.get("part", "")
    cycle = next((each for each in cycles if f"{each.year}" == year), cycles[0])
    agency = next((each for each in agencies if each.code == args.get("agency")), None)
    own = () if agency is None else [each for each in units if each.agency_id == agency.id]
    unit = next((each for each in own if each.code == args.get("unit")), None)
    wanted = wanted_of(args.get("which", "")) or WantedForm(WantedKind.PLAN)
    is_part = part.isascii() and part.isdecimal() and int(part[:6]) > 0
    return FormsAsked(cycle, wanted, agency, int(part[:6]) if is_part else 1, unit)


def choices_of(cycle: Cycle) -> Sequence[tuple[str, Any]]:
    """Return the forms of a cycle with their words."""
    periods = [
        (
            f"{WantedKind.QUARTER}-{each.number}",
            _l("Evaluasi periode %(number)s", number=each.number),
        )
        for each in cycle.periods
    ]
    plan = (str(WantedKind.PLAN), _l("SKP dan lampirannya"))
    year = (str(WantedKind.YEAR), _l("Evaluasi tahun, dengan kurva dan predikat"))
    return [plan, *periods, year]
