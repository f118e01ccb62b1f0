"""Groups of channels that may stand together in one figure, and are never added up silently."""

from enum import StrEnum

from portal.rating.domain import Channel


class Group(StrEnum):
    """Verified ratings, unverified ones beside them, or both where too few are verified."""

    VERIFIED = "verified"
    OPEN = "open"
    ALL = "all"


# The groups that no rating belongs to both of.
SINGLE_GROUPS = (Group.VERIFIED, Group.OPEN)

VERIFIED_CHANNELS = (Channel.TICKET, Channel.PRESENCE)
CHANNELS: dict[Group, tuple[Channel, ...]] = {
    Group.VERIFIED: VERIFIED_CHANNELS,
    Group.OPEN: (Channel.OPEN,),
    Group.ALL: (*VERIFIED_CHANNELS, Channel.OPEN),
}

# Paper comes in months late: it enters the yearly figures and the statutory report only.
MONTHLY_CHANNELS = frozenset(CHANNELS[Group.ALL])


def is_verified(group: Group) -> bool:
    """Whether every rating of the group proved a visit."""
    return group is Group.VERIFIED


def group_of(channels: tuple[str, ...]) -> Group:
    """Return the group that a published figure's channels belong to."""
    if Channel.OPEN not in channels:
        return Group.VERIFIED
    return Group.OPEN if channels == (Channel.OPEN,) else Group.ALL
