"""The form that takes the city's coat of arms, or takes it away."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, ValidationError

from portal.organisation.city_settings.forms import DecideSettingForm
from portal.organisation.city_settings.service import DecideSetting

SAID = {
    "too_costly": _l("Gambar ini terlalu rumit untuk diperiksa. Sederhanakan dahulu."),
    "too_large": _l("Gambar ini terlalu besar. Kirim gambar yang lebih kecil."),
    "too_many_pixels": _l("Gambar ini terlalu besar: paling panjang 6.000 piksel satu sisi."),
    "unreadable": _l("Gambar ini tidak dapat dibaca. Simpan ulang, lalu kirim lagi."),
    "": _l("Berkas ini bukan gambar SVG atau PNG."),
}


class EmblemForm(DecideSettingForm):
    """A picture, or that there is to be none, and why."""

    file = FileField(
        _l("Berkas"),
        description=_l(
            "SVG sampai 100 kB yang hanya berisi bentuk dan warna, tanpa teks, skrip, atau gambar "
            "di dalamnya; atau PNG sampai 5 MB. Gambar ditulis ulang sebelum tampil."
        ),
    )
    is_none = BooleanField(_l("Hapus lambang yang sekarang"))

    def validate_file(self, field: FileField) -> None:
        """Ask for a picture, unless there is to be none."""
        if not field.data and not self.is_none.data:
            raise ValidationError(_l("Pilih berkas dulu."))

    def refuse(self, part: str) -> None:
        """Say beside the file what is in the way."""
        named = _l(
            "Berkas ini memuat yang tidak dapat diterima: %(part)s. Kirim PNG saja.", part=part
        )
        self.file.errors = [*self.file.errors, str(SAID.get(part, named))]

    def to_decision(self, value: str, *, decided_by: str) -> DecideSetting:
        """Return the decision that the setting is ``value``."""
        return DecideSetting("CITY_EMBLEM", value, reason=self.reason.value, decided_by=decided_by)
