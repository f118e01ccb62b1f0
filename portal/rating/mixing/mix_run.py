"""Context of one run of the mix, and the steps at which a crash may interrupt it."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from portal.organisation.places.catalogue import Catalogue
from portal.rating.mixing.batches import Pattern
from portal.rating.mixing.sealing import Opener, Sealer, SplitRecordBox
from portal.rating.mixing.watching import Watches
from portal.storage.sealing.keys import KeyStore
from portal.time.months import Month, month_of, months_back

MONTHS = 12


class MixStep(StrEnum):
    """The points between which the mix is one indivisible act."""

    KEY_PREPARED = "key_prepared"
    KEY_WRITTEN = "key_written"
    KEY_CURRENT = "key_current"
    GROUP_OPENED = "group_opened"
    GROUP_WRITTEN = "group_written"
    GROUP_MIXED = "group_mixed"
    RESIDUALS_WRITTEN = "rest_written"
    RESIDUALS_SEALED = "rest_sealed"
    SPLIT_RECORDS_WRITTEN = "parts_written"
    SPLIT_RECORDS_SEALED = "parts_sealed"
    ACCEPTED_REWRITTEN = "accepted_rewritten"
    KEY_FILES_DESTROYED = "key_files_destroyed"
    KEY_DESTROYED = "key_destroyed"


Reached = Callable[[MixStep], None]
OnProgress = Callable[[int, int], None]


def no_step(step: MixStep) -> None:
    """Pass a step without doing anything."""


def no_progress(done: int, total: int) -> None:
    """Report no progress."""


@dataclass(frozen=True, slots=True)
class MixReport:
    """What one run did.

    ``mixed`` ratings became ballots; ``waiting`` remain sealed until their batch is complete;
    ``split_records_folded`` answers about officers, profiles and reasons were counted;
    ``dropped`` answers about officers could never reach a batch; ``unreadable`` ciphertexts
    do not open; ``lost_keys`` names keys with ratings whose private half is missing.
    """

    mixed: int
    waiting: int
    split_records_folded: int
    dropped: int
    unreadable: int
    lost_keys: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every rating that was due could be opened."""
        return not self.unreadable and not self.lost_keys


@dataclass(frozen=True, slots=True)
class MixRun:
    """One run: the keys that can be opened, the key that ratings are sealed to, and the city's day.

    ``left_out`` are, by service, the elements that it did not ask in some month.
    """

    session: Session
    store: KeyStore
    today: date
    catalogue: Catalogue
    offers: frozenset[tuple[int, int]]
    left_out: Mapping[int, Pattern]
    openers: dict[int, Opener]
    watches: Watches
    lost_keys: tuple[str, ...]
    sealer: Sealer
    split_record_box: SplitRecordBox
    key_id: int
    reached: Reached
    on_progress: OnProgress
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def period(self) -> Month:
        """The month that ratings mixed today belong to."""
        return month_of(self.today)

    @property
    def period_before(self) -> Month:
        """The month that ended last."""
        return months_back(self.period, months=1)

    @property
    def month_to_finish(self) -> Month:
        """The month whose small services are due: this one on its last day, else the one before."""
        is_last_day = (self.today + timedelta(days=1)).day == 1
        return self.period if is_last_day else self.period_before

    @property
    def year_to_finish(self) -> int:
        """The year whose residuals are due: this one on its last day, else the one before."""
        is_last_day = (self.today.month, self.today.day) == (MONTHS, 31)
        return self.today.year if is_last_day else self.today.year - 1

    @property
    def end_of_year(self) -> Month:
        """The last month of the year to finish."""
        return Month(f"{self.year_to_finish}-{MONTHS}")
