"""A question asks what its answers answer: they share the word that is graded."""

import pytest

from portal.rating.questionnaire.questions import QUESTIONS
from portal.survey.elements import ELEMENTS, Element

GRADED = {
    Element.REQUIREMENTS: ("sama", "sesuai"),
    Element.PROCEDURE: ("mudah", "mudah"),
    Element.TIME: ("cepat", "cepat"),
    Element.COST: ("mahal", "mahal"),
    Element.PRODUCT: ("sama", "sesuai"),
    Element.COMPETENCE: ("kompeten", "kompeten"),
    Element.CONDUCT: ("sikap", "sopan"),
    Element.COMPLAINTS: ("tempat", "tidak ada"),
    Element.FACILITIES: ("seberapa baik", "buruk"),
}


@pytest.mark.parametrize("element", ELEMENTS)
def test_question_and_answers_belong_together(element: Element) -> None:
    question = QUESTIONS[element]
    asked, answered = GRADED[element]

    assert asked in str(question.text).lower()
    assert answered in str(question.answers[0]).lower()
