"""Labels of the kinds of figures in a review."""

from flask_babel import lazy_gettext as _l

from portal.publication.figures.review import Category, Past

CATEGORIES = {
    Category.AGENCY: _l("Instansi"),
    Category.UNIT: _l("Unit"),
    Category.SERVICE: _l("Layanan"),
    Category.DESK: _l("Loket"),
    Category.ELEMENT: _l("Unsur"),
    Category.LONGER: _l("Triwulan, semester, tahun"),
    Category.UNVERIFIED: _l("Tanpa bukti kunjungan"),
    Category.POOLED: _l("Gabungan"),
    Category.CITY: _l("Kota"),
}
PASTS = {
    Past.SHOWN: _l("tampil"),
    Past.HIDDEN: _l("disembunyikan"),
    Past.ABSENT: _l("belum ada"),
}
