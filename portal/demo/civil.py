"""Agencies of the made-up city for civil registration, permits and taxes."""

from portal.demo.outline import DemoAgency, DemoDesk, DemoService
from portal.organisation.places.catalogue import AgencyKind

POPULATION_OFFICE = DemoAgency(
    code="disdukcapil",
    name="Dinas Kependudukan dan Pencatatan Sipil",
    category=AgencyKind.DINAS,
    units={"upt-dukcapil-barat": "UPT Dukcapil Barat"},
    services=(
        DemoService("ktp-el-baru", "KTP-el baru", left_out="cost"),
        DemoService("ktp-el-rusak", "KTP-el rusak", left_out="cost"),
        DemoService("ktp-el-hilang", "KTP-el hilang", left_out="cost"),
        DemoService("kk", "Kartu keluarga (KK)", left_out="cost"),
        DemoService("kia", "Kartu identitas anak (KIA)", left_out="cost"),
        DemoService("akta-lahir", "Akta kelahiran", left_out="cost"),
        DemoService("akta-mati", "Akta kematian", left_out="cost"),
        DemoService("akta-kawin", "Akta perkawinan", left_out="cost"),
        DemoService("akta-cerai", "Akta perceraian", left_out="cost"),
        DemoService("pindah", "Surat pindah", left_out="cost"),
        DemoService("info-dukcapil", "Informasi kependudukan", left_out="cost product"),
    ),
    desks=(
        DemoDesk("disdukcapil-1", "Loket 1 - Informasi", "info-dukcapil", 1450, 6),
        DemoDesk(
            "disdukcapil-2",
            "Loket 2 - Pendaftaran KTP-el",
            "ktp-el-baru ktp-el-rusak ktp-el-hilang",
            1900,
            8,
        ),
        DemoDesk("disdukcapil-3", "Loket 3 - Kartu Keluarga", "kk", 1500, 7),
        DemoDesk("disdukcapil-4", "Loket 4 - Akta", "akta-lahir akta-mati", 1250, 7),
        DemoDesk("disdukcapil-5", "Loket 5 - Pencatatan Sipil", "akta-kawin akta-cerai", 380, 5),
        DemoDesk("disdukcapil-6", "Loket 6 - Pindah Datang", "pindah kk", 620, 5),
        DemoDesk(
            "disdukcapil-7",
            "Loket 7 - Pengambilan Dokumen",
            "ktp-el-baru kk kia akta-lahir",
            1700,
            7,
        ),
        DemoDesk("disdukcapil-8", "Loket 8 - Pengambilan KIA", "kia", 420, 3),
        DemoDesk(
            "upt-dukcapil-barat-1",
            "Loket 1 - Pendaftaran",
            "ktp-el-baru kk kia",
            640,
            5,
            unit="upt-dukcapil-barat",
        ),
        DemoDesk(
            "upt-dukcapil-barat-2",
            "Loket Prioritas",
            "ktp-el-baru kk akta-lahir",
            180,
            1,
            unit="upt-dukcapil-barat",
        ),
    ),
)

PERMITS = DemoAgency(
    code="dpmptsp",
    name="Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu",
    category=AgencyKind.DINAS,
    services=(
        DemoService("nib", "Nomor induk berusaha (NIB)", left_out="cost"),
        DemoService("pbg", "Persetujuan bangunan gedung (PBG)"),
        DemoService("slf", "Sertifikat laik fungsi (SLF)"),
        DemoService("izin-reklame", "Izin reklame"),
        DemoService("sip-nakes", "SIP tenaga kesehatan", left_out="cost"),
        DemoService("info-izin", "Informasi perizinan", left_out="cost product"),
    ),
    desks=(
        DemoDesk("dpmptsp-1", "Loket 1 - Informasi", "info-izin", 520, 5),
        DemoDesk("dpmptsp-2", "Loket 2 - Berusaha", "nib", 610, 6),
        DemoDesk("dpmptsp-3", "Loket 3 - Bangunan", "pbg slf", 340, 5),
        DemoDesk("dpmptsp-4", "Loket 4 - Reklame", "izin-reklame", 150, 1),
        DemoDesk("dpmptsp-5", "Loket 5 - Tenaga Kesehatan", "sip-nakes", 230, 4),
        DemoDesk("dpmptsp-6", "Loket 6 - Pengambilan Dokumen", "nib pbg slf", 480, 5),
    ),
)

REVENUE = DemoAgency(
    code="bapenda",
    name="Badan Pendapatan Daerah",
    category=AgencyKind.BADAN,
    units={"samsat-timur": "Samsat Timur"},
    services=(
        DemoService("pbb", "Pajak bumi dan bangunan (PBB)"),
        DemoService("bphtb", "Bea perolehan hak atas tanah (BPHTB)"),
        DemoService("pkb-tahunan", "Pajak kendaraan tahunan"),
        DemoService("ganti-stnk", "Ganti STNK"),
        DemoService("mutasi", "Mutasi kendaraan"),
    ),
    desks=(
        DemoDesk("bapenda-1", "Loket 1 - PBB", "pbb", 690, 6),
        DemoDesk("bapenda-2", "Loket 2 - BPHTB", "bphtb", 240, 5),
        DemoDesk("bapenda-3", "Loket 3 - Keberatan Pajak", "pbb bphtb", 95, 1),
        DemoDesk(
            "samsat-timur-1",
            "Loket 1 - Pajak Tahunan",
            "pkb-tahunan",
            1850,
            7,
            unit="samsat-timur",
        ),
        DemoDesk(
            "samsat-timur-2",
            "Loket 2 - STNK dan Mutasi",
            "ganti-stnk mutasi",
            760,
            7,
            unit="samsat-timur",
        ),
    ),
)

CIVIL = (POPULATION_OFFICE, PERMITS, REVENUE)
