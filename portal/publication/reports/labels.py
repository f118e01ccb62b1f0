"""The words of a report, in the language of the city's offices; people read them in the PDF."""

from collections.abc import Mapping

from portal.publication.figures.figures import Reason
from portal.publication.report_plans.domain import ActionState
from portal.publication.reports.content import PopulationBasis, Quadrant
from portal.survey.elements import LEGAL_ELEMENT_NAMES, Element, ElementCodes

PERFORMANCE = {"A": "Sangat Baik", "B": "Baik", "C": "Kurang Baik", "D": "Tidak Baik"}
CHANNELS = {
    "ticket": "tiket kunjungan",
    "presence": "layar atau tablet di loket",
    "open": "kode QR tanpa bukti kunjungan",
    "paper": "kuesioner kertas",
}
PARTS = {"unit": "unit", "service": "layanan", "desk": "loket"}
FIELDS = {
    "sex": "Jenis kelamin",
    "age": "Umur",
    "education": "Pendidikan terakhir",
    "occupation": "Pekerjaan",
    "reasons": "Yang perlu lebih baik",
}
ANSWERS = {
    "female": "Perempuan",
    "male": "Laki-laki",
    "to_17": "17 tahun atau kurang",
    "18_to_25": "18-25 tahun",
    "26_to_35": "26-35 tahun",
    "36_to_45": "36-45 tahun",
    "46_to_55": "46-55 tahun",
    "from_56": "56 tahun atau lebih",
    "primary": "SD atau kurang",
    "junior_secondary": "SMP",
    "senior_secondary": "SMA atau SMK",
    "diploma": "Diploma",
    "bachelor": "Sarjana (S1)",
    "postgraduate": "Pascasarjana (S2, S3)",
    "civil_servant": "Pegawai negeri (ASN)",
    "military_police": "TNI atau Polri",
    "private_employee": "Pegawai swasta",
    "self_employed": "Wirausaha",
    "farmer_fisher": "Petani atau nelayan",
    "student": "Pelajar atau mahasiswa",
    "homemaker": "Mengurus rumah tangga",
}
OTHER_ANSWER = "Lainnya"
BASES = {
    PopulationBasis.USERS: "pengguna layanan dalam setahun",
    PopulationBasis.VISITS: "kunjungan yang dilayani dalam periode ini",
    PopulationBasis.UNKNOWN: "tidak diketahui",
}
QUADRANTS = {
    Quadrant.IMPROVE_FIRST: "Perbaiki lebih dulu",
    Quadrant.KEEP_UP: "Pertahankan",
    Quadrant.IMPROVE_LATER: "Perbaiki kemudian",
    Quadrant.MAINTAIN: "Cukup dijaga",
}
STATES = {
    ActionState.PLANNED: "belum dimulai",
    ActionState.UNDER_WAY: "sedang berjalan",
    ActionState.DONE: "sudah selesai",
    ActionState.DROPPED: "tidak dilanjutkan",
}
NOTES = {
    "strike": "Mogok kerja",
    "closure": "Penutupan",
    "renovation": "Renovasi",
    "other": "Catatan",
}
REASONS: Mapping[Reason, str] = {
    Reason.NOT_MEASURED: "belum ada penilaian yang dihitung",
    Reason.NO_VISITS: "tidak ada kunjungan",
    Reason.TOO_FEW: "penilaian belum cukup",
    Reason.FOLDED: "terlalu sedikit, hanya dihitung dalam angka instansi",
    Reason.FEW_OFFICERS: "dilindungi: petugasnya terlalu sedikit",
    Reason.PROTECTS_ANOTHER: "dilindungi: angka lain dapat dihitung darinya",
    Reason.NOT_ASKED: "tidak ditanyakan di sini",
    Reason.UNVERIFIED_ONLY: "hanya penilaian tanpa bukti kunjungan",
    Reason.CONTRADICTORY: "ditahan: datanya saling bertentangan",
    Reason.EXCLUDED: "dikecualikan menurut aturan yang diterbitkan",
}
NOT_SHOWN = "tidak ditampilkan"


def reason(why: Reason | None) -> str:
    """Return why something is not shown, in words."""
    return REASONS.get(why, NOT_SHOWN) if why else NOT_SHOWN


def answer(field: str, key: str) -> str:
    """Return an answer in words; a reason is an element."""
    if field == "reasons":
        return LEGAL_ELEMENT_NAMES[Element(key)]
    return ANSWERS.get(key, OTHER_ANSWER)


def named(element: Element) -> str:
    """Return an element as the regulation calls it."""
    return LEGAL_ELEMENT_NAMES[element]


def coded(element: Element, *, codes: ElementCodes) -> str:
    """Return an element with its code, such as "U3  Waktu Penyelesaian"."""
    return f"{codes.code(element)}  {LEGAL_ELEMENT_NAMES[element]}"
