"""The words of the report; it is a document of Indonesian law and exists in Indonesian only."""

from decimal import Decimal

from portal.survey.elements import Element
from portal.survey.grades import Grade

ELEMENTS: dict[Element, str] = {
    Element.REQUIREMENTS: "Persyaratan",
    Element.PROCEDURE: "Sistem, Mekanisme, dan Prosedur",
    Element.TIME: "Waktu Penyelesaian",
    Element.COST: "Biaya/Tarif",
    Element.PRODUCT: "Produk Spesifikasi Jenis Pelayanan",
    Element.COMPETENCE: "Kompetensi Pelaksana",
    Element.CONDUCT: "Perilaku Pelaksana",
    Element.COMPLAINTS: "Penanganan Pengaduan, Saran dan Masukan",
    Element.FACILITIES: "Sarana dan Prasarana",
}
GRADES: dict[Grade, str] = {
    Grade.A: "Sangat Baik",
    Grade.B: "Baik",
    Grade.C: "Kurang Baik",
    Grade.D: "Tidak Baik",
}
CHANNELS = {
    "ticket": "tiket kunjungan",
    "presence": "layar atau kios di loket",
    "open": "QR poster (tanpa bukti kunjungan)",
    "paper": "kuesioner kertas",
}
PROFILE_FIELDS = {
    "sex": "Jenis kelamin",
    "age": "Usia",
    "education": "Pendidikan",
    "occupation": "Pekerjaan",
    "reasons": "Yang perlu diperbaiki",
}
PROFILE_ANSWERS = {
    "female": "Perempuan",
    "male": "Laki-laki",
    "to_17": "17 tahun ke bawah",
    "18_to_25": "18-25 tahun",
    "26_to_35": "26-35 tahun",
    "36_to_45": "36-45 tahun",
    "46_to_55": "46-55 tahun",
    "from_56": "56 tahun ke atas",
    "primary": "SD ke bawah",
    "junior_secondary": "SMP",
    "senior_secondary": "SMA/SMK",
    "diploma": "Diploma",
    "bachelor": "S1/D4",
    "postgraduate": "S2 ke atas",
    "civil_servant": "ASN",
    "military_police": "TNI/Polri",
    "private_employee": "Pegawai swasta",
    "self_employed": "Wiraswasta",
    "farmer_fisher": "Petani/nelayan",
    "student": "Pelajar/mahasiswa",
    "homemaker": "Mengurus rumah tangga",
    "other": "Lainnya",
}
MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
TITLE = "Laporan Survei Kepuasan Masyarakat"
SHEET_TITLE = "Indeks Kepuasan Masyarakat"
DEMO = "DATA CONTOH - semua nama dan angka di sini rekaan"
THANKS = "Terima kasih atas penilaian Anda. Masukan Anda kami pakai untuk memperbaiki layanan."
EDITIONS = {
    "official": "Edisi resmi untuk instansi: angka pasti, bukan untuk disebarkan",
    "public": "Edisi publik: angka dibulatkan seperti di halaman publik",
}
BACKGROUND = (
    "Survei Kepuasan Masyarakat mengukur mutu pelayanan publik dari pengalaman pengguna layanan, "
    "sesuai Permen PANRB 14/2017. Hasilnya dipakai untuk memperbaiki layanan dan diumumkan kepada "
    "masyarakat."
)
METHOD = (
    "Pengguna layanan menilai sembilan unsur dengan nilai 1 sampai 4, tanpa nama. Nilai rata-rata "
    "(NRR) tiap unsur adalah jumlah jawaban dibagi banyaknya penjawab; setiap unsur berbobot sama, "
    "yaitu satu dibagi banyaknya unsur. IKM adalah jumlah NRR tertimbang dikali 25, dibulatkan "
    "sekali di akhir. Mutu: A mulai 88,31; B mulai 76,61; C mulai 65,00; D di bawahnya."
)
FOLLOW_UP = (
    "Diisi oleh instansi: tindakan untuk setiap unsur prioritas, batas waktu, dan penanggung jawab."
)
NO_POPULATION = (
    "Jumlah pengguna layanan setahun belum dinyatakan, sehingga sampel minimum tidak dihitung."
)


def month(period: str) -> str:
    """Return a month such as "November 2026" for ``2026-11``."""
    return f"{MONTHS[int(period[5:]) - 1]} {period[:4]}"


def months(first: str, last: str) -> str:
    """Return "Januari 2026" or "Januari 2026 - Maret 2026"."""
    return month(first) if first == last else f"{month(first)} - {month(last)}"


def number(value: Decimal | int | None) -> str:
    """Return a number as Indonesian writes it: 6.139 and 87,49; a dash for None."""
    if value is None:
        return "-"
    return f"{value:,}".translate(str.maketrans(",.", ".,"))
