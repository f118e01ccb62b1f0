"""How often a desk may be rated: allowances that are charged in one call to storage."""

from portal.rating.limits.allowances import BudgetSpent, Limit, ProtectionOff, Visitor
from portal.rating.limits.open_channel import OpenChannel, make_open_channel
from portal.rating.limits.presence_cap import PresenceCap

__all__ = [
    "BudgetSpent",
    "Limit",
    "OpenChannel",
    "PresenceCap",
    "ProtectionOff",
    "Visitor",
    "make_open_channel",
]
