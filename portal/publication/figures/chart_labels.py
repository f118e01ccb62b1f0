"""The words on the axes; stored once with a release, in the language of the city's offices."""

from portal.survey.elements import Element

ELEMENT_LABELS: dict[Element, str] = {
    Element.REQUIREMENTS: "Persyaratan",
    Element.PROCEDURE: "Prosedur",
    Element.TIME: "Waktu penyelesaian",
    Element.COST: "Biaya",
    Element.PRODUCT: "Hasil layanan",
    Element.COMPETENCE: "Kecakapan petugas",
    Element.CONDUCT: "Sikap petugas",
    Element.COMPLAINTS: "Penanganan pengaduan",
    Element.FACILITIES: "Sarana dan prasarana",
}
IKM_LABEL = "IKM"
SHARE_LABEL = "% jawaban"
ESTIMATE_LABEL = "perkiraan, bukan angka"
