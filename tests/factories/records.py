"""A small sound organisation as records, to be changed one field at a time."""

from datetime import date, time

from portal.organisation.places.catalogue import AgencyKind
from portal.organisation.places.opening_hours import OpeningSpan
from portal.organisation.records.record_types import (
    AgencyRecord,
    DeskRecord,
    OfficerRecord,
    PostingRecord,
    Record,
    ServiceRecord,
    UnitRecord,
)
from portal.survey.elements import Element

TODAY = date(2026, 11, 21)
START = date(2026, 1, 1)

DINKES = AgencyRecord(code="dinkes", name="Dinas Kesehatan", category=AgencyKind.DINAS)
RSUD = AgencyRecord(code="rsud", name="RSUD Melati", category=AgencyKind.HOSPITAL)
PUSKESMAS = UnitRecord(code="pkm-melati", name="Puskesmas Melati", agency="dinkes")
VACCINE = ServiceRecord(
    code="imunisasi",
    name="Imunisasi",
    agency="dinkes",
    left_out=frozenset({Element.COST}),
)
PERMIT = ServiceRecord(
    code="sip", name="SIP tenaga kesehatan", agency="dinkes", left_out=frozenset()
)
WARD = ServiceRecord(code="rawat", name="Rawat jalan", agency="rsud", left_out=frozenset())
DESK_1 = DeskRecord(
    code="pkm-melati-1",
    name="Loket 1 - Pendaftaran",
    agency="dinkes",
    unit="pkm-melati",
    services=frozenset({"imunisasi", "sip"}),
    hours=(OpeningSpan(weekday=0, opens=time(7, 30), closes=time(16)),),
)
DESK_2 = DeskRecord(
    code="dinkes-2", name="Loket 2", agency="dinkes", services=frozenset({"sip"}), hours=()
)
RSUD_1 = DeskRecord(
    code="rsud-1", name="Loket RSUD", agency="rsud", services=frozenset({"rawat"}), hours=()
)
SITI = OfficerRecord(code="1987", name="Siti Contoh", badge_name="Melati", badge_number="12")
BUDI = OfficerRecord(code="1990", name="Budi Contoh", badge_name="Kenanga", badge_number="13")
SITI_AT_1 = PostingRecord(officer="1987", desk="pkm-melati-1", starts_on=START)
BUDI_AT_2 = PostingRecord(officer="1990", desk="dinkes-2", starts_on=START)
# Not part of the whole: somebody at the other agency.
NURSE = OfficerRecord(code="2001", name="Wati Contoh", badge_name="Anggrek", badge_number="7")
NURSE_AT_RSUD = PostingRecord(officer="2001", desk="rsud-1", starts_on=START)

WHOLE: tuple[Record, ...] = (
    DINKES,
    RSUD,
    PUSKESMAS,
    VACCINE,
    PERMIT,
    WARD,
    DESK_1,
    DESK_2,
    RSUD_1,
    SITI,
    BUDI,
    SITI_AT_1,
    BUDI_AT_2,
)
