"""Refuses answers that their desk does not offer or their service does not ask."""

from datetime import date

from sqlalchemy.orm import Session

from portal.organisation.figure_rules import queries as figure_rules_queries
from portal.organisation.places import queries as places_queries
from portal.rating.answers.answers import SubmitRating
from portal.rating.answers.submission import AnswerFault, GivenAnswers, Terms, faults_of_answers
from portal.survey.elements import FigureRules
from portal.time.months import month_of


class AnswersRefused(ValueError):
    """Answers do not fit their desk and service; ``faults`` says how."""

    def __init__(self, faults: tuple[AnswerFault, ...]) -> None:
        super().__init__(", ".join(sorted({str(each.kind) for each in faults})))
        self.faults = faults


def terms_of_desk(session: Session, desk_id: int, *, initial: FigureRules) -> Terms:
    """Return what a desk offers and asks in every month.

    :param initial: the rules of figures before the first recorded change.
    """
    arrangement = places_queries.offers_of_desk(session, desk_id)
    return Terms(arrangement, figure_rules_queries.rule_book(session, initial=initial))


def check_answers(command: SubmitRating, terms: Terms, *, today: date) -> None:
    """Refuse answers that could not be given at the desk in their month.

    :raises AnswersRefused: with everything that does not fit.
    """
    answers = command.answers
    given = GivenAnswers(command.desk_id, answers.service_id, answers.scores.keys())
    months = command.months or (month_of(today),)
    faults = faults_of_answers(given, terms, months=months)
    if faults:
        raise AnswersRefused(faults)
