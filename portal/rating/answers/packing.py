"""Elements, levels and profile answers as a few bytes; positions are those of the fixed lists."""

from collections.abc import Iterable, Mapping

from portal.rating.answers.profile import PROFILE_ANSWERS
from portal.survey.elements import ELEMENTS, Element

_BITS_PER_SCORE = 4
SCORE_BYTES = (len(ELEMENTS) * _BITS_PER_SCORE + 7) // 8
_SCORE_MASK = 2**_BITS_PER_SCORE - 1


def packed_scores(scores: Mapping[Element, int]) -> bytes:
    """Return the levels in the survey's order, four bits each; 0 means not answered."""
    number = 0
    for element in reversed(ELEMENTS):
        number = number << _BITS_PER_SCORE | scores.get(element, 0)
    return number.to_bytes(SCORE_BYTES, "big")


def unpacked_scores(packed: bytes) -> dict[Element, int]:
    """Return the level of each element answered; levels are not checked here."""
    number = int.from_bytes(packed, "big")
    levels = ((number >> _BITS_PER_SCORE * place) & _SCORE_MASK for place in range(len(ELEMENTS)))
    return {element: level for element, level in zip(ELEMENTS, levels, strict=True) if level}


def packed_elements(elements: Iterable[Element]) -> int:
    """Return a set of elements as one bit each, the first element lowest."""
    return sum(1 << ELEMENTS.index(element) for element in set(elements))


def unpacked_elements(bits: int) -> frozenset[Element]:
    """Return the elements whose bits are set.

    :raises IndexError: for a bit that stands for no element.
    """
    places = (place for place in range(bits.bit_length()) if bits >> place & 1)
    return frozenset(ELEMENTS[place] for place in places)


def packed_profile(profile: Mapping[str, str]) -> bytes:
    """Return one byte a field: 0 for no answer, else the answer's place in its list from 1."""
    return bytes(
        answers.index(profile[field]) + 1 if field in profile else 0
        for field, answers in PROFILE_ANSWERS.items()
    )


def unpacked_profile(packed: bytes) -> dict[str, str]:
    """Return the answer of each field that has one.

    :raises IndexError: for a place beyond the list.
    """
    pairs = zip(PROFILE_ANSWERS.items(), packed, strict=True)
    return {str(field): answers[place - 1] for (field, answers), place in pairs if place}
