"""Forms of the respondent's profile; every answer may be left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.rating.answers.answers import ProfileField

Text = Any  # Flask-Babel's lazy text, which has no public type


@dataclass(frozen=True, slots=True)
class ProfileQuestion:
    """A characteristic: its name and its answers by key, in the order they are shown."""

    label: Text
    answers: Mapping[str, Text]


PROFILE: Mapping[ProfileField, ProfileQuestion] = MappingProxyType(
    {
        ProfileField.SEX: ProfileQuestion(
            label=_l("Jenis kelamin"),
            answers={"female": _l("Perempuan"), "male": _l("Laki-laki")},
        ),
        ProfileField.AGE: ProfileQuestion(
            label=_l("Umur"),
            answers={
                "to_17": _l("17 tahun atau kurang"),
                "18_to_25": _l("18 sampai 25 tahun"),
                "26_to_35": _l("26 sampai 35 tahun"),
                "36_to_45": _l("36 sampai 45 tahun"),
                "46_to_55": _l("46 sampai 55 tahun"),
                "from_56": _l("56 tahun atau lebih"),
            },
        ),
        ProfileField.EDUCATION: ProfileQuestion(
            label=_l("Pendidikan terakhir"),
            answers={
                "primary": _l("SD atau kurang"),
                "junior_secondary": _l("SMP"),
                "senior_secondary": _l("SMA atau SMK"),
                "diploma": _l("Diploma"),
                "bachelor": _l("Sarjana (S1)"),
                "postgraduate": _l("Pascasarjana (S2, S3)"),
            },
        ),
        ProfileField.OCCUPATION: ProfileQuestion(
            label=_l("Pekerjaan"),
            answers={
                "civil_servant": _l("Pegawai negeri (ASN)"),
                "military_police": _l("TNI atau Polri"),
                "private_employee": _l("Pegawai swasta"),
                "self_employed": _l("Wirausaha"),
                "farmer_fisher": _l("Petani atau nelayan"),
                "student": _l("Pelajar atau mahasiswa"),
                "homemaker": _l("Mengurus rumah tangga"),
                "other": _l("Lainnya"),
            },
        ),
    }
)
