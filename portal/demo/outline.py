"""How the made-up city is described before officers and visits are drawn."""

from dataclasses import dataclass, field

from portal.organisation.places.catalogue import AgencyKind

OFFICE_HOURS = "1-4=07:30-16:00 5=07:30-16:30"
CLINIC_HOURS = "1-4=07:30-14:00 5=07:30-11:00 6=07:30-12:30"
DAILY_HOURS = "1-6=07:00-19:00"


@dataclass(frozen=True, slots=True)
class DemoService:
    """A service; ``left_out`` are keys of elements separated by blanks."""

    code: str
    name: str
    left_out: str = "-"


@dataclass(frozen=True, slots=True)
class DemoDesk:
    """A desk, how many visits it serves in a plain month and how many officers serve there.

    ``services`` are codes separated by blanks; ``unit`` is the code of its unit, if any.
    """

    code: str
    name: str
    services: str
    visits: int
    officers: int
    unit: str = ""
    hours: str = OFFICE_HOURS


@dataclass(frozen=True, slots=True)
class DemoAgency:
    """An agency with everything below it; units by code."""

    code: str
    name: str
    category: AgencyKind
    services: tuple[DemoService, ...]
    desks: tuple[DemoDesk, ...]
    units: dict[str, str] = field(default_factory=dict)
