"""The fixed words of the organisation's tables."""

from enum import StrEnum


class AgencyKind(StrEnum):
    """Agencies are only compared with agencies of the same kind."""

    DINAS = "dinas"
    BADAN = "badan"
    HOSPITAL = "hospital"
    HEALTH_CENTRE = "health_centre"
    DISTRICT = "district"
    OTHER = "other"


class SubjectKind(StrEnum):
    """What can carry a dated name."""

    AGENCY = "agency"
    UNIT = "unit"
    SERVICE = "service"
    DESK = "desk"


class NoteKind(StrEnum):
    """What a dated note is about."""

    STRIKE = "strike"
    CLOSURE = "closure"
    RENOVATION = "renovation"
    OTHER = "other"


class PosterState(StrEnum):
    """Whether a printed code opens the form (current), was replaced, or was withdrawn."""

    CURRENT = "current"
    ROTATED = "rotated"
    REVOKED = "revoked"


class RecordKind(StrEnum):
    """What a record is about, in the order in which records build on each other."""

    AGENCY = "agency"
    UNIT = "unit"
    SERVICE = "service"
    DESK = "desk"
    OFFICER = "officer"
    POSTING = "posting"
