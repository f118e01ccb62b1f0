"""The caps on ratings from the screen and the tablet of a desk: no more than there are visits."""

import secrets
from collections.abc import Callable
from datetime import datetime

from portal.rating.devices.presence import network_part
from portal.rating.limits.allowances import Allowance, AllowanceStorage, BudgetSpent, Charge, Limit
from portal.rating.limits.open_channel import stopped_name
from portal.web.day_keys import local_day, network_of, next_midnight, pseudonym

# What a charge uses, by the key of the day.
Allowances = Callable[[bytes], tuple[Allowance, ...]]


class PresenceCap:
    """Counts a desk's grants and its ratings by presence in a day."""

    def __init__(
        self,
        storage: AllowanceStorage,
        *,
        timezone: str,
        network_per_day: int,
        grants_per_code: int,
    ) -> None:
        """Count in ``storage``.

        :param network_per_day: ratings that one desk takes from one network's phones in a day; no
            more than its part of what phones may send there.
        :param grants_per_code: grants that one code of the screen, half a minute, gives.
        """
        self._storage = storage
        self._timezone = timezone
        self._network_per_day = network_per_day
        self._grants_per_code = grants_per_code

    def charge_tablet(self, desk_id: int, *, budget: int, submission: str, now: datetime) -> None:
        """Use one rating of the desk's day.

        :param submission: the form's idempotency key; what was let in once comes in again.
        :raises BudgetSpent: when the day's ``budget`` is used up, until the next midnight.
        :raises ProtectionOff: when the storage cannot be reached.
        """

        def allowances(key: bytes) -> tuple[Allowance, ...]:
            return (self._day(desk_id, budget=budget, now=now),)

        self._charge(allowances, submission=submission, now=now)

    def charge_phone(
        self, desk_id: int, *, address: str, budget: int, part: int, submission: str, now: datetime
    ) -> None:
        """Use one rating of the desk's day, of the phones' part of it, and of the network's.

        :param part: how many of the day's ``budget`` may come from phones.
        :raises BudgetSpent: when one of them is used up, until the next midnight.
        :raises ProtectionOff: when the storage cannot be reached.
        """

        def allowances(key: bytes) -> tuple[Allowance, ...]:
            network = pseudonym(key, "presence network", network_of(address), str(desk_id))
            most = network_part(part, most=self._network_per_day)
            return (
                self._today(Limit.NETWORK, f"portal:presence:{network}", budget=most, now=now),
                self._today(
                    Limit.PRESENCE, f"portal:presence-phones:{desk_id}", budget=part, now=now
                ),
                self._day(desk_id, budget=budget, now=now),
            )

        self._charge(allowances, submission=submission, now=now)

    def charge_grant(self, desk_id: int, *, address: str, slot: int, now: datetime) -> None:
        """Use one of the grants that the screen's code of the half minute ``slot`` gives.

        :raises BudgetSpent: when that code has given all, or to this network its part; the next
            one gives as many.
        :raises ProtectionOff: when the storage cannot be reached.
        """

        def allowances(key: bytes) -> tuple[Allowance, ...]:
            # A name that held the half minute would tell when a desk's screen was scanned.
            code = (str(desk_id), str(slot))
            network = pseudonym(key, "network's grants", network_of(address), *code)
            most = self._grants_per_code
            part = network_part(most, most=most)
            grants = f"portal:presence-grants:{pseudonym(key, 'grants', *code)}"
            return (
                self._today(
                    Limit.NETWORK, f"portal:presence-scans:{network}", budget=part, now=now
                ),
                self._today(Limit.PRESENCE, grants, budget=most, now=now),
            )

        self._charge(allowances, submission=secrets.token_urlsafe(), now=now)

    def _charge(self, allowances: Allowances, *, submission: str, now: datetime) -> None:
        midnight = next_midnight(now, self._timezone)

        def ask(key: bytes) -> Charge:
            return Charge(
                submission=f"portal:presence:{pseudonym(key, 'submission', submission)}",
                allowances=allowances(key),
                stopped=stopped_name(local_day(now, self._timezone)),
                stopped_once=f"portal:presence:{pseudonym(key, 'stopped', submission)}",
                midnight=midnight,
            )

        spent = self._storage.charge(ask, now=now)
        if spent is not None:
            raise BudgetSpent(spent.limit, midnight)

    def _day(self, desk_id: int, *, budget: int, now: datetime) -> Allowance:
        return self._today(Limit.PRESENCE, f"portal:presence-day:{desk_id}", budget=budget, now=now)

    def _today(self, limit: Limit, name: str, *, budget: int, now: datetime) -> Allowance:
        day = local_day(now, self._timezone)
        return Allowance(limit, f"{name}:{day}", budget, next_midnight(now, self._timezone))
