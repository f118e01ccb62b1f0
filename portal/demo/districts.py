"""The made-up city's districts with their small kelurahan, and its remaining offices."""

from portal.demo.outline import DemoAgency, DemoDesk, DemoService
from portal.organisation.places.catalogue import AgencyKind

# Small units: five to twenty visits a month, and one officer each.
SMALL_VISITS = (12, 9, 16, 7, 13)
CEMPAKA = {
    "kel-telaga-biru": "Kelurahan Telaga Biru",
    "kel-rawa-bambu": "Kelurahan Rawa Bambu",
    "kel-sumber-jernih": "Kelurahan Sumber Jernih",
    "kel-tanjung-aren": "Kelurahan Tanjung Aren",
    "kel-kebun-salak": "Kelurahan Kebun Salak",
}
MAHONI = {
    "kel-lembah-kenari": "Kelurahan Lembah Kenari",
    "kel-pasir-putih": "Kelurahan Pasir Putih",
    "kel-muara-bening": "Kelurahan Muara Bening",
    "kel-bukit-randu": "Kelurahan Bukit Randu",
    "kel-padang-ilalang": "Kelurahan Padang Ilalang",
}


def _district(code: str, name: str, *, kelurahan: dict[str, str], visits: int) -> DemoAgency:
    letters = (
        DemoService(f"{code}-skck", "Pengantar SKCK", left_out="cost"),
        DemoService(f"{code}-sktm", "Surat keterangan tidak mampu (SKTM)", left_out="cost"),
        DemoService(f"{code}-domisili", "Surat domisili", left_out="cost"),
        DemoService(f"{code}-usaha", "Surat keterangan usaha", left_out="cost"),
    )
    offered = " ".join(letter.code for letter in letters)
    return DemoAgency(
        code=code,
        name=name,
        category=AgencyKind.DISTRICT,
        units=kelurahan,
        services=letters,
        desks=(
            DemoDesk(f"{code}-1", "Loket 1 - Pelayanan Umum", offered, visits, 5),
            *(
                DemoDesk(f"{unit}-1", "Loket Pelayanan", offered, small, 1, unit=unit)
                for unit, small in zip(kelurahan, SMALL_VISITS, strict=True)
            ),
        ),
    )


DISTRICTS = (
    _district("kec-cempaka", "Kecamatan Cempaka", kelurahan=CEMPAKA, visits=430),
    _district("kec-mahoni", "Kecamatan Mahoni", kelurahan=MAHONI, visits=360),
)

OFFICES = (
    DemoAgency(
        code="disdik",
        name="Dinas Pendidikan",
        category=AgencyKind.DINAS,
        services=(
            DemoService("legalisir", "Legalisasi ijazah", left_out="cost"),
            DemoService("mutasi-siswa", "Mutasi siswa", left_out="cost"),
        ),
        desks=(
            DemoDesk("disdik-1", "Loket 1 - Pelayanan", "legalisir mutasi-siswa", 310, 6),
            DemoDesk("disdik-2", "Loket 2 - Pengambilan Dokumen", "legalisir", 140, 1),
        ),
    ),
    DemoAgency(
        code="dinsos",
        name="Dinas Sosial",
        category=AgencyKind.DINAS,
        services=(
            DemoService("dtks", "Data kesejahteraan sosial", left_out="cost"),
            DemoService("bantuan", "Rekomendasi bantuan sosial", left_out="cost"),
        ),
        desks=(
            DemoDesk("dinsos-1", "Loket 1 - Pendaftaran", "dtks bantuan", 520, 6),
            DemoDesk("dinsos-2", "Loket 2 - Rekomendasi", "bantuan", 260, 1),
            DemoDesk("dinsos-3", "Loket Prioritas", "dtks bantuan", 110, 1),
        ),
    ),
    DemoAgency(
        code="disnaker",
        name="Dinas Tenaga Kerja",
        category=AgencyKind.DINAS,
        services=(
            DemoService("ak1", "Kartu pencari kerja (AK1)", left_out="cost"),
            DemoService("pelatihan", "Pelatihan kerja", left_out="cost"),
        ),
        desks=(
            DemoDesk("disnaker-1", "Loket 1 - Kartu AK1", "ak1", 460, 6),
            DemoDesk("disnaker-2", "Loket 2 - Pelatihan", "pelatihan", 130, 1),
        ),
    ),
    DemoAgency(
        code="dishub",
        name="Dinas Perhubungan",
        category=AgencyKind.DINAS,
        services=(
            DemoService("kir", "Uji berkala kendaraan (KIR)"),
            DemoService("trayek", "Izin trayek"),
        ),
        desks=(
            DemoDesk("dishub-1", "Loket 1 - Pendaftaran KIR", "kir", 640, 7),
            DemoDesk("dishub-2", "Loket 2 - Pengambilan Hasil", "kir", 520, 5),
            DemoDesk("dishub-3", "Loket 3 - Trayek", "trayek", 70, 1),
        ),
    ),
    DemoAgency(
        code="dlh",
        name="Dinas Lingkungan Hidup",
        category=AgencyKind.DINAS,
        services=(
            DemoService("izin-lingkungan", "Persetujuan lingkungan"),
            DemoService("sampah", "Langganan angkutan sampah"),
        ),
        desks=(
            DemoDesk("dlh-1", "Loket 1 - Lingkungan", "izin-lingkungan", 120, 1),
            DemoDesk("dlh-2", "Loket 2 - Persampahan", "sampah", 230, 5),
        ),
    ),
)

LOCAL = (*DISTRICTS, *OFFICES)
