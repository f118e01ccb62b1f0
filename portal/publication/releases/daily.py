"""Publishes the city's one live figure, once a day after the mix."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal.publication.figures.disclosure_rules import (
    CHANNELS,
    FINE_FROM,
    FINE_STEP,
    TODAY_COUNT_STEP,
    Group,
    grade_bound,
    is_verified,
    rounded_count,
    rounded_ikm,
)
from portal.publication.figures.documents import (
    TODAY_ADDRESS,
    ReleaseKind,
    ReleaseStamp,
    ReleaseState,
    TodayDocument,
)
from portal.publication.figures.encoding import digest, to_json
from portal.publication.figures.figures import Figure, Reason
from portal.publication.releases import queries as releases_queries
from portal.publication.releases.models import Document, Release
from portal.publication.releases.recording import record
from portal.rating.mixing.sum_queries import ChannelTotal, mixed_today
from portal.storage.database import begin_write
from portal.survey.elements import ElementCounts
from portal.survey.index import ikm
from portal.time.months import Month, MonthRange, month_of


def publish_today(session: Session, *, today: date, is_demo: bool) -> bool:
    """Publish the city's figure of the month so far, as of the last mix; commits.

    :returns: False when the day's figure is out already.
    """
    edition = today.isoformat()
    if releases_queries.release_in_brief(session, edition, kind=ReleaseKind.DAILY):
        return False
    stamp = ReleaseStamp(edition, month_of(today), ReleaseKind.DAILY, is_demo)
    figure = today_figure(mixed_today(session, period=month_of(today)), period=month_of(today))
    begin_write(session)
    _store(session, TodayDocument(stamp, today, figure))
    session.commit()
    return True


def today_figure(totals: Iterable[ChannelTotal], *, period: Month) -> Figure:
    """Return the month so far as an integer IKM, its number of ratings rounded to ten.

    From 100 verified ratings those alone, else from 100 of all channels, else nothing.
    """
    found = list(totals)
    for group in (Group.VERIFIED, Group.ALL):
        chosen = [total for total in found if total.channel in CHANNELS[group]]
        n = sum(total.respondents for total in chosen)
        if n >= FINE_FROM:
            return _shown(chosen, n=n, group=group, span=MonthRange(period, period))
    reason = Reason.TOO_FEW if found else Reason.NOT_MEASURED
    return Figure(
        None, None, MonthRange(period, period), channels=(), is_verified=False, suppressed=reason
    )


def _shown(chosen: list[ChannelTotal], *, n: int, group: Group, span: MonthRange) -> Figure:
    exact = ikm(sum((total.counts for total in chosen), ElementCounts()))
    return Figure(
        value=rounded_ikm(exact, n=n),
        n=rounded_count(n, step=TODAY_COUNT_STEP),
        period=span,
        channels=tuple(str(total.channel) for total in chosen),
        is_verified=is_verified(group),
        step=FINE_STEP,
        grade=grade_bound(exact),
    )


def _store(session: Session, document: TodayDocument) -> None:
    stamp = document.release
    row = Release(
        kind=stamp.kind,
        edition=stamp.edition,
        period=stamp.period,
        state=ReleaseState.PUBLISHED,
        due_on=document.day,
        prepared_on=document.day,
        published_on=document.day,
    )
    session.add(row)
    session.flush()
    body = to_json(document)
    sha256 = digest(body)
    session.execute(
        insert(Document).values(
            release_id=row.id,
            period=stamp.period,
            address=TODAY_ADDRESS,
            published_on=document.day,
            body=body,
            sha256=sha256,
        )
    )
    record(
        session,
        "published",
        on=document.day,
        kind=stamp.kind,
        edition=stamp.edition,
        documents={TODAY_ADDRESS: sha256},
    )
