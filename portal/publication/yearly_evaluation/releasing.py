"""Prepares and publishes a year of the evaluation: once, on its fixed day, never revised."""

import secrets
from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy.orm import Session

from portal.publication.figures.documents import ReleaseKind, ReleaseStamp, ReleaseState
from portal.publication.figures.encoding import to_json
from portal.publication.releases import queries as releases_queries
from portal.publication.releases.publishing import goes_out_on, publish_release
from portal.publication.releases.single_preparing import SingleDraft, keep_single_draft
from portal.publication.yearly_evaluation.counts import EvaluationYear, to_text
from portal.publication.yearly_evaluation.documents import evaluation_address
from portal.publication.yearly_evaluation.indicator_queries import as_released
from portal.publication.yearly_evaluation.table import evaluation_document
from portal.time.months import Month

#: The month and day of the year after, from which a draft is there to be looked at.
PREPARED_FROM = (6, 1)
#: The month and day of the year after on which it goes out.
PUBLISHED_ON = (6, 15)
SALT_BYTES = 32

CountYear = Callable[[int], EvaluationYear]


def evaluation_due_on(year: int) -> date:
    """Return the fixed day on which a year of the evaluation is published."""
    return date(year + 1, *PUBLISHED_ON)


def evaluation_stamp(counted: EvaluationYear) -> ReleaseStamp:
    """Return which publication a counted year belongs to."""
    period = Month.of(date(counted.year, 12, 1))
    return ReleaseStamp(str(counted.year), period, ReleaseKind.EVALUATION, counted.is_demo)


def publish_due_evaluations(
    session: Session, years: Sequence[int], *, count: CountYear, today: date
) -> list[int]:
    """Prepare every year whose draft is due and publish every one whose day has come; commits.

    A year that is prepared stays as it was counted: it goes out as it was looked at, and what was
    decided since does not move it.

    :param years: with an evaluation, in any order.
    :param count: counts a year as it stands.
    :returns: the years that were published now.
    """
    published = []
    for year in sorted(each for each in years if date(each + 1, *PREPARED_FROM) <= today):
        release = _release(session, year)
        if release is None:
            prepare_evaluation(session, count(year), today=today)
            release = _release(session, year)
        if (
            release
            and release.state is not ReleaseState.PUBLISHED
            and goes_out_on(release) <= today
        ):
            publish_release(
                session, release.edition, today=today, sign_off=None, kind=ReleaseKind.EVALUATION
            )
            published.append(year)
    return published


def prepare_evaluation(session: Session, counted: EvaluationYear, *, today: date) -> None:
    """Keep the draft of a counted year; commits. Of two at once one does."""
    counted = as_released(session, counted)
    stamp = evaluation_stamp(counted)
    draft = SingleDraft(
        stamp,
        evaluation_address(counted.year),
        to_json(evaluation_document(counted, stamp)),
        to_text(counted, salt=secrets.token_hex(SALT_BYTES)),
    )
    keep_single_draft(session, draft, due_on=evaluation_due_on(counted.year), today=today)


def _release(session: Session, year: int) -> releases_queries.ReleaseInBrief | None:
    return releases_queries.release_in_brief(session, str(year), kind=ReleaseKind.EVALUATION)
