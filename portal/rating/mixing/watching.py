"""Steps the running watches over low and perfect ratings, within the mix of each batch."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from sqlalchemy import Executable
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.rating.answers.answers import Channel
from portal.rating.mixing.anomaly_models import WatchState
from portal.rating.mixing.anomaly_queries import top_counts, watch_heights
from portal.rating.mixing.anomaly_rules import (
    SIGNAL_OF_WATCH,
    USUAL_LOW_SHARE,
    USUAL_TOP_SHARE,
    AnomalyWatch,
    BatchHits,
    changed_share,
    usual_share,
)
from portal.rating.mixing.domain import CountedPlace
from portal.rating.mixing.noting import Noticed, note_anomaly
from portal.time.months import Month

if TYPE_CHECKING:
    from portal.statistics.cusum import CusumDesign

Key = tuple[int, Channel, AnomalyWatch]


@dataclass(frozen=True, slots=True)
class Watches:
    """The watches of one mix: what each takes as usual, and how far each has risen."""

    tops: Mapping[Channel, tuple[int, int]]
    heights: dict[Key, float] = field(default_factory=dict)

    def design(self, watch: AnomalyWatch, channel: Channel) -> "CusumDesign":
        """Return a watch's design; perfect ratings are compared with the city's last month."""
        if watch is AnomalyWatch.LOW:
            usual = usual_share(0, 0, otherwise=USUAL_LOW_SHARE)
        else:
            usual = usual_share(*self.tops.get(channel, (0, 0)), otherwise=USUAL_TOP_SHARE)
        # The statistics are loaded by the mix alone, never by a worker that takes ratings.
        cusum: Any = import_module("portal.statistics.cusum")
        design: CusumDesign = cusum.CusumDesign(usual, changed_share(usual))
        return design


def load_watches(session: Session, *, period_before: Month) -> Watches:
    """Return the watches as the last mix left them.

    :param period_before: the month whose ratings tell what is usual.
    """
    return Watches(tops=top_counts(session, period=period_before), heights=watch_heights(session))


def step_watches(
    session: Session,
    watches: Watches,
    *,
    hits: BatchHits,
    place: CountedPlace,
    period: Month,
    on: date,
) -> None:
    """Step the watches over a desk's batch, in its shuffled order; never commits.

    A watch that passes its threshold leaves an anomaly and starts again from 0.
    """
    if place.desk_id is None:
        return
    states = []
    for watch in AnomalyWatch:
        key = (place.desk_id, place.channel, watch)
        design = watches.design(watch, place.channel)
        path = design.path(hits.of_watch(watch), state=watches.heights.get(key, 0.0))
        height = path[-1]
        if max(path) >= design.threshold:
            noticed = Noticed(
                SIGNAL_OF_WATCH[watch],
                desk_id=place.desk_id,
                channel=place.channel,
                period=period,
                observed=round(max(path), 2),
                expected=design.threshold,
            )
            note_anomaly(session, noticed, on=on)
            height = 0.0
        watches.heights[key] = height
        named = {"desk_id": place.desk_id, "channel": str(place.channel), "watch": str(watch)}
        states.append({**named, "height": height})
    session.execute(_keep(session.connection().dialect.name), states)


@cache
def _keep(dialect: str) -> Executable:
    """Return the statement that puts a state in place of the one before."""
    table: Any = WatchState.__table__
    statement: Any = (postgresql if dialect == "postgresql" else sqlite).insert(table)
    replacing: Executable = statement.on_conflict_do_update(
        index_elements=list(table.primary_key), set_={"height": statement.excluded.height}
    )
    return replacing
