"""Forms with evidence: which published figure, or a file."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField
from wtforms.validators import DataRequired

from portal.evaluation.plans.forms import RevisionForm
from portal.evaluation.plans.labels import plain_number
from portal.evaluation.realisations.evidence import HEADLINE
from portal.organisation.records.form_fields import ELEMENTS, ChoiceField, choices_of
from portal.publication.staff_figures.queries import ReleasedFigure
from portal.storage.files.kinds import FileFault
from portal.survey.elements import Element

FILE_FAULTS: Mapping[FileFault, Any] = {
    FileFault.EMPTY: _l("Berkas ini kosong."),
    FileFault.TOO_LARGE: _l("Berkas ini lebih dari 5 MB. Perkecil, atau pakai tautan."),
    FileFault.OTHER_KIND: _l("Hanya PDF, JPEG dan PNG yang diterima."),
    FileFault.WRONG_NAME: _l("Nama berkas tidak sesuai isinya. Simpan ulang, lalu kirim lagi."),
    FileFault.UNREADABLE: _l("Berkas ini tidak dapat dibaca. Simpan ulang, lalu kirim lagi."),
    FileFault.TOO_MANY_PIXELS: _l("Gambar ini lebih dari 50 megapiksel. Perkecil dahulu."),
    FileFault.ENCRYPTED: _l("PDF ini terkunci. Kirim yang tanpa kata sandi."),
    FileFault.ACTIVE: _l(
        "PDF ini memuat skrip, formulir, lampiran atau tautan ke berkas lain. Cetak ke PDF baru, "
        "lalu kirim yang baru."
    ),
    FileFault.TWO_IN_ONE: _l("Berkas ini memuat jenis lain di dalamnya. Cetak ke PDF baru."),
    FileFault.TOO_COSTLY: _l("Berkas ini terlalu rumit untuk diperiksa. Sederhanakan dahulu."),
    FileFault.BUSY: _l("Berkas lain sedang diperiksa. Kirim lagi sebentar lagi."),
}
WHOLE = _l("IKM seluruh unsur")


class FigureForm(RevisionForm):
    """A published figure that shows what was reached."""

    figure = ChoiceField(
        _l("Angka portal"),
        description=_l("Hanya angka terbit dari loket dan layanan tempat Anda bertugas."),
    )

    def offer(self, figures: Sequence[ReleasedFigure]) -> None:
        """Offer these figures, each with its place, months and value."""
        self.figure.choices = choices_of((key_of(each), _told(each)) for each in figures)

    def chosen(self, figures: Sequence[ReleasedFigure]) -> ReleasedFigure:
        """Return the figure that was chosen; call it on a valid form only."""
        return next(each for each in figures if key_of(each) == self.figure.data)


class SendFileForm(RevisionForm):
    """A file that shows what was reached."""

    file = FileField(
        _l("Berkas"),
        [FileRequired(message=_l("Pilih berkas dulu."))],
        description=_l("PDF, JPEG atau PNG, paling besar 5 MB."),
    )
    has_no_citizens = BooleanField(
        _l("Tidak ada data pribadi warga di dalamnya"),
        [DataRequired(_l("Tutupi nama, NIK dan nomor telepon warga, lalu centang ini."))],
        description=_l("Nama, NIK, alamat atau nomor telepon warga tidak boleh ikut tersimpan."),
    )


def key_of(figure: ReleasedFigure) -> str:
    """Return how the form names a figure."""
    return f"{figure.release_id}:{figure.address}:{figure.measure}"


def measure_name(measure: str) -> Any:
    """Return what a measure is called."""
    return WHOLE if measure == HEADLINE else ELEMENTS[Element(measure)]


def _told(figure: ReleasedFigure) -> str:
    months = str(figure.first_month)
    if figure.last_month != figure.first_month:
        months = f"{figure.first_month} - {figure.last_month}"
    value = plain_number(figure.value)
    return f"{figure.place_name}, {months}: {measure_name(figure.measure)} {value}"
