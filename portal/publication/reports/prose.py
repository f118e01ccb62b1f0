"""The sentences of a report: why the survey is done, how, and how its sample is judged."""

from collections.abc import Iterable

from portal.publication.figures.documents import LeftOut
from portal.publication.reports import labels as words
from portal.publication.reports.content import (
    Audience,
    PopulationBasis,
    Report,
    SampleSize,
    day,
    number,
    period_name,
    span_name,
)
from portal.survey.elements import ELEMENTS, LEGAL_ELEMENT_NAMES, Element
from portal.survey.index import GRADE_BOUNDS, HIGHEST_IKM

BETWEEN_GRADES = (
    "Angka ini dekat batas dua mutu; dari angka yang dibulatkan mutunya tidak dapat ditetapkan."
)


def background(report: Report) -> tuple[str, ...]:
    """Return the paragraphs of the chapter on background."""
    name = report.place.unit_name or report.place.agency_name
    return (
        (
            "Setiap penyelenggara pelayanan publik wajib melakukan Survei Kepuasan Masyarakat "
            "(SKM) paling sedikit sekali setahun dan menyampaikan hasilnya kepada masyarakat "
            "(Peraturan Menteri PANRB Nomor 14 Tahun 2017)."
        ),
        (
            f"Laporan ini memuat hasil survei terhadap pengguna layanan {name} untuk "
            f"{span_name(report.span)}. Warga menilai pelayanan tanpa nama, segera setelah "
            "dilayani. Hasilnya dipakai untuk memperbaiki pelayanan."
        ),
    )


def method(report: Report) -> tuple[str, ...]:
    """Return the paragraphs of the chapter on method."""
    asked = len(report.elements)
    return (
        (
            f"Survei berlangsung dari {day(report.span.first_day)} sampai "
            f"{day(report.span.last_day)}. Setiap responden menilai unsur pelayanan pada skala 1 "
            "(terendah) sampai 4 (tertinggi); tidak ada jawaban tengah."
        ),
        (
            "Nilai rata-rata (NRR) sebuah unsur adalah jumlah jawaban dibagi jumlah responden yang "
            f"menjawabnya. Setiap unsur berbobot sama, yaitu 1/{asked}. IKM adalah jumlah NRR kali "
            f"bobot, dikalikan 25, sehingga bernilai 25 sampai {HIGHEST_IKM}."
        ),
        _rounding(report),
        "Mutu pelayanan ditetapkan dari batas bawah IKM: "
        + "; ".join(
            f"{letter} ({words.PERFORMANCE[letter]}) mulai {number(lowest, 2)}"
            for letter, lowest in GRADE_BOUNDS
        )
        + ".",
    )


def _rounding(report: Report) -> str:
    if report.edition is Audience.OFFICIAL:
        return (
            "Semua angka dihitung tepat dan dibulatkan satu kali, pada akhir perhitungan, ke dua "
            "desimal. Edisi resmi ini hanya untuk pegawai instansi; angka bagi masyarakat "
            "diterbitkan dalam edisi publik."
        )
    said = (
        "Edisi publik hanya memuat angka yang sudah diterbitkan. Angka itu dibulatkan dan "
        "sebagian ditahan agar tidak ada warga atau petugas yang dapat dikenali. "
    )
    if report.is_mean_of_months:
        return said + (
            "Rilis bulan terakhir periode ini belum memuat angka periodenya. Karena itu angka ini "
            "rata-rata angka bulanan yang terbit, ditimbang menurut jumlah responden."
        )
    said += "Setiap angka dihitung dari semua jawaban periodenya dan dibulatkan satu kali."
    if len(report.span.months) > 1 and any(each.shares for each in report.elements):
        said += " Sebaran jawaban adalah rata-rata sebaran bulanan yang terbit."
    return said


def sampling(sample: SampleSize) -> tuple[str, ...]:
    """Return what is to be said of population and sample."""
    if sample.basis is PopulationBasis.UNKNOWN or sample.population is None:
        population = (
            "Jumlah pengguna layanan tidak diketahui. Karena itu dipakai jumlah sampel yang "
            f"cukup untuk populasi berapa pun, yaitu {number(sample.minimum)} responden "
            "(Krejcie dan Morgan)."
        )
    else:
        population = (
            f"Populasi: {number(sample.population)} {words.BASES[sample.basis]} "
            f"(sumber: {sample.source}). Sampel minimum menurut Krejcie dan Morgan adalah "
            f"{number(sample.minimum)} responden."
        )
    return population, verdict(sample)


def verdict(sample: SampleSize) -> str:
    """Return in one sentence whether the sample is large enough."""
    if sample.respondents is None:
        return "Jumlah responden tidak ditampilkan."
    counted = f"{number(sample.respondents)} dari minimum {number(sample.minimum)} responden"
    if sample.is_reached:
        return f"Sampel minimum tercapai: {counted}."
    return f"Sampel minimum belum tercapai: {counted}. Bacalah angkanya dengan hati-hati."


def channels_named(channels: Iterable[str]) -> str:
    """Return in one sentence how the ratings behind a figure came in."""
    names = [words.CHANNELS[each] for each in channels]
    return f"Cara menilai: {', '.join(names)}."


def left_out(report: Report) -> tuple[str, ...]:
    """Return a sentence for what takes no part in the result, with its reason."""
    return tuple(
        f"Tidak dihitung: {_subject(each)} ({words.reason(each.reason)})."
        for each in report.left_out
    )


def _subject(each: LeftOut) -> str:
    if each.subject in set(ELEMENTS):
        return LEGAL_ELEMENT_NAMES[Element(each.subject)]
    return period_name(each.subject)
