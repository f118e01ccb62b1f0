"""The cap on ratings from the screen and the tablet of a desk: no more than visits explain."""

from datetime import datetime

from portal.rating.limits.allowances import Allowance, AllowanceStorage, BudgetSpent, Charge, Limit
from portal.rating.limits.open_channel import stopped_name
from portal.security.client_key import pseudonym
from portal.security.day_keys import local_day, next_midnight


class PresenceCap:
    """Counts what a desk takes by presence in a day, whoever sends it and from wherever."""

    def __init__(self, storage: AllowanceStorage, *, timezone: str) -> None:
        self._storage = storage
        self._timezone = timezone

    def charge(self, desk_id: int, *, budget: int, submission: str, now: datetime) -> None:
        """Use one rating of the desk's day.

        :param submission: the form's idempotency key; what was let in once comes in again.
        :raises BudgetSpent: when the day's ``budget`` is used up, until the next midnight.
        :raises ProtectionOff: when the storage cannot be reached.
        """
        midnight = next_midnight(now, self._timezone)
        day = local_day(now, self._timezone)
        allowance = Allowance(
            Limit.PRESENCE, f"portal:presence-day:{desk_id}:{day}", budget, midnight
        )

        def ask(key: bytes) -> Charge:
            return Charge(
                submission=f"portal:presence:{pseudonym(key, 'submission', submission)}",
                allowances=(allowance,),
                stopped=stopped_name(day),
                stopped_once=f"portal:presence:{pseudonym(key, 'stopped', submission)}",
                midnight=midnight,
            )

        if self._storage.charge(ask, now=now) is not None:
            raise BudgetSpent(Limit.PRESENCE, midnight)
