"""Publishes what is due of the evaluation's years, counted as they stand."""

from datetime import datetime, tzinfo

from sqlalchemy.orm import Session

from portal.evaluation.openness.counting import counted_year, years_with_results
from portal.publication.yearly_evaluation.counts import EvaluationYear
from portal.publication.yearly_evaluation.releasing import publish_due_evaluations


def publish_counted_years(session: Session, *, now: datetime, zone: tzinfo, is_demo: bool) -> None:
    """Prepare and publish the years that are due today in the city; commits each on its own."""
    today = now.astimezone(zone).date()

    def count(year: int) -> EvaluationYear:
        return counted_year(session, year, today=today, zone=zone, is_demo=is_demo)

    publish_due_evaluations(session, years_with_results(session), count=count, today=today)
