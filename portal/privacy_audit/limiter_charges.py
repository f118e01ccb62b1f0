"""How the limiter counts what citizens do: each kind of counter, made as the portal makes it."""

from collections.abc import Callable, Mapping
from datetime import datetime

from portal.privacy_audit.visitors import BUSY_DESKS, TIMEZONE, MadeUpVisitor
from portal.rating.answers.answers import Channel
from portal.rating.devices.presence import SLOT_SECONDS
from portal.rating.limits import allowances
from portal.rating.limits.allowances import AllowanceStorage
from portal.rating.limits.open_channel import Budgets, OpenChannel
from portal.rating.limits.presence_cap import PresenceCap
from portal.web.day_keys import DayKeys, network_of, next_midnight, pseudonym
from portal.web.guessing import Window, counter_name

BUDGET = 100_000
# What a wrong code of a ticket, and of a complaint, is counted as.
WRONG_TICKET, WRONG_FOLLOW_CODE = "wrong ticket", "wrong follow code"
Charge = Callable[[MadeUpVisitor, datetime], None]
Count = Callable[[str, datetime], object]


def portal_charges(
    storage: AllowanceStorage, count: Count, *, day_keys: DayKeys
) -> Mapping[str, Mapping[str, Charge]]:
    """Return how the portal counts a rating and a complaint, by what is counted.

    :param count: counts under a name until a moment.
    """
    windows = {"complaint": tuple(Window)}
    wrong = dict.fromkeys((WRONG_TICKET, WRONG_FOLLOW_CODE), (Window.HOUR,))
    by_network = {
        what: network_charge(count, what=what, windows=each, day_keys=day_keys)
        for what, each in (windows | wrong).items()
    }
    return {
        "rated": {
            "presence": presence_charge(storage),
            "poster": poster_charge(storage),
            WRONG_TICKET: mistyped(by_network[WRONG_TICKET]),
        },
        "complained": {
            "complaints": by_network["complaint"],
            WRONG_FOLLOW_CODE: by_network[WRONG_FOLLOW_CODE],
        },
    }


def presence_charge(storage: AllowanceStorage) -> Charge:
    """Return how a phone's scan of the screen and the rating that follows are counted."""
    cap = PresenceCap(storage, timezone=TIMEZONE, network_per_day=BUDGET, grants_per_code=BUDGET)

    def charge(visitor: MadeUpVisitor, now: datetime) -> None:
        if visitor.channel is Channel.PRESENCE:
            slot = int(now.timestamp()) // SLOT_SECONDS
            cap.charge_grant(visitor.desk, address=visitor.address, slot=slot, now=now)
            cap.charge_phone(
                visitor.desk,
                address=visitor.address,
                budget=BUDGET,
                part=BUDGET,
                submission=visitor.form_key.hex(),
                now=now,
            )

    return charge


def poster_charge(storage: AllowanceStorage) -> Charge:
    """Return how a rating without a proof is counted.

    Who came with a ticket also rates the next desk, by its poster and at the same time.
    """
    budgets = Budgets(network_per_day=BUDGET, desk_per_hour=BUDGET)
    channel = OpenChannel(storage, budgets=budgets, timezone=TIMEZONE)

    def charge(visitor: MadeUpVisitor, now: datetime) -> None:
        if visitor.channel is Channel.TICKET:
            channel.charge(
                allowances.Visitor(device=visitor.proof.hex(), address=visitor.address),
                desk_id=(visitor.desk + 1) % (BUSY_DESKS + 1),
                submission=visitor.form_key.hex(),
                now=now,
            )

    return charge


def mistyped(charge: Charge) -> Charge:
    """Return ``charge`` for visitors with a ticket: each types a wrong code first."""

    def of_tickets(visitor: MadeUpVisitor, now: datetime) -> None:
        if visitor.channel is Channel.TICKET:
            charge(visitor, now)

    return of_tickets


def network_charge(
    count: Count, *, what: str, windows: tuple[Window, ...], day_keys: DayKeys
) -> Charge:
    """Return how an act of a network is counted, such as a complaint or a wrong code.

    :param what: the word under which the portal counts it.
    :param windows: over how long acts are counted together.
    """

    def charge(visitor: MadeUpVisitor, now: datetime) -> None:
        who = pseudonym(day_keys.current(now), "network", network_of(visitor.address))
        for window in windows:
            name = counter_name(what, who, window=window, now=now, timezone=TIMEZONE)
            count(name, next_midnight(now, TIMEZONE))

    return charge
