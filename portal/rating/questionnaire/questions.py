"""The nine questions in plain words: one sentence each, four answers, lowest level first."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.survey.elements import Element

Text = Any  # Flask-Babel's lazy text, which has no public type


@dataclass(frozen=True, slots=True)
class Question:
    """How an element is asked: the sentence, the answers at levels 1 to 4, the reason's name.

    The answers are the regulation's; the sentence asks what they answer.
    """

    text: Text
    answers: tuple[Text, Text, Text, Text]
    reason: Text


QUESTIONS: Mapping[Element, Question] = MappingProxyType(
    {
        Element.REQUIREMENTS: Question(
            text=_l("Apakah syarat yang diminta sama dengan yang diumumkan?"),
            answers=(
                _l("Tidak sesuai"),
                _l("Kurang sesuai"),
                _l("Sesuai"),
                _l("Sangat sesuai"),
            ),
            reason=_l("Syarat yang diminta"),
        ),
        Element.PROCEDURE: Question(
            text=_l("Seberapa mudah langkah yang harus Anda jalani?"),
            answers=(
                _l("Tidak mudah"),
                _l("Kurang mudah"),
                _l("Mudah"),
                _l("Sangat mudah"),
            ),
            reason=_l("Langkah yang harus dijalani"),
        ),
        Element.TIME: Question(
            text=_l("Seberapa cepat urusan Anda selesai?"),
            answers=(
                _l("Tidak cepat"),
                _l("Kurang cepat"),
                _l("Cepat"),
                _l("Sangat cepat"),
            ),
            reason=_l("Lamanya menunggu"),
        ),
        Element.COST: Question(
            text=_l("Semurah atau semahal apa biaya yang Anda bayar?"),
            answers=(_l("Sangat mahal"), _l("Cukup mahal"), _l("Murah"), _l("Gratis")),
            reason=_l("Uang yang harus dibayar"),
        ),
        Element.PRODUCT: Question(
            text=_l("Apakah hasil yang Anda terima sama dengan yang dijanjikan?"),
            answers=(
                _l("Tidak sesuai"),
                _l("Kurang sesuai"),
                _l("Sesuai"),
                _l("Sangat sesuai"),
            ),
            reason=_l("Hasil yang diterima"),
        ),
        Element.COMPETENCE: Question(
            text=_l("Seberapa kompeten (paham dan terampil) petugas yang melayani Anda?"),
            answers=(
                _l("Tidak kompeten"),
                _l("Kurang kompeten"),
                _l("Kompeten"),
                _l("Sangat kompeten"),
            ),
            reason=_l("Kemampuan petugas"),
        ),
        Element.CONDUCT: Question(
            text=_l("Bagaimana sikap petugas kepada Anda?"),
            answers=(
                _l("Tidak sopan dan ramah"),
                _l("Kurang sopan dan ramah"),
                _l("Sopan dan ramah"),
                _l("Sangat sopan dan ramah"),
            ),
            reason=_l("Sikap petugas"),
        ),
        Element.COMPLAINTS: Question(
            text=_l("Bagaimana tempat mengadu dan memberi saran di sini?"),
            answers=(
                _l("Tidak ada"),
                _l("Ada tetapi tidak berfungsi"),
                _l("Berfungsi kurang maksimal"),
                _l("Dikelola dengan baik"),
            ),
            reason=_l("Tanggapan atas keluhan"),
        ),
        Element.FACILITIES: Question(
            text=_l("Seberapa baik ruang dan perlengkapan di sini?"),
            answers=(_l("Buruk"), _l("Cukup"), _l("Baik"), _l("Sangat baik")),
            reason=_l("Ruang dan perlengkapan"),
        ),
    }
)
