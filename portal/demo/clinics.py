"""The made-up city's hospital, health centres and their office."""

from portal.demo.outline import CLINIC_HOURS, DAILY_HOURS, DemoAgency, DemoDesk, DemoService
from portal.organisation.places.catalogue import AgencyKind

CLINICS = {
    "pkm-melati": "Puskesmas Melati Raya",
    "pkm-anggrek": "Puskesmas Anggrek Timur",
    "pkm-teratai": "Puskesmas Teratai Indah",
}

HEALTH_OFFICE = DemoAgency(
    code="dinkes",
    name="Dinas Kesehatan",
    category=AgencyKind.DINAS,
    units=CLINICS,
    services=(
        DemoService("rekom-praktik", "Rekomendasi izin praktik", left_out="cost"),
        DemoService("laik-sehat", "Sertifikat laik sehat"),
        DemoService("poli-umum", "Poli umum"),
        DemoService("kia-kb", "Kesehatan ibu, anak dan KB", left_out="cost"),
        DemoService("imunisasi", "Imunisasi", left_out="cost"),
        DemoService("obat", "Pengambilan obat", left_out="requirements"),
    ),
    desks=(
        DemoDesk("dinkes-1", "Loket 1 - Perizinan", "rekom-praktik laik-sehat", 210, 5),
        DemoDesk("dinkes-2", "Loket 2 - Pengambilan Dokumen", "rekom-praktik", 120, 1),
        *(
            desk
            for unit, visits in (("pkm-melati", 1350), ("pkm-anggrek", 980), ("pkm-teratai", 760))
            for desk in (
                DemoDesk(
                    f"{unit}-1",
                    "Loket 1 - Pendaftaran",
                    "poli-umum kia-kb imunisasi",
                    visits,
                    6,
                    unit=unit,
                    hours=CLINIC_HOURS,
                ),
                DemoDesk(
                    f"{unit}-2",
                    "Loket 2 - Obat",
                    "obat",
                    visits * 4 // 5,
                    5,
                    unit=unit,
                    hours=CLINIC_HOURS,
                ),
            )
        ),
    ),
)

HOSPITAL = DemoAgency(
    code="rsud",
    name="RSUD Bukit Pinus",
    category=AgencyKind.HOSPITAL,
    services=(
        DemoService("rawat-jalan", "Rawat jalan"),
        DemoService("rawat-inap", "Rawat inap"),
        DemoService("laboratorium", "Laboratorium"),
        DemoService("farmasi", "Farmasi"),
        DemoService("penjaminan", "Penjaminan dan BPJS", left_out="cost"),
    ),
    desks=(
        DemoDesk("rsud-1", "Loket 1 - Rawat Jalan", "rawat-jalan", 1800, 9, hours=DAILY_HOURS),
        DemoDesk("rsud-2", "Loket 2 - Rawat Inap", "rawat-inap", 560, 6, hours=DAILY_HOURS),
        DemoDesk("rsud-3", "Loket 3 - Laboratorium", "laboratorium", 820, 6, hours=DAILY_HOURS),
        DemoDesk("rsud-4", "Loket 4 - Farmasi", "farmasi", 1600, 7, hours=DAILY_HOURS),
        DemoDesk("rsud-5", "Loket 5 - Penjaminan", "penjaminan rawat-inap", 700, 6),
    ),
)

HEALTH_CENTRE = DemoAgency(
    code="pkm-kenanga",
    name="Puskesmas BLUD Kenanga",
    category=AgencyKind.HEALTH_CENTRE,
    services=(
        DemoService("kenanga-umum", "Poli umum"),
        DemoService("kenanga-gigi", "Poli gigi"),
        DemoService("kenanga-obat", "Pengambilan obat", left_out="requirements"),
    ),
    desks=(
        DemoDesk(
            "pkm-kenanga-1",
            "Loket 1 - Pendaftaran",
            "kenanga-umum kenanga-gigi",
            900,
            6,
            hours=CLINIC_HOURS,
        ),
        DemoDesk("pkm-kenanga-2", "Loket 2 - Obat", "kenanga-obat", 640, 4, hours=CLINIC_HOURS),
    ),
)

HEALTH = (HEALTH_OFFICE, HOSPITAL, HEALTH_CENTRE)
