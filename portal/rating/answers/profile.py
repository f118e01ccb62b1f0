"""What a citizen may say about themselves: answers from fixed lists, no free text."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class ProfileField(StrEnum):
    """A characteristic of respondents that the statutory report counts.

    Source: Permen PANRB 14/2017, annex, respondent characteristics.
    """

    SEX = "sex"
    AGE = "age"
    EDUCATION = "education"
    OCCUPATION = "occupation"


# Sealed ratings hold the position of an answer in its list: only ever append.
PROFILE_ANSWERS: Mapping[ProfileField, tuple[str, ...]] = MappingProxyType(
    {
        ProfileField.SEX: ("female", "male"),
        ProfileField.AGE: ("to_17", "18_to_25", "26_to_35", "36_to_45", "46_to_55", "from_56"),
        ProfileField.EDUCATION: (
            "primary",
            "junior_secondary",
            "senior_secondary",
            "diploma",
            "bachelor",
            "postgraduate",
        ),
        ProfileField.OCCUPATION: (
            "civil_servant",
            "military_police",
            "private_employee",
            "self_employed",
            "farmer_fisher",
            "student",
            "homemaker",
            "other",
        ),
    }
)


class UnknownProfileAnswer(ValueError):
    """A profile holds a field or an answer that no list offers."""


def checked_profile(profile: Mapping[str, str]) -> dict[ProfileField, str]:
    """Return ``profile`` in the lists' order when every field and answer is offered.

    :param profile: answer by field; fields may be missing.
    :raises UnknownProfileAnswer: for any other field or answer.
    """
    for field, answer in profile.items():
        if answer not in PROFILE_ANSWERS.get(field, ()):  # type: ignore[call-overload] # whether the plain string is a key is what is asked here
            raise UnknownProfileAnswer("the profile has a field or an answer that is not offered")
    return {field: profile[field] for field in PROFILE_ANSWERS if field in profile}
