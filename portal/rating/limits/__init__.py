"""How often the open channel may be used: three allowances, charged in one call to storage."""

from portal.rating.limits.allowances import BudgetSpent, Limit, ProtectionOff, Visitor
from portal.rating.limits.open_channel import OpenChannel, make_open_channel

__all__ = [
    "BudgetSpent",
    "Limit",
    "OpenChannel",
    "ProtectionOff",
    "Visitor",
    "make_open_channel",
]
