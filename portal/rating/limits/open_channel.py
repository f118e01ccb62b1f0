"""The limits of the open channel: device, network and desk, as the anonymity rules set them."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from portal.rating.limits.allowances import (
    Allowance,
    AllowanceStorage,
    BudgetSpent,
    Charge,
    Limit,
    Visitor,
)
from portal.rating.limits.redis_storage import RedisStorage
from portal.settings import Settings
from portal.storage.validity import is_running
from portal.web.day_keys import (
    NEVER,
    MemoryDayKeys,
    day_of,
    local_day,
    network_of,
    next_midnight,
    own_half,
    pseudonym,
    storage_client,
)

# The counts of a desk's hours are kept until the end of the next day.
LONGEST_KEPT = timedelta(days=2)
RATINGS_PER_DEVICE = 1
HOURS = range(24)


class MemoryStorage:
    """Counters in a dictionary under one lock, emptied of what expired once a day."""

    def __init__(self, timezone: str) -> None:
        self._day_keys = MemoryDayKeys(timezone)
        self._lock = threading.Lock()
        self._uses: dict[str, int] = {}
        self._expiry: dict[str, datetime] = {}
        self._clean = NEVER
        self._timezone = timezone

    def charge(self, ask: Callable[[bytes], Charge], *, now: datetime) -> Allowance | None:
        """Use every allowance once, or none and return the first that is spent."""
        charge = ask(self._day_keys.current(now))
        with self._lock:
            self._forget_expired(now)
            if charge.submission in self._uses:
                return None
            spent = next(filter(self._is_spent, charge.allowances), None)
            if spent is None:
                self._use(charge.submission, charge.midnight)
                for allowance in charge.allowances:
                    self._use(allowance.name, allowance.expires_at)
            elif charge.stopped_once not in self._uses:
                self._use(charge.stopped_once, charge.midnight)
                self._use(charge.stopped, charge.midnight)
        return spent

    def counts(self, names: list[str]) -> list[int]:
        """Return how often each of ``names`` was used."""
        return [self._uses.get(name, 0) for name in names]

    def _is_spent(self, allowance: Allowance) -> bool:
        return self._uses.get(allowance.name, 0) >= allowance.budget

    def _use(self, name: str, expires_at: datetime) -> None:
        self._uses[name] = self._uses.get(name, 0) + 1
        self._expiry[name] = expires_at

    def _forget_expired(self, now: datetime) -> None:
        """Remove what has expired, and what was counted while the clock ran ahead."""
        if self._clean.holds(now):
            return
        is_kept = {
            name for name, at in self._expiry.items() if is_running(at, lasts=LONGEST_KEPT, now=now)
        }
        for name in self._expiry.keys() - is_kept:
            del self._uses[name], self._expiry[name]
        self._clean = day_of(now, self._timezone)


@dataclass(frozen=True, slots=True)
class Budgets:
    """How many open ratings one desk takes from a network in a day and in all in an hour."""

    network_per_day: int
    desk_per_hour: int


class OpenChannel:
    """Tests and charges an open rating; a form with mistakes is refused before."""

    def __init__(self, storage: AllowanceStorage, *, budgets: Budgets, timezone: str) -> None:
        self._storage = storage
        self._budgets = budgets
        self._timezone = timezone

    def charge(self, visitor: Visitor, *, desk_id: int, submission: str, now: datetime) -> None:
        """Use one rating of each allowance, or none of them.

        :param submission: the form's idempotency key; what was let in once comes in again.
        :raises BudgetSpent: when an allowance is used up.
        :raises ProtectionOff: when the storage cannot be reached.
        """
        spent = self._storage.charge(
            lambda key: self._charge(key, visitor, desk_id=desk_id, submission=submission, now=now),
            now=now,
        )
        if spent is not None:
            raise BudgetSpent(spent.limit, self._free_again(spent.limit, now))

    def stopped_today(self, now: datetime) -> int:
        """Return how many people were asked to wait today.

        :raises ProtectionOff: when the storage cannot be reached.
        """
        return self._storage.counts([stopped_name(local_day(now, self._timezone))])[0]

    def hourly_counts(self, desk_id: int, *, day: date) -> tuple[int, ...]:
        """Return the open ratings of a desk in each hour, 0 to 23, of today or yesterday.

        :raises ProtectionOff: when the storage cannot be reached.
        """
        names = [_desk_name(desk_id, day=day, hour=hour) for hour in HOURS]
        return tuple(self._storage.counts(names))

    def _charge(
        self, key: bytes, visitor: Visitor, *, desk_id: int, submission: str, now: datetime
    ) -> Charge:
        local = now.astimezone(ZoneInfo(self._timezone))
        midnight = next_midnight(now, self._timezone)
        desk = str(desk_id)
        device = pseudonym(key, "device", visitor.device, desk)
        network = pseudonym(key, "network", network_of(visitor.address), desk)
        # The desk's hours name nobody and are read by the job of the next night.
        hours_end = next_midnight(midnight, self._timezone)
        hour = _desk_name(desk_id, day=local.date(), hour=local.hour)
        budgets = self._budgets
        return Charge(
            submission=_name(pseudonym(key, "submission", submission, desk)),
            allowances=(
                Allowance(Limit.DEVICE, _name(device), RATINGS_PER_DEVICE, midnight),
                Allowance(Limit.NETWORK, _name(network), budgets.network_per_day, midnight),
                Allowance(Limit.DESK, hour, budgets.desk_per_hour, hours_end),
            ),
            stopped=stopped_name(local.date()),
            stopped_once=_name(pseudonym(key, "stopped", visitor.device)),
            midnight=midnight,
        )

    def _free_again(self, limit: Limit, now: datetime) -> datetime:
        if limit is Limit.DESK:
            local = now.astimezone(ZoneInfo(self._timezone))
            return local.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        return next_midnight(now, self._timezone)


def make_storage(settings: Settings) -> AllowanceStorage:
    """Return where allowances are counted, as ``PORTAL_LIMITER_URL`` says."""
    client = storage_client(settings.limiter_url)
    if client is None:
        return MemoryStorage(settings.timezone)
    return RedisStorage(client, settings.timezone, own_half=own_half(settings.secret_key))


def make_open_channel(settings: Settings, storage: AllowanceStorage | None = None) -> OpenChannel:
    """Return the open channel's limits.

    :param storage: where they are counted; None for a storage of their own.
    """
    budgets = Budgets(settings.open_network_per_day, settings.open_desk_per_hour)
    return OpenChannel(
        storage or make_storage(settings), budgets=budgets, timezone=settings.timezone
    )


def _name(keyed: str) -> str:
    return f"portal:open:{keyed}"


def stopped_name(day: date) -> str:
    """Return what counts the people who were asked to wait on ``day``."""
    return f"portal:stopped:{day.isoformat()}"


def _desk_name(desk_id: int, *, day: date, hour: int) -> str:
    return f"portal:desk-hour:{desk_id}:{day.isoformat()}:{hour}"
